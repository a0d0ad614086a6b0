import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { eventually } from '../../../test/support/eventually.ts';
import { QUOTE_SECRET, SampleQuoteService, type QuoteJson } from '../../../test/support/quote-service.ts';
import { Secret } from '../../config/secret.ts';
import { parseCurrency } from '../../money/currency.ts';
import { CatalogError, CatalogUnavailableError, QuoteUnusableError } from '../catalog-error.ts';
import type { Quote, QuoteRequest } from '../catalog.ts';
import { HttpCatalog, type HttpCatalogOptions } from './http-catalog.ts';
import { QuoteCache } from './quote-cache.ts';
import { FAILURES_TO_OPEN, QuoteBulkhead } from './quote-bulkhead.ts';

const [KWD, SAR, JPY] = ['KWD', 'SAR', 'JPY'].map((code) => parseCurrency(code)) as [never, never, never];
const OLD_KEY = Buffer.from('the key from before the new').toString('base64');
const TWO_TEAS: QuoteRequest = { items: [{ sku: 'TEA', quantity: 2 }], currency: KWD };
const TWO_LINES: QuoteRequest = {
  items: [
    { sku: 'TEA', quantity: 2 },
    { sku: 'DATES', quantity: 1 },
  ],
  currency: KWD,
};

let service: SampleQuoteService;
let told: { level: string; reason?: string }[];
let catalogs: HttpCatalog[];

beforeEach(async () => {
  service = await new SampleQuoteService().start();
  told = [];
  catalogs = [];
  for (const level of ['log', 'warn', 'error'] as const) {
    jest
      .spyOn(Logger.prototype, level)
      .mockImplementation((line: unknown) => void told.push({ level, ...(line as object) }));
  }
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(catalogs.map(async (catalog) => catalog.onApplicationShutdown()));
  await service.close();
});

/** Keeps nothing unless a cache is given, so that each quote is a request. */
function open(options: HttpCatalogOptions = {}, url = service.url): HttpCatalog {
  const secrets = [QUOTE_SECRET, OLD_KEY].map((key) => new Secret(key));
  const catalog = new HttpCatalog({ kind: 'http', url, secrets }, { cache: new QuoteCache(0), ...options });
  catalogs.push(catalog);
  return catalog;
}

async function errorOf(quoting: Promise<Quote>): Promise<unknown> {
  return quoting.then(
    () => 'a quote',
    (error: unknown) => error,
  );
}

const unavailable = (reason: string) => expect.objectContaining({ name: 'CatalogUnavailableError', reason });

