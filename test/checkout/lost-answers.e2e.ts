import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';

import type { AnyFaultRule, Outcome } from '../../sandbox/simulator.ts';
import { getCart, type TestCart } from '../carts/support.ts';
import { EVENTS_LOST, INQUIRY, NATIVE, OPERATION, payAtOttu, RETRIEVE, RETRIEVES_SILENT } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startReplica, type TestService } from '../support/service.ts';
import { DAY, MINUTE, SECOND } from '../support/time.ts';
import { checkout, paymentOf, pay, startCheckoutService, status, teaCart } from './support.ts';

/** A gateway's own inquiry, and three minutes more: Ottu asks this one after 11 minutes. */
const INQUIRED_AFTER = 14 * MINUTE + 10 * SECOND;
/** M35: of an attempt of which Ottu shows nothing. The first retrieve is answered within two minutes. */
const HELD_UNSEEN = 17 * MINUTE;
const HELD_SEEN = 92 * MINUTE;

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const stateOf = async ({ url }: TestService, cart: TestCart): Promise<unknown> =>
  (await getCart(url, cart)).body.cart.state;

/** What a load balancer in front of Ottu says, before or after Ottu has done its work. */
const balancer = (when: 'before' | 'after'): AnyFaultRule => ({
  match: { ...NATIVE, nth: 1 },
  fault: { kind: 'status', status: 503, content_type: 'text/html', body: '<h1>503</h1>', when },
});

interface Lost {
  readonly cart: TestCart;
  readonly key: string;
  readonly orderNo: string;
  readonly sessionId: unknown;
  readonly answer: Response;
}

async function lost(shop: TestService, fault: AnyFaultRule | AnyFaultRule[], outcome?: Outcome): Promise<Lost> {
  const cart = await teaCart(shop.url);
  shop.simulator.setFaults([fault].flat());
  const key = randomUUID();
  const answer = await pay(shop.url, cart, { key, ...(outcome === undefined ? {} : { outcome }) });
  shop.simulator.clearFaults();
  expect(answer.body.payment.status).toBe('checking');
  const orderNo = String(answer.body.payment.order_no);
  return { cart, key, orderNo, answer, sessionId: (await paymentOf(shop, orderNo))['session_id'] };
}

