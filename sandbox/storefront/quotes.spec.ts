import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';

import { QUOTES, quoteSettings } from './quotes.ts';
import { startStorefront, type Storefront } from './server.ts';

let shop: Storefront;

beforeAll(async () => {
  shop = await startStorefront({
    port: 0,
    host: '127.0.0.1',
    serviceUrl: 'http://localhost:3000',
    payerOrigins: ['http://localhost:4000'],
    catalogPath: join(import.meta.dirname, '..', 'catalog.json'),
  });
});
afterAll(async () => shop.close());

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function quoteOf(members: object, secret = quoteSettings(0).CATALOG_SECRET): Promise<Answer> {
  const text = JSON.stringify(members);
  const now = new Date();
  const answer = await fetch(`${shop.url}${QUOTES}`, {
    method: 'POST',
    headers: {
      'webhook-id': 'one',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('one', now, text),
    },
    body: text,
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

const TEA = { sku: 'KARAK-TEA', quantity: 3 };

describe('the quote service of the demo shop', () => {
  it.each([
    ['KWD', '3.750', '0.375', '3.375'],
    ['SAR', '46.50', '4.65', '41.85'],
    ['JPY', '1830', '183', '1647'],
  ])('takes a tenth off for its voucher, once, however it is written, in %s', async (currency, line, off, total) => {
    const items = [TEA];
    const { status, body } = await quoteOf({ currency_code: currency, items, codes: [' marsa10', 'MARSA10', 'EID'] });
    expect([status, body['total']]).toEqual([200, total]);
    expect(body['lines']).toEqual([expect.objectContaining({ ...TEA, line_total: line })]);
    expect(body['discounts']).toEqual([expect.objectContaining({ code: 'MARSA10', amount: off })]);
    expect((await quoteOf({ currency_code: currency, items })).body).toMatchObject({ discounts: [], total: line });
  });

  it('names what it does not sell, and answers nobody who does not know the secret', async () => {
    const items = [TEA, { sku: 'NOTHING', quantity: 1 }];
    const { status, body } = await quoteOf({ currency_code: 'KWD', items });
    expect([status, body['items']]).toEqual([422, [{ index: 1, message: 'This is not sold here.' }]]);
    const other = `whsec_${Buffer.from('another secret of somebody').toString('base64')}`;
    expect((await quoteOf({ currency_code: 'KWD', items: [TEA] }, other)).status).toBe(401);
  });
});
