import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { RouteTable } from '../../src/access/route-table.ts';
import { documentText } from '../../src/openapi/document.ts';
import { problemCodes } from '../../src/problems/catalog.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly responses: Record<string, unknown>;
  readonly security: Record<string, unknown>[];
}

describe('the written document', () => {
  it('is current: `npm run openapi` would change nothing', () => {
    expect(readFileSync('openapi.json', 'utf8')).toBe(documentText(service.app));
  });

  it('has every route that the service has, each with a summary, a success and its problems', async () => {
    const { body } = await request(service.url).get('/docs-json');
    const paths = body.paths as Record<string, Record<string, Operation>>;
    const written = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = service.app
      .get(RouteTable)
      .list()
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    // The create has two bodies, and a handler for each.
    expect(written.toSorted()).toEqual([...new Set(served)].toSorted());
    for (const operation of Object.values(paths).flatMap((item) => Object.values(item))) {
      expect(operation.summary.length).toBeGreaterThan(10);
      // A cart's routes can be used with its token alone, or with that of its signed-in customer beside it; servers begin carts too.
      expect([1, 2, 3]).toContain(operation.security.length);
      expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true);
    }
  });

  it('has the whole catalog of problem codes', async () => {
    const { body } = await request(service.url).get('/docs-json');
    for (const code of problemCodes()) expect(body.info.description).toContain(`\`${code}\``);
  });

  it('shows Swagger UI, JSON and YAML', async () => {
    expect((await request(service.url).get('/docs')).text).toContain('swagger-ui');
    expect((await request(service.url).get('/docs-yaml')).text).toContain('openapi: 3.1.0');
  });
});

describe('who may read it', () => {
  it('outside development it does not exist', async () => {
    const production = await startTestService({ NODE_ENV: 'production' });
    for (const path of ['/docs', '/docs/', '/docs-json', '/docs-yaml']) {
      expect((await request(production.url).get(path)).status).toBe(404);
    }
    await production.close();
  });

  it('or is behind a user name and a password, the JSON and YAML documents included', async () => {
    const guarded = await startTestService({
      NODE_ENV: 'production',
      DOCS_USERNAME: 'ops',
      DOCS_PASSWORD: 'open sesame',
    });
    for (const path of ['/docs', '/docs/', '/docs-json', '/docs-yaml', '/docs/swagger-ui-bundle.js', '/%64ocs-json']) {
      expect((await request(guarded.url).get(path)).status).toBe(401);
      expect((await request(guarded.url).get(path).auth('ops', 'wrong')).status).toBe(401);
      expect((await request(guarded.url).get(path).auth('ops', 'open sesame')).status).toBe(200);
    }
    await guarded.close();
  });
});
