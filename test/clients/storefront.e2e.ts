import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import {
  createClient,
  ottuSdkHandlers,
  Problem,
  Unreachable,
  type ClientOptions,
  type Fetch,
  type PaymentStatus,
  type StorefrontClient,
} from '../../clients/storefront/src/index.ts';
import { changeCart } from '../carts/support.ts';
import { payload, startCheckoutService } from '../checkout/support.ts';
import { eventually } from '../support/eventually.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { APPLE, AUTO_DEBIT, EVENTS_LOST, payAtOttu } from '../support/ottu.ts';
import { SampleQuoteService } from '../support/quote-service.ts';
import type { TestService } from '../support/service.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { Browser } from './browser.ts';

const KWD = { currency_code: 'KWD', redirect_url: 'https://shop.example/return' };
const APPLE_PAY = { wallet: 'apple_pay', payload: payload() } as const;
/** The customer of the simulator who has a saved card. */
const OWNER = 'cust-77';

let identity: IdentityProvider;
let service: TestService;
/** Between the page and the service. */
let network: TcpProxy;
let browser: Browser;
let jwt: string;
/** How much was charged when the test began. */
let chargedBefore = 0;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  // Nobody here waits for what Ottu says too late, and nobody asks again later: however slow the machine, a charge is answered.
  service = await startCheckoutService({ ...identity.variables, OTTU_CHARGE_TIMEOUT_MS: '60000' });
  network = await startTcpProxy(service.url);
  jwt = (await identity.bearer(OWNER)).replace('Bearer ', '');
});
beforeEach(() => {
  browser = new Browser();
  chargedBefore = service.simulator.ledger().length;
});
afterEach(() => {
  network.setFault({ kind: 'none' });
  service.simulator.clearFaults();
});
afterAll(async () => {
  await network.close();
  await service.close();
  await identity.close();
});

/** A page of the shop: the same storage is the same browser. */
function page(more: Partial<ClientOptions> = {}): StorefrontClient {
  return createClient({
    baseUrl: network.url,
    storage: browser.tab(),
    timing: { pauseMs: 5, pollMs: 20, slowestPollMs: 40, returnMs: 20, slowestReturnMs: 40, patienceMs: 20_000 },
    ...more,
  });
}

const loseAnswers = (times: number): void => network.setFault({ kind: 'reset_after_request' }, times);

/** What was charged in this test: of this order and of no other one. */
function charged(orderNo: string | null | undefined): unknown[] {
  const charges = service.simulator.ledger().slice(chargedBefore);
  expect(charges.map((charge) => charge.order_no)).toEqual(charges.map(() => orderNo));
  return charges;
}

/** The last thing that is told before the watching ends by itself. */
async function end(
  follow: (tell: (payment: PaymentStatus) => void) => Promise<void>,
): Promise<PaymentStatus | undefined> {
  let last: PaymentStatus | undefined;
  await follow((payment) => (last = payment));
  return last;
}

