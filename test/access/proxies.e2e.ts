import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
afterEach(async () => service.close());

async function ready(headers: Record<string, string> = {}): Promise<unknown> {
  const answer = await request(service.url).get('/health/ready').set(headers);
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Every one of them counts against the limit of its own network. */
async function methodsAs(...forwarded: string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (const address of forwarded) {
    const answer = await request(service.url).get('/v1/payment-methods').set('x-forwarded-for', address);
    statuses.push(answer.status);
  }
  return statuses;
}

describe('M95a: a proxy that nobody has named', () => {
  it('is told of by readiness from the first request on that it forwards', async () => {
    service = await startTestService();
    expect(await ready()).toEqual({ status: 'ok' });
    await request(service.url).get('/v1/payment-methods').set('x-forwarded-for', '203.0.113.7');
    expect(await ready()).toEqual({ status: 'ok', warnings: [expect.stringMatching(/TRUST_PROXY/)] });
  });

  it.each(['false', '1'])('is no news where TRUST_PROXY=%s says so', async (TRUST_PROXY) => {
    service = await startTestService({ TRUST_PROXY });
    expect(await ready({ 'x-forwarded-for': '203.0.113.7' })).toEqual({ status: 'ok' });
    expect(await ready()).toEqual({ status: 'ok' });
  });
});

describe('what a trusted proxy forwards', () => {
  it('counts by address, with a port or without', async () => {
    service = await startTestService({ TRUST_PROXY: '1', RATE_LIMIT_PER_MINUTE: '1' });
    expect(
      await methodsAs('203.0.113.1', '203.0.113.2', '203.0.113.1:4711', '[2001:db8::1]:80', '2001:db8::2'),
    ).toEqual([200, 200, 429, 200, 429]);
  });

  it('counts as the connection itself where it is no address: no word makes a network of its own', async () => {
    service = await startTestService({ TRUST_PROXY: '1', RATE_LIMIT_PER_MINUTE: '1' });
    expect(await methodsAs('unknown', '_hidden', '999.1.1.1', 'x'.repeat(500))).toEqual([200, 429, 429, 429]);
  });

  it('counts from the end of the list: a hop more that the caller wrote himself is not looked at', async () => {
    service = await startTestService({ TRUST_PROXY: '1', RATE_LIMIT_PER_MINUTE: '1' });
    expect(
      await methodsAs(
        '203.0.113.1',
        '198.51.100.9, 203.0.113.1',
        '::1, 127.0.0.1, 203.0.113.1',
        '203.0.113.1, 203.0.113.2',
      ),
    ).toEqual([200, 429, 429, 200]);
  });

  it('counts past proxies that are named by their networks, in either family, and no further', async () => {
    service = await startTestService({
      TRUST_PROXY: 'loopback,10.0.0.0/8,2001:db8:ffff::/48',
      RATE_LIMIT_PER_MINUTE: '1',
    });
    expect(
      await methodsAs(
        '203.0.113.1, 10.1.2.3',
        '203.0.113.1, 2001:db8:ffff::7',
        '203.0.113.1, ::ffff:10.1.2.3',
        '203.0.113.1, 11.1.2.3',
        '203.0.113.2, 11.1.2.3',
      ),
    ).toEqual([200, 429, 429, 200, 429]);
  });

  it('is one network, however an IPv4 address is written inside IPv6', async () => {
    service = await startTestService({ TRUST_PROXY: '1', RATE_LIMIT_PER_MINUTE: '1' });
    expect(
      await methodsAs(
        '203.0.113.1',
        '::ffff:203.0.113.1',
        '::FFFF:cb00:7101',
        '0:0:0:0:0:ffff:203.0.113.1',
        '::ffff:cb00:7102',
      ),
    ).toEqual([200, 429, 429, 429, 200]);
  });

  it('names no host: a page of another one stays a browser', async () => {
    service = await startTestService({ TRUST_PROXY: '1' });
    const answer = await request(service.url)
      .get('/v1/payments')
      .set('authorization', authorization('operator'))
      .set('x-forwarded-host', 'evil.example')
      .set('origin', 'http://evil.example');
    expect(answer.status).toBe(403);
  });
});

describe('what may be kept by caches', () => {
  it.each([
    '/v1/payment-methods',
    '/%76%31/payment-methods',
    '//v1/payment-methods',
    '/health/live',
    '/metrics',
    '/nothing',
  ])('%s is never', async (path) => {
    service = await startTestService();
    const answer = await fetch(`${service.url}${path}`);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });
});
