import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { setItem } from '../carts/support.ts';
import { Receiver, SECRET, type ReceivedEvent } from '../merchant-events/receiver.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE, EVENTS_LOST, payAtOttu } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';
import { checkout, pay, paymentOf, startCheckoutService, status, teaCart } from './support.ts';

const receiver = new Receiver();
let service: TestService;
let url: string;

beforeAll(async () => receiver.open());
afterAll(async () => receiver.close());
beforeEach(async () => {
  service = await startCheckoutService({ MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET });
  url = service.url;
});
afterEach(async () => service.close());

const toldOf = (orderNo: unknown): ReceivedEvent[] =>
  receiver.deliveries.map(({ event }) => event).filter(({ data }) => data.payment.order_no === orderNo);
const duplicatesOf = (orderNo: unknown): ReceivedEvent[] =>
  toldOf(orderNo).filter(({ type }) => type === 'payment.duplicate');

/** Ottu's event about a success of this order arrives. */
async function succeeded(orderNo: string, changes: Record<string, unknown>): Promise<void> {
  const event = paymentEvent(orderNo, changes);
  expect((await deliver(service, signed(event))).status).toBe(200);
  await service.runDue();
}

/** A charge that is paid in its answer. */
async function paidOrder(orderNo: string): Promise<{ reference: string; session: string; id: string }> {
  service.simulator.setFaults([EVENTS_LOST]);
  const { body } = await buyNow(url, { body: buyNowBody({ order_no: orderNo }) });
  expect(body.payment).toMatchObject({ state: 'paid', review_reasons: [] });
  const { reference_number: reference, session_id: session, id } = body.payment;
  return { reference, session, id };
}

