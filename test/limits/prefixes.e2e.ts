import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Response } from 'supertest';

import { LIMITS } from '../../src/limits/limits-table.ts';
import { networkOf } from '../../src/http/network.ts';
import { CartLimits, CheckoutLimits } from '../../src/limits/request-limits.ts';
import { createCart } from '../carts/support.ts';
import { checkout, pay, startCheckoutService, teaCart } from '../checkout/support.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });
/** One of the 65,536 networks of an IPv6 /48, each in a /56 of its own up to the 256th. */
const networkIn = (site: string, index: number): string => `2001:db8:${site}:${(index * 256).toString(16)}::1`;

let service: TestService;
afterEach(async () => {
  await withRows(service, (db) => sql`delete from limit_counts`.execute(db));
});

async function cartFrom(address: string, body: Record<string, unknown> = {}): Promise<Response> {
  return createCart(service.url, body, from(address));
}

/** How many carts of these addresses are made, each asking `times`. */
async function made(addresses: readonly string[], times = 1): Promise<number> {
  let count = 0;
  for (const address of addresses) {
    for (let asked = 0; asked < times; asked += 1) count += (await cartFrom(address)).status === 201 ? 1 : 0;
  }
  return count;
}

function expectHonest({ headers }: Response, mostSeconds: number): void {
  const seconds = Number(headers['retry-after']);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(mostSeconds);
}

describe('M96: prefixes', () => {
  beforeAll(async () => {
    service = await startCheckoutService({ TRUST_PROXY: 'loopback' });
  });
  afterAll(async () => service.close());

  it('ninety networks of one IPv6 /48 make no more carts than two networks, and others are served', async () => {
    const networks = Array.from({ length: 90 }, (_none, index) => networkIn('1', index));
    expect(await made(networks, 4)).toBe(LIMITS.ipv6_48_carts.permits);
    const refused = await cartFrom(networkIn('1', 91));
    expect(refused.body).toMatchObject({ status: 429, code: 'too_many_carts', outcome: 'none' });
    expectHonest(refused, 600);
    expect((await cartFrom(networkIn('2', 1))).status).toBe(201);
    expect((await cartFrom('203.0.113.7')).status).toBe(201);
  });

  it('the networks of one /56 are one subscriber', async () => {
    const networks = Array.from({ length: 100 }, (_none, index) => `2001:db8:3:${index.toString(16)}::1`);
    expect(await made(networks, 2)).toBe(LIMITS.ipv6_56_carts.permits);
  });

  it('an IPv4 /24 that makes very many carts is refused none where no CAPTCHA is configured', async () => {
    const carts = service.app.get(CartLimits);
    for (let taken = 0; taken < LIMITS.ipv4_24_carts.permits; taken += 1) {
      await carts.consume(networkOf(`203.0.113.${taken % 200}`));
    }
    expect((await cartFrom('203.0.113.250')).status).toBe(201);
  });

  it('one /48 does not use up what checkouts may ask Ottu in a day, and a spent total closes no till', async () => {
    const limits = service.app.get(CheckoutLimits);
    let worked = 0;
    for (let index = 0; index < 130; index += 1) {
      for (let asked = 0; asked < 3; asked += 1) {
        await limits.consume(`cart ${index}`, networkOf(networkIn('4', index))).then(
          () => (worked += 1),
          () => undefined,
        );
      }
    }
    expect(worked).toBe(LIMITS.ipv6_48_checkouts.permits);

    const cart = await teaCart(service.url, {}, from('198.51.100.1'));
    await withRows(service, (db) =>
      sql`update limit_counts set points = ${LIMITS.all_checkouts.permits} where key like 'all_checkouts:%'`.execute(
        db,
      ),
    );
    expect((await checkout(service.url, cart, from('198.51.100.1'))).body).toMatchObject({ code: 'rate_limited' });
    expect((await pay(service.url, cart)).body.payment.status).toBe('paid');
  });
});

describe('M96: near the total of CARTS_PER_HOUR', () => {
  beforeAll(async () => {
    service = await startCheckoutService({ TRUST_PROXY: 'loopback', CARTS_PER_HOUR: '40' });
  });
  afterAll(async () => service.close());

  it('the last quarter is kept for networks that made few, until it is used too', async () => {
    expect(await made(['203.0.113.1'], 50)).toBe(30);
    const refused = await cartFrom('203.0.113.1');
    expect(refused.body).toMatchObject({ status: 429, code: 'too_many_carts' });
    expectHonest(refused, 600);
    const networks = Array.from({ length: 20 }, (_none, index) => networkIn('5', index));
    expect(await made(networks)).toBe(5);
    expect(await made(['203.0.113.2', '203.0.113.3'], 5)).toBe(5);
    const full = await cartFrom('203.0.113.4');
    expect(full.body.code).toBe('too_many_carts');
    expectHonest(full, 3_600);
  });
});

describe('M96: where a CAPTCHA is configured', () => {
  let verifier: Server;
  beforeAll(async () => {
    verifier = createServer((request, response) => {
      let body = '';
      request.on('data', (piece: Buffer) => (body += piece.toString()));
      request.on('end', () => response.end(JSON.stringify({ success: body.includes('response=solved') })));
    });
    await new Promise<void>((resolve) => verifier.listen(0, '127.0.0.1', resolve));
    service = await startCheckoutService({
      TRUST_PROXY: 'loopback',
      CARTS_PER_HOUR: '40',
      CHALLENGE_VERIFY_URL: `http://127.0.0.1:${(verifier.address() as AddressInfo).port}/`,
      CHALLENGE_SECRET: 'secret-of-the-verifier',
    });
  });
  afterAll(async () => {
    await service.close();
    verifier.closeAllConnections();
    verifier.close();
  });
  beforeEach(async () => {
    expect(await made(['203.0.113.1'], 20)).toBe(20);
  });

  it('a solved one is asked for from half of the total on, and whoever solves it has a cart', async () => {
    const asked = await cartFrom('203.0.113.9');
    expect([asked.status, asked.body.code, asked.body.outcome]).toEqual([403, 'challenge_required', 'none']);
    expect((await cartFrom('203.0.113.9', { challenge_token: 'guessed' })).body.code).toBe('challenge_required');
    expect((await cartFrom('203.0.113.9', { challenge_token: 'solved' })).status).toBe(201);
  });

  it('who does not solve it uses up nothing', async () => {
    expect(await made(['203.0.113.9'], 60)).toBe(0);
    expect((await cartFrom('203.0.113.9', { challenge_token: 'solved' })).status).toBe(201);
  });
});
