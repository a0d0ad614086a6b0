import type { CurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { isSuccess, isPaymentState, type PaymentState } from '../states/payment-state.ts';
import type { ProviderFact } from './provider-fact.ts';

/** What a fact is held against: the payment as it was asked for. */
export interface Expected {
  readonly orderNo: string;
  readonly sessionId: string | null;
  /** Every amount that the transaction was brought to (M50). */
  readonly amounts: readonly Money[];
  /** Those of them that a success may be about by now, where that is not all of them (M61). */
  readonly payable?: readonly Money[];
  /** Those that Ottu has denied; only what it shows when it is asked again brings one back. */
  readonly rejected?: readonly Money[];
  /**
   * M51: the amount that a success of it proves by itself, since no page can have been open when it changed. Null where
   * every success has to tell what was settled. Absent where any amount is proved by itself.
   */
  readonly provedAlone?: Money | null;
  readonly currency: CurrencyCode;
  readonly mode: 'sandbox' | 'live';
  readonly pgCodes: readonly string[];
  readonly customerId: string | null;
  readonly paymentType: string;
  /** M24: Ottu shows saved cards to this service, and a success that saves one is proved by that. */
  readonly provedByCardList?: boolean;
  /** When the payment was claimed (M45). */
  readonly claimedAt?: Date;
  /** Whether another payment of ours holds the session that this fact names (M45). */
  readonly sessionHeldElsewhere: boolean;
  /** What would be wrong with any success by now: the cart has moved on, or is paid already (M51, M53). */
  readonly cartMismatches?: readonly CartMismatch[];
  /** What earlier attempts asked for under the same order number, where that was something else (M41). */
  readonly earlier?: readonly EarlierTerms[];
}

/** M41: what an attempt asked for belongs to it, and a fact may be about any of them. */
export interface EarlierTerms extends Pick<Expected, 'pgCodes' | 'customerId' | 'paymentType' | 'claimedAt'> {
  /** Of `payment_amounts`. */
  readonly amountId: string;
  readonly amount: Money;
}

/** M53: what was paid was paid before. */
export const DUPLICATE_PAYMENT = 'duplicate_payment';

/** M51, M53 */
export type CartMismatch = typeof DUPLICATE_PAYMENT;

/** M11: a success state beside a result that is none says nothing, whoever says it. */
export const RESULT_CONTRADICTS_STATE = 'result_contradicts_state';

/** M51: no fault of the fact, only not enough: an inquiry will tell what was settled. */
export const SETTLED_AMOUNT_AWAITED = 'settled_amount_awaited';

/** M24: no fault of the fact either: Ottu's list will show the card that was saved. */
export const CARD_LIST_AWAITED = 'card_list_awaited';

export type Mismatch =
  | 'order_no_differs'
  | 'session_id_differs'
  | 'session_held_by_another_payment'
  | 'gateway_differs'
  | 'customer_differs'
  | 'payment_type_differs'
  | 'older_than_claim'
  | 'amount_differs'
  | 'amount_missing'
  | 'amount_superseded'
  | typeof SETTLED_AMOUNT_AWAITED
  | typeof CARD_LIST_AWAITED
  | typeof RESULT_CONTRADICTS_STATE
  | 'currency_differs'
  | 'settled_amount_differs'
  | 'wrong_mode'
  | CartMismatch;

export interface CheckedFact {
  /** The payment state that this fact speaks for; absent when it names none of the transaction states. */
  readonly state: PaymentState | undefined;
  readonly success: boolean;
  readonly mismatches: readonly Mismatch[];
  /** The amount that the fact shows, where it is one that the currency can hold. */
  readonly amount?: Money | undefined;
  /** M41: the fact is about what an earlier attempt asked for. */
  readonly earlierAmountId?: string;
  /** Whether the fact may decide the payment's state (M20). */
  readonly matches: boolean;
}

/** States in which Ottu's transaction can be (F10.1); the others of ours are never Ottu's word. */
const TRANSACTION_STATES: ReadonlySet<string> = new Set([
  'created', 'pending', 'attempted', 'authorized', 'paid', 'failed', 'canceled', 'expired', 'invalided', 'cod',
]); // prettier-ignore

/** M20: does what came back match what was asked, by the newest attempt or by an earlier one (M41)? Every difference is named. */
export function checkFact(fact: ProviderFact, expected: Expected): CheckedFact {
  const checked = checkAgainst(fact, expected);
  if (checked.matches) return checked;
  for (const { amountId, amount, ...terms } of expected.earlier ?? []) {
    const earlier = checkAgainst(fact, {
      ...expected,
      ...terms,
      currency: amount.currency,
      amounts: [amount],
      payable: [amount],
      provedAlone: amount,
    });
    if (earlier.matches) return { ...earlier, earlierAmountId: amountId };
  }
  return checked;
}

function checkAgainst(fact: ProviderFact, expected: Expected): CheckedFact {
  const state = transactionState(fact.state);
  const namesSuccess = state !== undefined && isSuccess(state);
  const contradictory = namesSuccess && !isConsistentSuccess(fact);
  const claimsSuccess = namesSuccess && !contradictory;
  const amount = amountOf(fact, expected);
  const found: readonly Mismatch[] = [
    ...identityMismatches(fact, expected),
    ...amountMismatches(fact, expected, amount, claimsSuccess),
    ...(fact.isSandbox !== undefined && fact.isSandbox !== (expected.mode === 'sandbox')
      ? (['wrong_mode'] as const)
      : []),
    ...(claimsSuccess ? (expected.cartMismatches ?? []) : []),
    ...(contradictory ? ([RESULT_CONTRADICTS_STATE] as const) : []),
  ];
  const awaitsList = claimsSuccess && found.length === 0 && awaitsCardList(fact, expected);
  const mismatches: readonly Mismatch[] = awaitsList ? [CARD_LIST_AWAITED] : found;
  const success = claimsSuccess && !awaitsConfirmation(mismatches);
  return { state, success, mismatches, amount, matches: state !== undefined && mismatches.length === 0 };
}

function awaitsCardList({ source }: ProviderFact, { paymentType, provedByCardList = false }: Expected): boolean {
  return provedByCardList && paymentType === 'save_card' && source !== 'card_list';
}

/** M11: a retrieve names no result; where one is named beside a success state, it is the result of a success. */
function isConsistentSuccess({ result }: ProviderFact): boolean {
  return result === undefined || result === 'success' || result === 'cod';
}

/** Whether a stored fact of a success state is no word of a success: its result says otherwise (M11). */
export function contradictsItself(mismatches: readonly string[]): boolean {
  return mismatches.includes(RESULT_CONTRADICTS_STATE);
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
  if (isOlderThanClaim(fact, expected)) found.push('older_than_claim');
  if (fact.paymentType !== undefined && fact.paymentType !== expected.paymentType) found.push('payment_type_differs');
  return found;
}

/** M45: how far clocks may differ. It is no wait, so nothing divides it. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** M45: a payment that was found by its order number and happened before the claim is another one under that number. */
function isOlderThanClaim({ source, processedAt }: ProviderFact, { claimedAt }: Expected): boolean {
  if (claimedAt === undefined || (source !== 'inquiry' && source !== 'webhook')) return false;
  // An inquiry without a time cannot show that it is not.
  if (processedAt === undefined) return source === 'inquiry';
  return processedAt.getTime() < claimedAt.getTime() - CLOCK_TOLERANCE_MS;
}

/** M26: whether the fact is in order and only leaves open what can still be answered. */
export function awaitsConfirmation(mismatches: readonly string[]): boolean {
  return awaitsSettledAmount(mismatches) || awaitsCard(mismatches);
}

/** M51: what was settled. */
export function awaitsSettledAmount(mismatches: readonly string[]): boolean {
  return mismatches.length === 1 && mismatches[0] === SETTLED_AMOUNT_AWAITED;
}

/** M24: whether Ottu's list shows the card. */
export function awaitsCard(mismatches: readonly string[]): boolean {
  return mismatches.length === 1 && mismatches[0] === CARD_LIST_AWAITED;
}

function amountMismatches(
  fact: ProviderFact,
  expected: Expected,
  amount: Money | undefined,
  claimsSuccess: boolean,
): Mismatch[] {
  const found: Mismatch[] = [];
  if (knownCurrency(fact, expected) === undefined) found.push('currency_differs');
  if (fact.amount === undefined) {
    found.push('amount_missing');
  } else if (amount === undefined || !expected.amounts.some((asked) => asked.equals(amount))) {
    found.push('amount_differs');
  } else if (claimsSuccess && !payableBy(fact, expected).some((asked) => asked.equals(amount))) {
    found.push('amount_superseded');
  }
  if (!claimsSuccess) return found;
  const settled = settledMismatches(fact, expected, amount);
  // What can be answered is awaited only where nothing else speaks against it (M26).
  return found.length > 0 ? [...found, ...settled.filter((each) => each !== SETTLED_AMOUNT_AWAITED)] : settled;
}

function payableBy(fact: ProviderFact, { amounts, payable = amounts, rejected = [] }: Expected): readonly Money[] {
  return fact.source === 'retrieve' ? [...payable, ...rejected] : payable;
}

/**
 * `paid_amount` is never compared: it holds fees. M51: what a signed event or answer says was settled is believed, though
 * that member is unsigned: no payer can touch it, and the amount that it has to equal is signed.
 */
function settledMismatches(fact: ProviderFact, expected: Expected, amount: Money | undefined): Mismatch[] {
  if (fact.settledAmount !== undefined && amount !== undefined) {
    const settled = providerMoney(fact.settledAmount, amount.currency);
    if (settled === undefined || !settled.equals(amount)) return ['settled_amount_differs'];
    if (fact.source !== 'retrieve' && fact.source !== 'create') return [];
  }
  const { provedAlone } = expected;
  const proved = provedAlone === undefined || (amount !== undefined && provedAlone?.equals(amount) === true);
  return proved ? [] : [SETTLED_AMOUNT_AWAITED];
}

function amountOf(fact: ProviderFact, expected: Expected): Money | undefined {
  const currency = knownCurrency(fact, expected) ?? expected.currency;
  return fact.amount === undefined ? undefined : providerMoney(fact.amount, currency);
}

/** The fact's currency, if it is that of the payment or of an amount that it was brought to. */
function knownCurrency({ currencyCode }: ProviderFact, { amounts, currency }: Expected): CurrencyCode | undefined {
  if (currencyCode === currency) return currency;
  return amounts.find((asked) => asked.currency === currencyCode)?.currency;
}

/** An amount in Ottu's spelling, or nothing when it is none that this currency can hold. */
function providerMoney(text: string, currency: CurrencyCode): Money | undefined {
  try {
    return Money.fromProvider(text, currency);
  } catch {
    return undefined;
  }
}
