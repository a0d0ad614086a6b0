import type { AttemptState } from '../states/attempt-state.ts';
import {
  hasCompensationFailures,
  isValidationRefusal,
  memberSource,
  textMember,
  type ChargeReply,
} from './charge-reply.ts';
import { isRefusedForNow, refusesOrderNo } from './refused-for-now.ts';

/** What is done after an answer of this kind, beyond recording it. */
export interface Reading {
  readonly name: string;
  readonly attempt: AttemptState;
  /** The answer is a fact about the transaction (M20 decides whether it counts). */
  readonly fact: boolean;
  /** Ottu is asked at once what became of the session that the answer names. */
  readonly retrieve: boolean;
  /** Ottu refused before doing anything; the refusal is kept for the caller. */
  readonly refused: boolean;
  /** M5a: for a reason that lies outside of the request. Without it the payment is `rejected` and stays so (M9). */
  readonly claimAgain: boolean;
  /** The front end has to do something before the payment goes on. */
  readonly actionRequired: boolean;
  readonly reviewReasons: readonly string[];
  /** Settled, and yet Ottu is asked once more when it can be. */
  readonly inquireOnce: boolean;
}

/** What bears on an answer's meaning beside its own words. */
export interface Circumstances {
  /** The answer, read as a fact, passed M20. */
  readonly identityGood: boolean;
  /** It is not the first attempt of its payment. */
  readonly again: boolean;
}

interface Row {
  readonly name: string;
  readonly fits: (answer: ChargeReply, circumstances: Circumstances) => boolean;
  readonly attempt: AttemptState;
  readonly fact?: true;
  readonly retrieve?: true;
  readonly refused?: true;
  readonly claimAgain?: true;
  readonly actionRequired?: true;
  readonly inquireOnce?: true;
}

const ok = ({ status }: ChargeReply): boolean => status >= 200 && status < 300;
const isOneOf = (text: string | undefined, values: readonly string[]): boolean =>
  text !== undefined && values.includes(text);
const claimsSuccess = (answer: ChargeReply): boolean =>
  isOneOf(textMember(answer, 'result'), ['success', 'cod']) &&
  isOneOf(textMember(answer, 'state'), ['paid', 'authorized', 'cod']);
const trusted = (answer: ChargeReply, { identityGood }: Circumstances): boolean =>
  ok(answer) && answer.signatureGood && identityGood;

/** M11: what Ottu's answer to a charge means. The first row that fits decides; the last one fits everything. */
export const ANSWER_TABLE: readonly Row[] = [
  {
    name: 'success',
    fits: (answer, circumstances) => trusted(answer, circumstances) && claimsSuccess(answer),
    attempt: 'succeeded',
    fact: true,
  },
  {
    name: 'declined',
    fits: (answer, circumstances) =>
      trusted(answer, circumstances) &&
      isOneOf(textMember(answer, 'result'), ['failed', 'canceled']) &&
      isOneOf(textMember(answer, 'state'), ['attempted', 'failed', 'expired']),
    attempt: 'declined',
    fact: true,
  },
  {
    name: 'could_not_execute',
    fits: (answer) =>
      answer.status === 400 &&
      answer.json &&
      textMember(answer, 'detail') !== undefined &&
      textMember(answer, 'result') === 'failed',
    attempt: 'declined',
    inquireOnce: true,
  },
  {
    name: 'action_required',
    fits: (answer) => ok(answer) && textMember(answer, 'status') === '3DS',
    attempt: 'action_required',
    actionRequired: true,
  },
  {
    name: 'pending',
    fits: (answer) =>
      ok(answer) &&
      answer.signatureGood &&
      textMember(answer, 'result') === 'pending' &&
      isOneOf(textMember(answer, 'state'), ['created', 'pending', 'attempted']),
    attempt: 'unknown',
    fact: true,
  },
  {
    // Signed, and not what was asked: M20 makes it `needs_review`. People decide, not a second look.
    name: 'mismatched_success',
    fits: (answer) => ok(answer) && answer.signatureGood && claimsSuccess(answer),
    attempt: 'unknown',
    fact: true,
  },
  {
    // `result: error`; a result and a state that contradict each other; a signature missing or wrong; no state.
    name: 'doubtful_result',
    fits: (answer) => ok(answer) && textMember(answer, 'result') !== undefined,
    attempt: 'unknown',
    retrieve: true,
  },
  {
    name: 'created_instead_of_charged',
    fits: (answer) => ok(answer) && memberSource(answer, 'checkout_url') !== undefined,
    attempt: 'unknown',
    retrieve: true,
  },
  { name: 'refused_for_now', fits: isRefusedForNow, attempt: 'not_processed', refused: true, claimAgain: true },
  // M5a: an earlier attempt has left the order number there, with or without a charge. Inquiries find out (M32).
  { name: 'order_no_known', fits: (answer, { again }) => again && refusesOrderNo(answer), attempt: 'unknown' },
  {
    name: 'refused',
    fits: (answer) => answer.json && answer.status === 400 && isValidationRefusal(answer),
    attempt: 'not_processed',
    refused: true,
  },
  { name: 'unreadable', fits: () => true, attempt: 'unknown' },
];

export function readByTable(answer: ChargeReply, circumstances: Circumstances): Reading {
  const row = ANSWER_TABLE.find(({ fits }) => fits(answer, circumstances));
  if (row === undefined) throw new Error('M11: the table of answers has no row that fits everything');
  const compensation = row.name === 'could_not_execute' && hasCompensationFailures(answer);
  return {
    name: row.name,
    attempt: row.attempt,
    fact: row.fact === true,
    retrieve: row.retrieve === true,
    refused: row.refused === true,
    claimAgain: row.claimAgain === true,
    actionRequired: row.actionRequired === true,
    reviewReasons: compensation ? ['compensation_failures'] : [],
    inquireOnce: row.inquireOnce === true,
  };
}
