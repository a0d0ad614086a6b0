import type { CartState } from '../../database/cart-tables.ts';
import type { Unpayable } from '../cart-content.ts';
import { isSuccess, type PaymentState } from '../../payments/states/payment-state.ts';

/** Why the cart's transaction is brought in step. */
export type SyncReason = 'sync' | 'checkout' | 'payment';

/** The cart and its transaction as they are under the cart's lock. */
export interface SyncState {
  readonly now: Date;
  readonly cart: {
    readonly state: CartState;
    readonly version: number;
    /** Why there is nothing to pay; undefined where there is. */
    readonly unpayable: Unpayable | undefined;
  };
  /** The one that follows the cart now. */
  readonly transaction: TransactionSyncState | undefined;
}

export interface TransactionSyncState {
  readonly state: PaymentState;
  readonly hasSession: boolean;
  readonly handedOut: boolean;
  readonly attemptOpen: boolean;
  /** A call that writes it is under way, here or in another replica (M52). */
  readonly writeOpen: boolean;
  /** The version that Ottu has shown last. */
  readonly shownVersion: number | null;
  /** M52: a write got no readable answer. */
  readonly uncertain: { readonly since: Date; readonly reconfirmed: boolean } | undefined;
  /** M56: while Ottu shows `pending`: until when a payer may be paying, and is not cut off. */
  readonly payingUntil?: Date | undefined;
  /** When it can be paid no more, and when it was handed out for the last time before that (M56). */
  readonly life?: { readonly expiresAt: Date; readonly handOutUntil: Date } | undefined;
}

/** What this run has done, and what Ottu has shown it, so far. */
export interface SyncProgress {
  /** State that a retrieve of this run has shown. */
  readonly shownState: PaymentState | undefined;
  /** How many writes of this run were answered well. */
  readonly writes: number;
  /** Ottu refused a write of this run. */
  readonly refused: boolean;
  /** Ottu was asked to expire the transaction, and answered. */
  readonly expireAsked: boolean;
}

export type SyncAction =
  | { readonly do: 'create' | 'patch' | 'refresh' | 'retrieve' | 'expire' | 'replace' }
  /** In step, as far as this reason needs it. */
  | {
      readonly do: 'stop';
      readonly because:
        'in_step' | 'moved_on' | Unpayable | 'closed' | 'paid' | 'held' | 'attempt_open' | 'payer_is_paying' | 'stuck';
    }
  /** Nothing can be done before then. */
  | { readonly do: 'wait'; readonly until: Date; readonly for?: 'payer' };

/** Of one run for a shopper who waits, while edits in another tab may go on. */
const MAX_WRITES = 3;

/** What Ottu's transaction needs next to follow its cart (M51 to M53). */
export function nextSyncAction(
  state: SyncState,
  run: SyncProgress,
  reason: SyncReason,
  uncertainMs: number,
): SyncAction {
  const { cart, transaction, now } = state;
  if (cart.state === 'paid') return stop('paid');
  if (cart.state !== 'open' && cart.state !== 'frozen') return stop('closed');
  if (transaction === undefined) return cart.unpayable === undefined ? { do: 'create' } : stop(cart.unpayable);
  if (transaction.attemptOpen) return stop('attempt_open');
  if (isSuccess(transaction.state)) return stop('paid');
  // M26, M53: money has moved, or may have: nothing of this session is changed, ended or replaced.
  if (transaction.state === 'confirming' || transaction.state === 'needs_review') return stop('held');
  if (run.shownState !== undefined && isSuccess(run.shownState)) return stop('held');
  if (transaction.writeOpen) return { do: 'wait', until: now };
  // Its creation got no answer: it was never handed out, and another one takes its place.
  if (!transaction.hasSession) return { do: 'replace' };
  if (run.shownState !== undefined && hasEndedAtOttu(run.shownState)) return { do: 'replace' };
  if (cart.unpayable !== undefined) return closingAction(cart.unpayable, transaction, run, reason);
  if (isDying(transaction, now, reason)) return replaceDying(run);
  const waiting = uncertainAction(state, run, { reason, uncertainMs });
  if (waiting !== undefined) return waiting;
  const synced = transaction.shownVersion === cart.version && transaction.uncertain === undefined;
  // Else a run would chase a shopper who is still clicking, one PATCH a click (M95).
  if (!synced && run.writes >= (reason === 'sync' ? 1 : MAX_WRITES)) return stop('moved_on');
  // M55: of the answer to the last write, too, a payment needs to know that nobody is on the page.
  const answered = run.writes > 0 && !(reason === 'payment' && run.shownState === 'pending');
  if (synced && (answered || (reason === 'sync' && !hasEndedAtOttu(transaction.state)))) return stop('in_step');
  return writeAction(state, transaction, run, { reason, inStep: synced });
}

