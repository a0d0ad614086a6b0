import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { setItem } from '../carts/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { answerLost, APPLE, EVENTS_LOST, payAtOttu, RETRIEVES_SILENT } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { HOUR, MINUTE, SECOND } from '../support/time.ts';
import { checkout, pay, startCheckoutService, status, teaCart } from './support.ts';

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

const typesOf = (sessionId: string): string[] =>
  receiver.deliveries
    .filter(({ event }) => event.data.payment['session_id'] === sessionId)
    .map(({ event }) => event.type);

async function sessionOf(cart: Awaited<ReturnType<typeof teaCart>>): Promise<string> {
  return (await checkout(url, cart)).body.checkout.session_id as string;
}

describe('M50, M51, M53, M90: what the merchant is told of a cart', () => {
  it('a cart that was paid is told with the lines, customer and extra of the version that was paid', async () => {
    const cart = await teaCart(url, { customer: { email: 'sara@example.com' }, extra: { gift: true } });
    await pay(url, cart, { outcome: 'declined' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const { body } = await pay(url, cart);
    await service.runDue();
    const paid = receiver.deliveries.filter(
      ({ event }) => event.type === 'payment.paid' && event.data.payment.order_no === body.payment.order_no,
    );
    expect(paid).toHaveLength(1);
    expect(paid[0]?.event.data).toMatchObject({
      payment: { state: 'paid', amount: '2.500' },
      purchase: {
        cart: { id: cart.id, version: 2 },
        items: [{ sku: 'KARAK-TEA', quantity: 2, line_total: '2.500' }],
        customer: { email: 'sara@example.com' },
        extra: { gift: true },
      },
    });
  });

  it('what was paid while the cart was changed is payment.paid, with the lines that were paid and those that were added', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    const session = body.checkout.session_id as string;
    await fetch(body.checkout.checkout_url as string);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await payAtOttu(service, session);
    await service.passTime(HOUR);
    expect(typesOf(session)).not.toContain('payment.needs_review');
    const told = receiver.deliveries.filter(
      ({ event }) => event.type === 'payment.paid' && event.data.payment['session_id'] === session,
    );
    expect(told).toHaveLength(1);
    expect(told[0]?.event.data).toMatchObject({
      payment: { amount: '1.250', added_since: [{ sku: 'KARAK-TEA', quantity: 1 }] },
      purchase: { cart: { version: 1 }, items: [{ sku: 'KARAK-TEA', quantity: 1, line_total: '1.250' }] },
    });
  });

  it('a second success of one cart is payment.duplicate', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const old = first.body.checkout.session_id as string;
    await fetch(first.body.checkout.checkout_url as string);
    await payAtOttu(service, old, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const session = await sessionOf(cart);
    await payAtOttu(service, session);
    await service.runDue();
    expect(typesOf(session)).toContain('payment.paid');
    await payAtOttu(service, old, { late: true, outcome: 'success' });
    await service.runDue();
    expect(typesOf(old)).toContain('payment.duplicate');
    expect(typesOf(old)).not.toContain('payment.paid');
  });

  it('a success that a retrieve finds first, and its event then names, is one success, whatever was declined before', async () => {
    const cart = await teaCart(url);
    await pay(url, cart, { outcome: 'declined' });
    service.simulator.setFaults([answerLost(APPLE), RETRIEVES_SILENT, EVENTS_LOST]);
    expect((await pay(url, cart)).body.payment).toMatchObject({ status: 'checking' });
    service.simulator.setFaults([EVENTS_LOST]);
    await service.passTime(2 * MINUTE);
    const paid = await status(url, cart);
    expect(paid.body.payment).toMatchObject({ status: 'paid' });
    // Its event, which names the gateway's reference as no retrieve does, was on its way for long.
    const event = service.simulator.webhooks().at(-1);
    expect(event?.body).toMatchObject({ state: 'paid', order_no: paid.body.payment.order_no });
    expect((await request(url).post('/v1/webhooks/ottu').send(event?.body)).status).toBe(200);
    service.simulator.clearFaults();
    await service.runDue();
    const told = receiver.deliveries.filter(
      ({ event: { data } }) => data.payment.order_no === paid.body.payment.order_no,
    );
    expect(told.map(({ event: { type } }) => type)).not.toContain('payment.duplicate');
    expect(told.at(-1)?.event.data.payment).toMatchObject({ state: 'paid', review_reasons: [] });
  });

  it('a session that nobody has seen or tried to pay is no news', async () => {
    const before = receiver.deliveries.length;
    const cart = await teaCart(url);
    await service.passTime(SECOND);
    expect(service.simulator.requests().at(-1)?.raw_body).toContain('"amount":"1.250"');
    await setItem(url, cart, 'KARAK-TEA', 3);
    await service.passTime(SECOND);
    expect(service.simulator.requests().at(-1)).toMatchObject({ method: 'PATCH' });
    await service.passTime(HOUR);
    expect(receiver.deliveries.slice(before).map(({ event }) => event.data.purchase)).toEqual([]);
  });
});
