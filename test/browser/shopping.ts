import type { Locator, Page } from 'playwright-core';

import { eventually } from '../support/eventually.ts';
import { answerLost, APPLE, EVENTS_LOST, RETRIEVES_SILENT } from '../support/ottu.ts';
import type { Simulator } from './world.ts';

/** What shoppers do, in words; every step waits for what a person would wait for. */

export async function openShop(page: Page): Promise<void> {
  await page.goto('/');
  await page.locator('.card').first().waitFor();
}

export async function addToBasket(page: Page, sku: string): Promise<void> {
  const count = page.locator('.basket-button .count');
  const before = await count.textContent();
  await page.locator(`.card[data-sku="${sku}"]`).getByRole('button').click();
  await page.waitForFunction((text) => document.querySelector('.basket-button .count')?.textContent !== text, before);
}

export async function openBasket(page: Page): Promise<Locator> {
  await page.getByTestId('open-basket').click();
  const drawer = page.getByTestId('drawer');
  await drawer.waitFor();
  return drawer;
}

/** The line of a product in the open basket. */
export function line(page: Page, sku: string): Locator {
  return page.getByTestId('drawer').locator(`.line[data-sku="${sku}"]`);
}

/** From the open basket to the ways to pay. */
export async function openCheckout(page: Page): Promise<Locator> {
  await page.locator('[data-key="checkout"]').click();
  const panel = page.getByTestId('pay-panel');
  await panel.getByTestId('hosted').waitFor();
  return panel;
}

type Wish = 'success' | 'declined' | 'three_ds_redirect' | 'answer_lost';

/** Answers the simulated sheet that is open. */
export async function confirmSheet(page: Page, wish: Wish = 'success'): Promise<void> {
  const sheet = page.getByTestId('sheet');
  await sheet.locator(`input[value="${wish}"]`).check();
  await sheet.locator('button[type="submit"]').click();
}

export async function payBy(page: Page, wallet: 'apple_pay' | 'google_pay', wish: Wish = 'success'): Promise<void> {
  await page.getByTestId('pay-panel').getByTestId(wallet).click();
  await confirmSheet(page, wish);
}

/** Answers the question that is asked while cards are being tested. */
export async function solveChallenge(page: Page, how: 'right' | 'wrong' = 'right'): Promise<void> {
  const asked = page.getByTestId('challenge');
  await asked.locator(`input[value="${how === 'right' ? 'DALLAH-BRASS' : 'SADU-CUSHION'}"]`).check();
  await asked.locator('button[type="submit"]').click();
}

/** Waits until the order's page says so. */
export async function seeStatus(page: Page, status: string): Promise<Locator> {
  const order = page.locator(`[data-testid="order"][data-status="${status}"]`);
  await order.waitFor();
  return order;
}

/** What the simulator's page asks for: a test card, typed by hand. */
export async function payOnHostedPage(page: Page, card = '4508750015741019'): Promise<void> {
  await page.locator('input[name="number"]').fill(card);
  await page.locator('input[name="expiry"]').fill('01/39');
  await page.locator('input[name="cvv"]').fill('100');
  await page.locator('button[value="pay"]').click();
}

/** The secret and id of the basket, from where the shop keeps them. */
export async function basketOf(page: Page): Promise<{ readonly id: string; readonly token: string }> {
  return page.evaluate(() => JSON.parse(localStorage.getItem('ottu-bff.cart') ?? '{}') as never);
}

/** By the button in the header; the simulated identity provider asks for nothing. */
export async function signIn(page: Page): Promise<void> {
  await page.locator('.top').getByTestId('sign-in').click();
  await page.getByTestId('account').waitFor();
}

/** The saved card with these digits, in the open checkout. */
export function savedCard(page: Page, lastFour: string): Locator {
  return page.getByTestId('saved-cards').locator(`[data-last-four="${lastFour}"]`);
}

export async function payByCard(page: Page, lastFour: string): Promise<void> {
  await savedCard(page, lastFour)
    .getByRole('button', { name: /^(Pay|ادفع)/ })
    .click();
}

/**
 * Ottu charges the wallet that `pay` confirms, and from then on nothing is heard of it: no answer, no event, and whoever
 * asks is told nothing. Clear the faults to let it be known.
 */
export async function payInSilence(simulator: Simulator, pay: () => Promise<void>): Promise<void> {
  const before = simulator.requests(APPLE).length;
  simulator.setFaults([{ match: APPLE, fault: { kind: 'hold', when: 'before' } }, answerLost(APPLE), EVENTS_LOST]);
  await pay();
  await eventually(() => simulator.requests(APPLE).length > before);
  simulator.setFaults([RETRIEVES_SILENT, EVENTS_LOST]);
}
