import type { InquiryResult, PaymentRow } from '../../database/schema.ts';
import { isForeign } from '../facts/foreign.ts';
import { readFact } from '../facts/read-fact.ts';
import type { Interpret, SettlementInput, LockedPayment } from '../settlement/settlement-input.ts';
import type { InquiryReading } from './read-inquiry.ts';

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
