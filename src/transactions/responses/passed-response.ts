import { jsonText, type Answer } from '../../http/answer.ts';
import { selfLink } from '../../payments/reading/payment-links.ts';

/** Ottu's own answer on its way to the caller: its bytes, and what this service knows beside them. */
export interface PassedResponse {
  readonly status: number;
  readonly body: Buffer;
  readonly sessionId?: string | undefined;
  /** Our row about it, where there is one. */
  readonly paymentId?: string | undefined;
  /** Nothing was created for this request: its key was used before (M9). */
  readonly replayed?: boolean | undefined;
}

/** Ottu's JSON text as it came, unknown members, number spellings and their order included, under a head of ours. */
export function passedAnswer({ status, body, sessionId, paymentId, replayed }: PassedResponse): Answer<Buffer> {
  return jsonText(body, {
    status,
    headers: {
      location: status === 201 && sessionId !== undefined ? transactionLink(sessionId) : undefined,
      link: paymentId === undefined ? undefined : `<${selfLink(paymentId)}>; rel="related"`,
      'idempotent-replayed': replayed === true ? 'true' : undefined,
    },
  });
}

export function transactionLink(sessionId: string): string {
  return `/v1/payment-transactions/${encodeURIComponent(sessionId)}`;
}
