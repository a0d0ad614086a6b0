import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Locator } from 'playwright-core';

import { addToBasket, confirmSheet, line, openBasket, openCheckout, openShop, payBy, seeStatus } from './shopping.ts';
import { keepScreenshot, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('in Arabic', () => {
  it('everything reads from right to left, and the basket comes from the left', async () => {
    const page = await world.shopper();
    await openShop(page);
    const englishLogo = (await page.locator('.brand').boundingBox())?.x ?? 0;
    await addToBasket(page, 'DATES-KHALAS');
    await openBasket(page);
    expect(await edge(page.getByTestId('drawer'))).toBe('right');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'العربية' }).click();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await page.locator('html').getAttribute('lang')).toBe('ar');
    expect((await page.locator('.brand').boundingBox())?.x ?? 0).toBeGreaterThan(englishLogo + 400);
    await keepScreenshot(page, 'arabic-home');
    await openBasket(page);
    await line(page, 'DATES-KHALAS').getByText('تمر خلاص').waitFor();
    expect(await edge(page.getByTestId('drawer'))).toBe('left');
    await keepScreenshot(page, 'arabic-basket');
    await openCheckout(page);
    await keepScreenshot(page, 'arabic-checkout');
    await payBy(page, 'google_pay', 'declined');
    const declined = await seeStatus(page, 'declined');
    await declined.getByTestId('hosted').waitFor();
    await payBy(page, 'google_pay');
    await seeStatus(page, 'paid');
    await keepScreenshot(page, 'arabic-paid');
  });

  it('the hosted page speaks Arabic too', async () => {
    const page = await world.shopper();
    await openShop(page);
    await page.getByRole('button', { name: 'العربية' }).click();
    await addToBasket(page, 'KARAK-TEA');
    await openBasket(page);
    await (await openCheckout(page)).getByTestId('hosted').click();
    await page.locator('input[name="number"]').waitFor();
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await keepScreenshot(page, 'arabic-hosted-page');
  });

  it('a product page and its sheet are mirrored as well', async () => {
    const page = await world.shopper();
    await openShop(page);
    await page.getByRole('button', { name: 'العربية' }).click();
    await page.locator('.card h3 a[href="/products/OUD-OIL-3ML"]').click();
    await page.getByTestId('apple_pay').waitFor();
    await keepScreenshot(page, 'arabic-product');
    await page.getByTestId('apple_pay').click();
    await page.getByTestId('sheet').waitFor();
    await keepScreenshot(page, 'arabic-sheet');
    await confirmSheet(page);
    await seeStatus(page, 'paid');
  });
});

describe('in Arabic, what is Latin', () => {
  it('stands isolated and in its own order: order numbers, wallets, 3-D Secure', async () => {
    const page = await world.shopper();
    await openShop(page);
    await page.getByRole('button', { name: 'العربية' }).click();
    await addToBasket(page, 'KARAK-TEA');
    await openBasket(page);
    const panel = await openCheckout(page);
    await readsAsWritten(panel.getByTestId('apple_pay').locator('[dir=ltr]'), 'Apple Pay');
    await panel.getByTestId('apple_pay').click();
    await readsAsWritten(page.getByTestId('sheet').locator('.wish bdi'), '3-D Secure');
    await keepScreenshot(page, 'arabic-isolated-sheet');
    await confirmSheet(page);
    const paid = await seeStatus(page, 'paid');
    const orderNo = String(world.simulator.ledger().at(-1)?.order_no);
    expect(orderNo).toMatch(/^DEMO-/);
    await readsAsWritten(paid.locator('.order-no bdi'), orderNo);
    await keepScreenshot(page, 'arabic-isolated-order');
  });
});

describe('in another currency', () => {
  it.each([
    ['SAR', '45.75'],
    ['JPY', '1,830'],
  ])('the same things cost %s in a cart of their own', async (currency, shown) => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'DATES-KHALAS');
    const created = page.waitForResponse((answer) => answer.url().endsWith('/v1/carts') && answer.status() === 201);
    await page.locator('select[name="currency"]').selectOption(currency);
    await created;
    await openBasket(page);
    await page.getByTestId('total').getByText(shown).waitFor();
    await openCheckout(page);
    await payBy(page, 'apple_pay');
    await seeStatus(page, 'paid');
    expect(world.simulator.ledger().at(-1)).toMatchObject({ currency, amount: shown.replace(',', '') });
  });
});

describe('on a phone', () => {
  it('nothing is wider than the screen', async () => {
    const page = await world.shopper({ width: 390, height: 844 });
    await openShop(page);
    await keepScreenshot(page, 'phone-home');
    await addToBasket(page, 'DATES-KHALAS');
    await openBasket(page);
    await openCheckout(page);
    await keepScreenshot(page, 'phone-checkout');
    await page.getByTestId('pay-panel').getByTestId('apple_pay').click();
    await page.getByTestId('sheet').waitFor();
    await keepScreenshot(page, 'phone-sheet');
    await confirmSheet(page);
    await seeStatus(page, 'paid');
    await keepScreenshot(page, 'phone-paid');
    await page.goto('/products/DATES-KHALAS');
    await page.getByTestId('apple_pay').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});

/** At which side of the window it stands, once it has come to rest. */
async function edge(drawer: Locator): Promise<'left' | 'right'> {
  await drawer.evaluate((element) => Promise.all(element.getAnimations().map((each) => each.finished)));
  const box = await drawer.boundingBox();
  return box?.x === 0 ? 'left' : 'right';
}

/** The element holds this and nothing else, and each of its characters stands to the right of the one before. */
async function readsAsWritten(element: Locator, text: string): Promise<void> {
  expect(await element.textContent()).toBe(text);
  const places = await element.evaluate((node) =>
    [...(node.textContent ?? '')].map((_, index) => {
      const range = document.createRange();
      range.setStart(node.firstChild ?? node, index);
      range.setEnd(node.firstChild ?? node, index + 1);
      return range.getBoundingClientRect().x;
    }),
  );
  expect(places).toEqual(places.toSorted((left, right) => left - right));
}
