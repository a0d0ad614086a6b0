import type { Page } from 'playwright-core';

import type { PaymentStatus } from '../../clients/storefront/src/index.ts';

/** What a test has the page do, and what the page says of it. */
interface Driven {
  /** Everything that this page was told, in its order: `paying`, then what the service says of it, or `none`. */
  readonly said: readonly string[];
  add(): Promise<void>;
  checkout(): Promise<void>;
  /** Ends when the client has said what became of the request; the payment is followed from then on. */
  payByWallet(): Promise<void>;
  payByCard(): Promise<void>;
  signIn(jwt: string): Promise<void>;
  signedIn(): boolean | undefined;
}

/**
 * A page that does no more than what a shop has to: takes up the cart and what it left unfinished, and follows the payment.
 *
 * @param serviceUrl as the browser reaches it
 * @param payload what a wallet's sheet gives
 */
export const clientPage = (serviceUrl: string, payload: object): string => `<!doctype html>
<title>A shop</title>
<output id="status"></output>
<output id="count"></output>
<script type="module">
  import { createClient } from './storefront.min.js';

  const client = createClient({
    baseUrl: ${JSON.stringify(serviceUrl)},
    timing: { pauseMs: 200 },
    customerJwt: () => sessionStorage.getItem('jwt') ?? undefined,
  });
  const cart = client.carts.attach({ currency_code: 'KWD', redirect_url: location.origin + '/' });
  const said = [];
  const say = (word) => {
    said.push(word);
    document.querySelector('#status').textContent = word;
  };
  const showCart = () => (document.querySelector('#count').textContent = String(cart.count));
  const follow = async (order, paying) => {
    say('paying');
    const result = await paying;
    if (result.outcome === 'none') return say('none: ' + result.problem.code);
    void order.watch(({ status }) => say(status));
  };
  const pay = (means) => follow(cart.order, cart.pay(means));

  cart.onChange(showCart);
  await cart.refresh();
  showCart();
  window.page = {
    said,
    add: () => cart.changeQuantity('KARAK-TEA', 1),
    checkout: () => cart.checkout().then(() => undefined),
    payByWallet: () => pay({ wallet: 'apple_pay', payload: ${JSON.stringify(payload)} }),
    payByCard: async () => {
      const [card] = await client.cards.list();
      await pay({ cardId: card.id });
    },
    signIn: (jwt) => {
      sessionStorage.setItem('jwt', jwt);
      return cart.signIn();
    },
    signedIn: () => cart.view?.signed_in,
  };
  document.body.dataset.ready = 'yes';
  if (cart.unfinished) await follow(cart.order, cart.resume());
</script>
`;

/** Calls what the page offers, in the page, and waits for its end. */
export async function drive(page: Page, name: 'add' | 'checkout' | 'payByWallet' | 'payByCard'): Promise<void> {
  await page.evaluate((called) => (globalThis as unknown as { page: Driven }).page[called](), name);
}

export async function signInWith(page: Page, jwt: string): Promise<void> {
  await page.evaluate((token) => (globalThis as unknown as { page: Driven }).page.signIn(token), jwt);
}

/** Whether the cart is the shopper's own. */
export async function isSignedIn(page: Page): Promise<boolean | undefined> {
  return page.evaluate(() => (globalThis as unknown as { page: Driven }).page.signedIn());
}

export async function saidOn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => (globalThis as unknown as { page: Driven }).page.said);
}

/** Opens the page, or waits for the one that is loading. */
export async function opened(page: Page): Promise<void> {
  await page.locator('body[data-ready]').waitFor();
}

/** Waits until the page says so of the payment. */
export async function seeSaid(page: Page, status: PaymentStatus['status']): Promise<void> {
  await page.waitForFunction(
    (word) => (globalThis as unknown as { page?: Driven }).page?.said.includes(word) === true,
    status,
  );
}

/** Waits until the page shows so many of the tea. */
export async function seeCount(page: Page, count: number): Promise<void> {
  await page.waitForFunction((text) => document.querySelector('#count')?.textContent === text, String(count));
}
