import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { GiveUpAttempt } from '../../src/payments/reconciliation/give-up-attempt.ts';
import { getCart, setItem, type TestCart } from '../carts/support.ts';
import { EVENTS_LOST, INQUIRY, OPERATION, payAtOttu, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE, SECOND } from '../support/time.ts';
import { checkout, paymentOf, pay, statusAfter, startCheckoutService, status, teaCart } from './support.ts';

/** M35: the first retrieve is answered a minute after the attempt, and holds its cart for so long from then on. */
const HELD = 91 * MINUTE + 10 * SECOND;

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService();
});
afterAll(async () => service.close());

const stateOf = async (shop: TestService, cart: TestCart): Promise<unknown> =>
  (await getCart(shop.url, cart)).body.cart.state;

/** The shopper's bank asks something. */
async function challenged(shop: TestService): Promise<{ cart: TestCart; orderNo: string; sessionId: unknown }> {
  const cart = await teaCart(shop.url);
  const first = await pay(shop.url, cart, { outcome: 'three_ds_redirect' });
  expect(first.body.payment.status).toBe('action_required');
  const orderNo = String(first.body.payment.order_no);
  return { cart, orderNo, sessionId: (await paymentOf(shop, orderNo))['session_id'] };
}

describe.each(['credit-card', 'unasked-card'])('M35: a challenge that the shopper never answers, at %s', (gateway) => {
  it('holds its cart for 90 minutes, which then goes on with a new session; paid after all it is a duplicate', async () => {
    const shop = await startCheckoutService({ OTTU_PG_CODES: gateway });
    try {
      const { cart, orderNo, sessionId } = await challenged(shop);
      expect((await setItem(shop.url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
      await shop.passTime(HELD - MINUTE);
      expect(await stateOf(shop, cart)).toBe('frozen');
      // M54: nobody has given it up.
      expect(shop.simulator.requests(OPERATION)).toHaveLength(0);
      await shop.passTime(MINUTE);
      expect(await stateOf(shop, cart)).toBe('open');
      expect(shop.simulator.requests(OPERATION)).toHaveLength(1);
      const detached = await paymentOf(shop, orderNo);
      expect(detached).toMatchObject({ outcome: 'unknown', review_reasons: [] });
      expect((await status(shop.url, cart)).body.payment).toMatchObject({
        status: 'open',
        order_no: null,
        earlier_payment: 'checking',
      });

      const next = await checkout(shop.url, cart);
      expect(next.body.checkout).toMatchObject({ earlier_payment: 'checking' });
      expect(next.body.checkout.session_id).not.toBe(sessionId);
      expect((await pay(shop.url, cart)).body.payment.status).toBe('paid');

      await payAtOttu(shop, sessionId, { outcome: 'success', late: true });
      const told = await statusAfter(shop, cart);
      expect((await paymentOf(shop, orderNo))['review_reasons']).toContain('duplicate_payment');
      expect(told.body.payment.status).toBe('paid');
      expect(told.body.payment.order_no).not.toBe(orderNo);
    } finally {
      await shop.close();
    }
  });
});

describe('M31, M35: what was paid is found before the cart goes on', () => {
  it('by the last look, although its event was lost', async () => {
    const { cart, orderNo, sessionId } = await challenged(service);
    await service.passTime(HELD - MINUTE);
    const row = await withRows(service, (db) =>
      db.selectFrom('payments').select('next_check').where('order_no', '=', orderNo).executeTakeFirst(),
    );
    // Nothing else is planned for it any more.
    expect(row?.next_check).toBe('give_up');
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, sessionId);
    await service.passTime(MINUTE);
    service.simulator.clearFaults();
    expect(await stateOf(service, cart)).toBe('paid');
    expect(service.simulator.ledger(orderNo)).toHaveLength(1);
  });

  it('M36: by the next checkout, although its event was lost and nothing is due', async () => {
    const { cart, orderNo, sessionId } = await challenged(service);
    await service.passTime(HELD);
    expect(await stateOf(service, cart)).toBe('open');
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, sessionId, { outcome: 'success', late: true });
    expect((await checkout(service.url, cart)).body).toMatchObject({ code: 'cart_closed' });
    service.simulator.clearFaults();
    expect((await status(service.url, cart)).body.payment).toMatchObject({ status: 'paid', order_no: orderNo });
  });

  it('M36: and nothing goes on while Ottu gives no answer about it', async () => {
    const { cart } = await challenged(service);
    await service.passTime(HELD);
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'reset_before' } }]);
    expect((await checkout(service.url, cart)).body).toMatchObject({ code: 'checkout_unavailable', outcome: 'none' });
    expect((await pay(service.url, cart)).body).toMatchObject({ code: 'checkout_unavailable', outcome: 'none' });
    service.simulator.clearFaults();
    expect((await checkout(service.url, cart)).status).toBe(200);
  });
});

describe('M51: a challenge that its cart went on without, of a changed amount', () => {
  it('pays the cart when Ottu says so after all, and nothing else of it can be paid', async () => {
    const shop = await startCheckoutService();
    try {
      const cart = await teaCart(shop.url);
      await checkout(shop.url, cart);
      await setItem(shop.url, cart, 'KARAK-TEA', 2);
      const first = await pay(shop.url, cart, { outcome: 'three_ds_redirect' });
      const unanswered = await paymentOf(shop, first.body.payment.order_no);
      await shop.passTime(HELD);
      expect(await stateOf(shop, cart)).toBe('open');
      shop.simulator.setFaults([{ match: INQUIRY, fault: { kind: 'empty' } }]);
      await payAtOttu(shop, unanswered['session_id'], { outcome: 'success', late: true });
      await shop.runDue();
      expect(await stateOf(shop, cart)).toBe('paid');
      expect((await pay(shop.url, cart)).body).toMatchObject({ code: 'cart_closed' });
      expect(shop.simulator.ledger()).toHaveLength(1);
    } finally {
      await shop.close();
    }
  });
});

describe('M35, M56: a challenge that the shopper gives up', () => {
  const giveUp = (cart: TestCart) => service.app.get(GiveUpAttempt, { strict: false }).ofCart(cart.id);

  it('is not cut off while Ottu shows that the payer is paying, and 2 minutes later the cart is open on a new session', async () => {
    const { cart, orderNo } = await challenged(service);
    const [refused] = [await giveUp(cart)];
    expect(refused).toMatchObject({ kind: 'payer_is_paying' });
    expect(await stateOf(service, cart)).toBe('frozen');
    await service.moveTime(2 * MINUTE);
    expect(await giveUp(cart)).toEqual({ kind: 'given_up' });
    expect(await stateOf(service, cart)).toBe('open');
    expect(await paymentOf(service, orderNo)).toMatchObject({ outcome: 'unknown' });
    expect(await giveUp(cart)).toEqual({ kind: 'nothing_to_give_up' });
    const paid = await pay(service.url, cart);
    expect(paid.body.payment).toMatchObject({ status: 'paid' });
    expect(paid.body.payment.order_no).not.toBe(orderNo);
  });

  it('is settled instead where it was paid', async () => {
    const { cart, sessionId } = await challenged(service);
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, sessionId);
    service.simulator.clearFaults();
    await service.moveTime(3 * MINUTE);
    expect(await giveUp(cart)).toEqual({ kind: 'nothing_to_give_up' });
    expect(await stateOf(service, cart)).toBe('paid');
  });
});
