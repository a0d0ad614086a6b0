import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { getCart, setItem } from '../carts/support.ts';
import { EVENTS_LOST, INQUIRY, OPERATION, payAtOttu } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { HOUR, MINUTE } from '../support/time.ts';
import { checkout, paymentOf, pay, statusAfter, startCheckoutService, status, teaCart } from './support.ts';

/** A gateway's own inquiry, and three minutes more (M23): Ottu asks this one after 11 minutes. */
const INQUIRED_AFTER = 14 * MINUTE;

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startCheckoutService();
  url = service.url;
});
afterAll(async () => service.close());

describe('M56: a challenge that the shopper never answers', () => {
  it("is inquired after the gateway's time, then the session is expired, and the cart opens on a new one", async () => {
    const cart = await teaCart(url);
    const first = await pay(url, cart, { outcome: 'three_ds_redirect' });
    expect(first.body.payment.status).toBe('action_required');
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
    await service.passTime(INQUIRED_AFTER - MINUTE);
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
    expect(service.simulator.requests(INQUIRY)).toHaveLength(0);
    await service.passTime(MINUTE);
    expect(service.simulator.requests(INQUIRY)).toHaveLength(1);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect((await status(url, cart)).body.payment.status).toBe('declined');
    const next = await checkout(url, cart);
    expect(next.status).toBe(200);
    const paid = await pay(url, cart);
    expect(paid.body).toMatchObject({ payment: { status: 'paid' } });
    expect(paid.body.payment.order_no).not.toBe(first.body.payment.order_no);
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('M22, M31, M51, M56: a challenge at a gateway that cannot be asked', () => {
  it('is for people to look at after an hour, and the cart opens on a new session; paid after all it is a duplicate', async () => {
    const shop = await startCheckoutService({ OTTU_PG_CODES: 'unasked-card' });
    try {
      const cart = await teaCart(shop.url);
      const first = await pay(shop.url, cart, { outcome: 'three_ds_redirect' });
      expect(first.body.payment.status).toBe('action_required');
      const unanswered = await paymentOf(shop, first.body.payment.order_no);
      await shop.passTime(HOUR - MINUTE);
      expect((await getCart(shop.url, cart)).body.cart.state).toBe('frozen');
      await shop.passTime(MINUTE);
      expect((await getCart(shop.url, cart)).body.cart.state).toBe('open');
      expect(await paymentOf(shop, first.body.payment.order_no)).toMatchObject({
        state: 'needs_review',
        review_reasons: ['challenge_unanswered'],
      });
      expect(shop.simulator.requests(INQUIRY)).toHaveLength(0);
      expect((await status(shop.url, cart)).body.payment).toMatchObject({ status: 'open', order_no: null });

      const next = await checkout(shop.url, cart);
      expect(next.body.checkout.session_id).not.toBe(unanswered['session_id']);
      // M54: nobody knows whether the attempt is over.
      expect(shop.simulator.requests(OPERATION)).toHaveLength(0);
      expect((await pay(shop.url, cart)).body.payment.status).toBe('paid');

      await payAtOttu(shop, unanswered['session_id'], { outcome: 'success', late: true });
      const told = await statusAfter(shop, cart);
      expect((await paymentOf(shop, first.body.payment.order_no))['review_reasons']).toContain('duplicate_payment');
      expect(told.body.payment.status).toBe('paid');
      expect(told.body.payment.order_no).not.toBe(first.body.payment.order_no);
    } finally {
      await shop.close();
    }
  });

  it('is looked at once more before the cart opens: an answer whose event was lost is found', async () => {
    const shop = await startCheckoutService({ OTTU_PG_CODES: 'unasked-card' });
    try {
      const cart = await teaCart(shop.url);
      const first = await pay(shop.url, cart, { outcome: 'three_ds_redirect' });
      const unanswered = await paymentOf(shop, first.body.payment.order_no);
      await shop.passTime(HOUR - MINUTE);
      // Nothing else is planned for it any more.
      const row = await withRows(shop, (db) =>
        db
          .selectFrom('payments')
          .select('next_check')
          .where('order_no', '=', String(first.body.payment.order_no))
          .executeTakeFirst(),
      );
      expect(row?.next_check).toBe('give_up');
      shop.simulator.setFaults([EVENTS_LOST]);
      await payAtOttu(shop, unanswered['session_id']);
      await shop.passTime(MINUTE);
      expect((await getCart(shop.url, cart)).body.cart.state).toBe('paid');
      expect(shop.simulator.ledger()).toHaveLength(1);
    } finally {
      await shop.close();
    }
  });

  it('holds the cart again when Ottu says that it was paid, although the settled amount is not known yet', async () => {
    const shop = await startCheckoutService({ OTTU_PG_CODES: 'unasked-card' });
    try {
      const cart = await teaCart(shop.url);
      await checkout(shop.url, cart);
      // After the hand-out: from now on a webhook alone does not prove what was settled.
      await setItem(shop.url, cart, 'KARAK-TEA', 2);
      const first = await pay(shop.url, cart, { outcome: 'three_ds_redirect' });
      expect(first.body.payment.status).toBe('action_required');
      const unanswered = await paymentOf(shop, first.body.payment.order_no);
      await shop.passTime(HOUR);
      expect((await getCart(shop.url, cart)).body.cart.state).toBe('open');
      shop.simulator.setFaults([{ match: INQUIRY, fault: { kind: 'empty' } }]);
      await payAtOttu(shop, unanswered['session_id'], { outcome: 'success', late: true });
      await shop.runDue();
      expect((await getCart(shop.url, cart)).body.cart.state).toBe('frozen');
      expect((await pay(shop.url, cart)).body).toMatchObject({ outcome: 'none' });
      expect(shop.simulator.ledger()).toHaveLength(1);
    } finally {
      await shop.close();
    }
  });
});
