import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Kysely } from 'kysely';

import request from 'supertest';

import { changeCart, getCart, newCart, setItem } from '../carts/support.ts';
import { EnsureSynced } from '../../src/carts/sync/ensure-synced.ts';
import { Database } from '../../src/database/database.ts';
import type { Schema } from '../../src/database/schema.ts';
import { buyNow } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import {
  answerLost,
  APPLE,
  CREATE,
  EVENTS_LOST,
  GOOGLE,
  NATIVE,
  OPERATION,
  PATCH,
  payAtOttu,
  RETRIEVE,
  RETRIEVES_SILENT,
} from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';

import {
  checkout,
  freeze,
  pay,
  payload,
  startCheckoutService,
  tagOf,
  status,
  statusAfter,
  teaCart,
  unfreeze,
} from './support.ts';

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startCheckoutService();
  url = service.url;
});
afterAll(async () => service.close());
afterEach(() => service.simulator.clearFaults());

const charges = (orderNo: string): unknown[] =>
  service.simulator.ledger().filter(({ order_no }) => order_no === orderNo);

describe('promise 3, M13, M55, M91: a cart is paid by a wallet', () => {
  it.each(['apple_pay', 'google_pay'] as const)(
    'with %s the payload reaches Ottu byte for byte, and the cart is paid',
    async (wallet) => {
      const cart = await teaCart(url);
      const text =
        '{"paymentData" : {"data":"sim-success","version":"EC_v1","signature":"s","header":{"publicKeyHash":"h","transactionId":"t"}},\n "2":1.0,"1":1e2,"é":"\\u00e9",' +
        '"paymentMethod":{"displayName":"Visa","network":"Visa","type":"debit"},"transactionIdentifier":"t",' +
        '"apiVersion":2,"apiVersionMinor":0,"paymentMethodData":{"type":"CARD","description":"d","info":{},"tokenizationData":{"type":"PAYMENT_GATEWAY","token":"t"}}}';
      const answer = await pay(url, cart, { body: `{"wallet":"${wallet}","payload":${text}}` });
      expect(answer.status).toBe(201);
      expect(answer.body.payment).toMatchObject({ status: 'paid', amount: '1.250', currency_code: 'KWD' });
      const [last] = service.simulator.requests(wallet === 'apple_pay' ? APPLE : GOOGLE).slice(-1);
      expect(last?.raw_body).toContain(`"payload":${text}`);
      expect((await getCart(url, cart)).body.cart.state).toBe('paid');
      expect(charges(answer.body.payment.order_no)).toEqual([
        expect.objectContaining({ amount: '1.250', currency: 'KWD' }),
      ]);
    },
  );

  it('with If-Match only: 428 without, 412 when the cart has moved', async () => {
    const cart = await teaCart(url);
    const before = (await getCart(url, cart)).headers['etag'] as string;
    await setItem(url, cart, 'KARAK-TEA', 2);
    expect((await pay(url, cart, { ifMatch: before })).body).toMatchObject({
      status: 412,
      code: 'cart_changed',
      outcome: 'none',
    });
    const without = await request(url)
      .post(`/v1/carts/${cart.id}/payments`)
      .set('cart-token', cart.token)
      .set('idempotency-key', 'k')
      .send({ wallet: 'apple_pay', payload: payload() });
    expect(without.body).toMatchObject({ status: 428, code: 'precondition_required', outcome: 'none' });
    expect((await status(url, cart)).body.payment.status).toBe('open');
  });

  it('a decline is a settled answer, opens the cart, and the same session is paid by another attempt', async () => {
    const cart = await teaCart(url);
    const declined = await pay(url, cart, { outcome: 'declined' });
    expect([declined.status, declined.body.payment.status]).toEqual([201, 'declined']);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    const paid = await pay(url, cart);
    expect(paid.body.payment).toMatchObject({ status: 'paid', order_no: declined.body.payment.order_no });
    expect(charges(paid.body.payment.order_no)).toHaveLength(1);
  });

  it("nothing of Ottu's own words reaches the shopper", async () => {
    const cart = await teaCart(url);
    const { text } = await pay(url, cart, { outcome: 'declined' });
    for (const word of [
      'pg_params',
      'reference_number',
      'pg_response',
      'signature',
      'gateway_response',
      'message',
      'session_id',
    ]) {
      expect(text).not.toContain(word);
    }
  });
});

