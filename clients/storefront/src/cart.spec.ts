import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Cart } from './cart.ts';
import { createClient } from './client.ts';
import { Unreachable } from './problem.ts';
import type { ShopStorage } from './storage.ts';

/** What becomes of one request: done and answered, done and not answered, or never arrived. */
type Fate = 'answered' | 'answer_lost' | 'request_lost';

const OPTIONS = { currency_code: 'KWD' };
const SKUS = ['TEA', 'DATES'] as const;

/** Carts as the service keeps them: versions, `If-Match`, and a secret that signing in replaces. */
class Service {
  fates: Iterator<Fate> = [][Symbol.iterator]();
  readonly #carts = new Map<string, { version: number; token: string; before?: string; items: Map<string, number> }>();

  readonly fetch = async (request: Request): Promise<Response> => {
    const fate = this.fates.next().value ?? 'answered';
    if (fate === 'request_lost') throw new TypeError('fetch failed');
    const response = await this.#work(request);
    if (fate === 'answer_lost') throw new TypeError('fetch failed');
    return response;
  };

  quantities(): Readonly<Record<string, number>>[] {
    return [...this.#carts.values()].map(({ items }) => Object.fromEntries(items));
  }

  async #work(request: Request): Promise<Response> {
    const [, , , id = '', , sku = ''] = new URL(request.url).pathname.split('/');
    const body = request.method === 'PUT' || request.method === 'POST' ? await request.json() : undefined;
    if (request.method === 'POST') return this.#begin((body as { items: { sku: string; quantity: number }[] }).items);
    const cart = this.#carts.get(id);
    const token = request.headers.get('cart-token');
    const signsIn = request.method === 'PATCH' && request.headers.has('authorization');
    const opens = token === cart?.token || (signsIn && token === cart?.before);
    if (cart === undefined || !opens) return refusal(404, 'not_found');
    if (signsIn && cart.before === undefined) Object.assign(cart, { before: cart.token, token: `ct_of_sara_${id}` });
    if (signsIn) return this.#show(id, token === cart.before ? cart.token : undefined);
    if (request.method === 'GET') return this.#show(id);
    if (request.headers.get('if-match') !== `"v${cart.version}"`) return refusal(412, 'cart_changed');
    cart.version += 1;
    if (request.method === 'PUT') cart.items.set(sku, (body as { quantity: number }).quantity);
    else cart.items.delete(sku);
    return this.#show(id);
  }

  #begin(items: readonly { sku: string; quantity: number }[]): Response {
    const id = `cart-${this.#carts.size}`;
    const token = `ct_${id}`;
    this.#carts.set(id, { version: 1, token, items: new Map(items.map(({ sku, quantity }) => [sku, quantity])) });
    return this.#show(id, token);
  }

  #show(id: string, token?: string): Response {
    const cart = this.#carts.get(id);
    const items = Array.from(cart?.items ?? [], ([sku, quantity]) => ({ sku, quantity }));
    const view = { id, state: 'open', currency_code: 'KWD', signed_in: cart?.before !== undefined, items };
    const body = { cart: view, ...(token !== undefined && { cart_token: token }) };
    return new Response(JSON.stringify(body), { headers: { etag: `"v${cart?.version}"` } });
  }
}

const refusal = (status: number, code: string): Response => new Response(JSON.stringify({ code, status }), { status });

/** One browser with two tabs; each hears of what the other one changes. */
function twoTabs(service: Service): [Cart, Cart] {
  const kept = new Map<string, string>();
  const listeners: ((key: string) => void)[][] = [[], []];
  const storageOf = (tab: 0 | 1): ShopStorage => {
    const tell = (key: string): void => {
      for (const listener of listeners[1 - tab] ?? []) listener(key);
    };
    return {
      get: (key) => kept.get(key) ?? null,
      set: (key, value) => {
        kept.set(key, value);
        tell(key);
      },
      remove: (key) => {
        kept.delete(key);
        tell(key);
      },
      subscribe: (listener) => {
        listeners[tab]?.push(listener);
        return () => undefined;
      },
    };
  };
  const open = (tab: 0 | 1): Cart =>
    createClient({
      baseUrl: 'http://service',
      storage: storageOf(tab),
      fetch: service.fetch,
      customerJwt: () => (signedIn ? 'jwt' : undefined),
      timing: { pauseMs: 0 },
    }).carts.attach(OPTIONS);
  return [open(0), open(1)];
}

let signedIn = false;

const step = fc.record({
  tab: fc.nat(1),
  what: fc.constantFrom('more', 'fewer', 'set', 'sign_in'),
  sku: fc.constantFrom(...SKUS),
  // Of the requests of this step; each request is tried three times, so that two losses are got over.
  fates: fc.array(fc.constantFrom<Fate[]>('answered', 'answer_lost', 'request_lost'), { maxLength: 2 }),
});

describe('a cart in two tabs, while requests and answers get lost', () => {
  it('holds what was asked for, in each tab, and goes on with its new secret after signing in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        signedIn = false;
        const service = new Service();
        const tabs = twoTabs(service);
        const wanted = new Map<string, number>();
        for (const { tab, what, sku, fates } of steps) {
          const cart = tabs[tab === 0 ? 0 : 1];
          // What the other tab has done is known here.
          service.fates = [][Symbol.iterator]();
          await Promise.all(tabs.map((each) => each.refresh()));
          service.fates = fates[Symbol.iterator]();
          const now = wanted.get(sku) ?? 0;
          if (what === 'sign_in') {
            signedIn = true;
            await cart.signIn();
            continue;
          }
          const next = what === 'set' ? 7 : Math.max(0, now + (what === 'more' ? 1 : -1));
          wanted.set(sku, next);
          if (what === 'set') await cart.setQuantity(sku, 7);
          else await cart.changeQuantity(sku, what === 'more' ? 1 : -1);
        }
        service.fates = [][Symbol.iterator]();
        await Promise.all(tabs.map((each) => each.refresh()));
        const expected = new Map([...wanted].filter(([, quantity]) => quantity > 0));
        for (const { view } of tabs) {
          const shown = new Map(view?.items.map(({ sku, quantity }) => [sku, quantity]));
          expect(shown).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives up after some tries, and says so', async () => {
    signedIn = false;
    const service = new Service();
    const [cart] = twoTabs(service);
    await cart.setQuantity('TEA', 1);
    service.fates = Array<Fate>(10).fill('request_lost')[Symbol.iterator]();
    await expect(cart.changeQuantity('TEA', 1)).rejects.toBeInstanceOf(Unreachable);
    expect(service.quantities()).toEqual([{ TEA: 1 }]);
  });
});
