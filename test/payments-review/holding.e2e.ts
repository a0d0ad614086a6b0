import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { getCart, setItem, type TestCart } from '../carts/support.ts';
import { checkout, freeze, pay, paymentOf, startCheckoutService, status, tagOf, teaCart } from '../checkout/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { EVENTS_LOST, INQUIRY, NATIVE, OPERATION, PATCH, payAtOttu, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { DAY, HOUR, MINUTE } from '../support/time.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';
import { ACCEPT, decide, REJECT } from './support.ts';

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
beforeEach(() => {
  service.simulator.reset();
  receiver.reset();
});

interface Confirming {
  readonly cart: TestCart;
  readonly session: string;
  readonly payment: Readonly<Record<string, unknown>>;
}

const PROVED_NOTHING = { match: INQUIRY, fault: { kind: 'status', status: 403, body: { detail: 'x' } } } as const;

/**
 * A payer had the page open when the amount changed, and has paid the new one; his event was lost, and a retrieve does not
 * show what was settled.
 */
async function confirmingCart({ inquired = true } = {}): Promise<Confirming> {
  const cart = await teaCart(url);
  const { body } = await checkout(url, cart);
  const session = String(body.checkout.session_id);
  await payAtOttu(service, session, { outcome: 'declined' });
  await service.runDue();
  await setItem(url, cart, 'KARAK-TEA', 2);
  expect((await checkout(url, cart)).body.checkout.session_id).toBe(session);
  service.simulator.setFaults([EVENTS_LOST, ...(inquired ? [] : [PROVED_NOTHING])]);
  await payAtOttu(service, session);
  await service.passTime(MINUTE);
  const payment = await ofSession(session);
  expect(payment).toMatchObject({ state: 'confirming' });
  return { cart, session, payment };
}

async function ofSession(session: string): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await request(url)
    .get('/v1/payments')
    .query({ session_id: session })
    .set('authorization', authorization('operator'));
  return body.payments[0] as Readonly<Record<string, unknown>>;
}

/** As the answer to the attempt would have named it: by it an event is known to be about that attempt (M23). */
async function referenceOf(id: unknown): Promise<string> {
  const row = await withRows(service, (db) =>
    db
      .updateTable('payment_attempts')
      .set({ reference_number: 'sandboxAA7001' })
      .where('payment_id', '=', String(id))
      .returning('reference_number')
      .executeTakeFirstOrThrow(),
  );
  return String(row.reference_number);
}

async function typesOf(id: unknown): Promise<readonly string[]> {
  await service.runDue('MerchantEvents');
  return receiver.of(String(id)).map(({ event }) => event.type);
}

