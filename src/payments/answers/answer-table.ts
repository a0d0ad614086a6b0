import type { AttemptState } from '../states/attempt-state.ts';
import {
  hasCompensationFailures,
  isValidationRefusal,
  memberSource,
  textMember,
  type ChargeAnswer,
} from './charge-answer.ts';

/** What is done after an answer of this kind, beyond recording it. */
export interface Reading {
  readonly name: string;
  readonly attempt: AttemptState;
  /** The answer is a fact about the transaction (M20 decides whether it counts). */
  readonly fact: boolean;
  /** Ottu is asked at once what became of the session that the answer names. */
  readonly retrieve: boolean;
  /** Ottu refused before doing anything: the payment is `rejected` and the refusal is kept for replays (M9). */
  readonly refused: boolean;
  /** The front end has to do something before the payment goes on. */
  readonly actionRequired: boolean;
  readonly reviewReasons: readonly string[];
  /** Settled, and yet Ottu is asked once more when it can be. */
  readonly inquireOnce: boolean;
}

interface Row {
  readonly name: string;
  readonly fits: (answer: ChargeAnswer, identityGood: boolean) => boolean;
  readonly attempt: AttemptState;
  readonly fact?: true;
  readonly retrieve?: true;
  readonly refused?: true;
  readonly actionRequired?: true;
  readonly inquireOnce?: true;
}

const ok = ({ status }: ChargeAnswer): boolean => status >= 200 && status < 300;
const isOneOf = (text: string | undefined, values: readonly string[]): boolean =>
  text !== undefined && values.includes(text);
const claimsSuccess = (answer: ChargeAnswer): boolean =>
  isOneOf(textMember(answer, 'result'), ['success', 'cod']) &&
  isOneOf(textMember(answer, 'state'), ['paid', 'authorized', 'cod']);
const trusted = (answer: ChargeAnswer, identityGood: boolean): boolean =>
  ok(answer) && answer.signatureGood && identityGood;

/** M11: what Ottu's answer to a charge means. The first row that fits decides; the last one fits everything. */
export const ANSWER_TABLE: readonly Row[] = [
  {
    name: 'success',
    fits: (answer, identityGood) => trusted(answer, identityGood) && claimsSuccess(answer),
    attempt: 'succeeded',
    fact: true,
  },
  {
    name: 'declined',
    fits: (answer, identityGood) =>
      trusted(answer, identityGood) &&
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
    fits: (answer) => ok(answer) && textMember(answer, 'result') === 'pending',
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
  {
    name: 'refused',
    fits: (answer) =>
      answer.status === 429 ||
      (answer.json &&
        isOneOf(String(answer.status), ['401', '403', '404', '415']) &&
        textMember(answer, 'result') === undefined) ||
      (answer.json && answer.status === 400 && isValidationRefusal(answer)),
    attempt: 'not_processed',
    refused: true,
  },
  { name: 'unreadable', fits: () => true, attempt: 'unknown' },
];

/**
 * @param identityGood whether the answer, read as a fact, passed M20.
 */
export function readByTable(answer: ChargeAnswer, identityGood: boolean): Reading {
  const row = ANSWER_TABLE.find(({ fits }) => fits(answer, identityGood));
  if (row === undefined) throw new Error('M11: the table of answers has no row that fits everything');
  const compensation = row.name === 'could_not_execute' && hasCompensationFailures(answer);
  return {
    name: row.name,
    attempt: row.attempt,
    fact: row.fact === true,
    retrieve: row.retrieve === true,
    refused: row.refused === true,
    actionRequired: row.actionRequired === true,
    reviewReasons: compensation ? ['compensation_failures'] : [],
    inquireOnce: row.inquireOnce === true,
  };
}
