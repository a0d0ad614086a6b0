import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'kysely';
import request, { type Response } from 'supertest';

import { RetentionSweep } from '../../src/payments/retention-sweep.ts';
import { changeCart, getCart, newCart, setItem, type Headers, type TestCart } from '../carts/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { EVENTS_LOST, OPERATION, payAtOttu, RETRIEVE, SESSIONS } from '../support/ottu.ts';
import { SampleQuoteService } from '../support/quote-service.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type Replica, type TestService } from '../support/service.ts';
import { SECOND } from '../support/time.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';
import { checkout, CHECKOUT_VARIABLES, pay, paymentOf, startCheckoutService, status, tagOf } from './support.ts';

/** Races whose winner nobody chooses are run so often. */
const ROUNDS = 6;

const shop = new SampleQuoteService();
const receiver = new Receiver();
let provider: IdentityProvider;
/** Both are one shop, on one database. */
let service: TestService;
let there: Replica;
let url: string;

const { now } = performance;
let ahead = 0;
/** The process's own clock goes on for longer than a quote is remembered. */
function forgetQuotes(): void {
  ahead += 3_100;
  jest.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + ahead);
}

beforeAll(async () => {
  await shop.start();
  await receiver.open();
  provider = await IdentityProvider.start();
  const variables = {
    ...shop.variables,
    ...provider.variables,
    FREE_ORDERS: 'true',
    MERCHANT_EVENTS_URL: receiver.url,
    MERCHANT_EVENTS_SECRET: SECRET,
  };
  service = await startCheckoutService(variables);
  url = service.url;
  const port = await freePort();
  const own = { PUBLIC_URL: `http://127.0.0.1:${port}`, RATE_LIMIT_PER_MINUTE: '100000' };
  there = await startReplica(service, { ...CHECKOUT_VARIABLES, ...own, ...variables }, { port });
});
afterAll(async () => {
  await there.close();
  await service.close();
  await provider.close();
  await receiver.close();
  await shop.close();
});
beforeEach(() => {
  service.simulator.reset();
  receiver.reset();
  shop.extras = ({ codes = [] }) => (codes.includes('EID') ? { discounts: [{ code: 'EID', amount: '1.250' }] } : {});
});
afterEach(() => {
  shop.failure = undefined;
});

interface CompleteCall {
  readonly key?: string;
  readonly ifMatch?: string;
  readonly headers?: Headers;
  readonly at?: string;
}

async function complete(cart: TestCart, call: CompleteCall = {}): Promise<Response> {
  const { key = randomUUID(), headers = {}, at = url } = call;
  const ifMatch = call.ifMatch ?? (await tagOf(url, cart));
  return request(at)
    .post(`/v1/carts/${cart.id}/complete`)
    .set('cart-token', cart.token)
    .set('idempotency-key', key)
    .set('if-match', ifMatch)
    .set(headers);
}

const ONE_TEA = { items: [{ sku: 'TEA', quantity: 1 }] };
const freeCart = (more: object = {}, headers: Headers = {}): Promise<TestCart> =>
  newCart(url, { ...ONE_TEA, codes: ['EID'], ...more }, headers);

/** What the merchant was told of this cart, once everything is delivered that is due. */
async function toldOf(cart: TestCart) {
  await service.runDue();
  return receiver.deliveries
    .map(({ event }) => event as unknown as { type: string; timestamp: string; data: Record<string, unknown> })
    .filter(({ data }) => (data['cart'] as { id?: string } | undefined)?.id === cart.id);
}

/** How many sessions were made for this cart. */
const transactionsOf = (cart: TestCart): Promise<number> =>
  withRows(service, (db) =>
    sql`select payment_id from cart_transactions where cart_id = ${cart.id}`
      .execute(db)
      .then(({ rows }) => rows.length),
  );

