import type { Mismatch } from '../facts/check-fact.ts';
import { readFact } from '../facts/read-fact.ts';
import type { ProviderFact } from '../facts/provider-fact.ts';
import { parseSessionId } from '../identifiers.ts';
import type { Learnt, LockedPayment } from '../settlement/learnt.ts';
import { readByTable, type Reading } from './answer-table.ts';
import { textMember, type ChargeAnswer } from './charge-answer.ts';
import { actionRequiredOf } from './action-required.ts';
import { refusalOf } from './refusal.ts';

/** Removes from Ottu's words what must not be stored or repeated. */
export interface Cleaner {
  text(text: string): string;
  optional(text: string | undefined): string | undefined;
  data<T>(value: T): T;
}

/** The session that an answer names, whatever the answer is worth. */
export function namedSession(answer: ChargeAnswer): string | undefined {
  return parseSessionId(textMember(answer, 'session_id'));
}

/** M11: what the answer to an attempt's own call teaches about the payment, as it is under the lock. */
export function learnFromAnswer(
  answer: ChargeAnswer,
  attemptId: string,
  cleaner: Cleaner,
  source: 'one_step' | 'native' = 'one_step',
): (locked: LockedPayment) => Learnt & { readonly reading: Reading } {
  return (locked) => {
    const said = answer.document === undefined ? undefined : cleanFact(readFact(answer.document, source), cleaner);
    const checked = said === undefined ? undefined : locked.check(said);
    const reading = readByTable(answer, {
      identityGood: checked?.counts === true,
      again: source === 'one_step' && locked.attempts.length > 1,
    });
    const foreign = checked?.mismatches.some((mismatch) => isForeign(mismatch, said)) === true;
    const keepsSession = locked.mayAdoptSession && !foreign && isSuccessStatus(answer);
    return {
      reading,
      event: 'ottu_answered',
      details: {
        status: answer.status,
        read_as: reading.name,
        signature: answer.signatureGood ? 'good' : 'not verified',
      },
      fact: reading.fact && said !== undefined && checked !== undefined ? { said, checked } : undefined,
      verdict: verdictOf(answer, reading, cleaner, source),
      attempt: {
        id: attemptId,
        state: reading.attempt,
        referenceNumber: said?.referenceNumber,
        result: said?.result,
        actionRequired: reading.actionRequired ? actionRequiredOf(answer) : undefined,
        claimAgain: reading.claimAgain,
        refusal: reading.refused ? refusalOf(answer, (text) => cleaner.text(text)) : undefined,
      },
      adoptSession: keepsSession ? namedSession(answer) : undefined,
      reviewReasons: reading.reviewReasons,
      inquireOnce: reading.inquireOnce,
    };
  };
}

function cleanFact(said: ProviderFact, cleaner: Cleaner): ProviderFact {
  return { ...said, message: cleaner.optional(said.message), pgParams: said.pgParams && cleaner.data(said.pgParams) };
}

function verdictOf(
  answer: ChargeAnswer,
  reading: Reading,
  cleaner: Cleaner,
  source: 'one_step' | 'native',
): Learnt['verdict'] {
  if (reading.claimAgain) return undefined;
  if (reading.refused) {
    // A payload that Ottu does not take says nothing about a transaction that stands, which may be tried again.
    return source === 'native' ? undefined : { state: 'rejected', result: undefined, message: undefined };
  }
  if (reading.name !== 'could_not_execute') return undefined;
  return {
    state: 'failed',
    result: 'failed',
    message: cleaner.optional(textMember(answer, 'detail')?.replaceAll('\0', '')),
  };
}

/** M45: differences that say that the session is not this payment's. An answer to our own call may leave the order number out. */
export function isForeign(mismatch: Mismatch, said: ProviderFact | undefined): boolean {
  switch (mismatch) {
    case 'order_no_differs':
      return said?.orderNo !== undefined;
    case 'session_id_differs':
    case 'session_held_by_another_payment':
    case 'gateway_differs':
    case 'customer_differs':
    case 'payment_type_differs':
    case 'older_than_claim':
      return true;
    case 'amount_differs':
    case 'amount_missing':
    case 'amount_superseded':
    case 'settled_amount_awaited':
    case 'currency_differs':
    case 'settled_amount_differs':
    case 'wrong_mode':
    case 'cart_changed':
    case 'duplicate_payment':
      return false;
  }
}

function isSuccessStatus({ status }: ChargeAnswer): boolean {
  return status >= 200 && status < 300;
}