describe('M35: a native payment whose answer was lost, and of which Ottu knows nothing', () => {
  it('has its session expired at the end of its lease, and is not processed after an inquiry that is late enough', async () => {
    const { cart, orderNo } = await lost(service, balancer('before'));
    await service.passTime(MINUTE);
    expect(service.simulator.requests(OPERATION)).toHaveLength(1);
    expect(await paymentOf(service, orderNo)).toMatchObject({ state: 'expired', outcome: 'unknown' });
    await service.passTime(INQUIRED_AFTER - 2 * MINUTE);
    expect(service.simulator.requests(INQUIRY)).toHaveLength(0);
    expect((await status(service.url, cart)).body.payment.status).toBe('checking');
    expect(await stateOf(service, cart)).toBe('frozen');
    await service.passTime(MINUTE);
    expect(service.simulator.requests(INQUIRY)).toHaveLength(1);
    expect((await status(service.url, cart)).body.payment.status).toBe('try_another_method');
    expect(await stateOf(service, cart)).toBe('open');
    const next = await pay(service.url, cart);
    expect(next.body.payment).toMatchObject({ status: 'paid' });
    expect(next.body.payment.order_no).not.toBe(orderNo);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('is told as `none` to the same key after that, and not charged by it', async () => {
    const { cart, key } = await lost(service, { match: { ...NATIVE, nth: 1 }, fault: { kind: 'reset_before' } });
    const ifMatch = (await getCart(service.url, cart)).headers['etag'] ?? '';
    await service.passTime(INQUIRED_AFTER);
    expect((await pay(service.url, cart, { key, ifMatch })).body).toMatchObject({ outcome: 'none' });
    expect(service.simulator.ledger()).toHaveLength(0);
  });
});

describe('M35: a native payment whose answer was lost, and that was charged', () => {
  it('is settled by the retrieve at the end of its lease, and its session is not expired', async () => {
    service.simulator.setSwitches({ webhook_for_api: 'off' });
    // Nor does the look at once get an answer.
    const { cart, orderNo } = await lost(service, [balancer('after'), RETRIEVES_SILENT]);
    await service.passTime(MINUTE);
    expect((await status(service.url, cart)).body.payment).toMatchObject({ status: 'paid', order_no: orderNo });
    expect(service.simulator.requests(OPERATION)).toHaveLength(0);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('is settled by the inquiry, where its session was expired before the gateway knew', async () => {
    service.simulator.setSwitches({ webhook_for_api: 'off', automatic_inquiry: 'off' });
    const { cart, orderNo } = await lost(service, balancer('after'), 'pending');
    await service.passTime(MINUTE);
    expect(await paymentOf(service, orderNo)).toMatchObject({ state: 'expired', outcome: 'unknown' });
    await service.passTime(INQUIRED_AFTER);
    expect((await status(service.url, cart)).body.payment).toMatchObject({ status: 'paid', order_no: orderNo });
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('M35: a native payment whose answer was lost, and that stays pending', () => {
  it('is never told as not charged: its cart waits for 90 minutes, then goes on without it', async () => {
    service.simulator.setSwitches({ webhook_for_api: 'off', automatic_inquiry: 'off' });
    const { cart, orderNo } = await lost(service, balancer('after'), 'pending_forever');
    await service.passTime(HELD_SEEN - 3 * MINUTE);
    expect(await stateOf(service, cart)).toBe('frozen');
    expect((await status(service.url, cart)).body.payment.status).toBe('checking');
    await service.passTime(3 * MINUTE);
    expect(await stateOf(service, cart)).toBe('open');
    expect((await status(service.url, cart)).body.payment).toMatchObject({ earlier_payment: 'checking' });
    expect(await paymentOf(service, orderNo)).toMatchObject({ outcome: 'unknown' });
  });
});

describe('M35: a native payment whose answer was lost, at a gateway that cannot be asked', () => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await startCheckoutService({ OTTU_PG_CODES: 'unasked-card' });
  });
  afterAll(async () => shop.close());
  beforeEach(() => shop.simulator.reset());

  it('holds its cart for 15 minutes and is followed after that; charged after all it is a duplicate, and told so', async () => {
    const { cart, orderNo, sessionId, key } = await lost(shop, balancer('before'));
    await shop.passTime(HELD_UNSEEN - 3 * MINUTE);
    expect(await stateOf(shop, cart)).toBe('frozen');
    await shop.passTime(3 * MINUTE);
    expect(await stateOf(shop, cart)).toBe('open');
    const next = await pay(shop.url, cart);
    expect(next.body.payment).toMatchObject({ status: 'paid' });
    // M9: the key answers for its own attempt, and that is never told as `none`.
    expect((await pay(shop.url, cart, { key })).body.payment.status).toBe('checking');
    await payAtOttu(shop, sessionId, { outcome: 'success', late: true });
    await shop.runDue();
    expect((await paymentOf(shop, orderNo))['review_reasons']).toContain('duplicate_payment');
    expect((await status(shop.url, cart)).body.payment).toMatchObject({
      status: 'paid',
      order_no: next.body.payment.order_no,
    });
  });

  it('M36: a late success is found by whichever of two replicas is asked to charge, which then does not', async () => {
    const { cart, orderNo, sessionId } = await lost(shop, balancer('before'));
    await shop.passTime(HELD_UNSEEN);
    const other = await startReplica(shop, {
      OTTU_PG_CODES: 'unasked-card',
      OTTU_MERCHANT_ID: 'shop.example',
      OTTU_PUBLIC_KEY: 'pk_test',
      PUBLIC_URL: 'http://127.0.0.1:1',
    });
    try {
      shop.simulator.setFaults([EVENTS_LOST]);
      await payAtOttu(shop, sessionId, { outcome: 'success', late: true });
      const ifMatch = (await getCart(shop.url, cart)).headers['etag'] ?? '';
      const answers = await Promise.all([
        pay(shop.url, cart, { ifMatch }),
        pay(other.url, cart, { ifMatch }),
        checkout(other.url, cart),
      ]);
      for (const { status: code } of answers) expect(code).toBeGreaterThanOrEqual(400);
      expect((await status(other.url, cart)).body.payment).toMatchObject({ status: 'paid', order_no: orderNo });
      expect(shop.simulator.ledger()).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  it('M31, M36: is for people to look at after its last check, and its cart is open', async () => {
    const { cart, orderNo } = await lost(shop, balancer('before'));
    await shop.passTime(3 * DAY);
    expect(await paymentOf(shop, orderNo)).toMatchObject({
      state: 'needs_review',
      outcome: 'unknown',
      review_reasons: ['open_after_last_check'],
    });
    expect(await stateOf(shop, cart)).toBe('open');
  });

  it('M36: also where Ottu was never reached again', async () => {
    const { cart, orderNo } = await lost(shop, balancer('before'));
    shop.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'reset_before' } }]);
    // What the payment's last check is: its expiry, and a day.
    await shop.moveTime(2 * DAY);
    await shop.runDue();
    shop.simulator.clearFaults();
    expect(await paymentOf(shop, orderNo)).toMatchObject({ review_reasons: ['open_after_last_check'] });
    expect(await stateOf(shop, cart)).toBe('open');
    const attempts = await withRows(shop, (db) =>
      db.selectFrom('payment_attempts').select('detached_at').where('cart_id', '=', cart.id).execute(),
    );
    expect(attempts).toEqual([{ detached_at: expect.any(Date) }]);
  });
});

describe('M35: a native payment whose answer was lost while Ottu was away', () => {
  it('holds its cart for 15 minutes from the first answered retrieve on, and not from the attempt', async () => {
    const shop = await startCheckoutService({ OTTU_PG_CODES: 'unasked-card' });
    try {
      const cart = await teaCart(shop.url);
      shop.simulator.setFaults([balancer('before'), { match: RETRIEVE, fault: { kind: 'html' } }]);
      expect((await pay(shop.url, cart)).body.payment.status).toBe('checking');
      await shop.passTime(40 * MINUTE);
      expect(await stateOf(shop, cart)).toBe('frozen');
      shop.simulator.clearFaults();
      await shop.passTime(6 * MINUTE);
      expect(await stateOf(shop, cart)).toBe('frozen');
      await shop.passTime(15 * MINUTE);
      expect(await stateOf(shop, cart)).toBe('open');
    } finally {
      await shop.close();
    }
  });
});
