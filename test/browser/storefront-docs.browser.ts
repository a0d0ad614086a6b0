import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';

import { payload } from '../checkout/support.ts';
import { docBlocks, type DocBlock } from '../support/doc-blocks.ts';
import { eventually } from '../support/eventually.ts';
import { APPLE, payAtOttu } from '../support/ottu.ts';
import { startOwnShop, type OwnShop } from './own-shop.ts';
import { payOnHostedPage } from './shopping.ts';
import { startWorld, type World } from './world.ts';

const DOC = 'docs/storefront.md';
const ROOT = join(import.meta.dirname, '..', '..');
const MODULES = ['shop.js', 'pay.js', 'return.js', 'account.js', 'sdk.js', 'buy.js', 'follow.js'];

let ownShop: OwnShop;
let world: World;
/** By the Content-Security-Policy that the page recommends. */
let refused: string[];

beforeAll(async () => {
  ownShop = await startOwnShop();
  world = await startWorld({ origin: ownShop.url });
  for (const file of MODULES) ownShop.serve(`/${file}`, { type: 'text/javascript', body: codeOf(file) });
  ownShop.serve('/driver.js', { type: 'text/javascript', body: DRIVER });
  ownShop.serve('/stand-in.js', { type: 'text/javascript', body: SDK_STAND_IN });
  for (const path of ['/page', '/return']) serveUnderPolicy(path, page(''));
  serveUnderPolicy('/checkout', page(codeOf('checkout.html')));
});
beforeEach(() => {
  refused = [];
});
afterEach(() => {
  world.simulator.clearFaults();
  expect(refused).toEqual([]);
});
afterAll(async () => {
  await world.close();
  await ownShop.close();
});

/** The one block of the page that names this file. */
function docFile(file: string): DocBlock {
  const [block, ...others] = docBlocks(DOC).filter((each) => each.file === file);
  if (block === undefined || others.length > 0) throw new Error(`${DOC} has no block, or several, called ${file}`);
  return block;
}

/** A block of the page as a reader would have it, with the addresses of this test. */
const codeOf = (file: string): string =>
  docFile(file)
    .code.replaceAll("'@ottu-bff/storefront'", "'./storefront.min.js'")
    .replaceAll('http://localhost:3000', world.serviceUrl);

