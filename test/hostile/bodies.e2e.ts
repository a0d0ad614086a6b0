import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { buyNow } from '../support/buy-now.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { large, seenToKill, small, type HostileBody } from './hostile-bodies.ts';

const SHOP = 'https://shop.example';
/** No answer to a refused body is larger, whatever was sent. */
const MOST_BYTES = 64 * 1024;

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ STOREFRONT_ORIGINS: SHOP, RATE_LIMIT_PER_MINUTE: '1000000' });
});
afterAll(async () => service.close());

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  readonly bytes: number;
}

async function send(path: string, body: string): Promise<Refusal> {
  const { status, text } = await request(service.url).post(path).set('content-type', 'application/json').send(body);
  const { code, detail, errors = [] } = JSON.parse(text);
  return { status, code, detail, errors, bytes: Buffer.byteLength(text) };
}

async function refusesShortly(path: string, body: HostileBody): Promise<void> {
  const { status, bytes } = await send(path, body.text);
  expect({ body: body.name, refused: status >= 400 && status < 500, small: bytes <= 1_024 }).toEqual({
    body: body.name,
    refused: true,
    small: true,
  });
}

async function stillAnswers(): Promise<void> {
  expect((await request(service.url).get('/health/live')).status).toBe(200);
  const cart = await request(service.url).post('/v1/carts').send({ currency_code: 'KWD' });
  expect(cart.status).toBe(201);
}

describe('bodies that once stopped the process', () => {
  it.each(['/v1/webhooks/ottu', '/v1/carts', '/v1/buy-now/intents'])(
    '%s answers each of them with a short refusal, and goes on working',
    async (path) => {
      for (const body of seenToKill()) await refusesShortly(path, body);
      await stillAnswers();
    },
  );

  it('a merchant server is told at once what is wrong with each of them', async () => {
    const told: [string, number, string][] = [];
    for (const { name, text } of seenToKill()) {
      const { status, body } = await buyNow(service.url, { body: text });
      told.push([name, status, body.detail]);
    }
    const tooLongAName = 'The body has a member whose name is longer than 1,024 characters.';
    expect(told).toEqual([
      ['doubled members under a long name', 400, tooLongAName],
      ['doubled members under a long name of ~', 400, tooLongAName],
      ['doubled members under a long name of /', 400, tooLongAName],
      ['__proto__ members under a long name', 400, tooLongAName],
      ['80,000 items', 400, 'The body has more than 20,000 values, lists and objects.'],
    ]);
  });
});

describe('hostile bodies within the limits', () => {
  it.each(['/v1/webhooks/ottu', '/v1/carts', '/v1/buy-now/intents'])(
    '%s refuses each of them with an answer of at most 64 kB, and goes on working',
    async (path) => {
      for (const body of [...small(), ...large()]) {
        const { status, bytes } = await send(path, body.text);
        expect({ body: body.name, refused: status >= 400 && status < 500, small: bytes <= MOST_BYTES }).toEqual({
          body: body.name,
          refused: true,
          small: true,
        });
      }
      await stillAnswers();
    },
  );

  it('a list that is too long is refused for its length, and nothing is said of its elements', async () => {
    const items = Array.from({ length: 3_000 }, () => ({ sku: 1 }));
    const { status, code, errors } = await send('/v1/carts', JSON.stringify({ currency_code: 'KWD', items }));
    expect([status, code, errors]).toEqual([
      400,
      'validation_failed',
      [{ pointer: '/items', message: 'must have at most 100 entries' }],
    ]);
  });

  it('the first 100 doubled members are shown, with a word that there are more', async () => {
    const { code, detail, errors } = await send('/v1/carts', `{"l":[${'{"a":0,"a":0},'.repeat(2_000)}0]}`);
    expect([code, errors.length, errors[99]?.pointer]).toEqual(['ambiguous_json', 100, '/l/99/a']);
    expect(detail).toMatch(/Only the first 100 faults are shown\.$/);
  });

  it('the first 100 names that reach into prototypes are shown, with a word that there are more', async () => {
    const { code, detail, errors } = await send('/v1/carts', `{"l":[${'{"__proto__":0},'.repeat(2_000)}0]}`);
    expect([code, errors.length]).toEqual(['validation_failed', 100]);
    expect(detail).toBe('Only the first 100 faults are shown.');
  });

  it('a long pointer is shown cut', async () => {
    const { errors } = await send('/v1/carts', `{"${'/'.repeat(1_000)}":{"a":0,"a":0}}`);
    expect(errors.map(({ pointer }) => [pointer.length, pointer.slice(-3)])).toEqual([[256, '~1…']]);
  });
});
