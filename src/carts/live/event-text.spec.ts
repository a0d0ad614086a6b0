import { describe, expect, it } from '@jest/globals';

import { EVENTS_EXAMPLE, LAST_EVENT_ID } from './cart-events.docs.ts';
import { eventId, keyOf, parseEventId, updateFor, type LiveView } from './event-text.ts';

const CART = { key: keyOf('cart'), data: '{"version":1}' };
const PAYMENT = { key: keyOf('payment'), data: '{"status":"open"}' };
const VIEW: LiveView = { cart: CART, payment: PAYMENT, final: false };

describe('ids of events', () => {
  it('tell after a way through a client what was seen, in part or all of it', () => {
    for (const lastSeen of [
      { cart: CART.key, payment: PAYMENT.key },
      { cart: CART.key, payment: undefined },
      { cart: undefined, payment: PAYMENT.key },
    ]) {
      expect(parseEventId(eventId(lastSeen))).toEqual(lastSeen);
    }
  });

  it.each([undefined, '', '17', '.', CART.key, `${CART.key}.x.y`, 'x'.repeat(100_000), '.'.repeat(10_000)])(
    'one that is none has seen nothing (%#)',
    (header) => {
      expect(parseEventId(header)).toEqual({ cart: undefined, payment: undefined });
    },
  );

  it('the documented ones are such ids', () => {
    expect(eventId(parseEventId(LAST_EVENT_ID.example))).toBe(LAST_EVENT_ID.example);
    expect(EVENTS_EXAMPLE).toContain(`id: ${LAST_EVENT_ID.example}\n`);
  });
});

describe('news', () => {
  it('are the parts that were not seen, the payment last, each with the id of all that is seen by then', () => {
    const { text, lastSeen } = updateFor(VIEW, parseEventId(undefined));
    expect(text).toBe(
      `id: ${CART.key}.-\nevent: cart\ndata: {"version":1}\n\n` +
        `id: ${CART.key}.${PAYMENT.key}\nevent: payment\ndata: {"status":"open"}\n\n`,
    );
    expect(updateFor(VIEW, lastSeen).text).toBe('');
    const changed = { ...VIEW, cart: { key: keyOf('other'), data: '{"version":2}' } };
    expect(updateFor(changed, lastSeen).text).toBe(
      `id: ${keyOf('other')}.${PAYMENT.key}\nevent: cart\ndata: {"version":2}\n\n`,
    );
  });
});
