import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { RouteTable, type DeclaredRoute } from '../../src/access/route-table.ts';
import { startTestService, type TestService } from '../support/service.ts';

const SHOP = 'https://shop.example';
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

let service: TestService;
let routes: DeclaredRoute[];

beforeAll(async () => {
  service = await startTestService({ STOREFRONT_ORIGINS: `${SHOP},http://localhost:5173` });
  routes = service.app.get(RouteTable).list();
});
afterAll(async () => service.close());

/** Every pattern of the application with the methods that storefronts have there; routes added later are in it. */
function patterns(): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>(routes.map(({ path }) => [path, new Set()]));
  for (const { path, method, access } of routes) if (access.kind === 'storefront') all.get(path)?.add(method);
  return all;
}

/** An address that the pattern matches, and no other pattern does. */
function addressOf(pattern: string): string {
  return service.url + pattern.replaceAll(/:\w+/g, 'f1d0c0de-0000-4000-8000-000000000000');
}

async function preflight(pattern: string, method: string, origin = SHOP): Promise<Response> {
  return fetch(addressOf(pattern), {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'cart-token' },
  });
}

function corsNames({ headers }: Response): string[] {
  return [...headers.keys()].filter((name) => name.startsWith('access-control-')).toSorted();
}

const PREFLIGHT_NAMES = [
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-max-age',
];

describe('CORS of every route of the table', () => {
  it('there are routes for storefronts and others', () => {
    expect(new Set(routes.map(({ access }) => access.kind))).toEqual(
      new Set(['storefront', 'server', 'operator', 'ottu', 'open']),
    );
  });

  it('a preflight for a storefront route allows the configured origin the methods of that route; any other gets nothing', async () => {
    for (const [path, methods] of patterns()) {
      for (const method of METHODS) {
        const answer = await preflight(path, method);
        const said = { path, method, status: answer.status, names: corsNames(answer) };
        if (methods.has(method)) {
          expect(said).toEqual({ path, method, status: 204, names: PREFLIGHT_NAMES });
          expect(answer.headers.get('access-control-allow-origin')).toBe(SHOP);
          expect(answer.headers.get('access-control-allow-methods')?.split(', ').toSorted()).toEqual(
            [...methods].toSorted(),
          );
        } else {
          expect(said).toEqual({ path, method, status: 404, names: [] });
        }
        expect({ path, vary: answer.headers.get('vary') }).toEqual({ path, vary: methods.size > 0 ? 'Origin' : null });
      }
    }
  });

  it('a preflight from another origin gets nothing, whatever the route', async () => {
    for (const { path, method } of routes) {
      expect(corsNames(await preflight(path, method, 'https://evil.example'))).toEqual([]);
    }
  });

  it('the answers of storefront routes, refusals among them, can be read by the configured origin, and no others', async () => {
    for (const { path, method, access } of routes) {
      const answer = await fetch(addressOf(path), { method, headers: { origin: SHOP } });
      await answer.body?.cancel();
      const allowed = access.kind === 'storefront' ? SHOP : null;
      expect([path, method, answer.headers.get('access-control-allow-origin')]).toEqual([path, method, allowed]);
      const exposed = answer.headers.get('access-control-expose-headers');
      expect(exposed).toBe(allowed && 'Retry-After, ETag, Idempotent-Replayed, Location, X-Request-Id');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      if (allowed !== null) expect(answer.headers.get('vary')).toMatch(/(^|, )Origin$/);
    }
  });

  it('an address that is no route has none', async () => {
    expect(corsNames(await preflight('/v1/nothing', 'GET'))).toEqual([]);
    expect(corsNames(await fetch(`${service.url}/v1/nothing`, { headers: { origin: SHOP } }))).toEqual([]);
  });
});