/** The policy that the page recommends. @param script what stands inside the page itself */
function policy(script?: string): string {
  const block = docBlocks(DOC).find(({ language }) => language === 'csp');
  const hash = script === undefined ? '' : ` 'sha256-${createHash('sha256').update(script).digest('base64')}'`;
  return (block?.code ?? '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('https://bff.shop.example', world.serviceUrl)
    .replaceAll('https://pay.shop.example', world.simulator.url)
    .replace("script-src 'self'", `script-src 'self'${hash}`);
}

function serveUnderPolicy(path: string, body: string): void {
  const [, script] = /<script type="module">([^]+?)<\/script>/.exec(body) ?? [];
  ownShop.serve(path, { body, headers: { 'content-security-policy': policy(script) } });
}

const page = (inside: string): string =>
  `<!doctype html><html lang="en"><p id="status"></p>${inside}<script type="module" src="/driver.js"></script></html>`;

/** Hands the functions of the blocks to the test, and shows what they show. */
const DRIVER = `
  import { cart, client } from './shop.js';
  import * as paying from './pay.js';
  import * as account from './account.js';
  import { comeBack } from './return.js';
  import { showSdk } from './sdk.js';
  import { setQuantity } from './buy.js';
  import { follow } from './follow.js';

  const said = [];
  const show = (...words) => {
    said.push(words.join(' '));
    document.querySelector('#status').textContent = words.join(' ');
  };
  const start = (promise) => void promise.catch((error) => show(String(error)));
  await cart.refresh();
  window.page = {
    said: () => said,
    setQuantity: (sku, quantity) => setQuantity(sku, quantity, show),
    checkout: async () => (await cart.checkout()).checkout.session_id,
    pay: (means) => start(paying.pay(means, show)),
    takeUp: () => start(paying.takeUp(show)),
    comeBack: () => start(comeBack(show)),
    signIn: account.signIn,
    signOut: account.signOut,
    cards: account.cardsToPayWith,
    removeCard: account.removeCard,
    saveCard: account.saveCard,
    showSdk: () => showSdk({ formIsComplete: () => window.formIsComplete === true, show }),
    state: () => cart.view?.state,
    follow: (baseUrl, kept) => start(follow(baseUrl, kept, show, new AbortController().signal)),
  };
  document.body.dataset.ready = 'yes';
`;

/** Stands for Ottu's SDK: finds the hooks by their names, and calls them in the order of Ottu's guide. */
const SDK_STAND_IN = `
  const names = document.currentScript.dataset;
  const hook = (name, data) => window[names[name]](data);
  window.Checkout = {
    setUps: [],
    popups: [],
    init(options) { this.setUps.push(options); },
    showPopup(...shown) { this.popups.push(shown); },
    async press() {
      await hook('validatepayment');
      await hook('beforepayment', { redirect_url: null });
    },
    ends: (name, data) => hook(name, data),
  };
`;

type Driven = Readonly<Record<string, (...args: unknown[]) => unknown>>;

async function call(tab: Page, name: string, ...args: unknown[]): Promise<unknown> {
  return tab.evaluate(([called, given]) => (globalThis as unknown as { page: Driven }).page[called]?.(...given), [
    name,
    args,
  ] as const);
}

/** A new shopper. What the policy refuses is kept. */
async function shopper(): Promise<Page> {
  const tab = await world.shopper();
  tab.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  return tab;
}

/** A shopper on a page of the blocks. */
async function open(path: string): Promise<Page> {
  const tab = await shopper();
  await tab.route('https://assets.ottu.net/checkout/v3/checkout.min.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: SDK_STAND_IN }),
  );
  await goTo(tab, path);
  return tab;
}

async function goTo(tab: Page, path: string): Promise<void> {
  await tab.goto(`${ownShop.url}${path}`);
  await tab.locator('body[data-ready]').waitFor({ state: 'attached' });
}

async function see(tab: Page, text: string): Promise<void> {
  await tab.locator(`#status:text("${text}")`).waitFor();
}

function chargesSince(): () => unknown[] {
  const before = world.simulator.ledger().length;
  return () => world.simulator.ledger().slice(before);
}

const ONE_TEA = [{ amount: '1.250', currency: 'KWD' }];

async function jwt(): Promise<string> {
  const answer = await fetch(`${world.shopUrl}/id/sign-in`, { method: 'POST' });
  return ((await answer.json()) as { readonly token: string }).token;
}

/** From the first click to what the shopper reads after coming back. */
async function buyOnOttusPage(path: string): Promise<void> {
  const tab = await shopper();
  const charges = chargesSince();
  await tab.goto(`${ownShop.url}${path}`);
  await tab.getByText('One more tea').click();
  await tab.getByText('1 for 1.250').waitFor();
  await tab.getByText('Pay', { exact: true }).click();
  await payOnHostedPage(tab);
  await tab.getByRole('status').getByText('paid').waitFor();
  expect(new URL(tab.url()).search).toBe('');
  expect(charges()).toMatchObject(ONE_TEA);
}

describe('the page that works when pasted', () => {
  it('is filled, paid on the page of Ottu, and told', async () => {
    serveUnderPolicy('/shop.html', codeOf('shop.html'));
    await buyOnOttusPage('/shop.html');
  });

  it('is so with React', async () => {
    const { code } = docFile('Shop.jsx');
    const mount = `
      import { StrictMode } from 'react';
      import { createRoot } from 'react-dom/client';
      createRoot(document.getElementById('root')).render(<StrictMode><Shop /></StrictMode>);`;
    const { outputFiles } = await build({
      stdin: {
        contents: code.replace('http://localhost:3000', world.serviceUrl) + mount,
        resolveDir: ROOT,
        loader: 'jsx',
      },
      jsx: 'automatic',
      bundle: true,
      format: 'esm',
      write: false,
    });
    ownShop.serve('/react.js', { type: 'text/javascript', body: outputFiles[0]?.text ?? '' });
    serveUnderPolicy('/', '<!doctype html><div id="root"></div><script type="module" src="/react.js"></script>');
    await buyOnOttusPage('/');
  });
});

describe('the blocks of the guide', () => {
  it('pay by a wallet, also where the page is loaded again meanwhile', async () => {
    const tab = await open('/page');
    await call(tab, 'setQuantity', 'KARAK-TEA', 1);
    await call(tab, 'checkout');
    const charges = chargesSince();
    const before = world.simulator.requests(APPLE).length;
    world.simulator.setFaults([{ match: APPLE, fault: { kind: 'hold', when: 'before' } }]);
    await call(tab, 'pay', { wallet: 'apple_pay', payload: payload() });
    await eventually(() => world.simulator.requests(APPLE).length > before);
    await goTo(tab, '/page');
    await call(tab, 'takeUp');
    await see(tab, 'checking');
    world.simulator.clearFaults();
    await see(tab, 'paid');
    expect(charges()).toMatchObject(ONE_TEA);
  });

  it('tell why nothing was charged', async () => {
    const tab = await open('/page');
    await call(tab, 'setQuantity', 'KARAK-TEA', 1);
    await call(tab, 'checkout');
    await call(tab, 'setQuantity', 'KARAK-TEA', 2);
    await call(tab, 'pay', { wallet: 'apple_pay', payload: payload() });
    await see(tab, 'nothing was charged: changed');
  });

  it('tell a payer who comes back, and take the address away', async () => {
    const tab = await open('/page');
    await call(tab, 'setQuantity', 'KARAK-TEA', 1);
    const session = await call(tab, 'checkout');
    await payAtOttu(world, session);
    await goTo(tab, `/return?session_id=${String(session)}&order_no=X&reference_number=Y`);
    await call(tab, 'comeBack');
    await see(tab, 'paid DEMO-');
    expect(new URL(tab.url()).search).toBe('');
  });

  it('sign in, pay by a saved card, and leave with the shopper', async () => {
    const tab = await open('/page');
    await call(tab, 'setQuantity', 'KARAK-TEA', 1);
    await call(tab, 'signIn', await jwt());
    const [card] = (await call(tab, 'cards')) as readonly { readonly id: string }[];
    expect(await call(tab, 'saveCard')).toContain('session_id=');
    expect(await call(tab, 'removeCard', 'A'.repeat(43))).toBe('gone');
    await call(tab, 'checkout');
    const charges = chargesSince();
    await call(tab, 'pay', { cardId: card?.id });
    await see(tab, 'paid');
    expect(charges()).toMatchObject(ONE_TEA);
    await call(tab, 'setQuantity', 'KARAK-TEA', 1);
    await call(tab, 'signOut');
    expect(await call(tab, 'state')).toBeUndefined();
  });

  it('stop the Checkout SDK at its form, hold the cart for it, and let it go', async () => {
    const tab = await open('/checkout');
    await call(tab, 'setQuantity', 'KARAK-TEA', 1);
    await call(tab, 'showSdk');
    const [setUp] = await sdk(tab, 'setUps');
    expect(setUp).toMatchObject({ selector: 'checkout', session_id: expect.stringMatching(/^[0-9a-f]{40}$/) });
    expect(await press(tab)).toContain('not complete');
    expect(await call(tab, 'state')).toBe('open');
    await tab.evaluate(() => Object.assign(globalThis, { formIsComplete: true }));
    expect(await press(tab)).toBe('goes on');
    expect(await call(tab, 'state')).toBe('frozen');
    const knet = { payment_gateway_info: { pg_name: 'kpay', pg_response: { Result: 'NOT CAPTURED' } } };
    await end(tab, 'cancel', knet);
    expect(await call(tab, 'state')).toBe('open');
    expect(await sdk(tab, 'popups')).toEqual([['error', ' ', { Result: 'NOT CAPTURED' }]]);
    expect(await press(tab)).toBe('goes on');
    await end(tab, 'error', {});
    expect(await sdk(tab, 'setUps')).toHaveLength(2);
    expect(await press(tab)).toBe('goes on');
    const charges = chargesSince();
    const [, again] = (await sdk(tab, 'setUps')) as readonly { readonly session_id: string }[];
    await payAtOttu(world, again?.session_id);
    await end(tab, 'success', {});
    await see(tab, 'paid');
    expect(charges()).toMatchObject(ONE_TEA);
  });

  it.each([
    ['en', 'Please check what you entered'],
    ['ar', 'راجع ما أدخلته'],
  ])('say in the language of the page what was wrong: %s', async (language, sentence) => {
    const tab = await open('/page');
    await tab.evaluate((lang) => void (document.documentElement.lang = lang), language);
    await call(tab, 'setQuantity', 'NO-SUCH-THING', 1);
    const text = await tab.locator('#status').textContent();
    expect(text).toContain(sentence);
    expect(text).toContain('(/');
  });

  it('ask for the status as an app does, until it is final', async () => {
    const tab = await shopper();
    await tab.clock.install();
    await goTo(tab, '/page');
    await call(tab, 'setQuantity', 'KARAK-TEA', 1);
    const session = await call(tab, 'checkout');
    const kept = await tab.evaluate(() => JSON.parse(localStorage.getItem('ottu-bff.cart') ?? '{}') as unknown);
    await call(tab, 'follow', world.serviceUrl, kept);
    await see(tab, 'open');
    await payAtOttu(world, session);
    await eventually(async () => {
      await tab.clock.runFor(6000);
      return ((await call(tab, 'said')) as readonly string[]).at(-1) === 'paid';
    });
  });
});

/** What the stand-in was told. */
async function sdk(tab: Page, what: 'setUps' | 'popups'): Promise<readonly unknown[]> {
  return tab.evaluate(
    (name) => (globalThis as unknown as { Checkout: Record<string, unknown[]> }).Checkout[name] ?? [],
    what,
  );
}

/** The shopper presses the SDK's button. */
async function press(tab: Page): Promise<string> {
  return tab.evaluate(() =>
    (globalThis as unknown as { Checkout: { press(): Promise<void> } }).Checkout.press().then(
      () => 'goes on',
      (error: unknown) => String(error),
    ),
  );
}

async function end(tab: Page, how: 'success' | 'error' | 'cancel', data: unknown): Promise<void> {
  await tab.evaluate(
    ([name, given]) =>
      (globalThis as unknown as { Checkout: { ends(called: string, data: unknown): Promise<void> } }).Checkout.ends(
        name,
        given,
      ),
    [how, data] as const,
  );
}