describe('a cart of a browser', () => {
  it('is begun with the first thing that is put into it, and is there after a reload', async () => {
    const cart = await page().carts.open(KWD);
    expect(cart.view).toBeUndefined();
    await cart.setQuantity('KARAK-TEA', 2);
    await cart.changeQuantity('KARAK-TEA', 1);
    expect(cart.view).toMatchObject({
      items: [{ sku: 'KARAK-TEA', quantity: 3 }],
      total: '3.750',
      currency_code: 'KWD',
    });
    expect(cart.count).toBe(3);
    const again = await page().carts.open(KWD);
    expect(again.view).toEqual(cart.view);
    await again.setQuantity('KARAK-TEA', 0);
    expect(again.view?.items).toEqual([]);
  });

  it('is the same in two tabs, each of which hears of what the other one did and counts from there', async () => {
    const [first, second] = [await page().carts.open(KWD), await page().carts.open(KWD)];
    const told: unknown[] = [];
    second.onChange((view) => told.push(view?.items[0]?.quantity));
    await first.setQuantity('KARAK-TEA', 1);
    await eventually(() => told.at(-1) === 1);
    await Promise.all([first.changeQuantity('KARAK-TEA', 1), second.changeQuantity('KARAK-TEA', 1)]);
    await Promise.all([first.refresh(), second.refresh()]);
    expect([first.view?.items[0]?.quantity, second.view?.items[0]?.quantity]).toEqual([3, 3]);
  });

  it('counts one more once where the answer to it is lost', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    loseAnswers(1);
    await cart.changeQuantity('KARAK-TEA', 1);
    expect(cart.view?.items).toMatchObject([{ quantity: 2 }]);
    loseAnswers(1);
    await cart.update({ customer: { email: 'sara@example.com' } });
    expect(cart.view?.customer).toEqual({ email: 'sara@example.com' });
  });

  it('says that the service is unreachable, and is as it was', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    network.setFault({ kind: 'reset_on_connect' });
    await expect(cart.changeQuantity('KARAK-TEA', 1)).rejects.toBeInstanceOf(Unreachable);
    network.setFault({ kind: 'none' });
    await cart.refresh();
    expect(cart.count).toBe(1);
  });

  it('goes on in another currency with the same in it', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 2);
    await cart.update({ customer: { email: 'sara@example.com' }, codes: ['EID'] });
    const before = cart.view?.id;
    await cart.changeCurrency('SAR');
    expect(cart.view).toMatchObject({
      currency_code: 'SAR',
      items: [{ sku: 'KARAK-TEA', quantity: 2 }],
      customer: { email: 'sara@example.com' },
      codes: ['EID'],
    });
    expect(cart.view?.id).not.toBe(before);
  });
});

describe('signing in', () => {
  it('M58: gives the cart another secret, which another tab hears of, also where the answer with it is lost', async () => {
    const [first, second] = [await page().carts.open(KWD), await page({ customerJwt: () => jwt }).carts.open(KWD)];
    await first.setQuantity('KARAK-TEA', 1);
    await second.refresh();
    loseAnswers(1);
    await first.signIn(jwt);
    expect(first.view?.signed_in).toBe(true);
    await second.changeQuantity('KARAK-TEA', 1);
    expect(second.view).toMatchObject({ id: first.view?.id, signed_in: true, items: [{ quantity: 2 }] });
  });

  it('M58: whose answer never came is made good after a reload, by the shopper alone', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    loseAnswers(100);
    await expect(cart.signIn(jwt)).rejects.toBeInstanceOf(Unreachable);
    network.setFault({ kind: 'none' });
    // Nobody else sees it, and the way to it is kept.
    expect((await page().carts.open(KWD)).view).toBeUndefined();
    const again = await page({ customerJwt: () => jwt }).carts.open(KWD);
    expect(again.view).toMatchObject({ id: cart.view?.id, signed_in: true });
  });

  it('out leaves the cart behind, in every tab', async () => {
    const [first, second] = [await page().carts.open(KWD), await page().carts.open(KWD)];
    await first.setQuantity('KARAK-TEA', 1);
    await first.signIn(jwt);
    first.signOut();
    expect(first.view).toBeUndefined();
    await eventually(() => second.view === undefined);
    expect(browser.text()).not.toContain(jwt);
  });
});

