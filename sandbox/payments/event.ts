import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import { spacedUtc } from '../clock.ts';
import { isObject, withoutAbsent } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { feeMinor } from '../transactions/payment-methods.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { sign } from './signature.ts';

/** The payment event of F11.2, signed: a webhook's body and the answer of one-step, native and inquiry calls alike. */
export function paymentEvent(world: World, transaction: Transaction, attempt: Attempt): JsonObject {
  const event = withoutAbsent({
    ...outcomeMembers(transaction, attempt),
    ...amountMembers(world, transaction, attempt),
    ...customerMembers(transaction.echo),
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
  });
  return signed(world, event);
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
    paid_amount: loose(taken ? amountMinor + fee : 0n),
    settled_amount: settled ? loose(amountMinor) : undefined,
    remaining_amount: loose(settled ? 0n : amountMinor),
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
