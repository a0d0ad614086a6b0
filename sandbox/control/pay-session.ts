import type { FastifyReply } from 'fastify';
import type { TypedCard } from '../cards/test-cards.ts';
import { isObject, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { isOutcome } from '../payments/outcomes.ts';
import { paySession } from '../payments/pay-session.ts';
import type { PayerAction } from '../payments/pay-session.ts';
import { isRefusal } from '../payments/refusals.ts';
import { returnUrl } from '../payments/return-url.ts';
import { paymentNotices } from '../webhooks/payment-notices.ts';
import type { World } from '../world.ts';

/**
 * POST /__sandbox/sessions/{session_id}/pay: what a payer does on the hosted page.
 * The event goes out afterwards, so the payer comes back before it.
 * Body: `{outcome?, card?: {number, expiry, cvv}, pg_code?, save_card?, late?}`; success without one.
 */
export async function payControl(
  world: World,
  sessionId: string,
  body: unknown,
  reply: FastifyReply,
): Promise<JsonObject | FastifyReply> {
  const refuse = (status: number, error: string): FastifyReply => reply.code(status).send({ error });
  const transaction = world.transactions.find(sessionId);
  if (transaction === undefined) return refuse(404, 'There is no such session.');
  const action = readAction(body);
  if (typeof action === 'string') return refuse(400, action);
  const result = paySession(world, transaction, action);
  if (!result.ok) return refuse(409, result.error);
  const told = paymentNotices(world, transaction, result.attempt, 'control');
  await world.webhooks.dispatch(told);
  return {
    session_id: transaction.sessionId,
    state: transaction.state,
    result: result.attempt.result,
    message: result.attempt.message,
    reference_number: result.attempt.referenceNumber,
    return_url: returnUrl(transaction, result.attempt, world.baseUrl),
  };
}

function readAction(body: unknown): PayerAction | string {
  if (!isObject(body)) return 'The body must be a JSON object.';
  const { outcome, card } = body;
  if (outcome !== undefined && (!isOutcome(outcome) || isRefusal(outcome) || outcome === 'hosted')) {
    return 'outcome must be one that is an attempt.';
  }
  if (card !== undefined && !isCard(card)) return 'card must have number, expiry and cvv as strings.';
  const pgCode = textOf(body, 'pg_code');
  return {
    ...(outcome !== undefined && { outcome }),
    ...(card !== undefined && { card }),
    ...(pgCode !== undefined && { pgCode }),
    saveCard: body['save_card'] === true,
    late: body['late'] === true,
  };
}

function isCard(card: unknown): card is TypedCard {
  return isObject(card) && ['number', 'expiry', 'cvv'].every((name) => typeof card[name] === 'string');
}
