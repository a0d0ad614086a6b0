import type { FastifyReply } from 'fastify';

import { selfLink } from '../../payments/reading/payment-links.ts';

/** Ottu's own answer on its way to the caller: its bytes, and what this service knows beside them. */
export interface PassedAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly sessionId?: string | undefined;
  /** Our row about it, where there is one. */
  readonly paymentId?: string | undefined;
  /** Nothing was created for this request: its key was used before (M9). */
  readonly replayed?: boolean | undefined;
}

/** Sends Ottu's JSON text as it came; unknown members, number spellings and their order included. */
export function sendPassed(reply: FastifyReply, answer: PassedAnswer): Buffer {
  void reply.status(answer.status).header('content-type', 'application/json; charset=utf-8');
  if (answer.status === 201 && answer.sessionId !== undefined) {
    void reply.header('location', transactionLink(answer.sessionId));
  }
  if (answer.paymentId !== undefined) void reply.header('link', `<${selfLink(answer.paymentId)}>; rel="related"`);
  if (answer.replayed === true) void reply.header('idempotent-replayed', 'true');
  return answer.body;
}

export function transactionLink(sessionId: string): string {
  return `/v1/payment-transactions/${encodeURIComponent(sessionId)}`;
}
