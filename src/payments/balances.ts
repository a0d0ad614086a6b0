import type { PaymentRow } from '../database/schema.ts';
import { Money } from '../money/money.ts';

/** What may still be done with the money of a payment. */
export interface Balances {
  /** Of an authorized payment: reserved at the gateway, and neither captured nor asked for. */
  readonly capturable: Money;
  /** Captured, and neither given back nor asked to be. */
  readonly refundable: Money;
}

/** What of a payment its balances follow from. */
export type BalanceColumns = Pick<
  PaymentRow,
  | 'state'
  | 'amount_minor'
  | 'currency_code'
  | 'captured_minor'
  | 'refunded_minor'
  | 'voided'
  | 'capture_held_minor'
  | 'refund_held_minor'
>;

/** M80: what operations that are not settled hold back is in no balance. */
export function balancesOf(payment: BalanceColumns): Balances {
  const { state, currency_code: currency, voided } = payment;
  const captured = BigInt(payment.captured_minor);
  const capturable = BigInt(payment.amount_minor) - captured - BigInt(payment.capture_held_minor);
  const refundable = captured - BigInt(payment.refunded_minor) - BigInt(payment.refund_held_minor);
  const settled = state === 'paid' || state === 'authorized';
  return {
    capturable: Money.fromMinor(state === 'authorized' && !voided ? atLeastNothing(capturable) : 0n, currency),
    refundable: Money.fromMinor(settled && !voided ? atLeastNothing(refundable) : 0n, currency),
  };
}

/** What Ottu tells of its own dashboard may be more than was known to be there. */
function atLeastNothing(minor: bigint): bigint {
  return minor > 0n ? minor : 0n;
}
