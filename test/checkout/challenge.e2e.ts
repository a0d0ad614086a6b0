import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { getCart, setItem } from '../carts/support.ts';
import { eventually } from '../support/eventually.ts';
import type { TestService } from '../support/service.ts';
import { checkout, pay, startCheckoutService, status, teaCart } from './support.ts';

/** An hour in fifteen seconds, for the service and for the simulator alike. */
const SPEED = 240;

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startCheckoutService({ TIME_SCALE: String(SPEED) });
  service.simulator.setClock({ speed: SPEED });
  url = service.url;
});
afterAll(async () => service.close());

describe('M56: a challenge that the shopper never answers', () => {
  it("is inquired after the gateway's time, then the session is expired, and the cart opens on a new one", async () => {
    const cart = await teaCart(url);
    const first = await pay(url, cart, { outcome: 'three_ds_redirect' });
    expect(first.body.payment.status).toBe('action_required');
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
    await eventually(async () => (await getCart(url, cart)).body.cart.state === 'open');
    expect((await status(url, cart)).body.payment.status).toBe('declined');
    expect(service.simulator.requests({ path: '/b/pbl/v2/inquiry/' })).toHaveLength(1);
    const next = await checkout(url, cart);
    expect(next.status).toBe(200);
    const paid = await pay(url, cart);
    expect(paid.body).toMatchObject({ payment: { status: 'paid' } });
    expect(paid.body.payment.order_no).not.toBe(first.body.payment.order_no);
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});
