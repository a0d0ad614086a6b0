import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createClient, type StorefrontClient } from './client.ts';
import type { Order } from './order.ts';
import type { PayResult } from './paying.ts';
import type { ShopStorage } from './storage.ts';

const ID = '0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90';
const CART = { id: ID, items: [], state: 'open' };
const CHECKOUT = { session_id: 'a'.repeat(40), checkout_url: null, payment_methods: [], sdk: {} };

/** What becomes of one request to pay. */
type Fate =
  | 'lost_before'
  | 'lost_after'
  | 'charged'
  | 'declined'
  | 'proxy_502'
  | 'unknown_503'
  | 'in_flight'
  | 'rate_limited'
  | 'signed_out'
  | 'challenge'
  | 'frozen'
  | 'price_changed'
  | 'page_open';
const FATES: readonly Fate[] = [
  'lost_before',
  'lost_after',
  'charged',
  'declined',
  'proxy_502',
  'unknown_503',
  'in_flight',
  'rate_limited',
  'signed_out',
  'challenge',
  'frozen',
  'price_changed',
  'page_open',
];

interface Sent {
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly ifMatch: string | null;
  /** What the page had written down by then. */
  readonly kept: string;
}

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', etag: '"v1"' } });
const refused = (status: number, code: string, outcome: string): Response => json(status, { code, outcome, status });

/** A service that charges one key once, whatever becomes of its answers. */
class Service {
  readonly sent: Sent[] = [];
  /** All that was asked for once the order was there. */
  readonly paths: string[] = [];
  readonly charges: string[] = [];
  readonly #declined = new Set<string>();
  readonly #fates: Iterator<Fate>;
  readonly #kept: () => string;

