import type { InquiryResult, PaymentRow } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { jsonObjectOf, saysJson } from '../../ottu/reply-json.ts';
import { missingPaymentFields, verifySignature } from '../../ottu/signature.ts';
import type { OttuReply } from '../../ottu/transport/ottu-transport.ts';
import { isForeign } from '../facts/foreign.ts';
import { readFact, resultContradictsState } from '../facts/provider-fact.ts';
import { parseSessionId } from '../identifiers.ts';
import { isSuccess } from '../states/payment-state.ts';
import type { Interpret, SettlementInput, LockedPayment } from '../settlement/settlement-input.ts';

export interface InquiryReading {
  readonly result: InquiryResult;
  /** The event that was answered, where it can be believed; it is still to be held against the payment (M20, M45). */
  readonly event: JsonDocument | undefined;
  /** The session that the answer names, believed or not. */
  readonly session: string | undefined;
}

/**
 * What Ottu's answer to an inquiry is worth. It has the shape of a webhook and is verified like one. Only a 404 that
 * Ottu's own API wrote says that there is no such transaction (M33); everything else proves nothing.
 */
export function readInquiry(reply: OttuReply, webhookKeys: readonly string[]): InquiryReading {
  const document = jsonObjectOf(reply);
  if (reply.status === 200 && document !== undefined) {
    const session = parseSessionId(document.source('/session_id')?.scalarText());
    const believed =
      verifySignature(document, webhookKeys).verified &&
      missingPaymentFields(document).length === 0 &&
      !contradictsSuccess(document);
    return believed
      ? { result: 'answered', event: document, session }
      : { result: 'unverified', event: undefined, session };
  }
  return { result: refusalOf(reply, document), event: undefined, session: undefined };
}

/** M11: a success state beside a result of another kind says neither. (`error` beside `attempted` is Ottu's own way.) */
function contradictsSuccess(document: JsonDocument): boolean {
  const fact = readFact(document, 'inquiry');
  return isSuccess(fact.state ?? '') && resultContradictsState(fact);
}

function refusalOf(reply: OttuReply, document: JsonDocument | undefined): InquiryResult {
  if (reply.status === 429) return 'throttled';
  const detail = document?.source('/detail')?.value();
  if (reply.status === 404 && saysJson(reply) && typeof detail === 'string') return 'not_found';
  return reply.status >= 400 && reply.status < 500 ? 'refused' : 'no_answer';
}

export interface InquiryContext {
  readonly number: number;
  readonly askedBy: string;
  /** Ottu's status; absent when no answer came. */
  readonly status?: number;
  /** By the database's clock. */
  readonly sentAt: Date;
  /** M23: how old an attempt must be, by milliseconds, for an inquiry to end it; nothing where none can. */
  readonly endableAfter: (payment: PaymentRow, gatewayName: string | undefined) => number | undefined;
}

/** What an inquiry teaches about the payment, as it is under the lock. */
export function interpretInquiry(reading: InquiryReading, context: InquiryContext): Interpret {
  const base = { event: 'inquired', details: detailsOf(reading.result, context) };
  const { event, session } = reading;
  if (event === undefined) return () => base;
  const reported = readFact(event, 'inquiry');
  return (locked): SettlementInput => {
    const checked = locked.check(reported);
    const foreign = checked.mismatches.filter((mismatch) => isForeign(mismatch, reported));
    return {
      ...base,
      fact: { reported, checked },
      inquiredLate: isLate(locked, context, reported.gatewayName),
      adoptSession: locked.mayAdoptSession && foreign.length === 0 ? session : undefined,
      // M45: what was found by our order number and is not ours is for people to look at.
      reviewReasons: locked.payment.session_id === null ? foreign : [],
    };
  };
}

/** Whether the gateway itself has been asked about the newest attempt by then. */
function isLate(
  { payment, attempts }: LockedPayment,
  context: InquiryContext,
  gatewayName: string | undefined,
): boolean {
  const attempt = attempts.at(-1);
  const age = context.endableAfter(payment, gatewayName);
  if (attempt === undefined || age === undefined) return false;
  return context.sentAt.getTime() - attempt.started_at.getTime() >= age;
}

function detailsOf(result: InquiryResult, { number, askedBy, status }: InquiryContext): Record<string, unknown> {
  return { number, asked_by: askedBy, read_as: result, ...(status === undefined ? {} : { status }) };
}