describe('M8, M9, M96: the key of a payment by a wallet', () => {
  it('is answered with the payment as it is now, or with 422 where the body is another', async () => {
    const cart = await teaCart(url);
    const key = randomUUID();
    const first = await pay(url, cart, { key });
    const again = await pay(url, cart, { key });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    const { updated_at: _at, ...then } = first.body.payment;
    expect(again.body.payment).toMatchObject(then);
    expect((await pay(url, cart, { key, outcome: 'declined' })).body).toMatchObject({
      code: 'idempotency_key_reused',
      outcome: 'final',
      payment: { order_no: first.body.payment.order_no, outcome: 'final', self: `/v1/carts/${cart.id}/payment` },
    });
    expect(charges(first.body.payment.order_no)).toHaveLength(1);
  });

  it('is answered with its own payment, whatever becomes of another', async () => {
    const cart = await teaCart(url);
    const [declined, unknown] = [randomUUID(), randomUUID()];
    const first = await pay(url, cart, { key: declined, outcome: 'declined' });
    const { body } = await checkout(url, cart);
    await payAtOttu(service, body.checkout.session_id, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const second = await checkout(url, cart);
    expect(second.body.checkout.session_id).not.toBe(body.checkout.session_id);
    // The looks at the two sessions before the payment are answered, and the one after the answer that was lost is not.
    const silent = { match: { ...RETRIEVE, nth: 3 }, fault: { kind: 'empty' } } as const;
    service.simulator.setFaults([answerLost(NATIVE), silent, EVENTS_LOST]);
    const lost = await pay(url, cart, { key: unknown });
    expect(lost.body.payment.status).toBe('checking');
    service.simulator.setFaults([
      { match: RETRIEVE, fault: { kind: 'status', status: 503, when: 'before' } },
      EVENTS_LOST,
    ]);
    const other = await pay(url, cart, { key: unknown, outcome: 'declined' });
    expect(other.body).toMatchObject({
      code: 'idempotency_key_reused',
      outcome: 'unknown',
      payment: { order_no: lost.body.payment.order_no, outcome: 'unknown' },
    });
    const again = await pay(url, cart, { key: declined, outcome: 'declined' });
    expect(again.body.payment).toMatchObject({ status: 'declined', order_no: first.body.payment.order_no });
    expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
    service.simulator.clearFaults();
    expect((await statusAfter(service, cart, MINUTE)).body.payment.status).toBe('paid');
  });

  it('stands for a request without the token of a challenge, which is no part of what makes it the same one', async () => {
    const cart = await teaCart(url);
    const key = randomUUID();
    const body = { wallet: 'apple_pay', payload: payload() };
    expect((await pay(url, cart, { key, body: { ...body, challenge_token: 'first' } })).body.payment.status).toBe(
      'paid',
    );
    for (const again of [body, { ...body, challenge_token: 'second' }]) {
      expect((await pay(url, cart, { key, body: again })).headers['idempotent-replayed']).toBe('true');
    }
    expect((await pay(url, cart, { key, body: { ...body, wallet: 'google_pay' } })).body.code).toBe(
      'idempotency_key_reused',
    );
  });
});

describe('promise 5, promise 6, M6: a cart is charged once at most by a wallet', () => {
  it('30 requests at once with one key charge once', async () => {
    const cart = await teaCart(url);
    const key = randomUUID();
    const before = service.simulator.requests(NATIVE).length;
    const answers = await Promise.all(Array.from({ length: 30 }, () => pay(url, cart, { key })));
    expect(service.simulator.requests(NATIVE).length - before).toBe(1);
    expect(new Set(answers.map(({ status: code }) => code))).toEqual(new Set([201, 409]));
    const last = await pay(url, cart, { key });
    expect(charges(last.body.payment.order_no)).toHaveLength(1);
  });

  it('of two keys at once only one charges, the other is told that the cart is frozen or changed', async () => {
    const cart = await teaCart(url);
    const answers = await Promise.all([pay(url, cart), pay(url, cart), pay(url, cart)]);
    const paid = answers.filter(({ status: code }) => code === 201);
    expect(paid).toHaveLength(1);
    for (const { body } of answers.filter(({ status: code }) => code !== 201)) {
      expect(['cart_frozen', 'cart_closed']).toContain(body.code);
      expect(['unknown', 'final']).toContain(body.outcome);
    }
    expect(charges(paid[0]?.body.payment.order_no)).toHaveLength(1);
  });

  it('an answer that is lost is being checked, holds the cart, and is paid in the end without a second charge', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([answerLost(NATIVE), RETRIEVES_SILENT, EVENTS_LOST]);
    const answer = await pay(url, cart);
    expect([answer.status, answer.body.payment.status]).toEqual([202, 'checking']);
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
    expect((await pay(url, cart)).body).toMatchObject({ code: 'cart_frozen', outcome: 'unknown' });
    service.simulator.clearFaults();
    expect((await statusAfter(service, cart, MINUTE)).body.payment.status).toBe('paid');
    expect(charges(answer.body.payment.order_no)).toHaveLength(1);
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
  });
});

