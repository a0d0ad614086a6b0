import type { AttemptState } from '../states/attempt-state.ts';
import {
  hasCompensationFailures,
  isValidationRefusal,
  memberSource,
  textMember,
  type ChargeReply,
} from './charge-reply.ts';
import { isTemporaryRefusal, refusesOrderNo } from './reply-meaning.ts';

/** What is done after an answer of this kind, beyond recording it. */
export interface ReplyReading {
  readonly name: string;
  readonly attempt: AttemptState;
  /** The answer is a fact about the transaction (M20 decides whether it counts). */
  readonly fact: boolean;
  /** Ottu is asked at once what became of the session: the one that is charged, else the one that the answer names. */
  readonly retrieve: boolean;
  /** Of a session that stands, Ottu is asked before this answer is settled, and what it shows goes first. */
  readonly retrieveFirst: boolean;
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
  /** A session that stands was charged, by a request with an idempotency key (M11a). */
  readonly onSession: boolean;
}

interface Row {
  readonly name: string;
  readonly fits: (reply: ChargeReply, circumstances: Circumstances) => boolean;
  readonly attempt: AttemptState;
  readonly fact?: true;
  readonly retrieve?: true;
  readonly retrieveFirst?: true;
  readonly refused?: true;
  readonly claimAgain?: true;
  readonly actionRequired?: true;
  readonly inquireOnce?: true;
}

const ok = ({ status }: ChargeReply): boolean => status >= 200 && status < 300;
const isOneOf = (text: string | undefined, values: readonly string[]): boolean =>
  text !== undefined && values.includes(text);
const claimsSuccess = (reply: ChargeReply): boolean =>
  isOneOf(textMember(reply, 'result'), ['success', 'cod']) &&
  isOneOf(textMember(reply, 'state'), ['paid', 'authorized', 'cod']);
const namesKeyAsUsed = (reply: ChargeReply): boolean =>
  /idempotency-key/i.test(textMember(reply, 'detail') ?? '') && /already used/i.test(textMember(reply, 'detail') ?? '');
const trusted = (reply: ChargeReply, { identityGood }: Circumstances): boolean =>
  ok(reply) && reply.signatureGood && identityGood;

/** M11: what Ottu's answer to a charge means. The first row that fits decides; the last one fits everything. */
export const REPLY_TABLE: readonly Row[] = [
  {
    name: 'success',
    fits: (reply, circumstances) => trusted(reply, circumstances) && claimsSuccess(reply),
    attempt: 'succeeded',
    fact: true,
  },
  {
    name: 'declined',
    fits: (reply, circumstances) =>
      trusted(reply, circumstances) &&
      isOneOf(textMember(reply, 'result'), ['failed', 'canceled']) &&
      isOneOf(textMember(reply, 'state'), ['attempted', 'failed', 'expired']),
    attempt: 'declined',
    fact: true,
  },
  {
    name: 'could_not_execute',
    fits: (reply) =>
      reply.status === 400 &&
      reply.json &&
      textMember(reply, 'detail') !== undefined &&
      textMember(reply, 'result') === 'failed',
    attempt: 'declined',
    retrieveFirst: true,
    inquireOnce: true,
  },
  {
    // The attempt's request has reached Ottu before and was charged then (F16.2), whatever `result` says here.
    name: 'charged_before',
    fits: (reply, { onSession }) => onSession && reply.status === 409 && reply.json && namesKeyAsUsed(reply),
    attempt: 'unknown',
    retrieve: true,
  },
  {
    name: 'action_required',
    fits: (reply) => ok(reply) && textMember(reply, 'status') === '3DS',
    attempt: 'action_required',
    actionRequired: true,
  },
  {
    name: 'pending',
    fits: (reply) =>
      ok(reply) &&
      reply.signatureGood &&
      textMember(reply, 'result') === 'pending' &&
      isOneOf(textMember(reply, 'state'), ['created', 'pending', 'attempted']),
    attempt: 'unknown',
    fact: true,
  },
  {
    // Signed, and not what was asked: M20 decides what it makes of the payment.
    name: 'mismatched_success',
    fits: (reply) => ok(reply) && reply.signatureGood && claimsSuccess(reply),
    attempt: 'unknown',
    fact: true,
    retrieve: true,
  },
  {
    // `result: error`; a result and a state that contradict each other; a signature missing or wrong; no state.
    name: 'doubtful_result',
    fits: (reply) => ok(reply) && textMember(reply, 'result') !== undefined,
    attempt: 'unknown',
    retrieve: true,
  },
  {
    name: 'created_instead_of_charged',
    fits: (reply) => ok(reply) && memberSource(reply, 'checkout_url') !== undefined,
    attempt: 'unknown',
    retrieve: true,
  },
  { name: 'refused_for_now', fits: isTemporaryRefusal, attempt: 'not_processed', refused: true, claimAgain: true },
  // M5a: an earlier attempt has left the order number there, with or without a charge. Inquiries find out (M32).
  { name: 'order_no_known', fits: (reply, { again }) => again && refusesOrderNo(reply), attempt: 'unknown' },
  {
    name: 'refused',
    fits: (reply) => reply.json && reply.status === 400 && isValidationRefusal(reply),
    attempt: 'not_processed',
    refused: true,
  },
  { name: 'unreadable', fits: () => true, attempt: 'unknown', retrieve: true },
];

export function readByTable(reply: ChargeReply, circumstances: Circumstances): ReplyReading {
  const row = REPLY_TABLE.find(({ fits }) => fits(reply, circumstances));
  if (row === undefined) throw new Error('M11: the table of answers has no row that fits everything');
  const compensation = row.name === 'could_not_execute' && hasCompensationFailures(reply);
  return {
    name: row.name,
    attempt: row.attempt,
    fact: row.fact === true,
    retrieve: row.retrieve === true,
    retrieveFirst: row.retrieveFirst === true,
    refused: row.refused === true,
    claimAgain: row.claimAgain === true,
    actionRequired: row.actionRequired === true,
    reviewReasons: compensation ? ['compensation_failures'] : [],
    inquireOnce: row.inquireOnce === true,
  };
}

/** Whether Ottu is asked about the session that was charged before this answer is settled; whatever else is known by then. */
export function asksFirst(reply: ChargeReply): boolean {
  return readByTable(reply, { identityGood: false, again: false, onSession: true }).retrieveFirst;
}
