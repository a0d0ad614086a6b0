import type { CartState } from '../../database/cart-tables.ts';
import { isSuccess, type PaymentState } from '../../payments/states/payment-state.ts';

/** Why the cart's transaction is brought in step. */
export type SyncReason = 'sync' | 'checkout' | 'payment';

/** The cart and its transaction as they are under the cart's lock. */
export interface SyncState {
  readonly now: Date;
  readonly cart: { readonly state: CartState; readonly version: number; readonly isEmpty: boolean };
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
      readonly because: 'in_step' | 'moved_on' | 'empty' | 'closed' | 'attempt_open' | 'payer_is_paying' | 'stuck';
    }
  /** Nothing can be done before then. */
  | { readonly do: 'wait'; readonly until: Date };

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
  if (cart.state !== 'open' && cart.state !== 'frozen') return stop('closed');
  if (transaction === undefined) return cart.isEmpty ? stop('empty') : { do: 'create' };
  if (transaction.attemptOpen) return stop('attempt_open');
  if (isSuccess(transaction.state)) return stop('closed');
  // M26: nothing of a session is changed of which money has probably moved.
  if (transaction.state === 'needs_review' || transaction.state === 'confirming') return stop('closed');
  if (transaction.writeOpen) return { do: 'wait', until: now };
  // Its creation got no answer: it was never handed out, and another one takes its place.
  if (!transaction.hasSession) return { do: 'replace' };
  if (run.shownState !== undefined && hasEndedAtOttu(run.shownState)) return { do: 'replace' };
  if (cart.isEmpty && reason !== 'sync') return stop('empty');
  const waiting = uncertainAction(state, transaction, uncertainMs);
  if (waiting !== undefined) return waiting;
  const synced = transaction.shownVersion === cart.version && transaction.uncertain === undefined;
  // Else a run would chase a shopper who is still clicking, one PATCH a click (M95).
  if (!synced && run.writes >= (reason === 'sync' ? 1 : MAX_WRITES)) return stop('moved_on');
  if (synced && (run.writes > 0 || (reason === 'sync' && !hasEndedAtOttu(transaction.state)))) return stop('in_step');
  return writeAction(cart.isEmpty, transaction, run, { reason, inStep: synced });
}

/** M52: after a lost write nothing is certain for 30 seconds; then a write and a retrieve decide. */
function uncertainAction(
  { now }: SyncState,
  { uncertain }: TransactionSyncState,
  uncertainMs: number,
): SyncAction | undefined {
  if (uncertain === undefined) return undefined;
  if (uncertain.reconfirmed) return { do: 'retrieve' };
  const until = new Date(uncertain.since.getTime() + uncertainMs);
  return now < until ? { do: 'wait', until } : undefined;
}

function writeAction(
  isEmpty: boolean,
  transaction: TransactionSyncState,
  { shownState, refused, expireAsked }: SyncProgress,
  { reason, inStep: synced }: { readonly reason: SyncReason; readonly inStep: boolean },
): SyncAction {
  // M51, M53: what a payer may be looking at, what Ottu refused to change, and what seems to have ended is retrieved
  // first.
  const retrieveFirst = transaction.handedOut || refused || isEmpty || hasEndedAtOttu(transaction.state);
  if (retrieveFirst && shownState === undefined) return { do: 'retrieve' };
  const close: SyncAction = expireAsked ? stop('stuck') : { do: 'expire' };
  if (refused || isEmpty) return close;
  if (shownState !== 'pending') return { do: 'patch' };
  switch (reason) {
    case 'sync':
      return stop('payer_is_paying');
    case 'checkout':
      return synced ? { do: 'refresh' } : close;
    case 'payment':
      return close;
  }
}

/** M53: by Ottu's own word it can never be paid by the payer any more. */
export function hasEndedAtOttu(state: PaymentState): boolean {
  return state === 'expired' || state === 'failed' || state === 'canceled' || state === 'invalided';
}

function stop(because: Extract<SyncAction, { do: 'stop' }>['because']): SyncAction {
  return { do: 'stop', because };
}