describe('M26: a success that is not proved yet holds its cart', () => {
  it('the shopper sees checking, the caller unknown, the merchant payment.pending; the list knows the state', async () => {
    const { cart, payment } = await confirmingCart();
    expect((await status(url, cart)).body.payment.status).toBe('checking');
    expect(payment).toMatchObject({ outcome: 'unknown', review_reasons: [] });
    expect((await typesOf(payment['id'])).at(-1)).toBe('payment.pending');
    const { body } = await request(url)
      .get('/v1/payments')
      .query({ state: 'confirming' })
      .set('authorization', authorization('operator'));
    expect(body.payments.map(({ id }: { id: string }) => id)).toContain(payment['id']);
    const metrics = await request(url).get('/metrics');
    expect(metrics.text).toMatch(/ottu_bff_confirming_payments [1-9]/);
  });

  it('nothing of its session is patched, expired, edited, abandoned or charged', async () => {
    const { cart } = await confirmingCart();
    const before = service.simulator.requests(PATCH).length;
    const tag = await tagOf(url, cart);
    expect((await setItem(url, cart, 'KARAK-TEA', 3)).body.code).toBe('cart_frozen');
    expect((await checkout(url, cart)).body.code).toBe('cart_frozen');
    expect((await freeze(url, cart, { 'if-match': tag })).body.code).toBe('cart_frozen');
    expect((await pay(url, cart, { ifMatch: tag })).body.code).toBe('cart_frozen');
    const abandoned = await request(url).delete(`/v1/carts/${cart.id}`).set('cart-token', cart.token);
    expect(abandoned.body.code).toBe('cart_frozen');
    await service.runDue();
    expect(service.simulator.requests(PATCH)).toHaveLength(before);
    expect(service.simulator.requests(OPERATION)).toHaveLength(0);
    expect(service.simulator.requests(NATIVE)).toHaveLength(0);
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
  });

  it('an inquiry proves it as soon as Ottu takes one, and the cart is paid', async () => {
    const { cart, session } = await confirmingCart();
    // Ottu asks this gateway itself after 11 minutes (F9.1), and three more are added (M32).
    await service.passTime(14 * MINUTE);
    expect(service.simulator.requests(INQUIRY)).toHaveLength(1);
    expect(await ofSession(session)).toMatchObject({ state: 'paid', review_reasons: [] });
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    expect((await status(url, cart)).body.payment.status).toBe('paid');
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it("the cart's other sessions are expired at once, as if it were paid", async () => {
    const cart = await teaCart(url);
    const first = String((await checkout(url, cart)).body.checkout.session_id);
    await payAtOttu(service, first, { outcome: 'declined' });
    await service.runDue();
    await setItem(url, cart, 'KARAK-TEA', 2);
    await checkout(url, cart);
    await payAtOttu(service, first, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 3);
    const second = String((await checkout(url, cart)).body.checkout.session_id);
    expect(second).not.toBe(first);
    service.simulator.setFaults([
      { match: { webhook: true }, fault: { kind: 'missing_member', member: 'settled_amount' } },
      {
        match: { ...RETRIEVE, path: `${RETRIEVE.path}${second}` },
        fault: { kind: 'tamper', set: { state: 'created' } },
      },
    ]);
    await payAtOttu(service, first, { late: true, outcome: 'success' });
    await service.runDue();
    expect(['confirming', 'needs_review']).toContain((await ofSession(first))['state']);
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
    const expired = service.simulator.requests(OPERATION).map(({ raw_body: text }) => text);
    expect(expired.some((text) => text.includes(second))).toBe(true);
  });

  it('when the last inquiry has gone the same fact is for people to look at, and the cart stays held', async () => {
    const { cart, session, payment } = await confirmingCart({ inquired: false });
    await service.passTime(2 * HOUR);
    expect(await ofSession(session)).toMatchObject({
      state: 'needs_review',
      review_reasons: ['settled_amount_unproved'],
    });
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
    expect((await status(url, cart)).body.payment.status).toBe('checking');
    expect((await typesOf(payment['id'])).at(-1)).toBe('payment.needs_review');
    // The operator has seen the statement of his bank.
    const accepted = await decide(service, String(payment['id']), ACCEPT);
    expect(accepted.body.payment).toMatchObject({ state: 'paid', amount_received: payment['amount'] });
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    expect((await status(url, cart)).body.payment.status).toBe('paid');
  });

  it('its cart does not expire meanwhile', async () => {
    const { cart, session } = await confirmingCart({ inquired: false });
    service.simulator.setFaults([EVENTS_LOST, { match: INQUIRY, fault: { kind: 'status', status: 503, body: {} } }]);
    await service.moveTime(60 * DAY);
    await service.runOnce('CartSync');
    expect((await ofSession(session))['state']).toBe('confirming');
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
    expect(service.simulator.requests(OPERATION)).toHaveLength(0);
  });
});

describe('M27: a rejected payment and its cart', () => {
  it('the cart opens on a new session, and is paid by that', async () => {
    const { cart, session, payment } = await confirmingCart({ inquired: false });
    await service.passTime(2 * HOUR);
    const id = String(payment['id']);
    expect((await decide(service, id, REJECT)).body.code).toBe('ottu_shows_success');
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
    const rejected = await decide(service, id, { ...REJECT, given_back: true });
    expect(rejected.body.payment).toMatchObject({ state: 'canceled', outcome: 'final' });
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect((await status(url, cart)).body.payment.status).toBe('open');
    service.simulator.clearFaults();
    await service.runDue();
    const next = await checkout(url, cart);
    expect(next.status).toBe(200);
    expect(next.body.checkout.session_id).not.toBe(session);
    const paid = await pay(url, cart);
    expect(paid.body.payment.status).toBe('paid');
    expect(await ofSession(session)).toMatchObject({ state: 'canceled' });
    expect((await paymentOf(service, paid.body.payment.order_no))['state']).toBe('paid');
  });

  it('the cart stays paid by another payment; a second success that is accepted stays a duplicate', async () => {
    const cart = await teaCart(url);
    const first = String((await checkout(url, cart)).body.checkout.session_id);
    await payAtOttu(service, first, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const second = String((await checkout(url, cart)).body.checkout.session_id);
    await payAtOttu(service, second);
    await service.runDue();
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    await payAtOttu(service, first, { late: true, outcome: 'success' });
    await service.runDue();
    const doubled = await ofSession(first);
    expect(doubled).toMatchObject({ state: 'needs_review' });
    const accepted = await decide(service, String(doubled['id']), ACCEPT);
    expect(accepted.body.payment).toMatchObject({ state: 'paid', review_reasons: ['duplicate_payment'] });
    expect((await typesOf(doubled['id'])).at(-1)).toBe('payment.duplicate');
    const told = await status(url, cart);
    expect(told.body.payment.status).toBe('paid');
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
  });
});

describe('M27: an unanswered attempt of a cart', () => {
  it("is lifted by the attempt's own failure, however late; its cart has gone on without it", async () => {
    const cart = await teaCart(url);
    const paid = await pay(url, cart, { outcome: 'pending_forever' });
    const { order_no: orderNo } = paid.body.payment;
    const { id, session_id: session, amount } = await paymentOf(service, orderNo);
    const reference = await referenceOf(id);
    await service.passTime(60 * HOUR);
    expect(await ofSession(String(session))).toMatchObject({ state: 'needs_review' });
    // M36: a review for want of an answer holds no cart.
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    const failed = { session_id: session, amount, reference_number: reference, result: 'failed', state: 'failed' };
    await deliver(service, signed(paymentEvent(orderNo, { ...failed, settled_amount: undefined })));
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'tamper', set: { state: 'failed' } } }]);
    await service.runDue();
    expect(await ofSession(String(session))).toMatchObject({ state: 'failed', outcome: 'final', review_reasons: [] });
    expect((await typesOf(id)).at(-1)).toBe('payment.failed');
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect((await status(url, cart)).body.payment).not.toHaveProperty('earlier_payment');
  });

  it('that an operator rejects speaks of its cart no more', async () => {
    const cart = await teaCart(url);
    const paid = await pay(url, cart, { outcome: 'pending_forever' });
    const { id, session_id: session } = await paymentOf(service, paid.body.payment.order_no);
    await service.passTime(60 * HOUR);
    expect(await ofSession(String(session))).toMatchObject({ state: 'needs_review' });
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'open', earlier_payment: 'checking' });
    const rejected = await decide(service, String(id), REJECT);
    expect(rejected.body.payment).toMatchObject({ state: 'canceled' });
    expect((await status(url, cart)).body.payment).not.toHaveProperty('earlier_payment');
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });
});