/**
 * M54: a cart of which there is nothing to pay leaves no session that could be paid. A shopper who asks hears so once what
 * a payer may have is closed; what nobody has is closed behind the shopper's back.
 */
function closingAction(
  unpayable: Unpayable,
  { handedOut }: TransactionSyncState,
  { shownState, expireAsked }: SyncProgress,
  reason: SyncReason,
): SyncAction {
  if (reason !== 'sync' && !handedOut) return stop(unpayable);
  if (shownState === undefined) return { do: 'retrieve' };
  if (!expireAsked) return { do: 'expire' };
  // Replaced by nothing, and expired again until Ottu has done so.
  return reason === 'sync' ? { do: 'replace' } : stop('stuck');
}

/** M56: what ends soon is handed out no more, and what has ended is not paid, although Ottu may still show it as it was. */
function isDying({ life }: TransactionSyncState, now: Date, reason: SyncReason): boolean {
  if (life === undefined) return false;
  switch (reason) {
    case 'sync':
      return false;
    case 'checkout':
      return now >= life.handOutUntil;
    case 'payment':
      return now >= life.expiresAt;
  }
}

/** M56: expired after a look, and replaced whatever Ottu makes of that: it is followed, and a late success is found (M53). */
function replaceDying({ shownState, expireAsked }: SyncProgress): SyncAction {
  if (shownState === undefined) return { do: 'retrieve' };
  return { do: expireAsked ? 'replace' : 'expire' };
}

/**
 * M52: after a lost write it is not known what the transaction shows. One that no payer has is replaced at once, and one
 * that a payer may have is expired first where a shopper waits. While nobody does, a write 30 seconds later and a retrieve
 * bring it in step.
 */
function uncertainAction(
  { now, transaction }: SyncState,
  { shownState, expireAsked }: SyncProgress,
  { reason, uncertainMs }: { readonly reason: SyncReason; readonly uncertainMs: number },
): SyncAction | undefined {
  const uncertain = transaction?.uncertain;
  if (transaction === undefined || uncertain === undefined) return undefined;
  if (!transaction.handedOut) return { do: 'replace' };
  if (reason !== 'sync') {
    // Also after it was expired: the payer may have paid between the look and that, and Ottu refuses to expire what is paid.
    if (shownState === undefined) return { do: 'retrieve' };
    return { do: expireAsked ? 'replace' : 'expire' };
  }
  if (uncertain.reconfirmed) return { do: 'retrieve' };
  const until = new Date(uncertain.since.getTime() + uncertainMs);
  return now < until ? { do: 'wait', until } : undefined;
}

function writeAction(
  { now }: SyncState,
  transaction: TransactionSyncState,
  { shownState, refused, expireAsked }: SyncProgress,
  { reason, inStep: synced }: { readonly reason: SyncReason; readonly inStep: boolean },
): SyncAction {
  // M51, M53: what a payer may be looking at, what Ottu refused to change, and what seems to have ended is retrieved
  // first.
  const retrieveFirst = transaction.handedOut || refused || hasEndedAtOttu(transaction.state);
  if (retrieveFirst && shownState === undefined) return { do: 'retrieve' };
  const close: SyncAction = expireAsked ? stop('stuck') : { do: 'expire' };
  if (refused) return close;
  if (shownState !== 'pending') return { do: 'patch' };
  switch (reason) {
    case 'sync':
      return stop('payer_is_paying');
    case 'checkout':
      return synced ? { do: 'refresh' } : close;
    case 'payment':
      // M55, M56: somebody may be paying on the page at this moment.
      return transaction.payingUntil !== undefined && now < transaction.payingUntil
        ? { do: 'wait', until: transaction.payingUntil, for: 'payer' }
        : close;
  }
}

/** M53: by Ottu's own word it can never be paid by the payer any more. */
export function hasEndedAtOttu(state: PaymentState): boolean {
  return state === 'expired' || state === 'failed' || state === 'canceled' || state === 'invalided';
}

function stop(because: Extract<SyncAction, { do: 'stop' }>['because']): SyncAction {
  return { do: 'stop', because };
}
