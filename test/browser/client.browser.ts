import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';

import { payload } from '../checkout/support.ts';
import { eventually } from '../support/eventually.ts';
import { APPLE, AUTO_DEBIT } from '../support/ottu.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { clientPage, drive, isSignedIn, opened, saidOn, seeCount, seeSaid, signInWith } from './client-page.ts';
import { startOwnShop, type OwnShop } from './own-shop.ts';
import { payInSilence } from './shopping.ts';
import { anotherTab, startWorld, type World } from './world.ts';

const PAYMENTS = '**/v1/carts/*/payments';
const CART = /\/v1\/carts\/[^/]+$/;

let ownShop: OwnShop;
let world: World;
/** Between the browser and the service. */
let network: TcpProxy;

beforeAll(async () => {
  ownShop = await startOwnShop();
  world = await startWorld({ origin: ownShop.url });
  network = await startTcpProxy(world.serviceUrl);
  ownShop.serve('/', { body: clientPage(network.url, payload()) });
});
afterEach(() => world.simulator.clearFaults());
afterAll(async () => {
  await network.close();
  await world.close();
  await ownShop.close();
});

async function load(page: Page): Promise<Page> {
  await page.goto(ownShop.url);
  await opened(page);
  return page;
}

/** A shopper with one tea for 1.250 in the cart, about to pay. */
async function aboutToPay(): Promise<Page> {
  const page = await load(await world.shopper());
  await drive(page, 'add');
  await drive(page, 'checkout');
  return page;
}

/** What was charged while the test ran. */
function chargesSince(): () => unknown[] {
  const before = world.simulator.ledger().length;
  return () => world.simulator.ledger().slice(before);
}

const ONE_TEA = [{ amount: '1.250', currency: 'KWD' }];

/** What must not be told while, or after, something is charged. */
const UNTRUE = /^(?:open|declined|try_another_method|expired|none.*)$/;

async function expectTruth(page: Page): Promise<void> {
  expect((await saidOn(page)).filter((word) => UNTRUE.test(word))).toEqual([]);
}

async function requested(match: typeof APPLE | typeof AUTO_DEBIT, act: () => unknown): Promise<void> {
  const before = world.simulator.requests(match).length;
  act();
  await eventually(() => world.simulator.requests(match).length > before);
}

/** Those that payments are sent with, in their order. */
function keysOf(page: Page): (string | undefined)[] {
  const keys: (string | undefined)[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/payments')) keys.push(request.headers()['idempotency-key']);
  });
  return keys;
}

/** The service has worked on it, and the browser gets nothing. */
async function loseAnswer(route: Route): Promise<void> {
  await route.fetch();
  await route.abort('connectionreset');
}

/** Does so to so many of the requests that match, and lets the others pass. */
function first(times: number, fault: (route: Route) => Promise<void>): (route: Route) => Promise<void> {
  let left = times;
  return async (route) => {
    if (route.request().method() === 'OPTIONS' || left === 0) return route.fallback();
    left -= 1;
    return fault(route);
  };
}

async function jwt(): Promise<string> {
  const answer = await fetch(`${world.shopUrl}/id/sign-in`, { method: 'POST' });
  return ((await answer.json()) as { readonly token: string }).token;
}

describe('two tabs of one cart', () => {
  it('M55: both count from what the other one did, both pay at once, and it is charged once', async () => {
    const one = await load(await world.shopper());
    const charges = chargesSince();
    const two = await load(await anotherTab(one));
    await drive(one, 'add');
    await seeCount(two, 1);
    await Promise.all([one, two, one, two].map((tab) => drive(tab, 'add')));
    await Promise.all([seeCount(one, 5), seeCount(two, 5)]);
    await Promise.all([drive(one, 'checkout'), drive(two, 'checkout')]);
    await Promise.all([drive(one, 'payByWallet'), drive(two, 'payByWallet')]);
    await Promise.all([seeSaid(one, 'paid'), seeSaid(two, 'paid')]);
    expect(charges()).toMatchObject([{ amount: '6.250' }]);
    // Both are empty now, and what is put in goes into a new cart.
    await Promise.all([seeCount(one, 0), seeCount(two, 0)]);
    await drive(two, 'add');
    await seeCount(one, 1);
  });
});