describe('M57: a cart that costs nothing is completed', () => {
  it('and the merchant is told all that the order is fulfilled from', async () => {
    const cart = await freeCart({
      language: 'ar',
      customer: { first_name: 'Sara', email: 'sara@example.com' },
      billing_address: { line1: 'Block 4', city: 'Kuwait City', country: 'KW' },
      extra: { gift_wrap: true },
    });
    const answer = await complete(cart);
    expect(answer.status).toBe(200);
    expect(answer.body.cart).toMatchObject({ id: cart.id, version: 1, state: 'paid', total: '0.000', codes: ['EID'] });
    expect(answer.headers['etag']).toBe(await tagOf(url, cart));
    expect(answer.headers['idempotent-replayed']).toBeUndefined();
    expect(await toldOf(cart)).toEqual([
      {
        type: 'cart.completed',
        timestamp: expect.any(String),
        data: {
          sequence: 1,
          cart: {
            id: cart.id,
            version: 1,
            total: '0.000',
            currency_code: 'KWD',
            language: 'ar',
            customer_id: null,
            completed_at: expect.any(String),
          },
          purchase: {
            cart: { id: cart.id, version: 1 },
            items: [
              {
                sku: 'TEA',
                name: { en: 'Sample TEA', ar: 'عينة TEA' },
                quantity: 1,
                unit_price: '1.250',
                line_total: '1.250',
              },
            ],
            quote: expect.objectContaining({ total: '0.000', discounts: [expect.objectContaining({ code: 'EID' })] }),
            customer: { first_name: 'Sara', email: 'sara@example.com' },
            billing_address: { line1: 'Block 4', city: 'Kuwait City', country: 'KW' },
            extra: { gift_wrap: true },
            codes: ['EID'],
          },
        },
      },
    ]);
    expect(service.simulator.requests(SESSIONS)).toEqual([]);
  });

  it('its shopper is told paid, with nothing paid, and it is over', async () => {
    const cart = await freeCart();
    await complete(cart);
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '0.000', order_no: null });
    const headers = { 'if-match': '"v1"' };
    const over = { status: 409, code: 'cart_closed', outcome: 'final' };
    expect((await checkout(url, cart)).body).toMatchObject(over);
    expect((await pay(url, cart)).body).toMatchObject(over);
    expect((await setItem(url, cart, 'TEA', 2, headers)).body).toMatchObject(over);
    expect((await getCart(url, cart)).body.cart).toMatchObject({ state: 'paid', version: 1 });
  });

  it('M9: a try that was declined before stays declined, and is not the order', async () => {
    const cart = await newCart(url, ONE_TEA);
    const ifMatch = await tagOf(url, cart);
    const declined = await pay(url, cart, { key: 'declined', outcome: 'declined', ifMatch });
    expect(declined.body.payment).toMatchObject({ status: 'declined', order_no: expect.any(String) });
    await changeCart(url, cart, { codes: ['EID'] });
    expect((await complete(cart)).status).toBe(200);
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '0.000', order_no: null });
    const replay = await pay(url, cart, { key: 'declined', outcome: 'declined', ifMatch });
    expect(replay.body.payment).toMatchObject({ status: 'declined', order_no: declined.body.payment.order_no });
  });

  it('operators find its event by its cart', async () => {
    const cart = await freeCart();
    await complete(cart);
    await service.runDue();
    const list = await request(url)
      .get('/v1/merchant-events?type=cart.completed')
      .set('authorization', authorization('operator'));
    const event = (list.body.events as { id: string; cart_id: string }[]).find(({ cart_id }) => cart_id === cart.id);
    expect(event).toMatchObject({ payment_id: null, order_no: null, sequence: 1, state: 'delivered' });
    const again = await request(url)
      .post(`/v1/merchant-events/${event?.id}/redeliver`)
      .set('authorization', authorization('operator'));
    expect(again.status).toBe(202);
    expect(await toldOf(cart)).toHaveLength(2);
  });

  it('M10: the event goes when it was told so long ago, and not while it waits', async () => {
    const [told, waiting] = [await freeCart(), await freeCart()];
    await complete(told);
    await complete(waiting);
    await service.runDue();
    const left = () =>
      withRows(service, (db) =>
        sql<{ cart_id: string }>`select cart_id from merchant_events where cart_id in (${told.id}, ${waiting.id})`
          .execute(db)
          .then(({ rows }) => rows.map(({ cart_id }) => cart_id)),
      );
    await withRows(service, async (db) => {
      await sql`update merchant_events set finished_at = now() - interval '401 days' where cart_id = ${told.id}`.execute(
        db,
      );
      await sql`update merchant_events set state = 'waiting', finished_at = null, next_try_at = now() + interval '1 day',
          created_at = now() - interval '401 days' where cart_id = ${waiting.id}`.execute(db);
    });
    await service.app.get(RetentionSweep, { strict: false }).sweep();
    expect(await left()).toEqual([waiting.id]);
  });

  it('M58: a bound cart needs its customer, whose id the merchant is told', async () => {
    const headers = { authorization: await provider.bearer('cust-77') };
    const cart = await freeCart({}, headers);
    expect((await complete(cart)).body).toMatchObject({ code: 'customer_jwt_missing' });
    const other = { authorization: await provider.bearer('cust-78') };
    expect((await complete(cart, { headers: other })).body).toMatchObject({ code: 'not_found' });
    expect((await complete(cart, { headers })).status).toBe(200);
    expect(await toldOf(cart)).toMatchObject([{ data: { cart: { customer_id: 'cust-77' } } }]);
  });
});

