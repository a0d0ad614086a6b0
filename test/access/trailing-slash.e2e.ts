import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RouteTable, type DeclaredRoute } from '../../src/access/route-table.ts';
import { CREATE } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { deliver, inbox, paymentEvent, signed } from '../webhooks/support.ts';

const SHOP = 'https://shop.example';
/** Endless. */
const STREAM = '/v1/carts/:id/events';

let service: TestService;
let routes: DeclaredRoute[];

beforeAll(async () => {
  service = await startTestService({ STOREFRONT_ORIGINS: SHOP, RATE_LIMIT_PER_MINUTE: '1000000' });
  routes = service.app.get(RouteTable).list();
});
afterAll(async () => service.close());

interface Answer {
  readonly status: number;
  readonly code: unknown;
  readonly origin: string | null;
  readonly methods: string | null;
  readonly cached: string | null;
}

async function ask(method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const answer = await fetch(service.url + path, { method, headers: { origin: SHOP, ...headers } });
  const isProblem = answer.headers.get('content-type')?.includes('problem+json') === true;
  const code = isProblem ? ((await answer.json()) as { code: unknown }).code : undefined;
  if (!isProblem) await answer.body?.cancel();
  return {
    status: answer.status,
    code,
    origin: answer.headers.get('access-control-allow-origin'),
    methods: answer.headers.get('access-control-allow-methods'),
    cached: answer.headers.get('cache-control'),
  };
}

function addressOf({ path }: DeclaredRoute): string {
  return path.replaceAll(/:\w+/g, 'f1d0c0de-0000-4000-8000-000000000000');
}

describe('a slash at the end of an address', () => {
  it('leads to the same route, with the same guards, on every route and its preflight', async () => {
    for (const route of routes.filter(({ path }) => path !== STREAM)) {
      for (const method of [route.method, 'OPTIONS']) {
        const preflight = method === 'OPTIONS' ? { 'access-control-request-method': route.method } : {};
        const plain = await ask(method, addressOf(route), preflight);
        const slashed = await ask(method, `${addressOf(route)}/`, preflight);
        expect([method, route.path, slashed]).toEqual([method, route.path, plain]);
        const queried = await ask(method, `${addressOf(route)}/?`, preflight);
        expect([method, route.path, queried]).toEqual([method, route.path, plain]);
      }
    }
  });

  it('is served where a route is known, and two slashes are no address of ours', async () => {
    expect((await ask('GET', '/health/live/')).status).toBe(200);
    const list = await fetch(`${service.url}/v1/payments/`, { headers: { authorization: authorization('reader') } });
    expect(list.status).toBe(200);
    expect((await ask('GET', '/health/live//')).code).toBe('not_found');
  });

  it('M70: takes the events of a merchant who wrote the address as Ottu writes its own', async () => {
    const before = (await inbox(service)).length;
    const answer = await fetch(`${service.url}/v1/webhooks/ottu/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: signed(paymentEvent('SLASHED')),
    });
    expect(answer.status).toBe(200);
    expect((await deliver(service, signed(paymentEvent('PLAIN')))).status).toBe(200);
    expect(await inbox(service)).toHaveLength(before + 2);
  });

  it('lets no body pass unseen: `payment_instrument` is refused there too, and nothing reaches Ottu', async () => {
    const answer = await fetch(`${service.url}/v1/carts/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: SHOP },
      body: JSON.stringify({ payment_instrument: { instrument_type: 'token' } }),
    });
    const plain = await fetch(`${service.url}/v1/carts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: SHOP },
      body: JSON.stringify({ payment_instrument: { instrument_type: 'token' } }),
    });
    expect(answer.status).toBe(plain.status);
    expect(answer.status).toBe(403);
    expect(service.simulator.requests(CREATE)).toEqual([]);
  });
});
