import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RawConnection } from '../hostile/raw-connection.ts';
import { routesOf, type Document } from '../hostile/programme.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

const SHOP = 'https://shop.example';
const ROUTES = routesOf(JSON.parse(readFileSync('openapi.json', 'utf8')) as Document);
const PAGES = [
  '/docs',
  '/docs/',
  '/docs/problems',
  '/docs-json',
  '/docs-yaml',
  '/docs/operators.json',
  '/docs/swagger-ui-bundle.js',
];
const ID = '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ STOREFRONT_ORIGINS: SHOP, NODE_ENV: 'development' });
});
afterAll(async () => service.close());

/** What is wrong with the head of an answer; nothing where it is as it has to be. */
function faultsOf({ headers }: Response, { kept = false } = {}): string[] {
  const policy = new Map(
    (headers.get('content-security-policy') ?? '').split(';').map((part) => {
      const [name = '', ...values] = part.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );
  const wanted: Readonly<Record<string, boolean>> = {
    'default-src': policy.get('default-src') === "'none'",
    'script-src': policy.get('script-src') === "'self'",
    'frame-ancestors': policy.get('frame-ancestors') === "'none'",
    'base-uri': policy.get('base-uri') === "'none'",
    'form-action': policy.get('form-action') === "'none'",
    'x-content-type-options': headers.get('x-content-type-options') === 'nosniff',
    'x-frame-options': headers.get('x-frame-options') === 'DENY',
    'referrer-policy': headers.get('referrer-policy') === 'no-referrer',
    'cross-origin-opener-policy': headers.get('cross-origin-opener-policy') === 'same-origin',
    'cross-origin-resource-policy': headers.get('cross-origin-resource-policy') === 'same-origin',
    'cache-control': kept || (headers.get('cache-control') ?? '').includes('no-store'),
    'no server': !headers.has('server') && !headers.has('x-powered-by'),
    'no HSTS': !headers.has('strict-transport-security'),
    'no credentials': !headers.has('access-control-allow-credentials'),
  };
  return Object.entries(wanted).flatMap(([name, holds]) => (holds ? [] : [name]));
}

const addressOf = (path: string): string => service.url + path.replaceAll(/\{\w+\}/g, ID);

describe('the head of every answer', () => {
  it('lets nobody frame, sniff, keep or tell on it: of each route, with a key and without', async () => {
    expect(ROUTES.length).toBeGreaterThan(50);
    for (const { method, path } of ROUTES) {
      for (const headers of [
        {},
        { authorization: authorization('operator') },
        { authorization: 'Api-Key wrong.wrong' },
      ]) {
        const answer = await fetch(addressOf(path), { method, headers: { ...headers, origin: SHOP } });
        await answer.body?.cancel();
        expect([method, path, answer.status, faultsOf(answer)]).toEqual([method, path, answer.status, []]);
      }
    }
  });

  it.each(PAGES)('and of each page, whose scripts are its own alone: %s', async (path) => {
    const answer = await fetch(service.url + path);
    const text = await answer.text();
    expect([answer.status, faultsOf(answer, { kept: true })]).toEqual([200, []]);
    if (!String(answer.headers.get('content-type')).startsWith('text/html')) return;
    expect(text).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>\s*\S/i);
    expect(text).not.toMatch(/\son\w+\s*=\s*["']/i);
  });

  it.each(['/nothing', '/v1/nothing', '/v1/%E0%A4%A', `/v1/carts/${'x'.repeat(500)}`, '/v1/carts', '//'])(
    'and of what is refused before there is a route: %s',
    async (path) => {
      const answer = await fetch(service.url + path);
      await answer.body?.cancel();
      expect([answer.status >= 400, faultsOf(answer)]).toEqual([true, []]);
    },
  );

  it('and of what the parser refuses before there is a request', async () => {
    const connection = await RawConnection.open(service.url, 'NONSENSE\r\n\r\n');
    await connection.closed;
    expect(connection.text).toMatch(/\r\nx-content-type-options: nosniff\r\n/i);
    expect(connection.text).toMatch(/\r\ncache-control: no-store\r\n/i);
    expect(connection.text).toMatch(/\r\ncontent-security-policy: default-src 'none'/i);
  });
});

describe('a limit that was reached', () => {
  it('is told with the same head', async () => {
    const limited = await startTestService({ RATE_LIMIT_PER_MINUTE: '1' });
    await fetch(`${limited.url}/v1/payment-methods`);
    const answer = await fetch(`${limited.url}/v1/payment-methods`);
    expect([answer.status, faultsOf(answer)]).toEqual([429, []]);
    await limited.close();
  });
});
