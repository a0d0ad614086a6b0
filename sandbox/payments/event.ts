import { spacedUtc } from '../clock.ts';
import { withoutAbsent } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { settledAttempt } from '../transactions/balance.ts';
import { extraWithSubscription } from '../transactions/subscription.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import {
  amountMembers,
  childItem,
  childMembers,
  customerMembers,
  outcomeMembers,
  shownParams,
  walletMembers,
} from './event-members.ts';
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
    ...walletMembers(transaction, attempt),
    payment_type: transaction.paymentType,
    ...documentedMembers(world, transaction),
    extra: { ...extraWithSubscription(transaction), merchant_id: MERCHANT_ID },
    autopay: autopayOf(transaction),
    token: attempt.token,
    gateway_name: attempt.gateway.pgName,
    gateway_account: attempt.gateway.code,
    gateway_response: world.switches.event_shape === 'seen' ? gatewayResponse(attempt) : {},
    pg_params: shownParams(world, attempt.pgParams),
    is_sandbox: attempt.gateway.sandbox,
    initiator: transaction.initiator,
    timestamp_utc: spacedUtc(world.clock.now()),
    ...more,
  });
  return signed(world, event);
}

/** The host of the instance, in every event and signed by the scheme of 26 (F16.1). */
const MERCHANT_ID = 'sandbox.ottu.example';

/** A block of the subscription that no signature covers (F16.1). */
function autopayOf({ subscription }: Transaction): JsonObject | undefined {
  return subscription === undefined ? undefined : { ...subscription.block, subscription_id: subscription.id };
}

/** An event that is seen has an agreement only where there is one (F16.15). */
function documentedMembers(world: World, { echo }: Transaction): JsonObject {
  if (world.switches.event_shape === 'seen') return { agreement: echo['agreement'] };
  return {
    agreement: echo['agreement'] ?? {},
    card_acceptance_criteria: echo['card_acceptance_criteria'] ?? {},
  };
}

/** What a gateway says of an attempt in its own words. */
function gatewayResponse(attempt: Attempt): JsonObject {
  return {
    result: attempt.result === 'success' ? 'SUCCESS' : 'FAILURE',
    transaction: { reference: attempt.referenceNumber, acquirer: { merchantId: 'SANDBOX' } },
    response: { gatewayCode: attempt.result === 'success' ? 'APPROVED' : 'DECLINED', ...attempt.pgParams },
  };
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
    result: untriedResult(transaction),
    message: '',
    token: undefined,
    pgParams: {},
    later: undefined,
    moneyMoved: false,
  };
}

/** No gateway was asked for anything, and what has ended can be paid no more. */
function untriedResult({ state }: Transaction): Attempt['result'] {
  switch (state) {
    case 'canceled':
      return 'canceled';
    case 'expired':
    case 'failed':
    case 'invalided':
      return 'failed';
    case 'created':
    case 'pending':
    case 'attempted':
    case 'paid':
    case 'authorized':
    case 'cod':
      return 'pending';
  }
}

/** With `signature` made anew. */
export function signed(world: Pick<World, 'hmacKey' | 'switches'>, event: JsonObject): JsonObject {
  return { ...event, signature: sign(event, world.hmacKey, world.switches.signature_scheme) };
}
