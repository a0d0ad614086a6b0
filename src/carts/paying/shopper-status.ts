import type { CartRow } from '../../database/cart-tables.ts';
import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import type { AttemptState } from '../../payments/states/attempt-state.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import { isSuccess } from '../../payments/states/payment-state.ts';

/** M91: all that this service says to shoppers about a payment. */
export const SHOPPER_STATUSES = [
  'open',
  'checking',
  'action_required',
  'paid',
  'authorized',
  'cash_on_delivery',
  'declined',
  'try_another_method',
  'expired',
] as const;

export type ShopperStatus = (typeof SHOPPER_STATUSES)[number];

export interface ShopperPayment {
  readonly cart: Pick<CartRow, 'state' | 'completed_at'>;
  readonly payment: Pick<PaymentRow, 'state'> | undefined;
  /** The newest. */
  readonly attempt: Pick<AttemptRow, 'state'> | undefined;
}

/** M91: `unknown`, `confirming` and `needs_review` show as `checking`. */
export function shopperStatus({ cart, payment, attempt }: ShopperPayment): ShopperStatus {
  const state = payment?.state;
  if (state !== undefined && isSuccess(state)) return successStatus(state);
  if (state === 'needs_review' || state === 'confirming') return 'checking';
  // M57: without a payment of its own; what a payment of it comes to all the same goes before that.
  if (cart.completed_at !== null) return 'paid';
  if (attempt !== undefined && isOpen(attempt.state)) {
    return attempt.state === 'action_required' ? 'action_required' : 'checking';
  }
  // M56a: while it is held nobody is told that it is open, nor that an earlier try has left it so.
  if (cart.state === 'frozen') return 'checking';
  if (cart.state === 'expired' || cart.state === 'abandoned') return 'expired';
  if (attempt !== undefined) return endedStatus(attempt.state);
  return state === 'attempted' || state === 'failed' ? 'declined' : 'open';
}

function successStatus(state: 'paid' | 'authorized' | 'cod'): ShopperStatus {
  return state === 'cod' ? 'cash_on_delivery' : state;
}

/** What did not reach the gateway would not reach it the next time either, so the shopper takes another method. */
function endedStatus(attempt: AttemptState): ShopperStatus {
  switch (attempt) {
    case 'declined':
      return 'declined';
    case 'not_processed':
      return 'try_another_method';
    case 'succeeded':
    case 'sending':
    case 'unknown':
    case 'action_required':
      return 'checking';
  }
}

/** Nothing more will come of it without the shopper. */
export function isFinalStatus(status: ShopperStatus): boolean {
  switch (status) {
    case 'paid':
    case 'authorized':
    case 'cash_on_delivery':
    case 'expired':
      return true;
    case 'open':
    case 'checking':
    case 'action_required':
    case 'declined':
    case 'try_another_method':
      return false;
  }
}

/** What became of the newest attempt is known. */
export function isSettledStatus(status: ShopperStatus): boolean {
  return isFinalStatus(status) || status === 'declined' || status === 'try_another_method';
}