describe('a quote of the quote service', () => {
  it('has its lines, discounts, shipping, tax and total', async () => {
    service.extras = () => ({ discounts: [{ code: 'EID', amount: '0.500' }], shipping: '1.000', tax: '0.150' });
    const quote = await open().quote(TWO_LINES);
    expect(quote.lines.map((line) => [line.sku, line.quantity, `${line.unitPrice}`, `${line.lineTotal}`])).toEqual([
      ['TEA', 2, '1.250', '2.500'],
      ['DATES', 1, '3.750', '3.750'],
    ]);
    expect(quote.discounts.map(({ code, amount }) => `${code} ${amount}`)).toEqual(['EID 0.500']);
    expect([quote.shipping, quote.tax, quote.total].join()).toBe('1.000,0.150,6.900');
  });

  it('is exact in currencies of three, two and no digits', async () => {
    const items = [{ sku: 'PIN', quantity: 3 }];
    const totals = [KWD, SAR, JPY].map(async (currency) => `${(await open().quote({ items, currency })).total}`);
    expect(await Promise.all(totals)).toEqual(['0.300', '0.30', '3']);
  });

  it('is asked for with everything that a price may depend on', async () => {
    await open().quote({
      ...TWO_TEAS,
      customerId: 'cust-77',
      language: 'ar',
      shippingAddress: { country: 'KW', city: 'الكويت' },
      extra: { gift_wrap: true },
      codes: ['EID', 'GIFT-7'],
      cart: { id: 'c-1', version: 7 },
    });
    await open().quote(TWO_TEAS);
    expect(service.asked).toEqual([
      {
        currency_code: 'KWD',
        items: [{ sku: 'TEA', quantity: 2 }],
        customer_id: 'cust-77',
        language: 'ar',
        shipping_address: { country: 'KW', city: 'الكويت' },
        extra: { gift_wrap: true },
        codes: ['EID', 'GIFT-7'],
        cart_id: 'c-1',
        version: 7,
      },
      { currency_code: 'KWD', items: [{ sku: 'TEA', quantity: 2 }] },
    ]);
  });

  it('M57: is asked for with a signature that the public library verifies, by each key while keys are rotated', async () => {
    await open().quote(TWO_TEAS);
    const [{ headers, body } = { headers: {}, body: '' }] = service.received;
    for (const key of [QUOTE_SECRET, OLD_KEY]) {
      expect(new Webhook(key).verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
    }
    const foreign = Buffer.from('somebody else and their key.').toString('base64');
    expect(() => new Webhook(foreign).verify(body, headers as Record<string, string>)).toThrow();
    expect(() => new Webhook(QUOTE_SECRET).verify(`${body} `, headers as Record<string, string>)).toThrow();
  });

  it('is not asked for where no answer could be right', async () => {
    const items = [
      { sku: 'a b', quantity: 1 },
      { sku: 'TEA', quantity: 0 },
    ];
    expect(await errorOf(open().quote({ items, currency: KWD }))).toEqual(
      new CatalogError([
        { index: 0, member: 'sku', message: 'There is no such product.' },
        { index: 1, member: 'quantity', message: 'The quantity must be a whole number from 1 to 999.' },
      ]),
    );
    expect(await errorOf(open().quote({ items: [], currency: KWD }))).toBeInstanceOf(CatalogError);
    expect(service.received).toEqual([]);
  });
});

describe('items that are not sold', () => {
  it('are named with pointers into the request, in the words of the service', async () => {
    const items = [...TWO_TEAS.items, { sku: 'GONE', quantity: 1 }];
    const error = await errorOf(open().quote({ items, currency: KWD }));
    expect((error as CatalogError).fieldErrors()).toEqual([{ pointer: '/items/1', message: 'This is sold out.' }]);
    expect(told).toEqual([]);
  });

  it.each(['', '{}', '{"items":[]}', '{"items":[{"index":0}]}', '{"items":[{"index":1,"message":"Gone."}]}'])(
    'M57: a 422 that names none of them is no answer: %s',
    async (body) => {
      service.failWith(422, {}, body);
      expect(await errorOf(open().quote(TWO_TEAS))).toBeInstanceOf(QuoteUnusableError);
    },
  );
});

describe('M57: an answer that is no quote for what was asked', () => {
  const line = ({ lines }: QuoteJson, index: number) => (lines as QuoteJson[])[index];
  it.each<[string, (right: QuoteJson) => unknown, RegExp]>([
    ['another currency', (right) => ({ ...right, currency_code: 'SAR' }), /^\/currency_code/],
    ['another total', (right) => ({ ...right, total: '6.251' }), /^\/total is 6\.251 KWD, but its parts make 6\.250/],
    ['a total in a number', (right) => ({ ...right, total: 6.25 }), /^\/total/],
    [
      'a line less',
      (right) => ({ ...right, lines: [line(right, 0)], total: '2.500' }),
      /^\/lines has 1 lines for 2 items/,
    ],
    [
      'a line more',
      (right) => ({ ...right, lines: [0, 1, 1].map((i) => line(right, i)), total: '10.000' }),
      /^\/lines has 3/,
    ],
    ['lines in another order', (right) => ({ ...right, lines: [1, 0].map((i) => line(right, i)) }), /^\/lines\/0\/sku/],
    [
      'another product',
      (right) => ({ ...right, lines: [{ ...line(right, 0), sku: 'TEA2' }, line(right, 1)] }),
      /^\/lines\/0\/sku/,
    ],
    [
      'another quantity',
      (right) => ({
        ...right,
        lines: [{ ...line(right, 0), quantity: 1, line_total: '1.250' }, line(right, 1)],
        total: '5.000',
      }),
      /^\/lines\/0\/quantity/,
    ],
    ['something that is no object', () => 'sold', /^\/currency_code/],
  ])('%s is refused, and the operator learns why', async (_what, bend, reason) => {
    service.bend(bend);
    const error = await errorOf(open().quote(TWO_LINES));
    expect(error).toBeInstanceOf(QuoteUnusableError);
    expect((error as QuoteUnusableError).reason).toMatch(reason);
    expect(told).toEqual([{ level: 'error', reason: (error as QuoteUnusableError).reason }]);
  });

  it.each<[string, string]>([
    ['text that is no JSON', '<html>'],
    ['an empty body', ''],
    ['deep nesting', '['.repeat(50_000)],
  ])('%s is refused', async (_what, body) => {
    service.failWith(200, {}, body);
    expect(await errorOf(open().quote(TWO_TEAS))).toBeInstanceOf(QuoteUnusableError);
  });

  it('a member that is there twice is refused, since two readers could see two totals', async () => {
    service.failure = (response, right) =>
      void response.end(JSON.stringify(right).replace('"total":', '"total":"0.001","total":'));
    expect(await errorOf(open().quote(TWO_TEAS))).toEqual(new QuoteUnusableError('/total is there twice'));
  });

  it.each([201, 204, 400, 401, 404])('the status %i is refused, whatever comes with it', async (status) => {
    service.failure = (response, right) =>
      void response.writeHead(status).end(status === 204 ? '' : JSON.stringify(right));
    const reason = `it has the status ${status}`;
    expect(await errorOf(open().quote(TWO_TEAS))).toEqual(new QuoteUnusableError(reason));
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    const other = await new SampleQuoteService().start();
    service.failWith(status, { location: other.url });
    expect(await errorOf(open().quote(TWO_TEAS))).toBeInstanceOf(QuoteUnusableError);
    expect([service.received.length, other.received.length]).toEqual([1, 0]);
    await other.close();
  });

  it('a body that is too large is refused before its end', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    service.failure = (response) => {
      closed = new Promise((resolve) => response.once('close', resolve));
      response.writeHead(200);
      const piece = Buffer.alloc(64 * 1024, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
        response.once('drain', more);
      };
      more();
    };
    const error = await errorOf(open({ deadlineMs: 30_000 }).quote(TWO_TEAS));
    expect(error).toEqual(new QuoteUnusableError('it is larger than 524288 bytes'));
    await closed;
  });
});

