import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { startService, type RunningService } from '../../src/create-app.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { variablesFor } from '../support/service.ts';

interface Operation {
  readonly 'x-access': 'storefront' | 'server' | 'operator' | 'ottu' | 'open';
}

const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const ROUTES = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method: method.toUpperCase(),
    access: operation['x-access'],
  })),
);
const PAGES = [
  '/docs',
  '/docs-json',
  '/docs-yaml',
  '/docs/problems',
  '/docs/operators.json',
  '/docs/swagger-ui-bundle.js',
];
const ID = '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4';

let simulator: Simulator;
let service: RunningService;
let publicUrl: string;
let internalUrl: string;

beforeAll(async () => {
  simulator = await createSimulator();
  const [port, internal] = [await freePort(), await freePort()];
  [publicUrl, internalUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${internal}`];
  service = await startService(
    readSettings(
      variablesFor(simulator, await freshDatabaseUrl(), {
        HOST: '127.0.0.1',
        PORT: String(port),
        INTERNAL_PORT: String(internal),
      }),
    ),
  );
});
afterAll(async () => {
  await service.close();
  await simulator.close();
});

/** Whether the listener knows the route, of a caller who proves nothing: otherwise it is as if there were none. */
async function isKnown(
  url: string,
  { method, path }: { readonly method: string; readonly path: string },
): Promise<boolean> {
  const answer = await fetch(url + path.replaceAll(/\{\w+\}/g, ID), { method });
  await answer.body?.cancel();
  return answer.status !== 404;
}

describe('INTERNAL_PORT', () => {
  it('takes every route of servers and operators off the public port, and the metrics', async () => {
    const internal = ROUTES.filter(
      ({ access, path }) => ['server', 'operator'].includes(access) || path === '/metrics',
    );
    expect(internal.length).toBeGreaterThan(30);
    for (const route of internal) {
      expect([route, await isKnown(publicUrl, route), await isKnown(internalUrl, route)]).toEqual([route, false, true]);
    }
  });

  it('leaves what shoppers and Ottu call on the public port alone', async () => {
    const shoppers = ROUTES.filter(({ access }) => ['storefront', 'ottu'].includes(access));
    expect(shoppers.length).toBeGreaterThan(15);
    for (const route of shoppers) {
      expect([route, await isKnown(internalUrl, route)]).toEqual([route, false]);
    }
    // Of those without a resource in the path it can be told that they are there.
    for (const route of shoppers.filter(({ path }) => !path.includes('{'))) {
      expect([route, await isKnown(publicUrl, route)]).toEqual([route, true]);
    }
  });

  it.each(['/health/live', '/health/ready'])('is asked for %s like the public port', async (path) => {
    for (const url of [publicUrl, internalUrl]) expect((await fetch(url + path)).status).toBe(200);
  });

  it.each(PAGES)('takes the documents off the public port, however they are written: %s', async (path) => {
    for (const spelled of [
      path,
      `${path}/`,
      path.replace('docs', '%64ocs'),
      path.replace('docs', 'DOCS'),
      `/${path}`,
    ]) {
      const answer = await fetch(publicUrl + spelled);
      await answer.body?.cancel();
      expect([spelled, answer.status]).toEqual([spelled, 404]);
    }
    expect((await fetch(internalUrl + path)).status).toBe(200);
  });

  it('cannot be asked for through the public port by a header or by the address of another host', async () => {
    for (const headers of [{ host: new URL(internalUrl).host }, { 'x-forwarded-port': new URL(internalUrl).port }]) {
      const answer = await fetch(`${publicUrl}/metrics`, { headers });
      expect(answer.status).toBe(404);
    }
  });
});
