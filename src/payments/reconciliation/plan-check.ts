import type { Waits } from '../../config/waits.ts';
import type { InquiryResult, PlannedCheck } from '../../database/schema.ts';
import { isOpen, type AttemptState } from '../states/attempt-state.ts';
import { isSuccess, type PaymentState } from '../states/payment-state.ts';
import { endableAfter, inquiryTime, type GatewayInquiry } from './gateway-inquiry.ts';

/** What decides when Ottu is asked about a payment again, all of it by the database's clock. */
export interface Followed {
  readonly now: Date;
  readonly state: PaymentState;
  readonly hasSession: boolean;
  readonly handedOut: boolean;
  /** It follows a cart, which keeps its transaction through declines and sees to its end by itself (M53, M54). */
  readonly ofCart: boolean;
  /** The payer has a link: a decline does not close the transaction (M14). */
  readonly paymentLink: boolean;
  readonly claimedAt: Date;
  readonly activityAt: Date;
  readonly expiresAt: Date;
  readonly newest: { readonly state: AttemptState; readonly startedAt: Date } | undefined;
  /** People look at it, whatever its state. */
  readonly underReview: boolean;
  /** People look at it because nobody answered its challenge, and its cart went on without it (M56). */
  readonly released: boolean;
  /** A success is known, and only what was settled is not (M51). */
  readonly awaitsSettledAmount: boolean;
  /** Settled, and inquired once all the same (M11). */
  readonly inquireOnce: boolean;
  /** Ottu has answered our request to expire the transaction. */
  readonly closingAsked: boolean;
  /** No word of Ottu's about this payment was ever heard, in an answer or in an event (M33). */
  readonly neverSeen: boolean;
  /** Oldest first. */
  readonly inquiries: readonly PastInquiry[];
  readonly gateway: GatewayInquiry;
}

export interface PastInquiry {
  readonly sentAt: Date;
  /** Null while it is under way. */
  readonly result: InquiryResult | null;
}

export interface Step {
  readonly what: PlannedCheck;
  readonly at: Date;
}

/** M32: ever, of one payment. */
export const MAX_INQUIRIES = 3;

/** What is done about a payment next (M31 to M33, M11, M14, M51); nothing when nothing is left to learn. */
export function planCheck(followed: Followed, waits: Waits): Step | undefined {
  const { state, newest, now } = followed;
  const once = owedInquiry(followed, waits);
  if (once !== undefined) return once;
  // M53: an attempt that is open beside a success may turn out to be a second one, until people look at it.
  const mayBeSecond = newest !== undefined && isOpen(newest.state) && !followed.underReview;
  if (isSuccess(state) && !mayBeSecond) return undefined;
  if (state === 'needs_review') return followed.released ? followReleased(followed, waits) : undefined;
  // Somebody may still hear the answer; the sweep of leases says when nobody can any more (M3).
  if (newest?.state === 'sending') return undefined;
  if (followed.awaitsSettledAmount) return step('inquiry', nextInquiry(followed, waits)) ?? giveUp(followed, waits);
  if (newest !== undefined && isOpen(newest.state)) {
    return followed.hasSession ? followOpenSession(followed, waits) : followOrderNumber(followed, waits);
  }
  if (isLostCreate(followed)) return followed.ofCart ? undefined : followOrderNumber(followed, waits);
  if (mayClose(followed)) return { what: 'expire', at: now };
  return wasTriedOrHandedOut(followed) && mayStillBePaid(state)
    ? step('retrieve', nextRetrieve(followed, waits))
    : undefined;
}

/**
 * M31: who has a session may still pay it, and of what was charged a late word of the gateway must be found although its
 * event was lost: a cart may go on with another session by then (M56).
 */
function wasTriedOrHandedOut({ handedOut, paymentLink, hasSession, newest }: Followed): boolean {
  return handedOut || paymentLink || (hasSession && newest !== undefined);
}

/**
 * M33: two inquiries that found nothing, far enough apart and the last of them late enough, and never a word of Ottu's:
 * it has not processed the call, and never will.
 */
export function provesNotProcessed(followed: Followed, waits: Waits): boolean {
  const { hasSession, neverSeen, claimedAt } = followed;
  const unfound = inquiriesOfNewest(followed)
    .filter(({ result }) => result === 'not_found')
    .map(({ sentAt }) => sentAt.getTime());
  const first = unfound[0];
  const last = unfound.at(-1);
  if (hasSession || !neverSeen || first === undefined || last === undefined) return false;
  return last - first >= waits.notProcessedSpacing && last - claimedAt.getTime() > waits.notProcessedAfter;
}

/** What was asked before the newest attempt was sent says nothing about it. */
function inquiriesOfNewest({ inquiries, newest, claimedAt }: Followed): readonly PastInquiry[] {
  const since = (newest?.startedAt ?? claimedAt).getTime();
  return inquiries.filter(({ sentAt }) => sentAt.getTime() >= since);
}

/** M11: the one inquiry after what could not be executed. What was throttled, or whose answer was lost, was no inquiry yet. */
function owedInquiry(followed: Followed, waits: Waits): Step | undefined {
  const { inquireOnce, state } = followed;
  const unheard = inquiriesOfNewest(followed).every(
    ({ result }) => result === null || result === 'throttled' || result === 'no_answer',
  );
  return inquireOnce && unheard && !isSuccess(state) ? step('inquiry', nextInquiry(followed, waits)) : undefined;
}