describe('a quote service that is not there', () => {
  it.each([500, 502, 503, 408, 429])('the status %i says so', async (status) => {
    service.failWith(status);
    expect(await errorOf(open().quote(TWO_TEAS))).toEqual(unavailable(`STATUS_${status}`));
    expect(told).toMatchObject([{ level: 'warn', reason: `STATUS_${status}` }]);
  });

  it.each([
    ['7', 7],
    ['0', 1],
    ['86400', 60],
    ['Sat, 21 Nov 2026 03:00:00 GMT', 5],
  ])('may say when it will be back: Retry-After %s', async (header, retryAfterSeconds) => {
    service.failWith(503, { 'retry-after': header });
    expect(await errorOf(open().quote(TWO_TEAS))).toMatchObject({ retryAfterSeconds });
  });

  it('refuses connections', async () => {
    expect(await errorOf(open({}, 'http://127.0.0.1:1/').quote(TWO_TEAS))).toEqual(unavailable('ECONNREFUSED'));
  });

  it('never answers', async () => {
    service.failure = () => undefined;
    expect(await errorOf(open({ deadlineMs: 150 }).quote(TWO_TEAS))).toEqual(unavailable('TIMEOUT'));
  });

  it('answers drop by drop: the deadline covers the body to its end', async () => {
    service.failure = (response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 10);
      response.once('close', () => clearInterval(drip));
    };
    expect(await errorOf(open({ deadlineMs: 200 }).quote(TWO_TEAS))).toEqual(unavailable('TIMEOUT'));
  });

  it('closes a connection in use once: the quote is asked for again', async () => {
    service.failure = (response) => {
      service.failure = undefined;
      response.socket?.destroy();
    };
    expect(`${(await open().quote(TWO_TEAS)).total}`).toBe('2.500');
    expect(service.received).toHaveLength(2);
  });

  it('closes every connection', async () => {
    service.failure = (response) => void response.socket?.destroy();
    expect(await errorOf(open().quote(TWO_TEAS))).toBeInstanceOf(CatalogUnavailableError);
    expect(service.received).toHaveLength(2);
  });

  it('is left alone after failures in a row, and asked again by one quote after a while', async () => {
    const bulkhead = new QuoteBulkhead(300);
    const catalog = open({ bulkhead });
    service.failWith(500);
    for (let tries = 0; tries < FAILURES_TO_OPEN; tries += 1) await errorOf(catalog.quote(TWO_TEAS));
    const error = await errorOf(catalog.quote(TWO_TEAS));
    expect(error).toEqual(unavailable('BREAKER_OPEN'));
    expect((error as CatalogUnavailableError).retryAfterSeconds).toBe(1);
    expect(service.received).toHaveLength(FAILURES_TO_OPEN);
    service.failure = undefined;
    await new Promise((resolve) => setTimeout(resolve, 350));
    service.delayMs = 50;
    const another = { ...TWO_TEAS, language: 'ar' };
    const [probe, meanwhile] = await Promise.all([errorOf(catalog.quote(TWO_TEAS)), errorOf(catalog.quote(another))]);
    expect([probe, meanwhile]).toEqual(['a quote', unavailable('BREAKER_OPEN')]);
    expect(await errorOf(catalog.quote(another))).toBe('a quote');
  });

  it('is not what a service is that has sold out or quotes nonsense', async () => {
    const catalog = open();
    const sold = { items: [{ sku: 'GONE', quantity: 1 }], currency: KWD };
    for (let tries = 0; tries <= FAILURES_TO_OPEN; tries += 1) await errorOf(catalog.quote(sold));
    service.failWith(404);
    for (let tries = 0; tries <= FAILURES_TO_OPEN; tries += 1) await errorOf(catalog.quote(TWO_TEAS));
    service.failure = undefined;
    expect(await errorOf(catalog.quote(TWO_TEAS))).toBe('a quote');
  });

  it('gets a limited number of requests at once; others wait, and who comes too late is told so', async () => {
    const held: (() => void)[] = [];
    service.failure = (response, right) => void held.push(() => response.end(JSON.stringify(right)));
    const catalog = open({ deadlineMs: 30_000 });
    const all = Array.from({ length: 300 }, async (_, version) =>
      errorOf(catalog.quote({ ...TWO_TEAS, cart: { id: 'c-1', version } })),
    );
    await eventually(() => held.length === 32);
    expect(await Promise.race(all)).toEqual(unavailable('QUEUE_FULL'));
    expect(service.received).toHaveLength(32);
    service.failure = undefined;
    for (const reply of held) reply();
    const results = await Promise.all(all);
    expect(results.filter((result) => result === 'a quote')).toHaveLength(32 + 256);
  });
});

