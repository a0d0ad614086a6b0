import type { Durations } from '../../config/durations.ts';
import type { InquiryResult, PlannedCheck } from '../../database/schema.ts';
import { isOpen, type AttemptState } from '../states/attempt-state.ts';
import { isSuccess, type PaymentState } from '../states/payment-state.ts';
import { endableAfter, inquiryTime, type GatewayInquiry } from './gateway-inquiry.ts';

/** What decides when Ottu is asked about a payment again, all of it by the database's clock. */
export interface ReconciliationState {
  readonly now: Date;
  readonly state: PaymentState;
  readonly hasSession: boolean;
  readonly handedOut: boolean;
  /** It follows a cart, which keeps its transaction through declines and sees to its end by itself (M53, M54). */
  readonly ofCart: boolean;
  /** The payer has a link: a decline does not close the transaction (M14). */
  readonly paymentLink: boolean;
  /** Of the newest attempt that was sent (M32). */
  readonly claimedAt: Date;
  readonly activityAt: Date;
  readonly expiresAt: Date;
  /** Since when Ottu has shown `pending` without a break. */
  readonly pendingSince: Date | undefined;
  readonly newest: NewestAttempt | undefined;
  /** People look at it, in any state. */
  readonly underReview: boolean;
  /** A success is known, and only what was settled is not (M51). */
  readonly awaitsSettledAmount: boolean;
  /** A success is known, and Ottu's list is to show the card that was saved (M24). */
  readonly awaitsCardList?: AwaitedCard | undefined;
  /** M27: an operator has rejected it. Its session is over, and a late success of it is still found. */
  readonly rejected: boolean;
  /** Settled, and inquired once all the same (M11). */
  readonly inquireOnce: boolean;
  /** When the newest attempt began that E4 has ended (M11). */
  readonly questionedAt: Date | undefined;
  /** Ottu has answered our request to expire the transaction. */
  readonly closingAskedAt: Date | undefined;
  /** No word of Ottu's about this payment was ever heard, in an answer or in an event (M33). */
  readonly neverSeen: boolean;
  /** Oldest first. */
  readonly inquiries: readonly PastInquiry[];
  readonly gateway: GatewayInquiry;
}

export interface NewestAttempt {
  readonly state: AttemptState;
  readonly startedAt: Date;
  /** From then on no process can hear the answer to its call any more (M3). */
  readonly leaseUntil: Date;
  /** No answer to its call says what became of it (M35). */
  readonly answerLost: boolean;
  /** M35: it holds its cart no longer, and is followed all the same. */
  readonly detached: boolean;
  /** M35: until when at most it holds its cart, where that is known and it does. */
  readonly holdUntil: Date | undefined;
}

export interface AwaitedCard {
  readonly since: Date;
  /** An event has named it. */
  readonly named: boolean;
}

export interface PastInquiry {
  readonly sentAt: Date;
  /** Null while it is under way. */
  readonly result: InquiryResult | null;
}

export interface NextCheck {
  readonly what: PlannedCheck;
  readonly at: Date;
}

/** M32: ever, of one payment. */
export const MAX_INQUIRIES = 3;
/** M11: of those, declines leave one for what cannot end without it (M26, M35). */
const KEPT_FROM_DECLINES = 1;

/** What is done about a payment next (M31 to M33, M11, M14, M51); nothing when nothing is left to learn. */
export function planCheck(payment: ReconciliationState, durations: Durations): NextCheck | undefined {
  const once = owedInquiry(payment, durations);
  const next = planOpen(payment, durations);
  return once !== undefined && (next === undefined || once.at <= next.at) ? once : next;
}