describe('a reload in the middle of a payment', () => {
  it('by a wallet: it is followed, never sent again, and charged once', async () => {
    const page = await aboutToPay();
    const charges = chargesSince();
    world.simulator.setFaults([{ match: APPLE, fault: { kind: 'hold', when: 'before' } }]);
    await requested(APPLE, () => void drive(page, 'payByWallet').catch(() => undefined));
    const sent = world.simulator.requests(APPLE).length;
    await page.reload();
    await opened(page);
    await seeSaid(page, 'checking');
    world.simulator.clearFaults();
    await seeSaid(page, 'paid');
    await expectTruth(page);
    expect(charges()).toMatchObject(ONE_TEA);
    expect(world.simulator.requests(APPLE)).toHaveLength(sent);
  });

  it('by a saved card: it is sent again with its key, and charged once', async () => {
    const page = await load(await world.shopper());
    await drive(page, 'add');
    await signInWith(page, await jwt());
    await drive(page, 'checkout');
    const charges = chargesSince();
    const keys = keysOf(page);
    world.simulator.setFaults([{ match: AUTO_DEBIT, fault: { kind: 'hold', when: 'before' } }]);
    await requested(AUTO_DEBIT, () => void drive(page, 'payByCard').catch(() => undefined));
    await page.reload();
    await opened(page);
    await eventually(() => keys.length > 1);
    expect(new Set(keys).size).toBe(1);
    world.simulator.clearFaults();
    await seeSaid(page, 'paid');
    await expectTruth(page);
    expect(charges()).toMatchObject(ONE_TEA);
  });
});

describe('a connection that is gone while a payment is under way', () => {
  it('and comes back after 20 seconds: the page says so, and it is charged once', async () => {
    const page = await world.shopper();
    await page.clock.install();
    await load(page);
    await drive(page, 'add');
    await drive(page, 'checkout');
    const charges = chargesSince();
    world.simulator.setFaults([{ match: APPLE, fault: { kind: 'hold', when: 'before' } }]);
    await requested(APPLE, () => void drive(page, 'payByWallet').catch(() => undefined));
    // What stands breaks too, which the browser's switch alone leaves as it is.
    await page.context().setOffline(true);
    network.setFault({ kind: 'reset_on_connect' });
    world.simulator.clearFaults();
    await eventually(() => charges().length === 1);
    // The page's own clock: 20 of its seconds, and each try of the client fails before the next of them begins.
    for (let second = 0; second < 20; second += 1) await page.clock.runFor(1000);
    expect(await saidOn(page)).toEqual(['paying']);
    network.setFault({ kind: 'none' });
    await page.context().setOffline(false);
    await seeSaid(page, 'paid');
    await expectTruth(page);
    expect(charges()).toMatchObject(ONE_TEA);
  });
});

describe('an answer that is lost', () => {
  it.each([
    ['on its way to the page, after charging', 2, loseAnswer],
    ['with its request, before charging', 2, (route: Route) => route.abort('connectionreset')],
  ])('%s: the same is sent again, and charged once', async (_, times, fault) => {
    const page = await aboutToPay();
    const charges = chargesSince();
    const keys = keysOf(page);
    await page.route(PAYMENTS, first(times, fault));
    await drive(page, 'payByWallet');
    await seeSaid(page, 'paid');
    await expectTruth(page);
    expect(keys).toHaveLength(times + 1);
    expect(new Set(keys).size).toBe(1);
    expect(charges()).toMatchObject(ONE_TEA);
  });

  it('M91: of Ottu, after charging: nobody is told that it was not paid, and it is told when it is known', async () => {
    const page = await aboutToPay();
    const charges = chargesSince();
    await payInSilence(world.simulator, async () => void drive(page, 'payByWallet').catch(() => undefined));
    await eventually(() => charges().length === 1);
    await seeSaid(page, 'checking');
    const [lost] = world.simulator.webhooks().slice(-1);
    world.simulator.clearFaults();
    await world.simulator.redeliverWebhook(lost?.id ?? 0);
    await seeSaid(page, 'paid');
    await expectTruth(page);
    expect(charges()).toMatchObject(ONE_TEA);
  });
});

describe('signing in', () => {
  it('M58: the answer with the new token is lost, the other tab goes on with it, and a saved card pays once', async () => {
    const one = await load(await world.shopper());
    const two = await load(await anotherTab(one));
    await drive(one, 'add');
    await seeCount(two, 1);
    await one.route(CART, async (route) => (route.request().method() === 'PATCH' ? patched(route) : route.fallback()));
    const patched = first(1, loseAnswer);
    const token = await jwt();
    await signInWith(one, token);
    expect(await isSignedIn(one)).toBe(true);
    await drive(two, 'add');
    await seeCount(one, 2);
    const charges = chargesSince();
    await drive(one, 'checkout');
    await drive(one, 'payByCard');
    await seeSaid(one, 'paid');
    expect(charges()).toMatchObject([{ amount: '2.500' }]);
    await seeCount(two, 0);
  });
});