describe('M7, M9: one key completes one cart once', () => {
  it('the same key again is answered with the cart, and nobody is told twice', async () => {
    const cart = await freeCart();
    const ifMatch = await tagOf(url, cart);
    const first = await complete(cart, { key: 'k-1', ifMatch });
    const again = await complete(cart, { key: 'k-1', ifMatch, at: there.url });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(again.body).toEqual(first.body);
    expect((await complete(cart, { key: 'k-2', ifMatch })).body).toMatchObject({
      code: 'cart_closed',
      outcome: 'final',
    });
    expect(await toldOf(cart)).toHaveLength(1);
  });

  it.each([
    ['with one key', () => ['same', 'same'], [200, 200]],
    ['with two keys', () => ['one', 'two'], [200, 409]],
  ])('two at once at two replicas, %s, complete it once', async (_what, keys, statuses) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const cart = await freeCart();
      const ifMatch = await tagOf(url, cart);
      const [one, two] = keys();
      const answers = await Promise.all([
        complete(cart, { key: `${one}`, ifMatch }),
        complete(cart, { key: `${two}`, ifMatch, at: there.url }),
      ]);
      expect(answers.map((answer) => answer.status).toSorted((a, b) => a - b)).toEqual(statuses);
      expect(await toldOf(cart)).toHaveLength(1);
    }
  });
});

describe('M55: what the shopper has seen is what is completed', () => {
  it('If-Match is needed, and another version is told', async () => {
    const cart = await freeCart();
    const without = await request(url)
      .post(`/v1/carts/${cart.id}/complete`)
      .set('cart-token', cart.token)
      .set('idempotency-key', 'k');
    expect(without.body).toMatchObject({ status: 428, code: 'precondition_required' });
    await changeCart(url, cart, { language: 'ar' });
    expect((await complete(cart, { ifMatch: '"v1"' })).body).toMatchObject({ status: 412, code: 'cart_changed' });
    const noKey = await request(url)
      .post(`/v1/carts/${cart.id}/complete`)
      .set('cart-token', cart.token)
      .set('if-match', '"v2"');
    expect(noKey.body).toMatchObject({ status: 400, code: 'idempotency_key_missing' });
    expect(await toldOf(cart)).toEqual([]);
  });

  it('a voucher that is not good any more is a price_changed, and the cart is open at the new total', async () => {
    const cart = await freeCart();
    forgetQuotes();
    shop.extras = () => ({});
    const answer = await complete(cart);
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'price_changed',
      outcome: 'none',
      cart: { version: 2, total: '1.250', state: 'open' },
    });
    expect((await complete(cart)).body).toMatchObject({ status: 409, code: 'payment_needed', outcome: 'none' });
    expect(await toldOf(cart)).toEqual([]);
  });

  it('what costs something, what is empty, what is sold out and what has no price are not completed', async () => {
    expect((await complete(await newCart(url, ONE_TEA))).body).toMatchObject({ status: 409, code: 'payment_needed' });
    expect((await complete(await newCart(url))).body).toMatchObject({ status: 409, code: 'cart_empty' });
    const cart = await freeCart();
    forgetQuotes();
    shop.failWith(503);
    expect((await complete(cart)).body).toMatchObject({ code: 'catalog_unavailable', outcome: 'none' });
    shop.failWith(422, {}, JSON.stringify({ items: [{ index: 0, message: 'Sold out.' }] }));
    expect((await complete(cart)).body).toMatchObject({ code: 'items_not_sold', outcome: 'none' });
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });

  it('against an edit at the other replica: one of them is told to begin again', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const cart = await freeCart();
      const ifMatch = await tagOf(url, cart);
      const [completed, edited] = await Promise.all([
        complete(cart, { ifMatch }),
        setItem(there.url, cart, 'TEA', 2).then((answer) => answer),
      ]);
      expect([completed.status, edited.status]).toEqual(completed.status === 200 ? [200, 409] : [412, 200]);
      expect(await toldOf(cart)).toHaveLength(completed.status === 200 ? 1 : 0);
    }
  });
});

