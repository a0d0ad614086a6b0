import type { AnyFaultRule, Simulator } from '../../sandbox/simulator.ts';

/** Which of Ottu's requests are meant: for `simulator.requests`, and for the faults that strike them. */
export interface RequestMatch {
  readonly method?: string;
  /** Prefix or substring of the path. */
  readonly path?: string;
}

/** Everything about payment sessions. */
export const SESSIONS = { path: '/b/checkout/v1/pymt-txn/' } as const;
export const CREATE = { method: 'POST', ...SESSIONS } as const;
export const RETRIEVE = { method: 'GET', ...SESSIONS } as const;
export const PATCH = { method: 'PATCH', ...SESSIONS } as const;
export const PUT = { method: 'PUT', ...SESSIONS } as const;
export const UPLOAD = { method: 'POST', path: '/b/checkout/v1/upload-attachment/' } as const;
/** This service expires sessions by it. */
export const OPERATION = { method: 'POST', path: '/b/pbl/v2/operation/' } as const;
/** Messages to payers, once more. */
export const MESSAGES = { method: 'POST', path: '/b/pbl/v2/message-notification/' } as const;
export const INQUIRY = { method: 'POST', path: '/b/pbl/v2/inquiry/' } as const;
export const PAYMENT_METHODS = { method: 'POST', path: '/b/pbl/v2/payment-methods/' } as const;
export const CARDS = { path: '/b/pbl/v2/card/' } as const;
/** Charges of a session that exists: by a wallet or by a saved card. */
export const NATIVE = { method: 'POST', path: '/b/pbl/v2/payment/' } as const;
export const APPLE = { method: 'POST', path: '/b/pbl/v2/payment/apple-pay/' } as const;
export const GOOGLE = { method: 'POST', path: '/b/pbl/v2/payment/google-pay/' } as const;
export const AUTO_DEBIT = { method: 'POST', path: '/b/pbl/v2/payment/auto-debit/' } as const;

/** No event of Ottu ever arrives. */
export const EVENTS_LOST = { match: { webhook: true }, fault: { kind: 'lost' } } as const satisfies AnyFaultRule;

/** Ottu says nothing of use when it is asked about a session, and no circuit breaker opens. */
export const RETRIEVES_SILENT = { match: RETRIEVE, fault: { kind: 'empty' } } as const satisfies AnyFaultRule;

/**
 * Ottu does its work, and its answer never arrives.
 *
 * @param nth only of the nth of these requests, from 1.
 */
export function answerLost(match: RequestMatch, nth?: number): AnyFaultRule {
  return { match: nth === undefined ? match : { ...match, nth }, fault: { kind: 'answer_lost' } };
}

interface WithSimulator {
  readonly simulator: Simulator;
}

/** The texts that reached Ottu, as they left. */
export function sentTexts({ simulator }: WithSimulator, match: RequestMatch = CREATE): string[] {
  return simulator.requests(match).map(({ raw_body: text }) => text);
}

/** The same, read; nothing where a request had no body. */
export function sentBodies(service: WithSimulator, match: RequestMatch): unknown[] {
  return sentTexts(service, match).map((text) => (text === '' ? undefined : (JSON.parse(text) as unknown)));
}

/** What a payer does on Ottu's page; he pays, and it succeeds, unless told otherwise. */
export async function payAtOttu(
  { simulator }: WithSimulator,
  sessionId: unknown,
  action: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const answer = await fetch(`${simulator.url}/__sandbox/sessions/${String(sessionId)}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`the payer could not pay: ${answer.status} ${text}`);
}