describe('M9, M11, M55: a payment by a wallet that is not made', () => {
  it('a cart that was let go while it was brought in step is not charged', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    service.simulator.setFaults([{ match: PATCH, fault: { kind: 'hold', when: 'before' } }]);
    const paying = pay(url, cart);
    await eventually(async () => (await getCart(url, cart)).body.cart.state === 'frozen');
    await service.app
      .get(Database)
      .query((db) =>
        db
          .updateTable('carts')
          .set({ state: 'open', frozen_by: null, frozen_until: null })
          .where('id', '=', cart.id)
          .execute(),
      );
    service.simulator.clearFaults();
    expect((await paying).body).toMatchObject({ status: 412, code: 'cart_changed', outcome: 'none' });
    expect((await status(url, cart)).body.payment.status).toBe('open');
  });

  it.each<[string, (db: Kysely<Schema>, paymentId: string) => Promise<unknown>]>([
    [
      'is under way',
      async (db, paymentId) =>
        db
          .insertInto('transaction_writes')
          .values({
            id: randomUUID(),
            payment_id: paymentId,
            kind: 'update',
            state: 'sending',
            lease_until: new Date(Date.now() + MINUTE),
          })
          .execute(),
    ],
    [
      'got no readable answer',
      async (db, paymentId) =>
        db
          .updateTable('cart_transactions')
          .set({ doubt_since: new Date() })
          .where('payment_id', '=', paymentId)
          .execute(),
    ],
  ])('M52: while a write of another replica %s, nothing is claimed and nothing charged', async (_what, strikes) => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    // It strikes where no lock is held: after this request has brought the session in step, and before its claim.
    const ensureSynced = service.app.get(EnsureSynced, { strict: false });
    const synced = ensureSynced.execute.bind(ensureSynced);
    jest.spyOn(ensureSynced, 'execute').mockImplementationOnce(async (...request_) => {
      const result = await synced(...request_);
      await withRows(service, (db) => strikes(db, result.paymentId));
      return result;
    });
    const before = service.simulator.requests(NATIVE).length;
    const key = randomUUID();
    expect((await pay(url, cart, { key })).body).toMatchObject({
      status: 503,
      code: 'checkout_unavailable',
      outcome: 'none',
    });
    expect(service.simulator.requests(NATIVE)).toHaveLength(before);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    await withRows(service, (db) =>
      db
        .updateTable('transaction_writes')
        .set({ state: 'lost', finished_at: new Date() })
        .where('state', '=', 'sending')
        .execute(),
    );
    const paid = await pay(url, cart, { key });
    expect(paid.body.payment).toMatchObject({ status: 'paid', amount: '1.250' });
    expect(charges(paid.body.payment.order_no)).toHaveLength(1);
  });

  it('M55: a session on whose page somebody is, as the answer to the last change shows, is not charged', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    const before = service.simulator.requests(NATIVE).length;
    service.simulator.setFaults([
      { match: { ...PATCH, nth: 1 }, fault: { kind: 'tamper', set: { state: 'pending' } } },
    ]);
    const answer = await pay(url, cart);
    expect(answer.body).toMatchObject({ status: 409, code: 'payer_is_paying' });
    expect(service.simulator.requests(NATIVE)).toHaveLength(before);
    service.simulator.clearFaults();
    const paid = await pay(url, cart);
    expect(paid.body.payment.status).toBe('paid');
    expect(charges(paid.body.payment.order_no)).toHaveLength(1);
  });

  it('what Ottu does not take is refused without its words, and the cart is open', async () => {
    const cart = await teaCart(url);
    const answer = await pay(url, cart, { outcome: 'field_error' });
    expect(answer.body).toMatchObject({ status: 400, code: 'payment_refused', outcome: 'none' });
    expect(answer.body.errors ?? []).toEqual([]);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect((await pay(url, cart)).body.payment.status).toBe('paid');
  });

  it('what was refused replays as that refusal, although the cart was paid by another attempt since', async () => {
    const cart = await teaCart(url);
    const key = randomUUID();
    expect((await pay(url, cart, { key, outcome: 'field_error' })).headers['idempotent-replayed']).toBeUndefined();
    expect((await pay(url, cart)).body.payment.status).toBe('paid');
    const again = await pay(url, cart, { key, outcome: 'field_error' });
    expect(again.body).toMatchObject({ status: 400, code: 'payment_refused', outcome: 'none' });
    expect(again.headers['idempotent-replayed']).toBe('true');
    const other = await pay(url, cart, { key });
    expect(other.body).toMatchObject({ code: 'idempotency_key_reused', outcome: 'none', payment: { outcome: 'none' } });
  });
});