describe('M53, M54: what could be paid for an earlier total', () => {
  /** Its session was handed out at a total, and a voucher came after that. */
  async function handedOut(): Promise<{ cart: TestCart; sessionId: string; orderNo: string }> {
    const cart = await newCart(url, ONE_TEA);
    const { body } = await checkout(url, cart);
    const orderNo = (await status(url, cart)).body.payment.order_no as string;
    return { cart, sessionId: body.checkout.session_id as string, orderNo };
  }
  const withVoucher = (cart: TestCart) => changeCart(url, cart, { codes: ['EID'] });

  it('is closed before the cart is', async () => {
    const { cart, orderNo } = await handedOut();
    await withVoucher(cart);
    expect((await complete(cart)).status).toBe(200);
    expect(service.simulator.requests(OPERATION)).not.toEqual([]);
    expect(await paymentOf(service, orderNo)).toMatchObject({ state: 'expired' });
    expect(await toldOf(cart)).toHaveLength(1);
    expect(await transactionsOf(cart)).toBe(1);
  });

  it('was paid: then that is the order, and nothing is completed', async () => {
    const { cart, sessionId } = await handedOut();
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, sessionId);
    await withVoucher(cart);
    expect((await complete(cart)).body).toMatchObject({ status: 409, outcome: expect.stringMatching(/final|unknown/) });
    await service.runDue();
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '1.250' });
    expect(await toldOf(cart)).toEqual([]);
  });

  it.each([
    ['Ottu does not expire it', OPERATION],
    ['Ottu gives no answer', RETRIEVE],
  ])('keeps the cart open where %s', async (_what, match) => {
    const { cart } = await handedOut();
    await withVoucher(cart);
    service.simulator.setFaults([{ match, fault: { kind: 'status', status: 500 } }]);
    expect((await complete(cart)).body).toMatchObject({ status: 503, code: 'checkout_unavailable' });
    // Also once the cart has let go of it, and it is still to be expired.
    await service.moveTime(SECOND);
    await service.runDue();
    expect((await complete(cart)).body).toMatchObject({ status: 503, code: 'checkout_unavailable' });
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect(await toldOf(cart)).toEqual([]);
  });

  it('is paid on the page at the same moment: it is one order, or a second payment that people look at', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { cart, sessionId, orderNo } = await handedOut();
      await withVoucher(cart);
      const [completed] = await Promise.all([complete(cart), payAtOttu(service, sessionId).catch(() => undefined)]);
      await service.runDue();
      const payment = await paymentOf(service, orderNo);
      const told = (await toldOf(cart)).length;
      if (completed.status === 200) expect([told, payment['state']]).toEqual([1, 'expired']);
      else expect([told, payment['state']]).toEqual([0, 'paid']);
    }
  });

  it('M53: a success that comes after all is a second payment, which people look at', async () => {
    const { cart, sessionId, orderNo } = await handedOut();
    await withVoucher(cart);
    expect((await complete(cart)).status).toBe(200);
    const late = { session_id: sessionId, amount: '1.250', settled_amount: '1.250', reference_number: 'LATE-1' };
    expect((await deliver(service, signed(paymentEvent(orderNo, late)))).status).toBe(200);
    await service.runDue();
    expect(await paymentOf(service, orderNo)).toMatchObject({
      state: 'needs_review',
      review_reasons: ['duplicate_payment'],
    });
    await eventually(() => receiver.deliveries.some(({ event }) => event.type === 'payment.duplicate'));
    expect((await status(url, cart)).body.payment.status).toBe('checking');
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
  });
});

describe('FREE_ORDERS', () => {
  it('is off unless it is set: then nothing is completed', async () => {
    const strict = await startCheckoutService({ ...shop.variables });
    const cart = await newCart(strict.url, { ...ONE_TEA, codes: ['EID'] });
    const answer = await complete(cart, { at: strict.url, ifMatch: '"v1"' });
    expect(answer.body).toMatchObject({ status: 403, code: 'forbidden', outcome: 'none' });
    expect((await getCart(strict.url, cart)).body.cart.state).toBe('open');
    await strict.close();
  });

  it('without an address for events the order waits in the outbox, for operators to see', async () => {
    const silent = await startCheckoutService({ ...shop.variables, FREE_ORDERS: 'true' });
    const cart = await newCart(silent.url, { ...ONE_TEA, codes: ['EID'] });
    expect((await complete(cart, { at: silent.url, ifMatch: '"v1"' })).status).toBe(200);
    const list = await request(silent.url).get('/v1/merchant-events').set('authorization', authorization('operator'));
    expect(list.body.events).toMatchObject([{ type: 'cart.completed', cart_id: cart.id, state: 'waiting', tries: 0 }]);
    await silent.close();
  });
});
