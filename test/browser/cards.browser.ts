import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

import { DEMO_CARDS } from '../../sandbox/demo/cards.ts';
import { eventually } from '../support/eventually.ts';
import { CARDS } from '../support/ottu.ts';
import {
  addToBasket,
  basketOf,
  line,
  openBasket,
  openCheckout,
  openShop,
  payBy,
  payByCard,
  savedCard,
  seeStatus,
  signIn,
} from './shopping.ts';
import { anotherTab, keepScreenshot, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  for (const card of DEMO_CARDS) world.simulator.saveCard(card);
});
afterEach(() => world.simulator.clearFaults());
afterAll(() => world.close());

/** A shopper with dates in the basket, signed in, at the checkout. */
async function atCheckout(page: Page): Promise<Locator> {
  await openShop(page);
  await addToBasket(page, 'DATES-KHALAS');
  await signIn(page);
  await openBasket(page);
  const panel = await openCheckout(page);
  await panel.getByTestId('saved-cards').waitFor();
  return panel;
}

describe('a shopper who signs in', () => {
  it('pays by a saved card with one touch', async () => {
    const page = await world.shopper();
    await atCheckout(page);
    await keepScreenshot(page, 'saved-cards');
    const charged = world.simulator.ledger().length;
    await payByCard(page, '1019');
    const order = await seeStatus(page, 'paid');
    expect(await order.getByTestId('total').textContent()).toContain('3.750');
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '3.750', currency: 'KWD' }]);
    // Still signed in, with a new basket that is the shopper's own from the start.
    await page.locator('.brand').click();
    await addToBasket(page, 'KARAK-TEA');
    await openBasket(page);
    await openCheckout(page);
    await savedCard(page, '1019').waitFor();
  });

  it('is told no by the bank of one card, and pays by a wallet', async () => {
    const page = await world.shopper();
    await atCheckout(page);
    const charged = world.simulator.ledger().length;
    await payByCard(page, '0051');
    const declined = await seeStatus(page, 'declined');
    expect(world.simulator.ledger().length).toBe(charged);
    await declined.getByTestId('saved-cards').waitFor();
    await keepScreenshot(page, 'saved-card-declined');
    await payBy(page, 'apple_pay');
    await seeStatus(page, 'paid');
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '3.750' }]);
  });

  it('sees the cards that cannot pay here, with the reason and no way to pay by them', async () => {
    const page = await world.shopper();
    await atCheckout(page);
    for (const [digits, reason] of [
      ['2514', 'security code'],
      ['0008', 'Expired'],
    ] as const) {
      const card = savedCard(page, digits);
      expect(await card.textContent()).toContain(reason);
      expect(await card.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
    }
  });

  it('removes a card, asked first; one that a subscription needs stays', async () => {
    const page = await world.shopper();
    await atCheckout(page);
    const card = savedCard(page, '4444');
    await card.getByRole('button', { name: 'Remove Mastercard 4444' }).click();
    await keepScreenshot(page, 'saved-card-remove');
    await card.getByRole('button', { name: 'Keep it' }).click();
    await card.getByRole('button', { name: /^Pay/ }).waitFor();
    await card.getByRole('button', { name: 'Remove Mastercard 4444' }).click();
    await card.getByRole('button', { name: 'Remove', exact: true }).click();
    await card.waitFor({ state: 'detached' });
    await savedCard(page, '1019')
      .getByRole('button', { name: /^Remove/ })
      .click();
    await savedCard(page, '1019').getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('A subscription is paid with this card').waitFor();
    await savedCard(page, '1019').getByRole('button', { name: /^Pay/ }).waitFor();
  });

  it('can do so at the checkout, in Arabic too', async () => {
    const page = await world.shopper();
    await openShop(page);
    await page.locator('.language').click();
    await addToBasket(page, 'DATES-KHALAS');
    await openBasket(page);
    const panel = await openCheckout(page);
    await panel.getByTestId('sign-in').click();
    await savedCard(page, '1019').waitFor();
    await keepScreenshot(page, 'arabic-saved-cards');
    await payByCard(page, '1019');
    await seeStatus(page, 'paid');
  });

  it('keeps paying in every other way when the cards cannot be had', async () => {
    world.simulator.setFaults([{ match: CARDS, fault: { kind: 'status', status: 500 } }]);
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'KARAK-TEA');
    await signIn(page);
    await openBasket(page);
    const panel = await openCheckout(page);
    await panel.getByTestId('cards-unavailable').waitFor();
    await payBy(page, 'apple_pay');
    await seeStatus(page, 'paid');
  });

  it('on a telephone', async () => {
    const page = await world.shopper({ width: 390, height: 844 });
    await openShop(page);
    await keepScreenshot(page, 'phone-signed-out');
    const panel = await atCheckout(page);
    await page.keyboard.press('Escape');
    await keepScreenshot(page, 'phone-signed-in');
    await openBasket(page);
    await openCheckout(page);
    await panel.getByTestId('saved-cards').scrollIntoViewIfNeeded();
    await keepScreenshot(page, 'phone-saved-cards');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  });
});