function planOpen(payment: ReconciliationState, durations: Durations): NextCheck | undefined {
  const { state, newest, now } = payment;
  // M53: an attempt that is open beside a success may turn out to be a second one, until people look at it.
  const mayBeSecond = newest !== undefined && isOpen(newest.state) && !payment.underReview;
  if (isSuccess(state) && !mayBeSecond) return undefined;
  if (state === 'needs_review') return newest?.detached === true ? planDetached(payment, durations) : undefined;
  // A process may still hear the answer; the sweep of leases ends the attempt when none can any more (M3).
  if (newest?.state === 'sending') return undefined;
  if (payment.awaitsSettledAmount) return planConfirming(payment, durations);
  if (payment.awaitsCardList !== undefined) return planCardList(payment.now, payment.awaitsCardList, durations);
  if (newest !== undefined && isOpen(newest.state)) {
    return payment.hasSession ? planOpenSession(payment, durations) : planByOrderNumber(payment, durations);
  }
  if (isLostCreate(payment)) return payment.ofCart ? undefined : planByOrderNumber(payment, durations);
  if (mayClose(payment)) return { what: 'expire', at: now };
  return wasTriedOrHandedOut(payment) && (mayStillBePaid(state) || payment.rejected)
    ? nextCheck('retrieve', nextRetrieve(payment, durations))
    : undefined;
}

/**
 * M31: who has a session may still pay it, and of what was charged a late word of the gateway must be found although its
 * event was lost: a cart may go on with another session by then (M56).
 */
function wasTriedOrHandedOut({ handedOut, paymentLink, hasSession, newest }: ReconciliationState): boolean {
  return handedOut || paymentLink || (hasSession && newest !== undefined);
}

/**
 * M33: two inquiries that found nothing, far enough apart and the last of them late enough, and never a word of Ottu's:
 * it has not processed the call, and never will.
 */
export function provesNotProcessed(payment: ReconciliationState, durations: Durations): boolean {
  const { hasSession, neverSeen, claimedAt } = payment;
  const unfound = inquiriesOfNewest(payment)
    .filter(({ result }) => result === 'not_found')
    .map(({ sentAt }) => sentAt.getTime());
  const first = unfound[0];
  const last = unfound.at(-1);
  if (hasSession || !neverSeen || first === undefined || last === undefined) return false;
  return last - first >= durations.notProcessedSpacing && last - claimedAt.getTime() > durations.notProcessedAfter;
}

/** What was asked before the newest attempt was sent says nothing about it. */
function inquiriesOfNewest({ inquiries, claimedAt }: ReconciliationState): readonly PastInquiry[] {
  const since = claimedAt.getTime();
  return inquiries.filter(({ sentAt }) => sentAt.getTime() >= since);
}

/**
 * M11: the one inquiry after the last attempt that could not be executed. It asks all gateways, so it is about those
 * before it, too. What was throttled, or whose answer was lost, was no inquiry yet.
 */
function owedInquiry(payment: ReconciliationState, durations: Durations): NextCheck | undefined {
  const { inquireOnce, questionedAt, state, inquiries, gateway } = payment;
  if (!inquireOnce || questionedAt === undefined || isSuccess(state)) return undefined;
  if (inquiries.some(({ sentAt, result }) => sentAt >= questionedAt && wasHeard(result))) return undefined;
  if (inquiries.length >= MAX_INQUIRIES - KEPT_FROM_DECLINES) return undefined;
  const last = inquiries.at(-1);
  const times = [
    after(questionedAt, durations.firstInquiry),
    ...(typeof gateway === 'object'
      ? [after(questionedAt, inquiryTime(gateway, durations) + durations.inquiryGrace)]
      : []),
    ...(last === undefined ? [] : [after(last.sentAt, durations.inquirySpacing)]),
  ];
  return { what: 'inquiry', at: latest(times) };
}

function wasHeard(result: InquiryResult | null): boolean {
  return result !== null && result !== 'throttled' && result !== 'no_answer';
}

/**
 * M31 for an attempt that is open: retrieves, and from M23's time on inquiries, since only they can end it. M35: where no
 * answer will come the session is expired, and the attempt holds its cart no longer than it may.
 */
