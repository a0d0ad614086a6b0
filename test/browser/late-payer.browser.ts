import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';

import { eventually } from '../support/eventually.ts';
import { EVENTS_LOST, RETRIEVE } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import {
  addToBasket,
  line,
  openBasket,
  openCheckout,
  openShop,
  payBy,
  payOnHostedPage,
  seeStatus,
} from './shopping.ts';
import { anotherTab, keepScreenshot, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.simulator.clearFaults());
afterAll(() => world.close());

interface LatePayer {
  /** Where the payer is on the payment page, with dates for 3.750 to pay. */
  readonly payer: Page;
  /** Where the same shopper has put tea into the basket since. */
  readonly other: Page;
  readonly sessionId: string;
}

/** On the payment page, with dates for 3.750 in the basket. */
async function onPaymentPage(): Promise<Pick<LatePayer, 'payer' | 'sessionId'>> {
  const payer = await world.shopper();
  await keepStages(payer);
  await openShop(payer);
  await addToBasket(payer, 'DATES-KHALAS');
  await openBasket(payer);
  const checkedOut = payer.waitForResponse((answer) => answer.url().endsWith('/checkout') && answer.ok());
  const panel = await openCheckout(payer);
  const { checkout } = (await (await checkedOut).json()) as { readonly checkout: { readonly session_id: string } };
  await panel.getByTestId('hosted').click();
  await payer.locator('input[name="number"]').waitFor();
  return { payer, sessionId: checkout.session_id };
}

async function latePayer(): Promise<LatePayer> {
  const { payer, sessionId } = await onPaymentPage();
  const other = await anotherTab(payer);
  await keepStages(other);
  await openShop(other);
  await addToBasket(other, 'KARAK-TEA');
  return { payer, other, sessionId };
}

/** Everything that the order's page ever says, however shortly, and whether it ever offers to pay; of each page anew. */
async function keepStages(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(globalThis, { stages: seen });
    new MutationObserver(() => {
      const order = document.querySelector<HTMLElement>('[data-testid="order"]');
      if (order === null) return;
      seen.add(order.dataset['status'] ?? '');
      if (order.querySelector('[data-testid="pay-panel"]') !== null) seen.add('pay-panel');
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });
}

async function stagesOf(page: Page): Promise<string[]> {
  const stages = await page.evaluate(() => [...(globalThis as unknown as { stages: Set<string> }).stages]);
  return stages.filter((stage) => stage !== 'loading').toSorted();
}

/** What a shopper could press to pay, or to think that it is paid. */
async function waysOn(order: Locator): Promise<number> {
  return order.locator('button, a, [data-testid="pay-panel"]').count();
}

/** The payment as operators see it. */
async function operatorView(sessionId: string): Promise<unknown> {
  const answer = await fetch(`${world.serviceUrl}/v1/payments?session_id=${sessionId}`, {
    headers: { authorization: authorization('operator') },
  });
  return ((await answer.json()) as { readonly payments: readonly unknown[] }).payments[0];
}

const PAID_BEFORE_TEA = {
  state: 'paid',
  amount: '3.750',
  review_reasons: [],
  added_since: [{ sku: 'KARAK-TEA', quantity: 1 }],
};

/** The receipt holds what was paid, and says of the tea that it is not part of it. */
async function seeReceipt(page: Page): Promise<Locator> {
  const order = await seeStatus(page, 'paid');
  const receipt = order.locator('.receipt');
  expect(await receipt.locator(':scope > .lines').textContent()).toContain('Khalas');
  expect(await receipt.locator(':scope > .lines').textContent()).not.toContain('Karak');
  expect(await receipt.getByTestId('total').textContent()).toContain('3.750');
  const notPaid = receipt.getByTestId('not-paid');
  expect(await notPaid.textContent()).toContain('Karak');
  expect(await order.getByTestId('pay-panel').count()).toBe(0);
  return notPaid;
}

