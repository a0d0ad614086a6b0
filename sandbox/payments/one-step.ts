import { savedCard } from '../cards/saved-card.ts';
import type { Answer } from '../http/answer.ts';
import type { CheckoutRequest } from '../rules/checkout-request.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import { charge } from './charge.ts';
import type { AttemptOutcome } from './outcomes.ts';

/** Pays a transaction that was just stored with the instrument of the same request (F3). */
export function payInOneStep(
  world: World,
  transaction: Transaction,
  request: CheckoutRequest,
  outcome: AttemptOutcome,
  reason: string | undefined,
): Answer {
  const { instrument } = request;
  const gateway = request.gateways[0];
  if (instrument === undefined || gateway === undefined) throw new Error('One-step needs an instrument and a gateway.');
  const token =
    instrument.type === 'token'
      ? savedCard(world, String(instrument.payload['token']), transaction, gateway.code)
      : undefined;
  return charge(world, transaction, { gateway, method: instrument.type, token, outcome, reason, status: 201 });
}
