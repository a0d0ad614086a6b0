import { agreementIdOf, outsideOf } from '../cards/agreements.ts';
import { executionFailed } from '../http/answer.ts';
import type { Answer } from '../http/answer.ts';
import type { World } from '../world.ts';
import type { CheckoutRequest } from './checkout-request.ts';
import type { Problems } from './problems.ts';

/** A saved card may be charged for its own customer and on its own gateway only (F3.2). */
export function checkToken(world: Pick<World, 'cards' | 'switches'>, request: CheckoutRequest): Problems | undefined {
  if (request.instrument?.type !== 'token') return undefined;
  const card = world.cards.find(String(request.instrument.payload['token']));
  const fail = (message: string): Problems => ({ payment_instrument: { payload: { token: [message] } } });
  if (world.cards.isRemoved(String(request.instrument.payload['token']))) return fail('Invalid token.');
  if (card === undefined) return world.switches.unknown_tokens === 'accept' ? undefined : fail('Invalid token.');
  if (card.customer_id !== request.customerId) return fail('The token belongs to another customer.');
  if (card.pg_code !== request.gateways[0]?.code) {
    return { pg_codes: [`The token belongs to payment gateway ${card.pg_code}.`] };
  }
  return undefined;
}

/**
 * The refusal of a charge under an agreement that its card never began with the payer present (F16.7), or that is not what
 * was agreed (F13.2). What a token stands for that the simulator never issued it can't know, and believes.
 */
export function againstAgreement(
  world: Pick<World, 'agreements' | 'cards' | 'switches'>,
  token: string,
  request: Pick<CheckoutRequest, 'amountMinor' | 'currency' | 'paymentType' | 'echo'>,
): Answer | undefined {
  const card = world.cards.find(token);
  const { paymentType, echo } = request;
  if (paymentType !== 'auto_debit' || card === undefined || world.switches.auto_debit_rules === 'before') {
    return undefined;
  }
  const id = agreementIdOf(echo) ?? '';
  if (!card.agreements.includes(id)) {
    return executionFailed('No Cardholder Initiated Transaction (CIT) found. A CIT must be made before an MIT.');
  }
  const agreement = world.agreements.find(card.customer_id, id);
  const problem = agreement === undefined ? undefined : outsideOf(agreement, request);
  return problem === undefined ? undefined : executionFailed(problem);
}