describe('M53: a second success of one order is told, however it came about', () => {
  it('a hosted page that charged twice on one session, without an attempt of ours', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    await payAtOttu(service, body.checkout.session_id);
    await service.runDue();
    const { order_no: orderNo, amount } = (await status(url, cart)).body.payment;
    const first = (await paymentOf(service, orderNo))['reference_number'];
    const members = { session_id: body.checkout.session_id, amount, settled_amount: amount };
    await succeeded(orderNo, { ...members, reference_number: 'SECOND-1' });
    expect(await paymentOf(service, orderNo)).toMatchObject({
      state: 'paid',
      reference_number: first,
      review_reasons: ['duplicate_payment'],
    });
    expect((await status(url, cart)).body.payment.status).toBe('paid');
    expect(duplicatesOf(orderNo).map(({ data }) => data.duplicate)).toEqual([
      { of: { id: expect.any(String), order_no: orderNo, reference_number: first }, reference_number: 'SECOND-1' },
    ]);
    // The same word again is no third charge; another reference is one.
    await succeeded(orderNo, { ...members, reference_number: 'SECOND-1', message: 'again' });
    expect(duplicatesOf(orderNo)).toHaveLength(1);
    await succeeded(orderNo, { ...members, reference_number: 'THIRD-1' });
    expect(duplicatesOf(orderNo).map(({ data }) => data.duplicate?.['reference_number'])).toEqual([
      'SECOND-1',
      'THIRD-1',
    ]);
  });

  it('a charge in one step that is paid by its only attempt', async () => {
    const { reference, session, id } = await paidOrder('TWICE-1');
    await succeeded('TWICE-1', { session_id: session, reference_number: 'SECOND-2' });
    expect(await paymentOf(service, 'TWICE-1')).toMatchObject({ state: 'paid', review_reasons: ['duplicate_payment'] });
    expect(duplicatesOf('TWICE-1')[0]?.data.duplicate).toEqual({
      of: { id, order_no: 'TWICE-1', reference_number: reference },
      reference_number: 'SECOND-2',
    });
  });

  it('one of another session of the same order', async () => {
    await paidOrder('TWICE-2');
    await succeeded('TWICE-2', { session_id: 'e'.repeat(40), reference_number: 'SECOND-3' });
    expect(await paymentOf(service, 'TWICE-2')).toMatchObject({
      state: 'paid',
      review_reasons: expect.arrayContaining(['duplicate_payment']),
    });
    expect(duplicatesOf('TWICE-2')).toHaveLength(1);
  });

  it('one after a success that people look at', async () => {
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'resign', set: { settled_amount: '0.500' } } },
      EVENTS_LOST,
    ]);
    const { body } = await buyNow(url, { body: buyNowBody({ order_no: 'TWICE-3' }) });
    expect(body.payment).toMatchObject({ state: 'needs_review' });
    await succeeded('TWICE-3', { session_id: body.payment.session_id, reference_number: 'SECOND-4' });
    expect(await paymentOf(service, 'TWICE-3')).toMatchObject({
      review_reasons: expect.arrayContaining(['settled_amount_differs', 'duplicate_payment']),
    });
    expect(duplicatesOf('TWICE-3')).toHaveLength(1);
  });

  it.each(['1.250', '1.000'])('one of %s after a success of an amount that nobody had asked for', async (again) => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    const session = body.checkout.session_id as string;
    // The merchant's people lower the amount at Ottu, beside this service.
    await fetch(`${service.simulator.url}/b/checkout/v1/pymt-txn/${session}/`, {
      method: 'PATCH',
      headers: { authorization: `Api-Key ${service.simulator.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ amount: '1.000' }),
    });
    await payAtOttu(service, session);
    await service.runDue();
    const { order_no: orderNo } = (await status(url, cart)).body.payment;
    expect(await paymentOf(service, orderNo)).toMatchObject({ state: 'needs_review' });
    const [first] = service.simulator.webhooks().slice(-1);
    const reference = first?.body['reference_number'];
    await succeeded(orderNo, {
      session_id: session,
      amount: again,
      settled_amount: again,
      reference_number: 'SECOND-5',
    });
    expect(await paymentOf(service, orderNo)).toMatchObject({
      review_reasons: expect.arrayContaining(['duplicate_payment']),
    });
    expect(duplicatesOf(orderNo).map(({ data }) => data.duplicate)).toEqual([
      { of: { id: expect.any(String), order_no: orderNo, reference_number: reference }, reference_number: 'SECOND-5' },
    ]);
  });

  it('one of another session of the same cart, with the references of both', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const old = first.body.checkout.session_id as string;
    await fetch(first.body.checkout.checkout_url as string);
    await payAtOttu(service, old, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const second = await checkout(url, cart);
    await payAtOttu(service, second.body.checkout.session_id);
    await service.runDue();
    const { order_no: paidOrderNo } = (await status(url, cart)).body.payment;
    const { reference_number: reference } = await paymentOf(service, paidOrderNo);
    await payAtOttu(service, old, { late: true, outcome: 'success' });
    await service.runDue();
    const told = receiver.deliveries.map(({ event }) => event).filter(({ data }) => data.payment['session_id'] === old);
    const duplicate = told.find(({ type }) => type === 'payment.duplicate');
    const own = duplicate?.data.payment['reference_number'];
    expect(own).toEqual(expect.any(String));
    expect(duplicate?.data.duplicate).toEqual({
      of: { id: expect.any(String), order_no: paidOrderNo, reference_number: reference },
      reference_number: own,
    });
    expect((await status(url, cart)).body.payment.status).toBe('paid');
  });
});

describe('M53: what is no second success', () => {
  it('the event of a success that a retrieve or an answer has shown before', async () => {
    const { reference, session } = await paidOrder('ONCE-1');
    await succeeded('ONCE-1', { session_id: session, reference_number: reference });
    expect(await paymentOf(service, 'ONCE-1')).toMatchObject({ state: 'paid', review_reasons: [] });

    const cart = await teaCart(url);
    service.simulator.setFaults([EVENTS_LOST, { match: { path: '/apple-pay/' }, fault: { kind: 'answer_lost' } }]);
    const { body } = await pay(url, cart);
    expect(body.payment).toMatchObject({ status: 'paid' });
    const { order_no: orderNo, amount } = body.payment;
    await succeeded(orderNo, { amount, settled_amount: amount, reference_number: 'FIRST-NAMED' });
    expect(await paymentOf(service, orderNo)).toMatchObject({ state: 'paid', review_reasons: [] });
    expect(duplicatesOf(orderNo)).toHaveLength(0);
  });

  it('the capture of what was authorized, with the same reference or one of its own', async () => {
    for (const [orderNo, reference] of [
      ['CAPTURED-1', undefined],
      ['CAPTURED-2', 'CAPTURE-2'],
    ] as const) {
      service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome: 'authorized' } }, EVENTS_LOST]);
      const { body } = await buyNow(url, { body: buyNowBody({ order_no: orderNo }) });
      expect(body.payment).toMatchObject({ state: 'authorized' });
      const { session_id: session, reference_number: own } = body.payment;
      await succeeded(orderNo, { session_id: session, reference_number: reference ?? own });
      expect(await paymentOf(service, orderNo)).toMatchObject({ state: 'paid', review_reasons: [] });
      expect(duplicatesOf(orderNo)).toHaveLength(0);
    }
  });

  it('a decline that came before it, with a reference of its own', async () => {
    const cart = await teaCart(url);
    await pay(url, cart, { outcome: 'declined' });
    const { body } = await pay(url, cart);
    await service.runDue();
    expect(await paymentOf(service, body.payment.order_no)).toMatchObject({ state: 'paid', review_reasons: [] });
    expect(duplicatesOf(body.payment.order_no)).toHaveLength(0);
  });
});