describe('who is signed in', () => {
  it('M58: signed out, there are no cards, and nobody is asked for any', async () => {
    const page = await world.shopper();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await openShop(page);
    await addToBasket(page, 'DATES-KHALAS');
    await openBasket(page);
    const panel = await openCheckout(page);
    expect(await panel.getByTestId('saved-card').count()).toBe(0);
    expect(asked.filter((path) => path.startsWith('/v1/cards'))).toEqual([]);
  });

  it('M58: signing in gives the basket another secret, of which the other tab hears', async () => {
    const first = await world.shopper();
    await openShop(first);
    await addToBasket(first, 'DATES-KHALAS');
    const second = await anotherTab(first);
    await openShop(second);
    const before = await basketOf(first);
    await signIn(first);
    const after = await basketOf(second);
    expect(after.id).toBe(before.id);
    expect(after.token).not.toBe(before.token);
    await addToBasket(second, 'KARAK-TEA');
    await openBasket(first);
    await line(first, 'KARAK-TEA').waitFor();
    // The other tab is not signed in: it may fill the basket, and has to sign in to pay it.
    await openBasket(second);
    await second.locator('[data-key="checkout"]').click();
    const panel = second.getByTestId('pay-panel');
    await panel.getByTestId('note').waitFor();
    await keepScreenshot(second, 'sign-in-to-pay');
    await panel.getByTestId('sign-in').click();
    await savedCard(second, '1019').waitFor();
  });

  it('M58: keeps the basket although every answer with its new secret was lost, and the page was loaded anew', async () => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'DATES-KHALAS');
    let lost = 0;
    await page.route('**/v1/carts/*', async (route) => {
      if (route.request().method() !== 'PATCH' || lost === 3) return route.fallback();
      lost += 1;
      expect((await route.fetch()).status()).toBe(200);
      return lost === 2
        ? route.fulfill({ status: 200, contentType: 'application/json', body: '{"cart":' })
        : route.abort('connectionreset');
    });
    await signIn(page);
    await eventually(() => lost === 3);
    // A tab that is not signed in cannot open it, and leaves the way to it where it is.
    const other = await anotherTab(page);
    await openShop(other);
    expect(await basketOf(other)).toEqual(await basketOf(page));
    await page.reload();
    await openBasket(page);
    const panel = await openCheckout(page);
    await savedCard(page, '1019').waitFor();
    const charged = world.simulator.ledger().length;
    await payByCard(page, '1019');
    await seeStatus(page, 'paid');
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '3.750' }]);
    await panel.waitFor({ state: 'hidden' });
  });

  it('is asked to sign in again when the token is over, before anything is charged', async () => {
    const page = await world.shopper();
    const panel = await atCheckout(page);
    const charged = world.simulator.ledger().length;
    await page.evaluate(() => {
      const kept = JSON.parse(sessionStorage.getItem('marsa.shopper') ?? '{}') as object;
      sessionStorage.setItem('marsa.shopper', JSON.stringify({ ...kept, jwt: 'e30.e30.e30' }));
    });
    await payByCard(page, '1019');
    await panel.getByTestId('sign-in').click();
    await payByCard(page, '1019');
    await seeStatus(page, 'paid');
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '3.750' }]);
  });

  it('signs out of every tab, and leaves no basket that nobody can pay', async () => {
    const first = await world.shopper();
    await openShop(first);
    await addToBasket(first, 'DATES-KHALAS');
    const second = await anotherTab(first);
    await openShop(second);
    await signIn(first);
    await signIn(second);
    await first.getByTestId('account').click();
    await keepScreenshot(first, 'account-menu');
    await first.getByTestId('sign-out').click();
    for (const page of [first, second]) {
      await page.locator('.top').getByTestId('sign-in').waitFor();
      await page.locator('.basket-button .count').waitFor({ state: 'hidden' });
      expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, localStorage['ottu-bff.cart']]))).toBe(
        '[{},null]',
      );
    }
  });

  it('is never told by an address', async () => {
    const page = await world.shopper();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await atCheckout(page);
    const kept = await page.evaluate(() => sessionStorage.getItem('marsa.shopper') ?? '');
    const { jwt } = JSON.parse(kept) as { readonly jwt: string };
    await payByCard(page, '1019');
    await seeStatus(page, 'paid');
    expect(jwt).toMatch(/^e\S{80,}$/);
    expect(addresses.filter((address) => address.includes(jwt))).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain(jwt);
  });

  it('cannot be asked for by the page of another origin', async () => {
    const answer = await fetch(`${world.shopUrl}/id/sign-in`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
  });
});
