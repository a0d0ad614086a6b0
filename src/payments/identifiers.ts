declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Our row's id, a UUID. */
export type PaymentId = Branded<'PaymentId'>;
/** The merchant reference that Ottu, the merchant and we share; unique for ever (M41). */
export type OrderNo = Branded<'OrderNo'>;
/** Ottu's id of a transaction. */
export type SessionId = Branded<'SessionId'>;
/** One try to pay, a UUID. */
export type AttemptId = Branded<'AttemptId'>;

/** One refund, capture, void or the like, a UUID; Ottu's `Tracking-Key` of it. */
export type OperationId = Branded<'OperationId'>;

export const asPaymentId = (text: string): PaymentId => text as PaymentId;
export const asOrderNo = (text: string): OrderNo => text as OrderNo;
export const asSessionId = (text: string): SessionId => text as SessionId;
export const asAttemptId = (text: string): AttemptId => text as AttemptId;
export const asOperationId = (text: string): OperationId => text as OperationId;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A payment id from a URL, or nothing when it cannot be one. */
export function parsePaymentId(text: string): PaymentId | undefined {
  return UUID.test(text) ? (text as PaymentId) : undefined;
}

/** An operation id from a URL, or nothing when it cannot be one. */
export function parseOperationId(text: string): OperationId | undefined {
  return UUID.test(text) ? (text as OperationId) : undefined;
}

/** Our own id of an agreement from a URL, or nothing when it cannot be one. */
export function parseAgreementKey(text: string): string | undefined {
  return UUID.test(text) ? text : undefined;
}

const SESSION_ID = /^[-\w]{1,128}$/;

/** A session id as Ottu writes them (F1.1), or nothing. */
export function parseSessionId(value: unknown): SessionId | undefined {
  return typeof value === 'string' && SESSION_ID.test(value) ? (value as SessionId) : undefined;
}