describe('a challenge of 3-D Secure', () => {
  it('says in action_required what the front end needs, and its end is known by the webhook', async () => {
    const cart = await teaCart(url);
    const answer = await pay(url, cart, { outcome: 'three_ds_redirect' });
    expect(answer.status).toBe(202);
    expect(answer.body.payment).toMatchObject({
      status: 'action_required',
      action_required: { type: 'redirect', url: expect.stringContaining('http') },
    });
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
  });
});

describe('promise 2: what cannot be paid by a wallet', () => {
  it("an empty cart, another cart's token and a cart that is paid are refused", async () => {
    const [empty, cart] = [await newCart(url), await teaCart(url)];
    expect((await pay(url, empty)).body.code).toBe('cart_empty');
    expect((await pay(url, { id: cart.id, token: empty.token })).status).toBe(404);
    await pay(url, cart);
    expect((await pay(url, cart)).body).toMatchObject({ code: 'cart_closed', outcome: 'final' });
  });

  it('a member named payment_instrument is refused, and nothing is charged', async () => {
    const cart = await teaCart(url);
    const body = { wallet: 'apple_pay', payload: { ...payload(), payment_instrument: {} } };
    expect((await pay(url, cart, { body })).body).toMatchObject({ status: 403, code: 'server_to_server_only' });
    expect((await status(url, cart)).body.payment.status).toBe('open');
  });
});

