import {
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parseCurrency } from '../money/currency.ts';
import { FileCatalog } from './file-catalog.ts';

const KWD = parseCurrency('KWD');
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

let directory: string;
let path: string;
let told: { level: string; line: { faults?: readonly string[] } }[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'file-catalog-'));
  path = join(directory, 'catalog.json');
  told = [];
  for (const level of ['log', 'error'] as const) {
    jest
      .spyOn(Logger.prototype, level)
      .mockImplementation((line: unknown) => void told.push({ level, line: line as object }));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

const catalogAt = (price: string) =>
  JSON.stringify({ products: [{ sku: 'TEA', name: { en: 'Tea', ar: 'شاي' }, prices: { KWD: price } }] });

/** Old enough that its times can be believed. */
function write(text: string, at = path): void {
  writeFileSync(at, text);
  utimesSync(at, LONG_AGO, LONG_AGO);
}

async function priceIn(catalog: FileCatalog): Promise<string> {
  return `${(await catalog.quote({ items: [{ sku: 'TEA', quantity: 1 }], currency: KWD })).total}`;
}

describe('a catalog file that changes', () => {
  it('is read again when it was written in place, even to the same size', async () => {
    write(catalogAt('1.250'));
    const catalog = new FileCatalog(path, 0);
    expect(await priceIn(catalog)).toBe('1.250');
    write(catalogAt('9.750'));
    expect(await priceIn(catalog)).toBe('9.750');
    expect(told).toMatchObject([{ level: 'log', line: { path, products: 1 } }]);
  });

  it('is read again when it was just written, however coarsely the file system tells times', async () => {
    writeFileSync(path, catalogAt('1.000'));
    const catalog = new FileCatalog(path, 0);
    // Several of these fall into one tick of the clock that files are stamped by.
    for (let digit = 1; digit <= 200; digit += 1) {
      const price = `1.${String(digit).padStart(3, '0')}`;
      writeFileSync(path, catalogAt(price));
      expect(await priceIn(catalog)).toBe(price);
    }
  });

  it('is read again when another file was renamed over it', async () => {
    write(catalogAt('1.250'));
    const catalog = new FileCatalog(path, 0);
    write(catalogAt('3.250'), `${path}.new`);
    renameSync(`${path}.new`, path);
    expect(await priceIn(catalog)).toBe('3.250');
  });

  it('is read again when a link on its way was swapped, as Kubernetes does', async () => {
    for (const [version, price] of Object.entries({ first: '1.250', second: '4.250' })) {
      mkdirSync(join(directory, version));
      write(catalogAt(price), join(directory, version, 'catalog.json'));
    }
    symlinkSync('first', join(directory, '..data'));
    symlinkSync(join('..data', 'catalog.json'), path);
    lutimesSync(path, LONG_AGO, LONG_AGO);
    const catalog = new FileCatalog(path, 0);
    expect(await priceIn(catalog)).toBe('1.250');
    symlinkSync('second', join(directory, '..data_tmp'));
    renameSync(join(directory, '..data_tmp'), join(directory, '..data'));
    expect(await priceIn(catalog)).toBe('4.250');
  });

  it.each(['{', catalogAt('1.0005'), JSON.stringify({ products: [] })])(
    'is refused when it is no good, with its faults told once, and the prices from before stay: %s',
    async (bad) => {
      writeFileSync(path, catalogAt('1.250'));
      const catalog = new FileCatalog(path, 0);
      writeFileSync(path, bad);
      expect(await priceIn(catalog)).toBe('1.250');
      expect(await priceIn(catalog)).toBe('1.250');
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({ level: 'error', line: { path, faults: [expect.any(String)] } });
      writeFileSync(path, catalogAt('5.250'));
      expect(await priceIn(catalog)).toBe('5.250');
    },
  );

  it('may be away for a while', async () => {
    write(catalogAt('1.250'));
    const catalog = new FileCatalog(path, 0);
    unlinkSync(path);
    expect(await priceIn(catalog)).toBe('1.250');
    expect(await priceIn(catalog)).toBe('1.250');
    expect(told.map(({ line }) => line.faults)).toEqual([['the file cannot be read']]);
    write(catalogAt('6.250'));
    expect(await priceIn(catalog)).toBe('6.250');
  });

  it('is not looked at again before its time', async () => {
    write(catalogAt('1.250'));
    const catalog = new FileCatalog(path, 3_600_000);
    write(catalogAt('7.250'));
    expect(await priceIn(catalog)).toBe('1.250');
  });
});
