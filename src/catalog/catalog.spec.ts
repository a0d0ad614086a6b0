import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings } from '../config/read-settings.ts';
import { SettingsModule } from '../config/settings.module.ts';
import { parseCurrency } from '../money/currency.ts';
import { CatalogError } from './catalog-error.ts';
import { CatalogModule } from './catalog.module.ts';
import { Catalog, type QuoteItem } from './catalog.ts';

const [KWD, SAR, JPY, USD] = ['KWD', 'SAR', 'JPY', 'USD'].map((code) => parseCurrency(code)) as [
  never,
  never,
  never,
  never,
];
const ENV = { OTTU_BASE_URL: 'http://localhost', OTTU_MODE: 'sandbox', OTTU_API_KEY: 'k', OTTU_WEBHOOK_KEYS: 'w' };
const SAMPLE = resolve('sandbox/catalog.json');
const TEA = { sku: 'TEA', name: { en: 'Tea', ar: 'شاي' }, prices: { KWD: '1.250', JPY: '610' } };

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'catalog-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function open(catalog?: string): Promise<Catalog> {
  const settings = readSettings({ ...ENV, CATALOG: catalog });
  const imports = [SettingsModule.forSettings(settings), CatalogModule];
  return (await Test.createTestingModule({ imports }).compile()).get(Catalog);
}

async function openText(text: string): Promise<Catalog> {
  writeFileSync(join(directory, 'catalog.json'), text);
  return open(`file:${join(directory, 'catalog.json')}`);
}

const openProducts = (...products: unknown[]) => openText(JSON.stringify({ products }));

async function faultsOf(catalog: Catalog, items: readonly QuoteItem[], currency = KWD): Promise<unknown> {
  const error: unknown = await catalog.quote({ items, currency }).catch((reason: unknown) => reason);
  return error instanceof CatalogError ? error.fieldErrors() : error;
}

describe('promise 4: a quote', () => {
  it('prices every item in the order asked, with lines that add up, in digits of the currency', async () => {
    const catalog = await open(`file:${SAMPLE}`);
    const items = [
      { sku: 'BUKHOOR-ROSE', quantity: 3 },
      { sku: 'KARAK-TEA', quantity: 1 },
      { sku: 'BUKHOOR-ROSE', quantity: 1 },
    ];
    const quote = await catalog.quote({ items, currency: KWD });
    expect(quote.currency).toBe('KWD');
    expect(quote.lines.map((line) => [line.sku, line.quantity, `${line.unitPrice}`, `${line.lineTotal}`])).toEqual([
      ['BUKHOOR-ROSE', 3, '5.005', '15.015'],
      ['KARAK-TEA', 1, '1.250', '1.250'],
      ['BUKHOOR-ROSE', 1, '5.005', '5.005'],
    ]);
    expect(`${quote.total}`).toBe('21.270');
    expect(quote.lines[1]?.name).toEqual({ en: expect.stringMatching(/tea/), ar: expect.stringMatching(/شاي/) });
    expect(`${(await catalog.quote({ items, currency: JPY })).total}`).toBe('10370');
    expect(`${(await catalog.quote({ items, currency: SAR })).total}`).toBe('259.70');
  });

  it('names every item that is not sold, with a pointer to it', async () => {
    const items = [
      { sku: 'NO-SUCH', quantity: 1 },
      { sku: 'TEA', quantity: 1 },
      { sku: '__proto__', quantity: 0 },
    ];
    expect(await faultsOf(await openProducts(TEA), items)).toEqual([
      { pointer: '/items/0/sku', message: 'There is no such product.' },
      { pointer: '/items/2/quantity', message: expect.stringContaining('1 to 999') },
      { pointer: '/items/2/sku', message: 'There is no such product.' },
    ]);
  });

  it('is refused in a currency that a product has no price in', async () => {
    expect(await faultsOf(await openProducts(TEA), [{ sku: 'TEA', quantity: 1 }], USD)).toEqual([
      { pointer: '/items/0/sku', message: 'This product is not sold in USD.' },
    ]);
  });

  it.each([0, 1000, -1, 1.5, Number.NaN])('is refused for a quantity of %d', async (quantity) => {
    expect(await faultsOf(await openProducts(TEA), [{ sku: 'TEA', quantity }])).toEqual([
      { pointer: '/items/0/quantity', message: 'The quantity must be a whole number from 1 to 999.' },
    ]);
  });

  it('has 1 to 100 lines', async () => {
    const catalog = await openProducts(TEA);
    const lines = (count: number) => Array.from({ length: count }, () => ({ sku: 'TEA', quantity: 999 }));
    expect(`${(await catalog.quote({ items: lines(100), currency: KWD })).total}`).toBe('124875.000');
    const refusal = [{ pointer: '/items', message: 'There must be 1 to 100 items.' }];
    expect(await faultsOf(catalog, lines(101))).toEqual(refusal);
    expect(await faultsOf(catalog, [])).toEqual(refusal);
  });

  it('needs a catalog', async () => {
    const catalog = await open();
    await expect(catalog.quote({ items: [], currency: KWD })).rejects.toMatchObject({ code: 'catalog_not_configured' });
  });
});

describe('a catalog file', () => {
  it.each(['{', '[]', '{"products":{}}', 'null'])('that is not a catalog stops the start: %s', async (text) => {
    await expect(openText(text)).rejects.toThrow(/CATALOG .*catalog\.json: must be JSON of the form/);
  });

  it('that is absent or empty stops the start', async () => {
    await expect(open('file:/no/such/file.json')).rejects.toThrow('/no/such/file.json: the file cannot be read');
    await expect(openProducts()).rejects.toThrow('/products must have at least one product');
  });

  it('stops the start with every fault of every product, prices never rounded', async () => {
    const bad = {
      sku: 'has space',
      name: { en: ' ' },
      image: 1,
      prices: { KWD: '1.0005', JPY: '610.5', SAR: 15, USD: '0.00', kwd: '1', EUR: '99999999999999' },
    };
    const opening = openProducts(TEA, bad, TEA, 'TEA');
    await expect(opening).rejects.toMatchObject({ name: 'ConfigurationError' });
    const error = (await opening.catch((reason: unknown) => reason)) as { faults: { message: string }[] };
    const places = error.faults.map((violation) => /(\/products\S*)/.exec(violation.message)?.[1]);
    expect(places).toEqual([
      '/products/1/sku',
      '/products/1/name',
      ...['KWD', 'JPY', 'SAR', 'USD', 'kwd', 'EUR'].map((code) => `/products/1/prices/${code}`),
      '/products/1/image',
      '/products/2/sku',
      '/products/3/sku',
      '/products/3/name',
      '/products/3/prices',
    ]);
  });

  it.each<[unknown, unknown]>([
    ['Tea', { en: 'Tea', ar: 'Tea' }],
    [{ ar: 'شاي' }, { en: 'شاي', ar: 'شاي' }],
  ])('may name a product in one language, or in none: %j', async (name, shown) => {
    const catalog = await openProducts({ ...TEA, name });
    const quote = await catalog.quote({ items: [{ sku: TEA.sku, quantity: 1 }], currency: KWD });
    expect(quote.lines[0]?.name).toEqual(shown);
  });

  it('may hold more than prices', async () => {
    await expect(openProducts({ ...TEA, shelf: 7, image: 'https://shop.example/tea.jpg' })).resolves.toBeDefined();
  });
});