/** M31 for an attempt that is open: retrieves, and from M23's time on inquiries, since only they can end it as declined. */
function followOpenSession(followed: Followed, waits: Waits): Step | undefined {
  const endable = endableAfter(followed.gateway, waits);
  const late = endable === undefined ? undefined : nextInquiry(followed, waits, endable);
  const retrieve = nextRetrieve(followed, waits);
  const unanswered = challengeEnd(followed, waits);
  if (unanswered !== undefined && (retrieve === undefined || unanswered <= retrieve)) {
    return { what: 'give_up', at: latest([unanswered, followed.now]) };
  }
  if (retrieve === undefined && late === undefined) return giveUp(followed, waits);
  return retrieve === undefined || (late !== undefined && late <= retrieve)
    ? step('inquiry', late)
    : step('retrieve', retrieve);
}

/** M31: a word of the gateway that comes later is found, although its cart no longer waits for it. */
function followReleased(followed: Followed, waits: Waits): Step | undefined {
  const inquiry = followed.awaitsSettledAmount ? step('inquiry', nextInquiry(followed, waits)) : undefined;
  return inquiry ?? step('retrieve', nextRetrieve(followed, waits));
}

/** M56: a cart does not wait for a challenge of which no gateway can ever say what became of it. */
function challengeEnd({ ofCart, newest, gateway }: Followed, waits: Waits): Date | undefined {
  if (!ofCart || gateway !== 'none' || newest?.state !== 'action_required') return undefined;
  return after(newest.startedAt, waits.cartChallenge);
}

/** M32, M33: without a session there is only the inquiry, and an end after 24 hours. */
function followOrderNumber(followed: Followed, waits: Waits): Step | undefined {
  if (provesNotProcessed(followed, waits)) return { what: 'give_up', at: followed.now };
  const end = reviewDeadline(followed, waits);
  const inquiry = nextInquiry(followed, waits);
  if (inquiry === undefined) return giveUp(followed, waits);
  // A service that was away for long asks once before it gives up.
  if (followed.inquiries.length === 0) return { what: 'inquiry', at: inquiry };
  return inquiry > end || followed.now >= end
    ? { what: 'give_up', at: latest([end, followed.now]) }
    : { what: 'inquiry', at: inquiry };
}

/** By when an open attempt is for people to look at, even where Ottu cannot be reached (M31, M33). */
export function reviewDeadline({ hasSession, claimedAt, expiresAt, gateway }: Followed, waits: Waits): Date {
  if (!hasSession) return after(claimedAt, waits.reviewAfter);
  return after(expiresAt, inquiryTime(gateway, waits) + waits.lastRetrieve);
}

/**
 * @param endable how long after the attempt's start the inquiry is worth making; from M32's times on unless given.
 */
function nextInquiry(
  { inquiries, claimedAt, newest, gateway }: Followed,
  waits: Waits,
  endable?: number,
): Date | undefined {
  const slot = [waits.firstInquiry, waits.secondInquiry, waits.thirdInquiry][inquiries.length];
  if (slot === undefined) return undefined;
  const times = [after(claimedAt, slot)];
  if (typeof gateway === 'object') times.push(after(claimedAt, inquiryTime(gateway, waits) + waits.inquiryGrace));
  if (endable !== undefined) times.push(after(newest?.startedAt ?? claimedAt, endable));
  const last = inquiries.at(-1);
  if (last !== undefined) times.push(after(last.sentAt, waits.inquirySpacing));
  return latest(times);
}

function nextRetrieve({ now, state, activityAt, expiresAt, gateway }: Followed, waits: Waits): Date | undefined {
  const early = [waits.firstRetrieve, waits.secondRetrieve, waits.thirdRetrieve, waits.fourthRetrieve];
  const closed = after(expiresAt, inquiryTime(gateway, waits));
  const times = [
    // What has failed or expired may still be paid by a late word of the gateway, but not by the payer.
    ...(state === 'failed' || state === 'expired' ? [] : early.map((wait) => after(activityAt, wait))),
    closed,
    after(closed, waits.lastRetrieve),
  ];
  return earliest(times.filter((time) => time > now));
}

/** At once; an inquiry that is under way may still be answered. */
function giveUp({ now, inquiries }: Followed, waits: Waits): Step {
  const last = inquiries.at(-1);
  return { what: 'give_up', at: last?.result === null ? latest([now, after(last.sentAt, waits.checkRetry)]) : now };
}

/** The answer to a create without a charge was lost: no attempt says so, only the payment's state. */
function isLostCreate({ state, newest, hasSession, handedOut }: Followed): boolean {
  return state === 'unknown' && newest === undefined && !hasSession && !handedOut;
}

/** M14 */
function mayClose(followed: Followed): boolean {
  const { state, newest, hasSession, handedOut, ofCart, paymentLink, closingAsked, now, expiresAt } = followed;
  if (ofCart || state !== 'attempted' || newest === undefined || closingAsked) return false;
  return hasSession && !handedOut && !paymentLink && now < expiresAt;
}

function mayStillBePaid(state: PaymentState): boolean {
  switch (state) {
    case 'unknown':
    case 'created':
    case 'pending':
    case 'attempted':
    case 'failed':
    case 'expired':
      return true;
    case 'sending':
    case 'action_required':
    case 'rejected':
    case 'not_processed':
    case 'canceled':
    case 'invalided':
    case 'needs_review':
    case 'cod':
    case 'authorized':
    case 'paid':
      return false;
  }
}

function step(what: PlannedCheck, at: Date | undefined): Step | undefined {
  return at === undefined ? undefined : { what, at };
}

function after(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}

function latest(times: readonly Date[]): Date {
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

function earliest(times: readonly Date[]): Date | undefined {
  return times.length === 0 ? undefined : new Date(Math.min(...times.map((time) => time.getTime())));
}