  constructor(fates: readonly Fate[], kept: () => string) {
    this.#fates = fates[Symbol.iterator]();
    this.#kept = kept;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/intents')) return json(201, { cart: CART, cart_token: 'ct_1', checkout: CHECKOUT });
    this.paths.push(pathname);
    if (!pathname.endsWith('/payments')) return json(404, { code: 'not_found' });
    const key = request.headers.get('idempotency-key') ?? '';
    const body = (await request.json()) as Sent['body'];
    this.sent.push({ key, body, ifMatch: request.headers.get('if-match'), kept: this.#kept() });
    return this.#answer(key, this.#fates.next().value ?? 'charged');
  };

  #answer(key: string, fate: Fate): Response {
    switch (fate) {
      case 'lost_before':
        throw new TypeError('fetch failed');
      case 'lost_after':
        this.#charge(key);
        throw new TypeError('fetch failed');
      case 'proxy_502':
        this.#charge(key);
        return new Response('<h1>Bad Gateway</h1>', { status: 502 });
      case 'unknown_503':
        return refused(503, 'store_unavailable', 'unknown');
      // Before the key is looked at.
      case 'rate_limited':
        return refused(429, 'rate_limited', 'none');
      case 'signed_out':
        return refused(401, 'customer_jwt_invalid', 'none');
      case 'charged':
      case 'declined':
      case 'in_flight':
      case 'challenge':
      case 'frozen':
      case 'price_changed':
      case 'page_open':
        return this.#byKey(key, fate);
    }
  }

  /** What was done with a key is its answer for ever. */
  #byKey(
    key: string,
    fate: Exclude<Fate, 'lost_before' | 'lost_after' | 'proxy_502' | 'unknown_503' | 'rate_limited' | 'signed_out'>,
  ): Response {
    if (this.charges.includes(key)) return json(201, { payment: { status: 'paid' } });
    if (this.#declined.has(key)) return json(201, { payment: { status: 'declined' } });
    switch (fate) {
      case 'charged':
        this.#charge(key);
        return json(201, { payment: { status: 'paid' } });
      case 'declined':
        this.#declined.add(key);
        return json(201, { payment: { status: 'declined' } });
      case 'in_flight':
        this.#charge(key);
        return refused(409, 'idempotency_in_flight', 'unknown');
      case 'challenge':
        return refused(403, 'challenge_required', 'none');
      case 'frozen':
        return refused(409, 'cart_frozen', 'unknown');
      case 'price_changed':
        return refused(409, 'price_changed', 'none');
      case 'page_open':
        return refused(409, 'payer_is_paying', 'unknown');
    }
  }

  #charge(key: string): void {
    if (!this.charges.includes(key) && !this.#declined.has(key)) this.charges.push(key);
  }
}

interface Page {
  readonly client: StorefrontClient;
  readonly service: Service;
  readonly kept: () => string;
}

function page(fates: readonly Fate[], patienceMs = 60_000): Page {
  const texts = new Map<string, string>();
  const storage: ShopStorage = {
    get: (key) => texts.get(key) ?? null,
    set: (key, value) => void texts.set(key, value),
    remove: (key) => void texts.delete(key),
    subscribe: () => () => undefined,
  };
  const kept = (): string => JSON.stringify([...texts]);
  const service = new Service(fates, kept);
  const again = (): StorefrontClient =>
    createClient({ baseUrl: 'http://service', storage, fetch: service.fetch, timing: { pauseMs: 0, patienceMs } });
  return { client: again(), service, kept };
}

const buy = (client: StorefrontClient): Promise<Order> => client.buyNow({ sku: 'TEA', currency_code: 'KWD' });

const fates = fc.array(fc.constantFrom(...FATES), { maxLength: 8 });
const means = fc.constantFrom(
  { wallet: 'apple_pay', payload: { data: 'cryptogram-of-a-wallet' } } as const,
  { cardId: 'card-1' } as const,
);

describe('one payment, whatever becomes of its answers', () => {
  it('M7: has one key and one body, charges once, and is none only where nothing was charged', async () => {
    await fc.assert(
      fc.asyncProperty(fates, means, fc.nat(2), async (script, how, solutions) => {
        const { client, service } = page(script);
        const order = await buy(client);
        let solved = 0;
        const challenge = (): Promise<string | undefined> =>
          Promise.resolve(solved < solutions ? `solution-${(solved += 1)}` : undefined);
        const result = await order.pay(how, { challenge });
        expect(new Set(service.sent.map(({ key }) => key)).size).toBe(1);
        const bodies = service.sent.map(({ body }) => JSON.stringify({ ...body, challenge_token: undefined }));
        expect(new Set(bodies).size).toBe(1);
        expect(service.sent.map(({ ifMatch }) => ifMatch)).toEqual(service.sent.map(() => '"v1"'));
        expect(service.charges.length).toBeLessThanOrEqual(1);
        if (result.outcome !== 'follow') expect(service.charges).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is written down before anything is sent, without what a wallet gave, and is crossed out once it is known', async () => {
    await fc.assert(
      fc.asyncProperty(fates, means, async (script, how) => {
        const { client, service, kept } = page(script);
        const order = await buy(client);
        const result = await order.pay(how);
        for (const { key, kept: then } of service.sent) {
          expect(then).toContain(key);
          expect(then).not.toContain('cryptogram');
        }
        expect(kept()).not.toContain('cryptogram');
        if (result.outcome !== 'follow' || 'payment' in result) expect(order.unfinished).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('goes on after a reload: a card with its key, a wallet not at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('lost_before', 'lost_after'), means, fates, async (first, how, rest) => {
        const { client, service } = page([first as Fate, ...rest], 0);
        const order = await buy(client);
        const begun = await order.pay(how);
        const reloaded = client.orders.find(ID);
        expect([begun, reloaded?.unfinished]).toEqual([{ outcome: 'follow' }, true]);
        const resumed: PayResult | undefined = await reloaded?.resume();
        expect(service.charges.length).toBeLessThanOrEqual(1);
        expect(new Set(service.sent.map(({ key }) => key)).size).toBe(1);
        if ('wallet' in how) expect(service.paths).toHaveLength(1);
        if ('wallet' in how) expect(resumed).toEqual({ outcome: 'follow' });
        else expect(service.sent.length).toBeGreaterThan(1);
      }),
      { numRuns: 200 },
    );
  });

  it('that nothing keeps from being sent is told with why the shopper stays', async () => {
    const told = async (fate: Fate): Promise<unknown> => {
      const { client } = page([fate]);
      const result = await (await buy(client)).pay({ cardId: 'card-1' });
      return result.outcome === 'follow' ? result.outcome : result.trouble;
    };
    expect(await Promise.all(FATES.map(told))).toEqual([
      'follow',
      'follow',
      'follow',
      'follow',
      'follow',
      'follow',
      'follow',
      'nothing_charged',
      'signed_out',
      'challenge',
      'follow',
      'changed',
      'page_open',
    ]);
  });
});
