import type { JsonDocument } from '../../json/json-document.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { isValidationRefusal, readChargeReply, textMember, type ChargeReply } from '../answers/charge-reply.ts';
import { isTemporaryRefusal } from '../answers/reply-meaning.ts';
import { parseSessionId } from '../identifiers.ts';
import { isExternal, type ExternalKind, type OperationKind } from './operation-states.ts';

/** What was asked for. */
export interface AskedOperation {
  readonly kind: OperationKind;
  readonly orderNo: string;
  readonly sessionId: string;
  /** Of a refund, capture or void. */
  readonly amount: Money | undefined;
}

/** What Ottu's answer makes of an operation (F8.3). `unknown`: it may have been done, and no answer says so. */
export interface OperationReading {
  readonly state: 'succeeded' | 'queued' | 'rejected' | 'not_processed' | 'unknown';
  /** For the timeline. */
  readonly name: string;
  readonly childSessionId?: string | undefined;
  readonly referenceNumber?: string | undefined;
  /** Ottu's words, not yet redacted. */
  readonly message?: string | undefined;
}

/** What Ottu says of a child transaction. D26's prose has words that its schema has not. */
const CHILD_STATES: Readonly<Record<ExternalKind, Readonly<Record<string, 'succeeded' | 'queued' | 'rejected'>>>> = {
  refund: { refunded: 'succeeded', refund_queued: 'queued', refund_rejected: 'rejected' },
  capture: { paid: 'succeeded', captured: 'succeeded', capture_queued: 'queued', capture_rejected: 'rejected' },
  void: { voided: 'succeeded', void_queued: 'queued', void_rejected: 'rejected' },
};

/** What the state of a child says of the operation that made it. */
export function childMeans(kind: ExternalKind, state: string): 'succeeded' | 'queued' | 'rejected' | undefined {
  return Object.hasOwn(CHILD_STATES[kind], state) ? CHILD_STATES[kind][state] : undefined;
}

/** Of which kind an operation is that made a child in this state (F11.3). */
export function kindOfChild(state: string): ExternalKind | undefined {
  return (['refund', 'capture', 'void'] as const).find((kind) => childMeans(kind, state) !== undefined);
}

/**
 * Reads Ottu's answer to an operation. An answer that is not signed, or is about another order, session or amount, says
 * nothing: what became of the operation is looked up (M80).
 */
export function readOperationReply(
  reply: OttuReply,
  asked: AskedOperation,
  webhookKeys: readonly string[],
): OperationReading {
  const read = readChargeReply(reply, webhookKeys);
  if (read.status === 200) return isExternal(asked.kind) ? readDone(read, asked, asked.kind) : readInternal(read);
  if (isTemporaryRefusal(read)) return { state: 'not_processed', name: 'refused_for_now' };
  // F8.4: the look-up of a `Tracking-Key` may have failed, which says nothing of the operation.
  if (read.status === 400 && isOfAnother(read, asked)) return { state: 'unknown', name: 'about_something_else' };
  if (read.status === 400 && read.json && (saysFailed(read) || isValidationRefusal(read))) {
    return { state: 'rejected', name: 'rejected', message: refusalText(read) };
  }
  return { state: 'unknown', name: 'unreadable' };
}

/** Cancel, expire and delete: `{"detail", "operation", "result"}`. */
function readInternal(read: ChargeReply): OperationReading {
  const result = textMember(read, 'result');
  if (result === 'success') return { state: 'succeeded', name: 'done', message: textMember(read, 'detail') };
  if (result === 'failed') return { state: 'rejected', name: 'rejected', message: textMember(read, 'detail') };
  return { state: 'unknown', name: 'unreadable' };
}

/** `ExternalOperation`, or, where a `Tracking-Key` was used before, perhaps the child as a payment event of its own (F8.4). */
function readDone(read: ChargeReply, asked: AskedOperation, kind: ExternalKind): OperationReading {
  const { document, signatureGood } = read;
  if (document === undefined) return { state: 'unknown', name: 'unreadable' };
  if (!signatureGood) return { state: 'unknown', name: 'not_verified' };
  if (textMember(read, 'result') === 'failed' && document.source('/txn') === undefined) {
    return { state: 'rejected', name: 'rejected', message: textMember(read, 'detail') ?? textMember(read, 'message') };
  }
  const child = childIn(document);
  const means = child === undefined ? undefined : childMeans(kind, child.state);
  if (means === undefined || !isAboutIt(read, asked)) return { state: 'unknown', name: 'about_something_else' };
  return {
    state: means,
    name: means === 'succeeded' ? 'done' : means,
    childSessionId: child?.sessionId,
    referenceNumber: textMember(read, 'reference_number'),
    message: textMember(read, 'message'),
  };
}

interface Child {
  readonly state: string;
  readonly sessionId: string | undefined;
}

function childIn(document: JsonDocument): Child | undefined {
  const text = (at: string): string | undefined => document.source(at)?.scalarText();
  const state = text('/txn/state') ?? text('/state');
  if (state === undefined) return undefined;
  return {
    state,
    sessionId: parseSessionId(text(document.source('/txn') === undefined ? '/session_id' : '/txn/session_id')),
  };
}

/** The order or the session is the payment's own, unless the answer is the child's, which names neither; and the amount. */
function isAboutIt(read: ChargeReply, { kind, orderNo, sessionId, amount }: AskedOperation): boolean {
  const named = textMember(read, 'order_no');
  const operation = textMember(read, 'operation');
  const ofChild = read.document?.source('/txn') === undefined;
  if (named !== undefined && named !== orderNo) return false;
  if (!ofChild && textMember(read, 'session_id') !== sessionId) return false;
  if (operation !== undefined && operation !== kind) return false;
  return amount === undefined || sameAmount(textMember(read, 'amount'), amount);
}

export function sameAmount(text: string | undefined, amount: Money): boolean {
  return amountOf(text, amount.currency)?.equals(amount) === true;
}

/** An amount as Ottu writes it; nothing where it is none. */
export function amountOf(text: string | undefined, currency: CurrencyCode): Money | undefined {
  if (text === undefined) return undefined;
  try {
    return Money.fromProvider(text, currency);
  } catch {
    return undefined;
  }
}

/** E5 names what has failed. */
function isOfAnother(read: ChargeReply, { kind }: AskedOperation): boolean {
  const named = textMember(read, 'operation');
  return saysFailed(read) && named !== undefined && named !== kind;
}

/** E5. */
function saysFailed(read: ChargeReply): boolean {
  return textMember(read, 'result') === 'failed' && textMember(read, 'detail') !== undefined;
}

function refusalText(read: ChargeReply): string | undefined {
  const detail = textMember(read, 'detail');
  if (detail !== undefined) return detail;
  const value = read.document?.value;
  return value === undefined ? undefined : JSON.stringify(value).slice(0, 500);
}