describe('M51: a payer who pays on the payment page what the basket held before', () => {
  it('M51: is told in every tab that this is paid, and what was added since is offered for a new basket', async () => {
    const { payer, other, sessionId } = await latePayer();
    await openBasket(other);
    const charged = world.simulator.ledger().length;
    await payOnHostedPage(payer);
    const notPaid = await seeReceipt(payer);
    await keepScreenshot(payer, 'late-payer');
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '3.750', session_id: sessionId }]);
    expect(await operatorView(sessionId)).toMatchObject(PAID_BEFORE_TEA);
    // The other tab hears of it, and begins anew.
    await other.locator('.basket-button .count').waitFor({ state: 'hidden' });
    // Whoever looks again is told the same.
    await payer.reload();
    await seeReceipt(payer);
    await notPaid.getByRole('button').click();
    await openBasket(payer);
    await line(payer, 'KARAK-TEA').waitFor();
    expect(await payer.getByTestId('drawer').locator('.line').count()).toBe(1);
    expect(world.simulator.ledger().length).toBe(charged + 1);
  });

  it('M51: and who never comes back from there: the other tab finds it paid when it is looked at again, and charges nothing', async () => {
    const { payer, other, sessionId } = await latePayer();
    // The window is closed as soon as the payment page has taken the card.
    await payer.route('**/return*', (route) => route.abort());
    const charged = world.simulator.ledger().length;
    const left = payer.waitForEvent('requestfailed');
    // As this tab knows it, nobody is paying.
    await openBasket(other);
    await payOnHostedPage(payer);
    await left;
    await payer.close();
    await eventually(async () => ((await operatorView(sessionId)) as { state: string }).state === 'paid');
    // Nothing tells this tab by itself: whoever looks again finds the basket paid, and a new one begun.
    await other.reload();
    await other.locator('.card').first().waitFor();
    await other.locator('.basket-button .count').waitFor({ state: 'hidden' });
    expect(await operatorView(sessionId)).toMatchObject(PAID_BEFORE_TEA);
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '3.750', session_id: sessionId }]);
  });
});

describe('a payer who is back before the word of it', () => {
  it('M51: is told the same, since the service asks before it lets anybody pay', async () => {
    const { payer, sessionId } = await latePayer();
    world.simulator.setFaults([EVENTS_LOST]);
    await payOnHostedPage(payer);
    await seeReceipt(payer);
    expect(await operatorView(sessionId)).toMatchObject(PAID_BEFORE_TEA);
    expect(await stagesOf(payer)).not.toContain('pay-panel');
  });

  it('M91: is not told that nothing was paid while Ottu cannot be asked; paid, as soon as it can', async () => {
    const { payer } = await onPaymentPage();
    world.simulator.setFaults([EVENTS_LOST, { match: RETRIEVE, fault: { kind: 'status', status: 500 } }]);
    const charged = world.simulator.ledger().length;
    const refused = (): Promise<unknown> =>
      payer.waitForResponse((answer) => answer.url().endsWith('/checkout') && !answer.ok());
    const once = refused();
    await payOnHostedPage(payer);
    await once;
    await refused();
    expect(await waysOn(await seeStatus(payer, 'checking'))).toBe(0);
    world.simulator.setFaults([EVENTS_LOST]);
    await seeStatus(payer, 'paid');
    expect(await stagesOf(payer)).toEqual(['checking', 'paid']);
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '3.750' }]);
  });

  it('M56: and has not paid there, pays there after all: while that page may be open, a wallet here is told to wait', async () => {
    const { payer } = await onPaymentPage();
    const charged = world.simulator.ledger().length;
    await payer.goto('/return');
    await (await seeStatus(payer, 'open')).getByTestId('hosted').waitFor();
    await payBy(payer, 'apple_pay');
    await payer.getByTestId('note').getByText('still open').waitFor();
    expect(world.simulator.ledger().length).toBe(charged);
    await payer.getByTestId('hosted').click();
    await payOnHostedPage(payer);
    await seeStatus(payer, 'paid');
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '3.750' }]);
  });
});
