import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { AnyFaultRule, Fault } from '../../sandbox/simulator.ts';
import { getCart, setItem } from '../carts/support.ts';
import { eventually } from '../support/eventually.ts';
import {
  answerLost,
  APPLE,
  CREATE,
  EVENTS_LOST,
  INQUIRY,
  PATCH,
  RETRIEVE,
  RETRIEVES_SILENT,
  sentBodies,
} from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startReplica, type TestService } from '../support/service.ts';
import { HOUR, MINUTE } from '../support/time.ts';
import { checkout, pay, paymentOf, startCheckoutService, status, tagOf, teaCart } from './support.ts';

let service: TestService;
let url: string;

// Of its own for each: what one leaves to be asked about would be asked in the next.
beforeEach(async () => {
  service = await startCheckoutService();
  url = service.url;
});
afterEach(async () => service.close());

const E4 = { detail: 'Card expired.', result: 'failed' };
const KEY_USED = { detail: 'Duplicate request detected. Idempotency-Key already used.', result: 'failed' };

/** Ottu answers so, after it has done what it was asked for. */
function answered(code: number, body: object): Fault {
  return { kind: 'status', status: code, body, when: 'after' };
}

const retrieves = (): number => service.simulator.requests(RETRIEVE).length;

async function ordersOf(cartId: string): Promise<string[]> {
  const rows = await withRows(service, (db) =>
    db.selectFrom('payments').select('order_no').where('cart_id', '=', cartId).execute(),
  );
  return rows.map(({ order_no: orderNo }) => orderNo);
}

async function attemptsOf(orderNo: string): Promise<{ id: string; state: string }[]> {
  return withRows(service, (db) =>
    db
      .selectFrom('payment_attempts')
      .innerJoin('payments', 'payments.id', 'payment_attempts.payment_id')
      .select(['payment_attempts.id', 'payment_attempts.state'])
      .where('payments.order_no', '=', orderNo)
      .orderBy('payment_attempts.number')
      .execute(),
  );
}

describe.each(['201', '400'] as const)('M11, M13, M55: a decline of a cart, which Ottu answers with %s', (form) => {
  beforeEach(() => service.simulator.setSwitches({ decline_as: form }));

  it('is a settled answer, opens the cart, and the same session is paid by another attempt', async () => {
    const cart = await teaCart(url);
    const key = randomUUID();
    const declined = await pay(url, cart, { key, outcome: 'declined' });
    expect([declined.status, declined.body.payment.status]).toEqual([201, 'declined']);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect((await status(url, cart)).body.payment.status).toBe('declined');
    expect(await paymentOf(service, declined.body.payment.order_no)).toMatchObject({
      state: 'attempted',
      outcome: 'final',
      result: 'failed',
    });
    const paid = await pay(url, cart);
    expect(paid.body.payment).toMatchObject({ status: 'paid', order_no: declined.body.payment.order_no });
    expect(service.simulator.ledger()).toHaveLength(1);
    const again = await pay(url, cart, { key, outcome: 'declined' });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(service.simulator.requests(APPLE)).toHaveLength(2);
  });
});

