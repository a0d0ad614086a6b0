import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { changeCart, getCart, newCart, removeItem, setItem, type Headers, type TestCart } from '../carts/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { SampleQuoteService } from '../support/quote-service.ts';
import { APPLE, CREATE, EVENTS_LOST, OPERATION, payAtOttu, SESSIONS } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { SECOND } from '../support/time.ts';
import { checkout, freeze, pay, startCheckoutService, status, tagOf } from './support.ts';

const shop = new SampleQuoteService();
let service: TestService;
let url: string;

beforeAll(async () => {
  await shop.start();
  service = await startCheckoutService({ ...shop.variables });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await shop.close();
});
beforeEach(() => service.simulator.reset());
afterEach(() => {
  shop.extras = () => ({});
});

/** A voucher of the shop pays for one tea, and for no more than one. */
const oneTeaIsFree = (): void => {
  shop.extras = () => ({ discounts: [{ code: 'EID', amount: '1.250' }] });
};

const tea = (): Promise<TestCart> => newCart(url, { items: [{ sku: 'TEA', quantity: 1 }] });

const ways: readonly (readonly [string, (cart: TestCart, headers: Headers) => Promise<{ body: unknown }>])[] = [
  ['checkout', (cart) => checkout(url, cart)],
  ['freeze', (cart, headers) => freeze(url, cart, headers)],
  ['payments', (cart, { 'if-match': ifMatch = '' }) => pay(url, cart, { ifMatch })],
];

const NOTHING_TO_PAY = { status: 409, code: 'nothing_to_pay', outcome: 'none' };

async function stateAtOttu(sessionId: string): Promise<unknown> {
  const answer = await fetch(`${service.simulator.url}/b/checkout/v1/pymt-txn/${sessionId}`, {
    headers: { authorization: `Api-Key ${service.simulator.apiKey}` },
  });
  return ((await answer.json()) as { state: unknown }).state;
}

describe('M57: a cart whose total is zero', () => {
  it('is a cart like any other, that can be edited', async () => {
    oneTeaIsFree();
    const cart = await tea();
    expect((await getCart(url, cart)).body.cart).toMatchObject({ state: 'open', total: '0.000' });
    expect((await setItem(url, cart, 'TEA', 2)).body.cart).toMatchObject({ total: '1.250' });
    expect((await setItem(url, cart, 'TEA', 1)).body.cart).toMatchObject({ total: '0.000' });
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'open', amount: '0.000' });
  });

  it.each(ways)('%s answers nothing_to_pay, Ottu is not asked, and the cart stays open', async (_way, ask) => {
    oneTeaIsFree();
    const cart = await tea();
    const answer = await ask(cart, { 'if-match': await tagOf(url, cart) });
    expect(answer.body).toMatchObject(NOTHING_TO_PAY);
    await service.moveTime(SECOND);
    await service.runDue();
    expect(service.simulator.requests(SESSIONS)).toEqual([]);
    expect((await getCart(url, cart)).body.cart).toMatchObject({ state: 'open', version: 1 });
  });

  it('a one-step checkout of items that cost nothing charges nothing', async () => {
    oneTeaIsFree();
    const { amount: _amount, ...body } = buyNowBody({});
    const answer = await buyNow(url, { body: { ...body, items: [{ sku: 'TEA', quantity: 1 }] } });
    expect(answer.body).toMatchObject(NOTHING_TO_PAY);
    expect(service.simulator.requests(CREATE)).toEqual([]);
  });
});

describe('M53, M54: a session that was handed out before the total became zero', () => {
  async function handedOut(): Promise<{ cart: TestCart; sessionId: string; page: string }> {
    const cart = await tea();
    const { body } = await checkout(url, cart);
    return { cart, sessionId: body.checkout.session_id as string, page: body.checkout.checkout_url as string };
  }

  it('is expired behind the shopper’s back, and replaced by nothing', async () => {
    const { cart, sessionId } = await handedOut();
    oneTeaIsFree();
    await changeCart(url, cart, { language: 'ar' });
    await service.moveTime(SECOND);
    await service.runDue();
    expect(await stateAtOttu(sessionId)).toBe('expired');
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
    expect((await getCart(url, cart)).body.cart).toMatchObject({ state: 'open', total: '0.000' });
  });

  it('is expired again until Ottu has done so', async () => {
    const { cart, sessionId } = await handedOut();
    oneTeaIsFree();
    await changeCart(url, cart, { language: 'ar' });
    service.simulator.setFaults([{ match: { ...OPERATION, nth: 1 }, fault: { kind: 'status', status: 500 } }]);
    await service.moveTime(SECOND);
    await service.runDue();
    await service.passTime(10 * 60 * SECOND);
    expect(await stateAtOttu(sessionId)).toBe('expired');
  });

  it.each(ways)('%s closes it before it says that there is nothing to pay', async (_way, ask) => {
    const { cart, sessionId, page } = await handedOut();
    await fetch(page);
    oneTeaIsFree();
    await changeCart(url, cart, { language: 'ar' });
    const answer = await ask(cart, { 'if-match': await tagOf(url, cart) });
    expect(answer.body).toMatchObject(NOTHING_TO_PAY);
    expect(await stateAtOttu(sessionId)).toBe('expired');
  });

  it.each(ways)('%s does not say so while it cannot be closed', async (_way, ask) => {
    const { cart } = await handedOut();
    oneTeaIsFree();
    await changeCart(url, cart, { language: 'ar' });
    service.simulator.setFaults([{ match: OPERATION, fault: { kind: 'status', status: 500 } }]);
    const answer = await ask(cart, { 'if-match': await tagOf(url, cart) });
    expect(answer.body).toMatchObject({ status: 503, code: 'checkout_unavailable' });
  });

  it.each(ways)('%s sees a success there, which still wins', async (_way, ask) => {
    const { cart, sessionId } = await handedOut();
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, sessionId);
    oneTeaIsFree();
    await changeCart(url, cart, { language: 'ar' });
    const answer = await ask(cart, { 'if-match': await tagOf(url, cart) });
    expect(answer.body).toMatchObject({ status: 409, outcome: expect.stringMatching(/^(final|unknown)$/) });
    await service.runDue();
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '1.250' });
    expect(service.simulator.requests(APPLE)).toEqual([]);
  });

  it('M54: a checkout of a cart that was emptied closes it, too', async () => {
    const { cart, sessionId } = await handedOut();
    await removeItem(url, cart, 'TEA');
    expect((await checkout(url, cart)).body).toMatchObject({ status: 409, code: 'cart_empty', outcome: 'none' });
    expect(await stateAtOttu(sessionId)).toBe('expired');
  });
});