describe('paying', () => {
  it('by a wallet is told to the end, the cart is empty afterwards, and the order is still found', async () => {
    const client = page();
    const cart = await client.carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const ready = await cart.checkout();
    expect(ready.checkout.session_id).toMatch(/^[0-9a-f]{40}$/);
    expect(await cart.pay(APPLE_PAY)).toMatchObject({ outcome: 'follow', payment: { status: 'paid' } });
    const paid = await end((tell) => cart.watch(tell));
    expect(paid).toMatchObject({ status: 'paid', amount: '1.250' });
    expect(charged(paid?.order_no)).toHaveLength(1);
    expect(cart.view).toBeUndefined();
    expect(await client.orders.find(ready.cart.id)?.read()).toMatchObject({ state: 'paid' });
    expect(browser.text()).not.toContain('paymentData');
  });

  it.each([1, 2, 3])('is charged once where %s answers to it are lost', async (times) => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    await cart.checkout();
    loseAnswers(times);
    expect((await cart.pay(APPLE_PAY)).outcome).toBe('follow');
    const paid = await end((tell) => cart.watch(tell));
    expect(paid?.status).toBe('paid');
    expect(charged(paid?.order_no)).toHaveLength(1);
  });

  it('is charged once where the shopper pays again after all answers were lost', async () => {
    const impatient = { pauseMs: 1, patienceMs: 0, pollMs: 20, slowestPollMs: 20 };
    const cart = await page({ timing: impatient }).carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    await cart.checkout();
    loseAnswers(1);
    expect(await cart.pay(APPLE_PAY)).toEqual({ outcome: 'follow' });
    expect((await cart.pay(APPLE_PAY)).outcome).toBe('follow');
    const paid = await end((tell) => cart.watch(tell));
    expect(charged(paid?.order_no)).toHaveLength(1);
  });

  it('by a saved card, of which no answer came, is sent again with its key after a reload', async () => {
    const impatient = { pauseMs: 1, patienceMs: 0, pollMs: 20, slowestPollMs: 20 };
    const client = page({ timing: impatient, customerJwt: () => jwt });
    const cart = await client.carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    await cart.checkout();
    const [card] = await client.cards.list();
    network.setFault({ kind: 'reset_on_connect' });
    expect(await cart.pay({ cardId: card?.id ?? '' })).toEqual({ outcome: 'follow' });
    network.setFault({ kind: 'none' });
    const reloaded = await page({ customerJwt: () => jwt }).carts.open(KWD);
    expect(reloaded.unfinished).toBe(true);
    const resumed = await Promise.all([reloaded.resume(), reloaded.resume()]);
    expect(resumed).toContainEqual(expect.objectContaining({ outcome: 'follow' }));
    const paid = await end((tell) => reloaded.watch(tell));
    expect(charged(paid?.order_no)).toHaveLength(1);
    expect(service.simulator.requests(AUTO_DEBIT)).toHaveLength(1);
  });

  it('stays known for a reload where the status that was watched from before it says that nothing was begun', async () => {
    const opened = Promise.withResolvers<void>();
    const late = async (request: Request, init?: RequestInit): Promise<Response> => {
      if (request.url.endsWith('/payments')) await opened.promise;
      return fetch(request, init);
    };
    const cart = await page({ fetch: late }).carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    await cart.checkout();
    const { order } = cart;
    const known: unknown[] = [];
    const watching = order?.watch(({ status }) => {
      if (status !== 'open') return;
      known.push(order.unfinished);
      opened.resolve();
    });
    expect((await cart.pay(APPLE_PAY)).outcome).toBe('follow');
    await watching;
    expect(known).toEqual([true]);
    expect(order?.unfinished).toBe(false);
  });

  it('by a wallet, of which no answer came, is followed after a reload and never sent again', async () => {
    const impatient = { pauseMs: 1, patienceMs: 0 };
    // The service has answered, and nobody is told.
    const deaf: Fetch = async (request, init) => {
      const isPayment = request.url.endsWith('/payments');
      const answer = await fetch(request, init);
      if (isPayment) throw new TypeError('the answer is lost');
      return answer;
    };
    const cart = await page({ timing: impatient, fetch: deaf }).carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    await cart.checkout();
    expect(await cart.pay(APPLE_PAY)).toEqual({ outcome: 'follow' });
    const asked = service.simulator.requests(APPLE).length;
    const client = page();
    const order = client.orders.find(cart.view?.id ?? '');
    expect(await order?.resume()).toEqual({ outcome: 'follow' });
    const paid = await end(async (tell) => order?.watch(tell));
    expect(paid?.status).toBe('paid');
    expect(charged(paid?.order_no)).toHaveLength(1);
    expect(service.simulator.requests(APPLE).length).toBe(asked);
    expect(order?.unfinished).toBe(false);
  });

  it('is refused with the reason where the cart is another than the one that was seen', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const seen = await cart.checkout();
    await cart.setQuantity('KARAK-TEA', 2);
    expect(await cart.pay(APPLE_PAY, { seen })).toMatchObject({ outcome: 'none', trouble: 'changed' });
    expect(cart.unfinished).toBe(false);
  });

  it('that was declined is told as that, and tried again with success', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    await cart.checkout();
    const stop = new AbortController();
    const told: string[] = [];
    const watching = cart.watch(({ status }) => told.push(status), { signal: stop.signal });
    await cart.pay({ wallet: 'apple_pay', payload: payload('declined') });
    await eventually(() => told.includes('declined'));
    await cart.checkout();
    await cart.pay(APPLE_PAY);
    await watching;
    expect(told.at(-1)).toBe('paid');
  });

  it('in two tabs at once is charged once', async () => {
    const [first, second] = [await page().carts.open(KWD), await page().carts.open(KWD)];
    await first.setQuantity('KARAK-TEA', 1);
    await second.refresh();
    const [one, two] = [await first.checkout(), await second.checkout()];
    const results = await Promise.all([first.pay(APPLE_PAY, { seen: one }), second.pay(APPLE_PAY, { seen: two })]);
    expect(results).toMatchObject([{ outcome: 'follow' }, { outcome: 'follow' }]);
    const order = page().orders.find(one.cart.id);
    const paid = await end(async (tell) => order?.watch(tell));
    expect(charged(paid?.order_no)).toHaveLength(1);
  });

  it('needs something in the cart', async () => {
    const cart = await page().carts.open(KWD);
    await expect(cart.checkout()).rejects.toMatchObject({ code: 'cart_empty', outcome: 'none' });
  });
});

