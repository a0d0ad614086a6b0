import type { FactSource } from '../../database/states.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { isCardTokenHash } from '../../ottu/card-token-hash.ts';
import { cleanPgParams } from './clean-pg-params.ts';
import { boundedPgParams, keptMessage, keptText } from './kept-words.ts';

/**
 * Something Ottu said about a transaction, as it said it: texts are the members' own, `undefined` where absent. Nothing
 * here has been believed yet; `checkFact` decides that.
 */
export interface ProviderFact {
  readonly source: FactSource;
  readonly state: string | undefined;
  readonly result: string | undefined;
  readonly orderNo: string | undefined;
  readonly sessionId: string | undefined;
  readonly amount: string | undefined;
  readonly currencyCode: string | undefined;
  readonly settledAmount: string | undefined;
  readonly referenceNumber: string | undefined;
  readonly isSandbox: boolean | undefined;
  readonly pgCode: string | undefined;
  readonly customerId: string | undefined;
  readonly paymentType: string | undefined;
  readonly message: string | undefined;
  readonly pgParams: Record<string, unknown> | undefined;
  /** Ottu's name of the gateway, such as `mpgs` (F9.1). */
  readonly gatewayName?: string | undefined;
  /** When Ottu processed it (F11.2). */
  readonly processedAt?: Date | undefined;
  /** How long after its creation the transaction expires, in minutes (F2.2). */
  readonly expiresInMinutes?: number | undefined;
  /** What the payer pays on top, in the payment's own currency (F11.2). */
  readonly fee?: string | undefined;
  /** Keyed hash of the token of the card that was saved, as a stored event has it (M70). */
  readonly cardHash?: string | undefined;
}

/** What `readFact` reads beside what is signed. */
export const FACT_MEMBERS: readonly string[] = [
  'settled_amount',
  'is_sandbox',
  'settled_pg_code',
  'customer_id',
  'timestamp_utc',
  'expiration_time',
  'message',
  'amount_details',
  'token',
];

/**
 * Reads the payment-event shape (F11.2), which one-step answers, native answers, webhooks and inquiries share, and of
 * which a retrieved transaction has a part. Amounts keep the spelling of the source text, numbers included. What is too long
 * to be kept is cut, and then equals nothing that was asked for.
 */
export function readFact(document: JsonDocument, source: FactSource): ProviderFact {
  const text = (name: string): string | undefined => {
    const found = document.source(`/${name}`)?.scalarText();
    return found === undefined || found === '' ? undefined : keptText(found);
  };
  const pgParams = document.source('/pg_params');
  return {
    source,
    state: text('state'),
    result: text('result'),
    orderNo: text('order_no'),
    sessionId: text('session_id'),
    amount: text('amount'),
    currencyCode: text('currency_code'),
    settledAmount: text('settled_amount'),
    referenceNumber: text('reference_number'),
    isSandbox: booleanOf(text('is_sandbox')),
    pgCode: source === 'retrieve' || source === 'create' ? text('settled_pg_code') : text('gateway_account'),
    customerId: text('customer_id'),
    paymentType: text('payment_type'),
    message: keptMessage(document.source('/message')?.scalarText()),
    pgParams:
      pgParams?.isObject() === true
        ? boundedPgParams(cleanPgParams(pgParams.value() as Record<string, unknown>))
        : undefined,
    gatewayName: text('gateway_name'),
    processedAt: momentOf(text('timestamp_utc')),
    expiresInMinutes: minutesOf(text('expiration_time')),
    fee: text('amount_details/currency_code') === text('currency_code') ? text('amount_details/fee') : undefined,
    cardHash: [text('token/token'), text('token')].find((hash) => hash !== undefined && isCardTokenHash(hash)),
  };
}

function booleanOf(text: string | undefined): boolean | undefined {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

/** `2026-06-01 12:00:00` without a zone is UTC (F11.2); ISO 8601 is what Ottu's schema says. */
function momentOf(text: string | undefined): Date | undefined {
  const spaced = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(\.\d{1,9})?)$/.exec(text ?? '');
  const moment = new Date(spaced === null ? (text ?? '') : `${spaced[1]}T${spaced[2]}Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** `DD HH:MM:SS`, days only where there are some. */
function minutesOf(text: string | undefined): number | undefined {
  const parts = /^(?:(\d{1,4}) )?(\d{1,2}):(\d{2}):(\d{2})$/.exec(text ?? '');
  if (parts === null) return undefined;
  const [days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0) + (seconds ?? 0) / 60;
}

/** Results with the states that they can stand beside. `error` stands beside none: the gateway's end is not known. */
const CONSISTENT: Readonly<Record<string, readonly string[]>> = {
  success: ['paid', 'authorized', 'cod'],
  cod: ['cod'],
  pending: ['pending'],
  failed: ['attempted', 'failed', 'expired', 'canceled'],
  canceled: ['attempted', 'failed', 'expired', 'canceled'],
};

/** Whether the result that is named cannot stand beside the state (M11, M71). Where none is named, nothing contradicts. */
export function resultContradictsState({ result, state }: Pick<ProviderFact, 'result' | 'state'>): boolean {
  return result !== undefined && CONSISTENT[result]?.includes(state ?? '') !== true;
}