describe('M55, M56: freeze', () => {
  it('holds the basket, and lets it go after a look at Ottu', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    const etag = (await getCart(url, cart)).headers['etag'] as string;
    expect((await freeze(url, cart, {})).status).toBe(428);
    const frozen = await freeze(url, cart, { 'if-match': etag });
    expect(frozen.body.cart.state).toBe('frozen');
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
    expect((await changeCart(url, cart, { language: 'ar' })).body.code).toBe('cart_frozen');
    expect((await pay(url, cart)).body.code).toBe('cart_frozen');
    expect((await unfreeze(url, cart)).body.cart.state).toBe('open');
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).status).toBe(200);
  });

  it('to freeze again prolongs nothing', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    const ifMatch = { 'if-match': await tagOf(url, cart) };
    const until = () =>
      withRows(service, (db) =>
        db.selectFrom('carts').select('frozen_until').where('id', '=', cart.id).executeTakeFirstOrThrow(),
      );
    await freeze(url, cart, ifMatch);
    const first = await until();
    expect((await freeze(url, cart, ifMatch)).body.cart.state).toBe('frozen');
    expect(await until()).toEqual(first);
  });

  it('is refused when the session that the SDK has was replaced, and leaves the cart open', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    await setItem(url, cart, 'KARAK-TEA', 2);
    // A payer on the page: what is pending cannot be brought to another amount.
    await fetch(first.body.checkout.checkout_url);
    await payAtOttu(service, first.body.checkout.session_id, { outcome: 'pending_forever' });
    const refused = await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    expect(refused.body).toMatchObject({ status: 409, code: 'session_replaced', outcome: 'none' });
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    const second = await checkout(url, cart);
    expect(second.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    expect((await freeze(url, cart, { 'if-match': await tagOf(url, cart) })).status).toBe(200);
  });

  it('is refused while no session was handed out: the SDK has one that this cart has let go of', async () => {
    const cart = await teaCart(url);
    const refused = await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    expect(refused.body).toMatchObject({ status: 409, code: 'session_replaced', outcome: 'none' });
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });

  it('the end of one freeze never ends the next', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    const retrieves = (): number => service.simulator.requests(RETRIEVE).length;
    const before = retrieves();
    service.simulator.setFaults([{ match: { ...RETRIEVE, nth: 1 }, fault: { kind: 'hold', when: 'before' } }]);
    const slow = unfreeze(url, cart).then((answer) => answer);
    await eventually(() => retrieves() > before);
    expect((await unfreeze(url, cart)).body.cart.state).toBe('open');
    expect((await freeze(url, cart, { 'if-match': await tagOf(url, cart) })).body.cart.state).toBe('frozen');
    service.simulator.clearFaults();
    expect((await slow).body).toMatchObject({ status: 409, code: 'cart_frozen' });
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
  });

  it('is not opened while somebody may be paying on the page', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    await fetch(body.checkout.checkout_url);
    expect((await unfreeze(url, cart)).body).toMatchObject({ status: 409, code: 'payer_is_paying' });
  });

  it('ends by itself after 15 minutes', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    await service.passTime(14 * MINUTE);
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
    await service.passTime(2 * MINUTE);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });
});