function planOpenSession(payment: ReconciliationState, durations: Durations): NextCheck | undefined {
  // F9: what Ottu shows as `created` cannot be inquired; of a cart it is expired first (M35).
  const inquirable = !payment.ofCart || payment.state !== 'created';
  const endable = inquirable ? endableAfter(payment.gateway, durations) : undefined;
  const steps = [
    nextCheck('give_up', endOfHold(payment)),
    nextCheck('expire', nextClosing(payment, durations)),
    nextCheck('inquiry', endable === undefined ? undefined : nextInquiry(payment, durations, endable)),
    nextCheck('retrieve', nextRetrieve(payment, durations)),
  ].filter((step) => step !== undefined);
  // Of what is due at the same time the first decides most.
  return (
    steps.toSorted((one, other) => one.at.getTime() - other.at.getTime())[0] ?? closeUnresolved(payment, durations)
  );
}

/**
 * M26: only an inquiry proves what was settled, and the first one is made as soon as Ottu's throttle allows; M31's retrieves
 * go on meanwhile. When the last inquiry has gone, it is for people to look at.
 */
function planConfirming(payment: ReconciliationState, durations: Durations): NextCheck {
  const inquiry = nextInquiry(payment, durations);
  if (inquiry === undefined) return closeUnresolved(payment, durations);
  const retrieve = payment.hasSession ? nextRetrieve(payment, durations) : undefined;
  return retrieve !== undefined && retrieve < inquiry
    ? { what: 'retrieve', at: retrieve }
    : { what: 'inquiry', at: inquiry };
}

/**
 * M24: Ottu's list is looked at as soon as the event has named the card, and else once an event would have come; for an hour
 * as often as an answer is owed, and a last time after a day. Then it is for people to look at.
 */
function planCardList(now: Date, { since, named }: AwaitedCard, durations: Durations): NextCheck {
  const first = named ? since : after(since, durations.firstRetrieve);
  const last = after(since, durations.lastRetrieve);
  if (now < after(since, durations.fourthRetrieve)) return { what: 'card_list', at: latest([first, now]) };
  return now < last ? { what: 'card_list', at: last } : { what: 'give_up', at: now };
}

/** M31: a word of the gateway that comes later is found, although its cart no longer waits for it. */
function planDetached(payment: ReconciliationState, durations: Durations): NextCheck | undefined {
  const inquiry = payment.awaitsSettledAmount ? nextCheck('inquiry', nextInquiry(payment, durations)) : undefined;
  return inquiry ?? nextCheck('retrieve', nextRetrieve(payment, durations));
}

/** M35: when its cart has waited long enough. */
export function endOfHold({ newest, now }: ReconciliationState): Date | undefined {
  if (newest?.holdUntil === undefined || newest.detached || !isOpen(newest.state)) return undefined;
  return latest([newest.holdUntil, now]);
}

/**
 * M35: the session of an attempt whose answer was lost is expired at the end of its lease. What was given up or detached is
 * expired by whoever does that, like any session that is replaced (M54).
 */
function nextClosing(
  { ofCart, newest, state, closingAskedAt, expiresAt, now }: ReconciliationState,
  durations: Durations,
): Date | undefined {
  if (!ofCart || newest?.answerLost !== true || newest.detached || isOver(state) || now >= expiresAt) return undefined;
  const again = closingAskedAt === undefined ? [] : [after(closingAskedAt, durations.checkRetry)];
  return latest([newest.leaseUntil, now, ...again]);
}

/** F10.1: Ottu has ended it, and no payer can pay it any more. */
function isOver(state: PaymentState): boolean {
  return state === 'failed' || state === 'expired' || state === 'canceled' || state === 'invalided';
}

/** M32, M33: without a session there is only the inquiry, and an end after 24 hours. */
function planByOrderNumber(payment: ReconciliationState, durations: Durations): NextCheck | undefined {
  if (provesNotProcessed(payment, durations)) return { what: 'give_up', at: payment.now };
  const end = reviewDeadline(payment, durations);
  const inquiry = nextInquiry(payment, durations);
  if (inquiry === undefined) return closeUnresolved(payment, durations);
  // A service that was away for long asks once before it gives up.
  if (payment.inquiries.length === 0) return { what: 'inquiry', at: inquiry };
  return inquiry > end || payment.now >= end
    ? { what: 'give_up', at: latest([end, payment.now]) }
    : { what: 'inquiry', at: inquiry };
}