describe('M57: the cache', () => {
  it('M57: answers equal requests for a moment', async () => {
    let now = 0;
    const catalog = open({ cache: new QuoteCache(3_000, () => now) });
    const first = await catalog.quote(TWO_TEAS);
    service.prices.set('TEA', { KWD: '9.000' });
    now = 2_999;
    expect(await catalog.quote({ ...TWO_TEAS })).toEqual(first);
    now = 3_000;
    expect(`${(await catalog.quote(TWO_TEAS)).total}`).toBe('18.000');
    expect(service.received).toHaveLength(2);
  });

  it.each<[string, Partial<QuoteRequest>]>([
    ['the items', { items: [{ sku: 'TEA', quantity: 3 }] }],
    ['their order', { items: [...TWO_LINES.items].toReversed() }],
    ['the currency', { currency: SAR }],
    ['the customer', { customerId: 'cust-78' }],
    ['the language', { language: 'ar' }],
    ['the address', { shippingAddress: { country: 'SA' } }],
    ['the extras', { extra: { gift_wrap: false } }],
    ['the codes', { codes: ['EID'] }],
    ['the order of the codes', { codes: ['GIFT-7', 'EID'] }],
    ['the cart', { cart: { id: 'c-2', version: 1 } }],
    ['its version', { cart: { id: 'c-1', version: 2 } }],
  ])('M57: never answers for a request that differs in %s', async (_what, change) => {
    const catalog = open({ cache: new QuoteCache(3_600_000) });
    const request: QuoteRequest = {
      ...TWO_LINES,
      customerId: 'cust-77',
      language: 'en',
      shippingAddress: { country: 'KW' },
      extra: { gift_wrap: true },
      codes: ['EID', 'GIFT-7'],
      cart: { id: 'c-1', version: 1 },
    };
    await catalog.quote(request);
    await catalog.quote(request);
    expect(service.asked).toHaveLength(1);
    await catalog.quote({ ...request, ...change });
    expect(service.asked).toHaveLength(2);
  });

  it('asks once for equal requests at one time', async () => {
    service.delayMs = 50;
    const catalog = open();
    const quotes = await Promise.all(Array.from({ length: 20 }, async () => catalog.quote(TWO_TEAS)));
    expect(new Set(quotes.map(({ total }) => `${total}`))).toEqual(new Set(['2.500']));
    expect(service.received).toHaveLength(1);
  });

  it('keeps no failure', async () => {
    const catalog = open({ cache: new QuoteCache(3_600_000) });
    service.failWith(500);
    expect(await errorOf(catalog.quote(TWO_TEAS))).toBeInstanceOf(CatalogUnavailableError);
    service.failure = undefined;
    expect(await errorOf(catalog.quote(TWO_TEAS))).toBe('a quote');
  });

  it('holds a limited number of quotes, the newest ones', async () => {
    const cache = new QuoteCache(3_600_000);
    const quote = await open().quote(TWO_TEAS);
    let asked = 0;
    const get = async (body: string) =>
      cache.get(body, async () => {
        asked += 1;
        return quote;
      });
    for (let index = 0; index <= 1_000; index += 1) await get(`${index}`);
    await get('1000');
    expect(asked).toBe(1_001);
    await get('0');
    expect(asked).toBe(1_002);
  });
});
