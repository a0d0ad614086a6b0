import { spacedUtc } from '../clock.ts';
import { withoutAbsent } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { settledAttempt } from '../transactions/balance.ts';
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
