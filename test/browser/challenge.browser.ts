import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';

import { DEMO_CARDS } from '../../sandbox/demo/cards.ts';
import { tryCards } from '../../sandbox/demo/try-cards.ts';
import {
  addToBasket,
  confirmSheet,
  openBasket,
  openCheckout,
  openShop,
  payBy,
  payByCard,
  seeStatus,
  signIn,
  solveChallenge,
} from './shopping.ts';
import { keepScreenshot, startWorld, type World } from './world.ts';

let world: World;
/** So many charges there were before each test. */
let charged = 0;

beforeAll(async () => {
  world = await startWorld();
  for (const card of DEMO_CARDS) world.simulator.saveCard(card);
  await tryCards(world.serviceUrl);
});
beforeEach(() => {
  charged = world.simulator.ledger().length;
});
afterEach(() => world.simulator.clearFaults());
afterAll(() => world.close());

const charges = () => world.simulator.ledger().slice(charged);

/** With dates in the basket, where a wallet's sheet has been confirmed; the challenge is open. */
async function askedAtCheckout(page: Page): Promise<void> {
  await openShop(page);
  await addToBasket(page, 'DATES-KHALAS');
  await openBasket(page);
  await openCheckout(page);
  await payBy(page, 'apple_pay');
  await page.getByTestId('challenge').waitFor();
}

/** What the page sends to pay, as it sends it. */
function watchPayments(page: Page): { readonly key: string | undefined; readonly solved: boolean }[] {
  const sent: { readonly key: string | undefined; readonly solved: boolean }[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'POST' || !request.url().endsWith('/payments')) return;
    sent.push({ key: request.headers()['idempotency-key'], solved: tokenOf(request) !== undefined });
  });
  return sent;
}

function tokenOf(request: Request): string | undefined {
  return (request.postDataJSON() as { readonly challenge_token?: string }).challenge_token;
}

describe('M96: while unusually many attempts are declined', () => {
  it('M96: the shopper is asked, asked again after a wrong answer and after none, and pays once', async () => {
    const page = await world.shopper();
    const sent = watchPayments(page);
    await askedAtCheckout(page);
    const asked = page.getByTestId('challenge');
    // The wallet's sheet is gone: it would not wait.
    expect(await page.getByTestId('sheet').count()).toBe(0);
    await keepScreenshot(page, 'challenge');

    await asked.getByRole('button', { name: 'Pay' }).click();
    await asked.getByText('Please choose one of the pictures.').waitFor();
    expect(sent).toHaveLength(1);

    await solveChallenge(page, 'wrong');
    await asked.getByText('That did not count.').waitFor();
    await keepScreenshot(page, 'challenge-again');
    expect(await asked.locator('input:checked').count()).toBe(0);
    expect(charges()).toEqual([]);

    await solveChallenge(page);
    await seeStatus(page, 'paid');
    expect(charges()).toMatchObject([{ amount: '3.750', currency: 'KWD' }]);
    // M8: one intent, one key, whatever solutions came with it.
    expect(sent.map(({ solved }) => solved)).toEqual([false, true, true]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
  });

  it('M96: taken back at the challenge, nothing is charged, and the next try asks again', async () => {
    const page = await world.shopper();
    await askedAtCheckout(page);
    await page.keyboard.press('Escape');
    const panel = page.getByTestId('pay-panel');
    await panel.getByTestId('note').getByText('make sure that this is a person').waitFor();
    await keepScreenshot(page, 'challenge-taken-back');
    expect(charges()).toEqual([]);
    await payBy(page, 'apple_pay');
    await solveChallenge(page);
    await seeStatus(page, 'paid');
    expect(charges()).toHaveLength(1);
  });

  it('M9: the answer to the solved one is lost: sent again with the key and the spent solution, it is paid once', async () => {
    const page = await world.shopper();
    const sent = watchPayments(page);
    let lost = 0;
    await page.route('**/payments', async (route) => {
      if (lost > 0 || tokenOf(route.request()) === undefined) return route.fallback();
      lost += 1;
      expect((await route.fetch()).status()).toBe(201);
      return route.abort('connectionreset');
    });
    await askedAtCheckout(page);
    const replayed = page.waitForResponse((answer) => answer.headers()['idempotent-replayed'] === 'true');
    await solveChallenge(page);
    expect((await replayed).status()).toBe(201);
    await seeStatus(page, 'paid');
    expect(lost).toBe(1);
    expect(sent.map(({ solved }) => solved)).toEqual([false, true, true]);
    expect(charges()).toHaveLength(1);
  });

  it('M96: by a saved card the shopper is asked as well', async () => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'DATES-KHALAS');
    await signIn(page);
    await openBasket(page);
    await openCheckout(page);
    await payByCard(page, '1019');
    await solveChallenge(page);
    await seeStatus(page, 'paid');
    expect(charges()).toHaveLength(1);
  });

  it('M96: Buy Now asks with the keyboard alone, in Arabic, on a telephone', async () => {
    const page = await world.shopper({ width: 390, height: 844 });
    await openShop(page);
    await page.locator('.language').click();
    await page.goto('/products/DALLAH-BRASS');
    await page.getByTestId('apple_pay').click();
    await confirmSheet(page);
    const asked = page.getByTestId('challenge');
    await asked.waitFor();
    const focusIs = (selector: string): Promise<boolean> =>
      page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
    expect(await focusIs('.challenge input[type="radio"]')).toBe(true);
    expect(await asked.evaluate((dialog) => getComputedStyle(dialog).direction)).toBe('rtl');
    await page.keyboard.press('Space');
    await keepScreenshot(page, 'phone-arabic-challenge');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    for (let presses = 0; presses < 4 && !(await focusIs('[value="DALLAH-BRASS"]')); presses += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await seeStatus(page, 'paid');
    expect(charges()).toHaveLength(1);
  });
});
