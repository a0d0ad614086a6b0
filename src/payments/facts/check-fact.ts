import { Money } from '../../money/money.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import { isSuccess, isPaymentState, type PaymentState } from '../states/payment-state.ts';
import type { ProviderFact } from './provider-fact.ts';

/** What a fact is held against: the payment as it was asked for. */
export interface Expected {
  readonly orderNo: string;
  readonly sessionId: string | null;
  /** Every amount that the transaction was brought to (M50). */
  readonly amounts: readonly Money[];
  readonly currency: CurrencyCode;
  readonly mode: 'sandbox' | 'live';
  readonly pgCodes: readonly string[];
  readonly customerId: string | null;
  readonly paymentType: string;
  /** Whether another payment of ours holds the session that this fact names (M45). */
  readonly sessionHeldElsewhere: boolean;
}

export type Mismatch =
  | 'order_no_differs'
  | 'session_id_differs'
  | 'session_held_by_another_payment'
  | 'gateway_differs'
  | 'customer_differs'
  | 'payment_type_differs'
  | 'amount_differs'
  | 'amount_missing'
  | 'currency_differs'
  | 'settled_amount_differs'
  | 'wrong_mode';

export interface CheckedFact {
  /** The payment state that this fact speaks for; absent when it names none of the transaction states. */
  readonly state: PaymentState | undefined;
  readonly success: boolean;
  readonly mismatches: readonly Mismatch[];
  /** Whether the fact may decide the payment's state (M20). */
  readonly counts: boolean;
}

/** States in which Ottu's transaction can be (F10.1); the others of ours are never Ottu's word. */
const TRANSACTION_STATES: ReadonlySet<string> = new Set([
  'created', 'pending', 'attempted', 'authorized', 'paid', 'failed', 'canceled', 'expired', 'invalided', 'cod',
]); // prettier-ignore

/** M20: does what came back match what was asked? Every difference is named. */
export function checkFact(fact: ProviderFact, expected: Expected): CheckedFact {
  const state = transactionState(fact.state);
  const success = state !== undefined && isSuccess(state);
  const mismatches = [
    ...identityMismatches(fact, expected),
    ...amountMismatches(fact, expected, success),
    ...(fact.isSandbox !== undefined && fact.isSandbox !== (expected.mode === 'sandbox') ? (['wrong_mode'] as const) : []),
  ];
  return { state, success, mismatches, counts: state !== undefined && mismatches.length === 0 };
}

function transactionState(text: string | undefined): PaymentState | undefined {
  return text !== undefined && TRANSACTION_STATES.has(text) && isPaymentState(text) ? text : undefined;
}

function identityMismatches(fact: ProviderFact, expected: Expected): Mismatch[] {
  const found: Mismatch[] = [];
  if (fact.orderNo !== expected.orderNo) found.push('order_no_differs');
  if (expected.sessionId !== null) {
    // M12: a good answer may come without a session; a different one is never ours.
    if (fact.sessionId !== undefined && fact.sessionId !== expected.sessionId) found.push('session_id_differs');
    return found;
  }
  // M45: a session is adopted only when everything else says that it is ours.
  if (expected.sessionHeldElsewhere) found.push('session_held_by_another_payment');
  if (fact.pgCode !== undefined && !expected.pgCodes.includes(fact.pgCode)) found.push('gateway_differs');
  if (expected.customerId !== null && fact.customerId !== undefined && fact.customerId !== expected.customerId) {
    found.push('customer_differs');
  }
  if (fact.paymentType !== undefined && fact.paymentType !== expected.paymentType) found.push('payment_type_differs');
  return found;
}

function amountMismatches(fact: ProviderFact, expected: Expected, success: boolean): Mismatch[] {
  const found: Mismatch[] = [];
  if (fact.currencyCode !== expected.currency) found.push('currency_differs');
  const amount = fact.amount === undefined ? undefined : providerMoney(fact.amount, expected.currency);
  if (fact.amount === undefined) {
    found.push('amount_missing');
  } else if (amount === undefined || !expected.amounts.some((asked) => asked.equals(amount))) {
    found.push('amount_differs');
  }
  // `paid_amount` is never compared: it holds fees.
  if (success && fact.settledAmount !== undefined && amount !== undefined) {
    const settled = providerMoney(fact.settledAmount, expected.currency);
    if (settled === undefined || !settled.equals(amount)) found.push('settled_amount_differs');
  }
  return found;
}

/** An amount in Ottu's spelling, or nothing when it is none that this currency can hold. */
function providerMoney(text: string, currency: CurrencyCode): Money | undefined {
  try {
    return Money.fromProvider(text, currency);
  } catch {
    return undefined;
  }
}
