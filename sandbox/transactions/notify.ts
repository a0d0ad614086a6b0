import { isObject, textOf } from '../json.ts';
import type { Channel } from '../record/messages.ts';
import type { World } from '../world.ts';
import { checkoutUrl } from './checkout-answer.ts';
import type { Transaction } from './transaction.ts';

/** What `notifications` can name (F2.2). */
export type NotifiedEvent =
  'created' | 'paid' | 'canceled' | 'failed' | 'expired' | 'authorized' | 'voided' | 'refunded' | 'captured';

const ADDRESSES = { email: 'customer_email', sms: 'customer_phone', whatsapp: 'customer_phone' } as const;
export const CHANNELS = ['email', 'sms', 'whatsapp'] as const;

/**
 * Ottu's own messages to the payer, by the channels that ask for this event and have an address.
 *
 * @returns those by which one went out.
 */
export function notify(
  { messages, clock, baseUrl }: Pick<World, 'messages' | 'clock' | 'baseUrl'>,
  transaction: Transaction,
  event: NotifiedEvent,
  channels: readonly Channel[] = CHANNELS,
): Channel[] {
  const { echo } = transaction;
  const told: Channel[] = [];
  const wanted = isObject(echo['notifications']) ? echo['notifications'] : {};
  for (const channel of channels) {
    const events = wanted[channel];
    const to = textOf(echo, ADDRESSES[channel]);
    if (to === undefined || !Array.isArray(events) || !events.includes(event)) continue;
    messages.add({
      at: new Date(clock.now()).toISOString(),
      channel,
      to,
      event,
      session_id: transaction.sessionId,
      order_no: transaction.orderNo ?? null,
      checkout_url: checkoutUrl(transaction, baseUrl),
    });
    told.push(channel);
  }
  return told;
}