/** By when an open attempt is for people to look at, even where Ottu cannot be reached (M31, M33). */
export function reviewDeadline(
  { hasSession, claimedAt, expiresAt, gateway }: ReconciliationState,
  durations: Durations,
): Date {
  if (!hasSession) return after(claimedAt, durations.reviewAfter);
  return after(expiresAt, inquiryTime(gateway, durations) + durations.lastRetrieve);
}

/**
 * @param endable how long after the attempt's start the inquiry is worth making; from M32's times on unless given.
 */
function nextInquiry(
  { inquiries, claimedAt, gateway }: ReconciliationState,
  durations: Durations,
  endable?: number,
): Date | undefined {
  const slot = [durations.firstInquiry, durations.secondInquiry, durations.thirdInquiry][inquiries.length];
  if (slot === undefined) return undefined;
  const times = [after(claimedAt, slot)];
  if (typeof gateway === 'object') {
    times.push(after(claimedAt, inquiryTime(gateway, durations) + durations.inquiryGrace));
  }
  if (endable !== undefined) times.push(after(claimedAt, endable));
  const last = inquiries.at(-1);
  if (last !== undefined) times.push(after(last.sentAt, durations.inquirySpacing));
  return latest(times);
}

function nextRetrieve(payment: ReconciliationState, durations: Durations): Date | undefined {
  const { now, activityAt, expiresAt, gateway } = payment;
  const early = [durations.firstRetrieve, durations.secondRetrieve, durations.thirdRetrieve, durations.fourthRetrieve];
  const closed = after(expiresAt, inquiryTime(gateway, durations));
  const times = [
    ...early.map((wait) => after(activityAt, wait)),
    ...nextOfPending(payment, durations),
    closed,
    after(closed, durations.lastRetrieve),
  ];
  return earliest(times.filter((time) => time > now));
}

/** M31: while Ottu shows `pending` a payer or a gateway is at it, and its event may be lost. */
function nextOfPending({ pendingSince, now, expiresAt }: ReconciliationState, durations: Durations): readonly Date[] {
  if (pendingSince === undefined) return [];
  const often = pendingSince.getTime() + durations.pendingOften;
  const [from, step] =
    now.getTime() < often
      ? [pendingSince.getTime(), durations.pendingRetrieve]
      : [often, durations.laterPendingRetrieve];
  const next = new Date(from + (Math.floor((now.getTime() - from) / step) + 1) * step);
  return next <= expiresAt ? [next] : [];
}

/** At once; an inquiry that is under way may still be answered. */
function closeUnresolved({ now, inquiries }: ReconciliationState, durations: Durations): NextCheck {
  const last = inquiries.at(-1);
  return { what: 'give_up', at: last?.result === null ? latest([now, after(last.sentAt, durations.checkRetry)]) : now };
}

/** The answer to a create without a charge was lost: no attempt says so, only the payment's state. */
function isLostCreate({ state, newest, hasSession, handedOut }: ReconciliationState): boolean {
  return state === 'unknown' && newest === undefined && !hasSession && !handedOut;
}

/** M14 */
function mayClose(payment: ReconciliationState): boolean {
  const { state, newest, hasSession, handedOut, ofCart, paymentLink, closingAskedAt, now, expiresAt } = payment;
  if (ofCart || state !== 'attempted' || newest === undefined || closingAskedAt !== undefined) return false;
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
    case 'confirming':
    case 'needs_review':
    case 'cod':
    case 'authorized':
    case 'paid':
      return false;
  }
}

function nextCheck(what: PlannedCheck, at: Date | undefined): NextCheck | undefined {
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
