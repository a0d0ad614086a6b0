import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import {
  addToBasket,
  basketOf,
  confirmSheet,
  line,
  openBasket,
  openCheckout,
  openShop,
  payBy,
  payInSilence,
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

describe('the basket', () => {
  it('is filled and changed, paid on the hosted page, and empty afterwards', async () => {
    const page = await world.shopper();
    await openShop(page);
    await keepScreenshot(page, 'home');
    const drawer = await openBasket(page);
    await keepScreenshot(page, 'basket-empty');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    for (const sku of ['DATES-KHALAS', 'KARAK-TEA', 'SAFFRON-1G']) await addToBasket(page, sku);
    await openBasket(page);
    await line(page, 'KARAK-TEA').getByRole('button', { name: 'One more: Karak tea, 250 g with cardamom' }).click();
    await line(page, 'KARAK-TEA').getByText('2', { exact: true }).waitFor();
    await line(page, 'SAFFRON-1G')
      .getByRole('button', { name: /Take out/ })
      .click();
    await line(page, 'SAFFRON-1G').waitFor({ state: 'detached' });
    await page.getByTestId('total').getByText('6.250').waitFor();
    await keepScreenshot(page, 'basket');
    const panel = await openCheckout(page);
    await keepScreenshot(page, 'checkout');
    await panel.getByTestId('hosted').click();
    await page.locator('input[name="number"]').waitFor();
    expect(await page.locator('body').textContent()).toContain('6.250');
    await payOnHostedPage(page);
    const order = await seeStatus(page, 'paid');
    expect(await order.getByTestId('total').textContent()).toContain('6.250');
    expect(world.simulator.ledger().at(-1)).toMatchObject({ amount: '6.250', currency: 'KWD' });
    // What the payment page puts into the address is not kept there.
    expect(new URL(page.url()).search).toBe('');
    expect(await page.locator('.basket-button .count').isHidden()).toBe(true);
  });

  it('survives a payer who turns back on the hosted page', async () => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'KARAK-TEA');
    await openBasket(page);
    const panel = await openCheckout(page);
    await panel.getByTestId('hosted').click();
    await page.locator('button[value="cancel"]').click();
    await seeStatus(page, 'declined');
    await payBy(page, 'apple_pay');
    await seeStatus(page, 'paid');
    expect(world.simulator.ledger().at(-1)).toMatchObject({ amount: '1.250' });
  });

  it('keeps an e-mail for the receipt, and says what is wrong with one', async () => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'KARAK-TEA');
    await openBasket(page);
    const panel = await openCheckout(page);
    const email = panel.locator('input[name="email"]');
    await email.fill('sara@@example');
    await email.blur();
    await panel.getByText('does not look like an e-mail').waitFor();
    await email.fill('sara@example.com');
    const checkedOut = page.waitForResponse((answer) => answer.url().endsWith('/checkout') && answer.ok());
    await email.blur();
    const { cart } = (await (await checkedOut).json()) as { readonly cart: { readonly customer: unknown } };
    expect(cart.customer).toEqual({ email: 'sara@example.com' });
    await payBy(page, 'apple_pay');
    await seeStatus(page, 'paid');
  });
});

