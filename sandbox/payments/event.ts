import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import { spacedUtc } from '../clock.ts';
import { isObject, withoutAbsent } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { feeMinor } from '../transactions/payment-methods.ts';
import { settledAttempt, sumOf } from '../transactions/balance.ts';
import type { Attempt, Child, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { sign } from './signature.ts';

/** The payment event of F11.2, signed: a webhook's body and the answer of one-step, native and inquiry calls alike. */
export function paymentEvent(
  world: World,
  transaction: Transaction,
  attempt: Attempt,
  more: JsonObject = {},
): JsonObject {
  const event = withoutAbsent({
    ...outcomeMembers(transaction, attempt),
    ...amountMembers(world, transaction, attempt),
    ...customerMembers(transaction.echo),
    ...childMembers(transaction),
    payment_type: transaction.paymentType,
    agreement: transaction.echo['agreement'] ?? {},
    card_acceptance_criteria: transaction.echo['card_acceptance_criteria'] ?? {},
    extra: transaction.echo['extra'],
    token: attempt.token,
    gateway_name: attempt.gateway.pgName,
    gateway_account: attempt.gateway.code,
    gateway_response: {},
    pg_params: shownParams(world, attempt.pgParams),
    is_sandbox: attempt.gateway.sandbox,
    initiator: transaction.initiator,
    timestamp_utc: spacedUtc(world.clock.now()),
    ...more,
  });
  return signed(world, event);
}

/**
 * The answer of an inquiry (F9): the event of the attempt that succeeded, else of the last one, with `transactions`.
 * Before the first attempt there is nothing that a gateway could have named.
 */
export function inquiryEvent(world: World, transaction: Transaction): JsonObject {
  const attempt = settledAttempt(transaction) ?? transaction.attempts.at(-1);
  const shown = attempt ?? untried(world, transaction);
  return paymentEvent(world, transaction, shown, { transactions: transaction.children.map(childItem(transaction)) });
}

function untried(world: World, transaction: Transaction): Attempt {
  const [gateway] = transaction.gateways;
  if (gateway === undefined) throw new Error('A transaction has a gateway.');
  return {
    referenceNumber: world.newReference(),
    gateway,
    method: 'none',
    startedAt: transaction.createdAt,
    amountMinor: transaction.amountMinor,
    currency: transaction.currency,
    result: transaction.state === 'canceled' ? 'canceled' : 'pending',
    message: '',
    token: undefined,
    pgParams: {},
    later: undefined,
    moneyMoved: false,
  };
}

/** With `signature` made anew. */
export function signed(world: Pick<World, 'hmacKey' | 'switches'>, event: JsonObject): JsonObject {
  return { ...event, signature: sign(event, world.hmacKey, world.switches.signature_scheme) };
}

function outcomeMembers(transaction: Transaction, attempt: Attempt): JsonObject {
  return {
    result: attempt.result,
    state: transaction.state,
    message: attempt.message,
    session_id: transaction.sessionId,
    order_no: transaction.orderNo ?? null,
    reference_number: attempt.referenceNumber,
  };
}

function amountMembers(world: World, transaction: Transaction, attempt: Attempt): JsonObject {
  const { currency, amountMinor, state } = transaction;
  const print = (minor: bigint): string => formatAmount(minor, exponentOf(currency));
  // Ottu's schema types these as numbers and its samples show strings; the switch gives either.
  const loose = (minor: bigint): string | number =>
    world.switches.amounts_as === 'number' ? Number(print(minor)) : print(minor);
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
    },
    fee: `${print(fee)} ${currency}`,
    paid_amount: loose(taken ? attempt.amountMinor + fee : sumOf(transaction, 'paid')),
    settled_amount: settled ? loose(attempt.amountMinor) : undefined,
    remaining_amount: loose(settled ? amountMinor - attempt.amountMinor : amountMinor),
  };
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
function childMembers(transaction: Transaction): JsonObject {
  if (transaction.children.length === 0) return {};
  const print = (amount: bigint): string | undefined =>
    amount === 0n ? undefined : formatAmount(amount, exponentOf(transaction.currency));
  return {
    refunded_amount: print(sumOf(transaction, 'refunded')),
    voided_amount: print(sumOf(transaction, 'voided')),
    transactions: transaction.children.map(childItem(transaction)),
  };
}

function customerMembers(echo: JsonObject): JsonObject {
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

function shownParams(world: World, params: JsonObject): JsonObject {
  if (world.switches.pg_params_as === 'flat') return params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, { value, verbose_name_en: name, verbose_name_ar: name }]),
  );
}
