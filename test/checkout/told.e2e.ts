import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { setItem } from '../carts/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { eventually } from '../support/eventually.ts';
import type { TestService } from '../support/service.ts';
import { checkout, pay, startCheckoutService, teaCart } from './support.ts';

const receiver = new Receiver();
let service: TestService;
let url: string;

beforeAll(async () => {
  await receiver.open();
  service = await startCheckoutService({ MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});

const paysOn = (sessionId: string, body: object = {}): Promise<Response> =>
  fetch(`${service.simulator.url}/__sandbox/sessions/${sessionId}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const typesOf = (sessionId: string): string[] =>
  receiver.deliveries
    .filter(({ event }) => event.data.payment['session_id'] === sessionId)
    .map(({ event }) => event.type);

async function sessionOf(cart: Awaited<ReturnType<typeof teaCart>>): Promise<string> {
  return (await checkout(url, cart)).body.checkout.session_id as string;
}

describe('what the merchant is told of a cart', () => {
  it('M50 M90: a cart that was paid: the lines, customer and extra of the version that was paid', async () => {
    const cart = await teaCart(url, { customer: { email: 'sara@example.com' }, extra: { gift: true } });
    await pay(url, cart, { outcome: 'declined' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const { body } = await pay(url, cart);
    const paid = () =>
      receiver.deliveries.find(
        ({ event }) => event.type === 'payment.paid' && event.data.payment.order_no === body.payment.order_no,
      );
    await eventually(() => paid() !== undefined);
    expect(paid()?.event.data).toMatchObject({
      payment: { state: 'paid', amount: '2.500' },
      purchase: {
        cart: { id: cart.id, version: 2 },
        items: [{ sku: 'KARAK-TEA', quantity: 2, line_total: '2.500' }],
        customer: { email: 'sara@example.com' },
        extra: { gift: true },
      },
    });
  });

  it('M51: the amount was changed while the payer was on the page: payment.needs_review, and the reason', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    const session = body.checkout.session_id as string;
    await fetch(body.checkout.checkout_url as string);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await paysOn(session);
    await eventually(() => typesOf(session).includes('payment.needs_review'));
    expect(typesOf(session)).not.toContain('payment.paid');
    const told = receiver.deliveries.find(({ event }) => event.type === 'payment.needs_review');
    expect(told?.event.data.payment['review_reasons']).toContain('cart_changed');
  });

  it('M53: a second success of one cart is payment.duplicate', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const old = first.body.checkout.session_id as string;
    await fetch(first.body.checkout.checkout_url as string);
    await paysOn(old, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const session = await sessionOf(cart);
    await paysOn(session);
    await eventually(() => typesOf(session).includes('payment.paid'));
    await paysOn(old, { late: true, outcome: 'success' });
    await eventually(() => typesOf(old).includes('payment.duplicate'));
    expect(typesOf(old)).not.toContain('payment.paid');
  });

  it('a session that nobody has seen or tried to pay is no news', async () => {
    const before = receiver.deliveries.length;
    const cart = await teaCart(url);
    await eventually(() =>
      service.simulator.requests().some(({ raw_body: body }) => body.includes('"amount":"1.250"')),
    );
    await setItem(url, cart, 'KARAK-TEA', 3);
    await eventually(() => service.simulator.requests().some(({ method }) => method === 'PATCH'));
    expect(receiver.deliveries.slice(before).map(({ event }) => event.data.purchase)).toEqual([]);
  });
});