describe('a cart that costs nothing', () => {
  const shop = new SampleQuoteService();
  let free: TestService;
  beforeAll(async () => {
    await shop.start();
    shop.extras = ({ codes = [] }) => (codes.includes('EID') ? { discounts: [{ code: 'EID', amount: '1.250' }] } : {});
    free = await startCheckoutService({ ...shop.variables, FREE_ORDERS: 'true' });
  });
  afterAll(async () => {
    await free.close();
    await shop.close();
  });

  it('M57: is ordered once, also where the answer is lost', async () => {
    const losing = await startTcpProxy(free.url);
    const cart = await page({ baseUrl: losing.url }).carts.open({ currency_code: 'KWD', codes: ['EID'] });
    await cart.setQuantity('TEA', 1);
    await expect(cart.checkout()).rejects.toMatchObject({ code: 'nothing_to_pay' });
    losing.setFault({ kind: 'reset_after_request' }, 1);
    expect(await cart.complete()).toEqual({ outcome: 'follow' });
    expect(await end((tell) => cart.watch(tell))).toMatchObject({ status: 'paid', amount: '0.000' });
    expect(cart.view).toBeUndefined();
    await losing.close();
  });
});

describe('watching', () => {
  it('asks where streams are cut', async () => {
    const withoutStreams = (request: Request, init?: RequestInit): Promise<Response> =>
      request.url.endsWith('/events') ? Promise.reject(new TypeError('cut')) : fetch(request, init);
    const cart = await page({ fetch: withoutStreams }).carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const { checkout } = await cart.checkout();
    const told: string[] = [];
    const watching = cart.watch(({ status }) => told.push(status));
    await eventually(() => told.includes('open'));
    await payAtOttu(service, checkout.session_id);
    await service.runDue();
    await watching;
    expect(told.at(-1)).toBe('paid');
  });

  it('takes up a stream that was cut in the middle', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const { checkout } = await cart.checkout();
    const told: string[] = [];
    const watching = cart.watch(({ status }) => told.push(status));
    await eventually(() => told.length > 0);
    // Closes what stands.
    network.setFault({ kind: 'none' });
    await payAtOttu(service, checkout.session_id);
    await service.runDue();
    await watching;
    expect(told.at(-1)).toBe('paid');
  });

  it('ends with `not_found` where this browser cannot open the cart any more', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const { id, token } = JSON.parse(browser.tab().get('cart') ?? '{}') as { id: string; token: string };
    // The shopper has taken it along: to another browser, in which he signed in.
    const authorization = `Bearer ${jwt}`;
    const bound = await changeCart(service.url, { id, token }, {}, { authorization });
    expect(bound.status).toBe(200);
    await expect(cart.watch(() => undefined)).rejects.toMatchObject({ code: 'not_found' });
    browser = new Browser();
    expect(page().orders.find(id)).toBeUndefined();
  });
});

