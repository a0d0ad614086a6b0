import { textOf, withoutAbsent } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { paymentEvent } from '../payments/event.ts';
import type { Attempt, Transaction } from '../transactions/transaction.ts';
import type { World } from '../world.ts';
import type { Cause, Notice } from './webhooks.ts';

/** Where a transaction's payment events go: its own `webhook_url`, else the merchant's setting (F11.1). */
export function receiverOf(world: Pick<World, 'receivers'>, transaction: Transaction): string | undefined {
  return textOf(transaction.echo, 'webhook_url') ?? world.receivers.payments;
}

/** Tells how an attempt ended. Nothing while it is pending (F9.1), and nothing where no receiver is set. */
export function paymentNotices(
  world: World,
  transaction: Transaction,
  attempt: Attempt,
  cause: Cause,
): readonly Notice[] {
  const url = receiverOf(world, transaction);
  const { webhook_for_api: forApi } = world.switches;
  if (url === undefined || attempt.result === 'pending' || (cause === 'api' && forApi === 'off')) return [];
  if (cause === 'api' && isMerchantInitiated(transaction, attempt) && world.switches.webhook_for_mit === 'off') {
    return [];
  }
  const notice = paymentNotice(transaction, asTold(world, paymentEvent(world, transaction, attempt)), cause, url);
  return cause === 'api' && forApi === 'many' ? [notice, notice] : [notice];
}

/** A saved card that is charged under an agreement, without its payer: the answer tells it, and no event (F16.4). */
function isMerchantInitiated({ paymentType }: Transaction, { method }: Attempt): boolean {
  return paymentType === 'auto_debit' && method === 'token';
}

/** F16.15: an event that is told has no message; the answer to a call has. No signature holds it. */
function asTold({ switches }: Pick<World, 'switches'>, event: JsonObject): JsonObject {
  return switches.event_shape === 'seen' ? withoutAbsent({ ...event, message: undefined }) : event;
}

export function paymentNotice(transaction: Transaction, body: JsonObject, cause: Cause, url: string): Notice {
  return { event: 'payment', cause, url, sessionId: transaction.sessionId, orderNo: transaction.orderNo, body };
}