describe('M11: a 400 with a failed result, on a session that stands', () => {
  const E4_ON_CHARGE: AnyFaultRule = { match: APPLE, fault: answered(400, E4) };

  it('is a success where Ottu shows one, and the shopper hears nothing else', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([E4_ON_CHARGE, EVENTS_LOST]);
    const answer = await pay(url, cart);
    expect([answer.status, answer.body.payment.status]).toEqual([201, 'paid']);
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    expect(await attemptsOf(answer.body.payment.order_no)).toMatchObject([{ state: 'succeeded' }]);
    expect(await paymentOf(service, answer.body.payment.order_no)).toMatchObject({ state: 'paid', review_reasons: [] });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it.each(['pending', 'three_ds_redirect'])(
    'is unknown where Ottu shows that it is pending (%s), and the cart is held',
    async (outcome) => {
      const cart = await teaCart(url);
      service.simulator.setFaults([E4_ON_CHARGE, EVENTS_LOST]);
      const answer = await pay(url, cart, { outcome });
      expect([answer.status, answer.body.payment.status]).toEqual([202, 'checking']);
      expect((await setItem(url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
      expect(await paymentOf(service, answer.body.payment.order_no)).toMatchObject({ outcome: 'unknown' });
    },
  );

  it('holds the cart until Ottu has answered what became of it', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([
      E4_ON_CHARGE,
      { match: RETRIEVE, fault: { kind: 'hold', when: 'before' } },
      EVENTS_LOST,
    ]);
    const paying = pay(url, cart).then((answer) => answer);
    await eventually(() => retrieves() === 1);
    expect((await status(url, cart)).body.payment.status).toBe('checking');
    expect((await pay(url, cart)).body).toMatchObject({ code: 'cart_frozen', outcome: 'unknown' });
    service.simulator.setFaults([EVENTS_LOST]);
    expect((await paying).body.payment.status).toBe('paid');
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('is a decline where Ottu does not say what became of it, and it is looked at later', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([E4_ON_CHARGE, RETRIEVES_SILENT, EVENTS_LOST]);
    const answer = await pay(url, cart);
    expect([answer.status, answer.body.payment.status]).toEqual([201, 'declined']);
    expect(JSON.stringify(answer.body)).not.toContain('none');
    service.simulator.setFaults([EVENTS_LOST]);
    await service.passTime(HOUR);
    expect((await status(url, cart)).body.payment.status).toBe('paid');
  });

  it('is for people to look at where what was done could not be undone', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([EVENTS_LOST]);
    const answer = await pay(url, cart, { outcome: 'compensation_failures' });
    expect(answer.body.payment.status).toBe('checking');
    expect(await paymentOf(service, answer.body.payment.order_no)).toMatchObject({
      state: 'needs_review',
      review_reasons: ['compensation_failures'],
    });
    expect((await pay(url, cart)).body.code).toBe('cart_frozen');
  });

  it('is inquired once after the last of several, and what was charged after all is found', async () => {
    const cart = await teaCart(url);
    service.simulator.setSwitches({ automatic_inquiry: 'off' });
    service.simulator.setFaults([EVENTS_LOST]);
    const inquiries = (): number => service.simulator.requests(INQUIRY).length;
    expect((await pay(url, cart, { outcome: 'cannot_execute' })).body.payment.status).toBe('declined');
    await service.passTime(20 * MINUTE);
    expect(inquiries()).toBe(1);
    const second = await pay(url, cart, { outcome: 'cannot_execute_then_paid' });
    expect(second.body.payment.status).toBe('declined');
    await service.passTime(12 * MINUTE);
    expect(inquiries()).toBe(1);
    await service.passTime(28 * MINUTE);
    expect(inquiries()).toBe(2);
    expect((await status(url, cart)).body.payment.status).toBe('paid');
    expect(await attemptsOf(second.body.payment.order_no)).toMatchObject([
      { state: 'declined' },
      { state: 'succeeded' },
    ]);
  });

  it('uses up two inquiries at most, however many of them there are', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([EVENTS_LOST]);
    for (let tries = 0; tries < 4; tries += 1) {
      expect((await pay(url, cart, { outcome: 'cannot_execute' })).body.payment.status).toBe('declined');
      await service.passTime(50 * MINUTE);
    }
    expect(service.simulator.requests(INQUIRY)).toHaveLength(2);
  });

  it('an attempt that was declined otherwise owes no inquiry', async () => {
    const cart = await teaCart(url);
    service.simulator.setSwitches({ decline_as: '201' });
    service.simulator.setFaults([EVENTS_LOST]);
    await pay(url, cart, { outcome: 'cannot_execute' });
    await service.passTime(40 * MINUTE);
    expect((await pay(url, cart, { outcome: 'declined' })).body.payment.status).toBe('declined');
    await service.passTime(HOUR);
    expect(service.simulator.requests(INQUIRY)).toHaveLength(1);
  });
});

describe('M11, M11a: the idempotency key of a native payment', () => {
  it('is the id of its attempt, and another one for each', async () => {
    const cart = await teaCart(url);
    await pay(url, cart, { outcome: 'declined' });
    const { body } = await pay(url, cart);
    const attempts = await attemptsOf(body.payment.order_no);
    const sent = service.simulator.requests(APPLE).map(({ headers }) => headers['idempotency-key']);
    expect(sent).toEqual(attempts.map(({ id }) => id));
    expect(new Set(sent).size).toBe(2);
    expect(service.simulator.requests(CREATE).every(({ headers }) => headers['idempotency-key'] === undefined)).toBe(
      true,
    );
  });

  it('that Ottu has seen before was charged before: unknown, and found by a look at once, never a decline', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: APPLE, fault: answered(409, KEY_USED) }, EVENTS_LOST]);
    const before = retrieves();
    const answer = await pay(url, cart);
    expect([answer.status, answer.body.payment.status]).toEqual([201, 'paid']);
    expect(retrieves() - before).toBe(1);
    expect(service.simulator.requests(APPLE)).toHaveLength(1);
  });

  it('of which the look brings nothing stays unknown, and the cart is held', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: APPLE, fault: answered(409, KEY_USED) }, RETRIEVES_SILENT, EVENTS_LOST]);
    const call = { key: randomUUID(), ifMatch: await tagOf(url, cart) };
    const answer = await pay(url, cart, call);
    expect([answer.status, answer.body.payment.status]).toEqual([202, 'checking']);
    expect((await pay(url, cart, call)).headers['idempotent-replayed']).toBe('true');
    expect((await pay(url, cart)).body.code).toBe('cart_frozen');
    expect(service.simulator.requests(APPLE)).toHaveLength(1);
  });
});