describe('a payer who comes back from the page', () => {
  it('is told that it is being checked until the service has asked, and never that it is not paid', async () => {
    const client = page();
    const cart = await client.carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const { checkout } = await cart.checkout();
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, checkout.session_id);
    const told: string[] = [];
    const order = page().returned({ search: `?session_id=${checkout.session_id}&order_no=X&reference_number=Y` });
    await order?.watch(({ status }) => told.push(status));
    expect(told[0]).toBe('checking');
    expect(told).not.toContain('open');
    expect(told.at(-1)).toBe('paid');
  });

  it('who did not pay may do so, with what the checkout showed', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const { checkout } = await cart.checkout();
    const order = page().returned({ search: `?session_id=${checkout.session_id}` });
    const stop = new AbortController();
    const told: string[] = [];
    const watching = order?.watch(({ status }) => told.push(status), { signal: stop.signal });
    await eventually(() => told.includes('open'));
    expect(told[0]).toBe('checking');
    expect(order?.ready?.cart.total).toBe('1.250');
    stop.abort();
    await watching;
  });
});

describe('beside the cart', () => {
  it('one product is bought by itself, and the cart stays', async () => {
    const client = page();
    const cart = await client.carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const order = await client.buyNow({ sku: 'SAFFRON-1G', currency_code: 'KWD' });
    expect(order.ready?.cart.items).toMatchObject([{ sku: 'SAFFRON-1G', quantity: 1 }]);
    expect((await order.pay(APPLE_PAY)).outcome).toBe('follow');
    expect((await end((tell) => order.watch(tell)))?.status).toBe('paid');
    expect(cart.count).toBe(1);
  });

  it('what the shop may offer, and cards, are listed; a card that is gone is gone', async () => {
    const client = page({ customerJwt: () => jwt });
    expect(await client.paymentMethods()).toMatchObject([{ code: 'credit-card' }]);
    expect(await client.cards.list()).toMatchObject([{ payable: true }]);
    expect(await client.cards.remove('A'.repeat(43))).toBe('gone');
    await expect(page().cards.list()).rejects.toMatchObject({ status: 401, code: 'customer_jwt_missing' });
    const setup = await client.cards.setup({ currency_code: 'KWD' });
    expect(setup.checkout_url).toContain(setup.session_id);
  });
});

describe("the handlers of Ottu's Checkout SDK", () => {
  it('hold the cart before the payment, and let it go when the shopper gives up', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    const first = await cart.checkout();
    const told: unknown[] = [];
    const handlers = ottuSdkHandlers(cart, {
      validate: () => true,
      follow: () => void told.push('follow'),
      again: (ready) => void told.push(ready?.checkout.session_id ?? 'as it is'),
    });
    expect(await handlers.validatePayment()).toBe(true);
    await handlers.beforePayment({ redirect_url: 'https://shop.example/return' });
    expect(cart.view?.state).toBe('frozen');
    await expect(cart.setQuantity('KARAK-TEA', 2)).rejects.toMatchObject({ code: 'cart_frozen' });
    await handlers.cancelCallback({});
    expect(cart.view?.state).toBe('open');
    await handlers.beforePayment();
    await handlers.errorCallback({});
    await handlers.successCallback({});
    expect(told).toEqual(['as it is', first.checkout.session_id, 'follow']);
  });

  it('stop the SDK where the form of the page is not complete', async () => {
    const cart = await page().carts.open(KWD);
    const { validatePayment } = ottuSdkHandlers(cart, {
      validate: () => false,
      follow: () => undefined,
      again: () => undefined,
    });
    await expect(validatePayment()).rejects.toThrow('not complete');
  });

  it('stop the SDK where the cart is another than the one that was seen', async () => {
    const cart = await page().carts.open(KWD);
    await cart.setQuantity('KARAK-TEA', 1);
    await cart.checkout();
    await cart.setQuantity('KARAK-TEA', 2);
    const { beforePayment } = ottuSdkHandlers(cart, { follow: () => undefined, again: () => undefined });
    await expect(beforePayment()).rejects.toBeInstanceOf(Problem);
  });
});
