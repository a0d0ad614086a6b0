import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

import { addToBasket, openBasket, openCheckout, openShop, payBy, seeStatus } from './shopping.ts';
import { keepScreenshot, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld({ quotes: true });
});
afterAll(() => world.close());

const total = (page: Page): Locator => page.getByTestId('drawer').getByTestId('total');

async function write(page: Page, code: string): Promise<void> {
  await page.locator('input[name="voucher"]').fill(code);
  await page.locator('[data-key="use-voucher"]').click();
}

describe('a voucher', () => {
  it('is what the quote of the shop takes off, and what is charged is what is left', async () => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'DATES-KHALAS');
    await addToBasket(page, 'KARAK-TEA');
    await openBasket(page);
    await total(page).getByText('5.000').waitFor();
    await keepScreenshot(page, 'voucher-field');
    await write(page, 'marsa10');
    await total(page).getByText('4.500').waitFor();
    await page.getByTestId('voucher').getByText('marsa10 is taken off.').waitFor();
    expect(await page.locator('.part').allTextContents()).toEqual([
      expect.stringMatching(/MARSA10: 10 % off.*−.*0\.500/),
    ]);
    await keepScreenshot(page, 'voucher');
    await openCheckout(page);
    await payBy(page, 'apple_pay');
    await seeStatus(page, 'paid');
    expect(world.simulator.ledger().at(-1)).toMatchObject({ amount: '4.500', currency: 'KWD' });
  });

  it('that the shop does not know takes nothing off, says so, and can be left out', async () => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'KARAK-TEA');
    await openBasket(page);
    await write(page, 'NOTHING');
    await page.getByTestId('voucher').getByText('NOTHING takes nothing off this basket.').waitFor();
    expect(await total(page).textContent()).toContain('1.250');
    await page.getByTestId('voucher').getByRole('button').click();
    await page.locator('input[name="voucher"]').waitFor();
    await write(page, 'MARSA10');
    await total(page).getByText('1.125').waitFor();
  });

  it('is told of in Arabic too', async () => {
    const page = await world.shopper({ width: 420 });
    await page.addInitScript(() => localStorage.setItem('marsa.language', JSON.stringify('ar')));
    await openShop(page);
    await addToBasket(page, 'DATES-KHALAS');
    await openBasket(page);
    await write(page, 'MARSA10');
    await page.getByTestId('voucher').getByText('تم خصم').waitFor();
    await keepScreenshot(page, 'voucher-ar');
    expect(await page.getByTestId('voucher').locator('bdi').allTextContents()).toEqual(['MARSA10']);
  });
});
