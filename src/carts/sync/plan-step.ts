import type { CartState } from '../../database/cart-tables.ts';
import { isSuccess, type PaymentState } from '../../payments/states/payment-state.ts';

/** What the cart's transaction is brought in step for. */
export type Purpose = 'sync' | 'checkout' | 'payment';

/** How the cart and its transaction stand, under the cart's lock. */
export interface Standing {
  readonly now: Date;
  readonly cart: { readonly state: CartState; readonly version: number; readonly isEmpty: boolean };
  /** The one that follows the cart now. */
  readonly transaction: TransactionStanding | undefined;
}

export interface TransactionStanding {
  readonly state: PaymentState;
  readonly hasSession: boolean;
  readonly handedOut: boolean;
  readonly attemptOpen: boolean;
  /** A call that writes it is under way, here or in another replica (M52). */
  readonly writeOpen: boolean;
  /** The version that Ottu has shown last. */
  readonly shownVersion: number | null;
  /** M52: a write got no readable answer. */
  readonly doubt: { readonly since: Date; readonly rewritten: boolean } | undefined;
}

/** What this run has learnt from Ottu so far. */
export interface RunSoFar {
  /** State that a retrieve of this run has shown. */
  readonly seen: PaymentState | undefined;
  /** How many writes of this run were answered well. */
  readonly writes: number;
  /** Ottu refused a write of this run. */
  readonly refused: boolean;
  /** Ottu was asked to expire the transaction, and answered. */
  readonly expireAsked: boolean;
}

export type Step =
  | { readonly do: 'create' | 'patch' | 'refresh' | 'retrieve' | 'expire' | 'replace' }
  /** In step, as far as this purpose needs it. */
  | {
      readonly do: 'stop';
      readonly because: 'in_step' | 'moved_on' | 'empty' | 'closed' | 'attempt_open' | 'payer_is_paying' | 'stuck';
    }
  /** Nothing can be done before then. */
  | { readonly do: 'wait'; readonly until: Date };

/** Of one run for a shopper who waits for it, and goes on editing in another tab. */
const MOST_WRITES = 3;

/** What Ottu's transaction needs next to follow its cart (M51 to M53). */
export function planStep(standing: Standing, run: RunSoFar, purpose: Purpose, doubtMs: number): Step {
  const { cart, transaction, now } = standing;
  if (cart.state !== 'open' && cart.state !== 'frozen') return stop('closed');
  if (transaction === undefined) return cart.isEmpty ? stop('empty') : { do: 'create' };
  if (transaction.attemptOpen) return stop('attempt_open');
  if (isSuccess(transaction.state) || transaction.state === 'needs_review') return stop('closed');
  if (transaction.writeOpen) return { do: 'wait', until: now };
  // Its creation got no answer: nobody outside can know of it, and another one takes its place.
  if (!transaction.hasSession) return { do: 'replace' };
  if (run.seen !== undefined && isOver(run.seen)) return { do: 'replace' };
  if (cart.isEmpty && purpose !== 'sync') return stop('empty');
  const doubted = doubtOf(standing, transaction, doubtMs);
  if (doubted !== undefined) return doubted;
  const inStep = transaction.shownVersion === cart.version && transaction.doubt === undefined;
  // Else a run would chase a shopper who is still clicking, one PATCH a click (M95).
  if (!inStep && run.writes >= (purpose === 'sync' ? 1 : MOST_WRITES)) return stop('moved_on');
  if (inStep && (run.writes > 0 || (purpose === 'sync' && !isOver(transaction.state)))) return stop('in_step');
  return writeStep(cart.isEmpty, transaction, run, { purpose, inStep });
}

/** M52: the first 30 seconds nothing can be sure; then a write and a retrieve decide. */
function doubtOf({ now }: Standing, { doubt }: TransactionStanding, doubtMs: number): Step | undefined {
  if (doubt === undefined) return undefined;
  if (doubt.rewritten) return { do: 'retrieve' };
  const until = new Date(doubt.since.getTime() + doubtMs);
  return now < until ? { do: 'wait', until } : undefined;
}

function writeStep(
  isEmpty: boolean,
  transaction: TransactionStanding,
  { seen, refused, expireAsked }: RunSoFar,
  { purpose, inStep }: { readonly purpose: Purpose; readonly inStep: boolean },
): Step {
  // M51, M53: what a payer may be looking at, what Ottu refused to change, and what seems to have ended is looked at first.
  const lookFirst = transaction.handedOut || refused || isEmpty || isOver(transaction.state);
  if (lookFirst && seen === undefined) return { do: 'retrieve' };
  const close: Step = expireAsked ? stop('stuck') : { do: 'expire' };
  if (refused || isEmpty) return close;
  if (seen !== 'pending') return { do: 'patch' };
  switch (purpose) {
    case 'sync':
      return stop('payer_is_paying');
    case 'checkout':
      return inStep ? { do: 'refresh' } : close;
    case 'payment':
      return close;
  }
}

/** M53: by Ottu's own word it can never be paid by the payer any more. */
export function isOver(state: PaymentState): boolean {
  return state === 'expired' || state === 'failed' || state === 'canceled' || state === 'invalided';
}

function stop(because: Extract<Step, { do: 'stop' }>['because']): Step {
  return { do: 'stop', because };
}
