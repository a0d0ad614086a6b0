import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { sumOf } from '../transactions/balance.ts';
import { feeMinor } from '../transactions/payment-methods.ts';
import type { Attempt, Child, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';

/** Members of a payment event about its attempt and session. */
export function outcomeMembers(transaction: Transaction, attempt: Attempt): JsonObject {
  return {
    result: attempt.result,
    state: transaction.state,
    message: attempt.message,
    session_id: transaction.sessionId,
    order_no: transaction.orderNo ?? null,
    reference_number: attempt.referenceNumber,
  };
}

/** Amounts (F11.2), those of the attempt beside those of the transaction. */
export function amountMembers(world: World, transaction: Transaction, attempt: Attempt): JsonObject {
  const { currency, amountMinor, state } = transaction;
  const print = (minor: bigint): string => formatAmount(minor, exponentOf(currency));
  // Ottu's schema types these as numbers and its samples show strings; the switch gives either.
  const seen = world.switches.event_shape === 'seen';
  const text = (minor: bigint): string => (seen ? threeDecimals(print(minor)) : print(minor));
  const loose = (minor: bigint): string | number =>
    world.switches.amounts_as === 'number' ? Number(print(minor)) : text(minor);
  const fee = feeMinor(attempt.gateway, transaction);
  const taken = state === 'paid';
  const settled = taken || state === 'authorized' || state === 'cod';
  return {
    amount: print(amountMinor),
    currency_code: currency,
    amount_details: {
      currency_code: currency,
      amount: print(amountMinor),
      fee: print(fee),
      total: print(amountMinor + fee),
      ...(seen ? { exchange_rate: '1.000000' } : {}),
    },
    fee: `${print(fee)} ${currency}`,
    paid_amount: loose(taken ? attempt.amountMinor + fee : sumOf(transaction, 'paid')),
    settled_amount: settled ? loose(attempt.amountMinor) : undefined,
    remaining_amount: seen ? undefined : loose(settled ? amountMinor - attempt.amountMinor : amountMinor),
  };
}

/** F16.15: these two have three digits in every currency. */
function threeDecimals(amount: string): string {
  const [whole = '0', digits = ''] = amount.split('.');
  return `${whole}.${digits.padEnd(3, '0')}`;
}

/** A child as its parent shows it. */
export const childItem =
  ({ currency }: Transaction) =>
  (child: Child): JsonObject => ({
    amount: formatAmount(child.amountMinor, exponentOf(currency)),
    currency_code: currency,
    order_no: '',
    session_id: child.sessionId,
    state: child.state,
  });

/** What operations left behind (F8.2); nothing before the first. */
export function childMembers(transaction: Transaction): JsonObject {
  if (transaction.children.length === 0) return {};
  const print = (amount: bigint): string | undefined =>
    amount === 0n ? undefined : formatAmount(amount, exponentOf(transaction.currency));
  return {
    refunded_amount: print(sumOf(transaction, 'refunded')),
    voided_amount: print(sumOf(transaction, 'voided')),
    transactions: transaction.children.map(childItem(transaction)),
  };
}

/** The debit of the customer's wallet; absent where there was none (F11.2). */
export function walletMembers({ currency }: Transaction, attempt: Attempt): JsonObject {
  if (attempt.method !== 'wallet' || attempt.result !== 'success') return {};
  // OA has date-times here, unlike `timestamp_utc` beside it.
  const at = new Date(attempt.startedAt).toISOString();
  const debit = {
    provider_code: 'wallet_ottu',
    amount: formatAmount(attempt.amountMinor, exponentOf(currency)),
    currency,
    operation_id: attempt.referenceNumber,
    wallet_response: {},
    created_at: at,
    modified_at: at,
  };
  return { customer_wallet_transactions: [debit] };
}

/** Who pays; the billing address is spread out. */
export function customerMembers(echo: JsonObject): JsonObject {
  const address = isObject(echo['billing_address']) ? echo['billing_address'] : {};
  return {
    customer_id: echo['customer_id'],
    customer_email: echo['customer_email'],
    customer_first_name: echo['customer_first_name'],
    customer_last_name: echo['customer_last_name'],
    customer_phone: echo['customer_phone'],
    customer_birthdate: echo['customer_birthdate'],
    customer_address_line1: address['line1'],
    customer_address_line2: address['line2'],
    customer_address_city: address['city'],
    customer_address_state: address['state'],
    customer_address_country: address['country'],
    customer_address_postal_code: address['postal_code'],
  };
}

/** `pg_params` in the form of the switch. */
export function shownParams(world: World, params: JsonObject): JsonObject {
  if (world.switches.pg_params_as === 'flat') return params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, { value, verbose_name_en: name, verbose_name_ar: name }]),
  );
}
