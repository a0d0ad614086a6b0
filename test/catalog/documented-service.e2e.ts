import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { CatalogError } from '../../src/catalog/catalog-error.ts';
import { HttpCatalog } from '../../src/catalog/http/http-catalog.ts';
import { readQuoteReply } from '../../src/catalog/http/read-quote-reply.ts';
import { Secret } from '../../src/config/secret.ts';
import { parseCurrency } from '../../src/money/currency.ts';
import { eventually } from '../support/eventually.ts';
import { QUOTE_SECRET } from '../support/quote-service.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENT = readFileSync(join(ROOT, 'docs', 'quote-service.md'), 'utf8');
const [QUESTION = '', ANSWER = '', NOT_SOLD = ''] = [...DOCUMENT.matchAll(/```json\n([^]*?)```/g)].map(
  ([, json]) => json,
);
const KWD = parseCurrency('KWD');

let child: ChildProcess;
let directory: string;
let output = '';

beforeAll(async () => {
  const example = /```js\n(\/\/ quote-service\.mjs\n[^]*?)```/.exec(DOCUMENT)?.[1];
  if (example === undefined) throw new Error('docs/quote-service.md has no quote-service.mjs');
  // Below node_modules, where the public library is found as it would be in a project of its own.
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  directory = mkdtempSync(join(cache, 'quote-service-'));
  writeFileSync(join(directory, 'quote-service.mjs'), example);
  const env = { PATH: process.env['PATH'], PORT: '0', CATALOG_SECRET: QUOTE_SECRET };
  child = spawn(process.execPath, [join(directory, 'quote-service.mjs')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await eventually(() => output.includes('listening on'));
});
afterAll(() => {
  child.kill();
  rmSync(directory, { recursive: true });
});

function catalogBy(secret: string): HttpCatalog {
  const url = `http://127.0.0.1:${/listening on (\d+)/.exec(output)?.[1]}/`;
  return new HttpCatalog({ kind: 'http', url, secrets: [new Secret(secret)] });
}

describe('M57: the documentation of the quote service', () => {
  it('has a question and an answer that fit together', () => {
    const { items } = JSON.parse(QUESTION);
    const read = (status: number, json: string) =>
      readQuoteReply({ status, retryAfter: undefined, body: Buffer.from(json) }, { items, currency: KWD });
    expect(`${read(200, ANSWER).total}`).toBe('9.275');
    expect(() => read(422, NOT_SOLD)).toThrow('/items/1: Karak tea is sold out.');
  });

  it('has a service that verifies the signature and quotes what is used', async () => {
    const catalog = catalogBy(QUOTE_SECRET);
    const items = [
      { sku: 'DATES-KHALAS', quantity: 2 },
      { sku: 'KARAK-TEA', quantity: 1 },
    ];
    expect(`${(await catalog.quote({ items, currency: KWD })).total}`).toBe('9.750');
    await expect(catalog.quote({ items, currency: parseCurrency('SAR') })).rejects.toThrow(CatalogError);
    await catalog.onApplicationShutdown();
    const stranger = catalogBy(`whsec_${Buffer.from('somebody else and their key.').toString('base64')}`);
    await expect(stranger.quote({ items, currency: KWD })).rejects.toThrow('status 401');
    await stranger.onApplicationShutdown();
  });
});