describe('one basket in two tabs', () => {
  it('shows in each what the other one did', async () => {
    const first = await world.shopper();
    await openShop(first);
    await addToBasket(first, 'DATES-KHALAS');
    const second = await anotherTab(first);
    await openShop(second);
    await openBasket(second);
    await line(second, 'DATES-KHALAS').waitFor();
    await addToBasket(first, 'KARAK-TEA');
    await line(second, 'KARAK-TEA').waitFor();
    await second.getByTestId('total').getByText('5.000').waitFor();
    expect(await basketOf(second)).toEqual(await basketOf(first));
  });

  it('M55: does not pay what the shopper has not seen: the other tab changed it under the open sheet', async () => {
    const first = await world.shopper();
    await openShop(first);
    await addToBasket(first, 'DATES-KHALAS');
    await openBasket(first);
    const panel = await openCheckout(first);
    await panel.getByTestId('apple_pay').click();
    await first.getByTestId('sheet').waitFor();
    const charged = world.simulator.ledger().length;
    const second = await anotherTab(first);
    await openShop(second);
    await addToBasket(second, 'KARAK-TEA');
    const answered = first.waitForResponse((answer) => answer.url().endsWith('/payments'));
    await confirmSheet(first);
    expect((await answered).status()).toBe(412);
    await panel.getByTestId('note').waitFor();
    await panel.getByTestId('total').getByText('5.000').waitFor();
    expect(world.simulator.ledger().length).toBe(charged);
    await keepScreenshot(first, 'basket-changed');
    await payBy(first, 'apple_pay');
    await seeStatus(first, 'paid');
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '5.000' }]);
    // The other tab hears of it, and begins anew.
    await second.locator('.basket-button .count').waitFor({ state: 'hidden' });
  });

  it('is held still in one while the other one pays', async () => {
    const first = await world.shopper();
    await openShop(first);
    await addToBasket(first, 'DATES-KHALAS');
    const second = await anotherTab(first);
    await openShop(second);
    await openBasket(second);
    await line(second, 'DATES-KHALAS').waitFor();
    await openBasket(first);
    await openCheckout(first);
    await payInSilence(world.simulator, () => payBy(first, 'apple_pay'));
    await seeStatus(first, 'checking');
    await second.getByTestId('drawer').getByText('This basket is being paid at the moment').waitFor();
    expect(
      await line(second, 'DATES-KHALAS')
        .getByRole('button', { name: /One more/ })
        .isDisabled(),
    ).toBe(true);
    await keepScreenshot(second, 'basket-frozen');
    await second.getByRole('button', { name: 'See how the payment is going' }).click();
    await seeStatus(second, 'checking');
    const [lost] = world.simulator.webhooks().slice(-1);
    world.simulator.clearFaults();
    await world.simulator.redeliverWebhook(lost?.id ?? 0);
    await Promise.all([seeStatus(first, 'paid'), seeStatus(second, 'paid')]);
  });
});

describe('prices', () => {
  it('M55: a price that changed since is shown before anything is charged', async () => {
    const page = await world.shopper();
    await openShop(page);
    await addToBasket(page, 'PEARL-PENDANT');
    await openBasket(page);
    const panel = await openCheckout(page);
    const charged = world.simulator.ledger().length;
    world.setPrice('PEARL-PENDANT', 'KWD', '135.000');
    await untilSold(world, 'PEARL-PENDANT', '135.000');
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/payments'));
    await payBy(page, 'apple_pay');
    expect((await answered).status()).toBe(409);
    await panel.getByTestId('note').getByText('135.000').waitFor();
    expect(world.simulator.ledger().length).toBe(charged);
    await keepScreenshot(page, 'price-changed');
    await payBy(page, 'apple_pay');
    await seeStatus(page, 'paid');
    expect(world.simulator.ledger().slice(charged)).toMatchObject([{ amount: '135.000' }]);
  });
});

describe('M95: a checkout that was begun too often', () => {
  it('M95: says in how many minutes it goes on, and that nothing was charged', async () => {
    const page = await world.shopper({ width: 390, height: 844 });
    await openShop(page);
    await page.locator('.language').click();
    await addToBasket(page, 'KARAK-TEA');
    await untilLimited(world, await basketOf(page));
    await openBasket(page);
    await page.locator('[data-key="checkout"]').click();
    const panel = page.getByTestId('pay-panel');
    await panel.getByText(/تابع بعد .* دقيقة.*لم يُخصم شيء/).waitFor();
    await panel.locator('[data-key="again"]').waitFor();
    await keepScreenshot(page, 'phone-arabic-too-often');
  });
});

/** Begins the checkout of a cart until the service takes no more of it. */
async function untilLimited({ serviceUrl }: World, { id, token }: { id: string; token: string }): Promise<void> {
  for (;;) {
    const headers = { 'cart-token': token };
    const { status } = await fetch(`${serviceUrl}/v1/carts/${id}/checkout`, { method: 'POST', headers });
    if (status === 429) return;
  }
}

/** Until the service has read its product file again. */
async function untilSold({ serviceUrl }: World, sku: string, price: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${serviceUrl}/v1/carts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ currency_code: 'KWD', items: [{ sku, quantity: 1 }] }),
    });
    const { cart } = (await answer.json()) as { readonly cart: { readonly total: string } };
    if (cart.total === price) return;
    await new Promise((resolve) => void setTimeout(resolve, 200));
  }
}