describe('M51, M53: the hosted page', () => {
  it('a payer who pays there pays the cart', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    await payAtOttu(service, body.checkout.session_id);
    expect((await statusAfter(service, cart)).body.payment.status).toBe('paid');
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
  });

  it('what is paid while the cart is changed is paid for the version that was paid, and the shopper cannot pay again', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    await fetch(body.checkout.checkout_url);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await payAtOttu(service, body.checkout.session_id);
    await service.runDue();
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    expect((await status(url, cart)).body.payment.status).toBe('paid');
    expect((await pay(url, cart)).body.code).toBe('cart_closed');
    expect(await operatorView(body.checkout.session_id)).toMatchObject({
      state: 'paid',
      amount: '1.250',
      review_reasons: [],
      added_since: [{ sku: 'KARAK-TEA', quantity: 1 }],
    });
  });

  it('when one transaction is paid the others are expired, and a second success is a duplicate', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    await fetch(first.body.checkout.checkout_url);
    await payAtOttu(service, first.body.checkout.session_id, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const second = await checkout(url, cart);
    expect(second.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    await payAtOttu(service, second.body.checkout.session_id);
    expect((await statusAfter(service, cart)).body.payment.status).toBe('paid');
    // The gateway's late word on the session that had been expired.
    await payAtOttu(service, first.body.checkout.session_id, { late: true, outcome: 'success' });
    await service.runDue();
    expect(await operatorView(first.body.checkout.session_id)).toMatchObject({
      state: 'needs_review',
      review_reasons: expect.arrayContaining(['duplicate_payment']),
    });
    expect(await operatorView(second.body.checkout.session_id)).toMatchObject({ state: 'paid', review_reasons: [] });
    expect((await status(url, cart)).body.payment.status).toBe('paid');
    expect(service.simulator.requests(OPERATION).length).toBeGreaterThan(0);
  });

  it('after a late success on a session that was replaced, what else of the cart could be paid is closed', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    await payAtOttu(service, first.body.checkout.session_id, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const second = await checkout(url, cart);
    await payAtOttu(service, first.body.checkout.session_id, { late: true, outcome: 'success' });
    await service.runDue();
    expect(await operatorView(second.body.checkout.session_id)).toMatchObject({ state: 'expired' });
    expect(await operatorView(first.body.checkout.session_id)).toMatchObject({ state: 'paid', amount: '1.250' });
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
  });

  it('nor the other way round: after a late success on the old session, what is paid on the new one before it is closed is a duplicate', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    await fetch(first.body.checkout.checkout_url);
    await payAtOttu(service, first.body.checkout.session_id, { outcome: 'pending_forever' });
    await setItem(url, cart, 'KARAK-TEA', 2);
    const second = await checkout(url, cart);
    await payAtOttu(service, first.body.checkout.session_id, { late: true, outcome: 'success' });
    await service.runDue('Inbox');
    expect(await operatorView(first.body.checkout.session_id)).toMatchObject({ state: 'paid' });
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    await payAtOttu(service, second.body.checkout.session_id);
    await service.runDue();
    expect(await operatorView(second.body.checkout.session_id)).toMatchObject({
      state: 'needs_review',
      review_reasons: expect.arrayContaining(['duplicate_payment']),
    });
  });

  async function operatorView(sessionId: string): Promise<Record<string, unknown>> {
    const answer = await fetch(`${url}/v1/payments?session_id=${sessionId}`, {
      headers: { authorization: authorization('operator') },
    });
    const list = (await answer.json()) as { payments: { payment?: Record<string, unknown> }[] };
    const [found] = list.payments;
    return (found?.payment ?? found ?? {}) as Record<string, unknown>;
  }
});

describe('M5: a client whose slots are taken', () => {
  it('has sent nothing: the outcome is none, the cart is open, and the same key may charge', async () => {
    const shop = await startCheckoutService({ OTTU_MAX_CONCURRENCY: '2' });
    try {
      const cart = await teaCart(shop.url);
      await checkout(shop.url, cart);
      // Two charges are under way, and as many wait behind them as may.
      shop.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
      const others = Array.from({ length: 12 }, () => buyNow(shop.url).then((answer) => answer));
      await eventually(() => shop.simulator.requests(CREATE).length === 2);
      const key = randomUUID();
      expect((await pay(shop.url, cart, { key })).body).toMatchObject({
        status: 503,
        code: 'checkout_unavailable',
        outcome: 'none',
      });
      expect(shop.simulator.requests(APPLE)).toHaveLength(0);
      expect((await getCart(shop.url, cart)).body.cart.state).toBe('open');
      shop.simulator.clearFaults();
      await Promise.all(others);
      expect((await pay(shop.url, cart, { key })).body.payment.status).toBe('paid');
      expect(shop.simulator.ledger().filter(({ amount }) => amount === '1.250')).toHaveLength(1);
    } finally {
      await shop.close();
    }
  });
});