describe('M11: an answer that says nothing certain about a session that stands', () => {
  it.each<[string, Fault]>([
    ['a lost one', answerLost(APPLE).fault as Fault],
    ['a reset', { kind: 'reset_during_answer' }],
    ['a page of HTML', { kind: 'html' }],
    ['a 302', { kind: 'status', status: 302, when: 'after' }],
    ['another 409', answered(409, { detail: 'A payment is already in process.' })],
    ['a 425', answered(425, { detail: 'Too early.' })],
    ['a 500', answered(500, { detail: 'x' })],
    ['an empty 400', answered(400, {})],
    ['a pending beside paid', { kind: 'resign', set: { result: 'pending', state: 'paid' } }],
    ['an unsigned pending beside paid', { kind: 'tamper', set: { result: 'pending', state: 'paid', signature: null } }],
    ['one without a state', { kind: 'resign', set: { state: null } }],
  ])('is followed by a look at once: %s', async (_what, fault) => {
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: APPLE, fault }, EVENTS_LOST]);
    const before = retrieves();
    const answer = await pay(url, cart);
    expect([answer.status, answer.body.payment.status]).toEqual([201, 'paid']);
    expect(retrieves() - before).toBe(1);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ['a pending beside paid', { kind: 'resign', set: { result: 'pending', state: 'paid' } }],
    ['an unsigned pending beside paid', { kind: 'tamper', set: { result: 'pending', state: 'paid', signature: null } }],
  ])('is no success by itself: %s', async (_what, fault) => {
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: APPLE, fault }, RETRIEVES_SILENT, EVENTS_LOST]);
    const answer = await pay(url, cart, { outcome: 'pending_forever' });
    expect([answer.status, answer.body.payment.status]).toEqual([202, 'checking']);
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
  });

  it('a success that is not what was asked stays for people, although a look shows a good one', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([
      { match: APPLE, fault: { kind: 'resign', set: { settled_amount: '1.000' } } },
      EVENTS_LOST,
    ]);
    const before = retrieves();
    const answer = await pay(url, cart);
    expect([answer.status, answer.body.payment.status]).toEqual([202, 'checking']);
    expect(await paymentOf(service, answer.body.payment.order_no)).toMatchObject({
      state: 'needs_review',
      review_reasons: ['settled_amount_differs'],
    });
    expect(retrieves() - before).toBe(1);
  });
});

describe('M5a, M9, M41: what Ottu does not take for a while burns neither the key nor the order number of a cart', () => {
  it.each<[string, AnyFaultRule['match'], number]>([
    ['the create', CREATE, 429],
    ['the create', CREATE, 401],
    ['the create', CREATE, 403],
    ['the change', PATCH, 429],
    ['the change', PATCH, 401],
    ['the change', PATCH, 403],
    ['the charge', APPLE, 429],
    ['the charge', APPLE, 401],
    ['the charge', APPLE, 403],
  ])('%s (%o) with %i', async (_what, match, code) => {
    const cart = await teaCart(url);
    if (match === PATCH) {
      await checkout(url, cart);
      await setItem(url, cart, 'KARAK-TEA', 2);
    }
    const call = { key: randomUUID(), ifMatch: await tagOf(url, cart) };
    service.simulator.setFaults([
      { match, fault: { kind: 'status', status: code, body: { detail: 'No.' } } } as AnyFaultRule,
    ]);
    const refused = await pay(url, cart, call);
    // M56b: waiting does not mend credentials or permissions.
    expect(refused.body).toMatchObject(
      code === 429
        ? { status: 503, code: 'checkout_unavailable', outcome: 'none' }
        : { status: 502, code: 'ottu_refused', outcome: 'none' },
    );
    service.simulator.clearFaults();
    const paid = await pay(url, cart, call);
    expect([paid.status, paid.body.payment.status]).toEqual([201, 'paid']);
    expect(paid.headers['idempotent-replayed']).toBeUndefined();
    expect(await ordersOf(cart.id)).toHaveLength(1);
  });

  it('nor does what was not sent after it', async () => {
    const cart = await teaCart(url);
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status: 429 } }]);
    expect((await checkout(url, cart)).status).toBe(503);
    service.simulator.clearFaults();
    const away = await startReplica(service, {
      OTTU_BASE_URL: 'http://127.0.0.1:9',
      OTTU_PG_CODES: 'credit-card',
      PUBLIC_URL: url,
      OTTU_TIMEOUT_MS: '1000',
      REDIRECT_URLS: 'https://shop.example/return',
    });
    expect((await checkout(away.url, cart)).status).toBe(503);
    await away.close();
    expect((await checkout(url, cart)).status).toBe(200);
    expect(await ordersOf(cart.id)).toHaveLength(1);
    const [first, second] = sentBodies(service, CREATE) as { order_no: string }[];
    expect(second?.order_no).toBe(first?.order_no);
  });
});
