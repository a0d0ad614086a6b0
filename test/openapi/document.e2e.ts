import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { AUDIENCES, audiencesOf, type Audience } from '../../src/access/audiences.ts';
import { RouteTable } from '../../src/access/route-table.ts';
import { documentText } from '../../src/openapi/document.ts';
import { problemCodesPage } from '../../src/openapi/problem-codes-page.ts';
import { problemCodes } from '../../src/problems/catalog.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

interface Tag {
  readonly name: string;
  readonly description: string;
}

type Paths = Record<string, Record<string, Operation>>;

interface Operation {
  readonly operationId: string;
  readonly tags: string[];
  readonly summary: string;
  readonly responses: Record<string, unknown>;
  readonly security: Record<string, unknown>[];
}

describe('the written document', () => {
  it('is current: `npm run openapi` would change nothing', () => {
    expect(readFileSync('openapi.json', 'utf8')).toBe(documentText(service.app));
    expect(readFileSync('docs/problem-codes.md', 'utf8')).toBe(problemCodesPage());
  });

  it('has every route that the service has, each with a summary, a success and its problems', async () => {
    const { body } = await request(service.url).get('/docs-json');
    const paths = body.paths as Paths;
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

  it('says of each group of routes what it is for', async () => {
    const { body } = await request(service.url).get('/docs-json');
    const operations = Object.values(body.paths as Paths).flatMap((item) => Object.values(item));
    const described = (body.tags as Tag[]).filter(({ description }) => description.length > 10).map(({ name }) => name);
    expect(new Set(operations.flatMap(({ tags }) => tags))).toEqual(new Set(described));
    expect(described).toHaveLength(body.tags.length);
  });

  it('has a page of every problem code, with the routes that can end in it, and a link to it', async () => {
    const { body } = await request(service.url).get('/docs-json');
    expect(body.info.description).toContain('(/docs/problems)');
    const page = await request(service.url).get('/docs/problems');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    for (const code of problemCodes()) expect(page.text).toContain(`<tr id="${code}">`);
    const row = /<tr id="refund_limit_exceeded">.*<\/tr>/.exec(page.text)?.[0];
    expect(row).toContain('POST /v1/payments/{id}/operations');
    expect(row).not.toContain('GET /v1/payments/{id}/operations');
  });

  it.each([
    ['/v1/payments', 'state'],
    ['/v1/payment-links', 'state'],
    ['/v1/audit', 'action'],
    ['/v1/audit', 'outcome'],
    ['/v1/agreements', 'canceled'],
    ['/v1/merchant-events', 'state'],
    ['/v1/merchant-events', 'type'],
  ])('has every value that %s takes as %s', async (path, name) => {
    const { body: document } = await request(service.url).get('/docs-json');
    const parameters = document.paths[path].get.parameters as { name: string; schema: { enum?: string[] } }[];
    const values = parameters.find((one) => one.name === name)?.schema.enum ?? [];
    expect(values.length).toBeGreaterThan(1);
    for (const caller of ['operator', 'links', 'auditor'] as const) {
      const ask = (value: string) =>
        request(service.url)
          .get(path)
          .query({ [name]: value })
          .set('authorization', authorization(caller));
      const { status, body } = await ask('something else');
      if (status === 403) continue;
      const told = [...String(body.errors[0].message).matchAll(/"([^"]+)"/g)].map(([, value]) => value);
      expect(told).toEqual(values);
    }
  });

  it('has the form in which a transaction takes a file', async () => {
    const { body } = await request(service.url).get('/docs-json');
    const one = body.paths['/v1/payment-transactions/{session_id}'];
    const bodies = [body.paths['/v1/payment-transactions'].post, one.patch, one.put].map(({ requestBody }) =>
      Object.keys(requestBody.content),
    );
    expect(bodies).toEqual([1, 2, 3].map(() => ['application/json', 'multipart/form-data']));
  });

  it('shows Swagger UI, JSON and YAML', async () => {
    expect((await request(service.url).get('/docs')).text).toContain('swagger-ui');
    expect((await request(service.url).get('/docs-yaml')).text).toContain('openapi: 3.1.0');
  });
});

/** What stands beside the whole document. */
const PARTS = [...AUDIENCES.map((audience) => `/docs/${audience}.json`), '/docs/problems'];

async function documentFor(audience: Audience) {
  const { body } = await request(service.url).get(`/docs/${audience}.json`);
  const operations = Object.entries(body.paths as Paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );
  return { body, operations, routes: operations.map(({ route }) => route) };
}

describe('the document of an audience', () => {
  it('has each route of the service in at least one of them, by its access decorator', async () => {
    const written = new Set((await Promise.all(AUDIENCES.map(documentFor))).flatMap(({ routes }) => routes));
    for (const { method, path, access } of service.app.get(RouteTable).list()) {
      expect(audiencesOf(access).length).toBeGreaterThan(0);
      expect(written).toContain(`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
    }
  });

  it('has a route that is for two of them in both, each with its own way in', async () => {
    const [operators, servers, storefront] = [
      await documentFor('operators'),
      await documentFor('servers'),
      await documentFor('storefront'),
    ];
    for (const { routes } of [operators, servers]) expect(routes).toContain('POST /v1/payment-methods/query');
    for (const { routes } of [servers, storefront]) expect(routes).toContain('POST /v1/carts');
    expect(storefront.routes).toContain('GET /v1/payment-methods');
    expect(servers.body.paths['/v1/carts'].post.security).toEqual([{ service_key: [] }, {}]);
    expect(storefront.body.paths['/v1/carts'].post.security).toEqual([{ customer_jwt: [] }, {}]);
    expect(operators.routes).not.toContain('POST /v1/buy-now');
    expect(storefront.routes).not.toContain('GET /v1/payments');
  });

  it.each([
    ['operators', ['service_key'], 'Payments', 'GET /v1/payments'],
    ['servers', ['service_key'], 'One-step checkout', 'POST /v1/buy-now'],
    ['storefront', ['cart_token', 'customer_jwt'], 'Carts', 'POST /v1/carts'],
  ] as const)(
    'of %s has its own security schemes, groups and schemas, and no others',
    async (audience, schemes, tag, first) => {
      const { body, operations } = await documentFor(audience);
      expect(Object.keys(body.components.securitySchemes).toSorted()).toEqual(schemes);
      for (const { operation } of operations) expect(operation.security.length).toBeGreaterThan(0);
      const tags = (body.tags as Tag[]).map(({ name }) => name);
      expect(tags[0]).toBe(tag);
      expect(operations.find(({ operation }) => operation.tags[0] === tag)?.route).toBe(first);
      expect(new Set(operations.flatMap(({ operation }) => operation.tags))).toEqual(new Set(tags));
      const referred = [...JSON.stringify(body).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name]) => name);
      expect(new Set(referred)).toEqual(new Set(Object.keys(body.components.schemas)));
    },
  );

  it('of operators stands in the order of what they do', async () => {
    const { body, operations } = await documentFor('operators');
    const shown = (body.tags as Tag[]).flatMap(({ name }) =>
      operations.filter(({ operation }) => operation.tags[0] === name).map(({ operation }) => operation.operationId),
    );
    const day = [
      'listPayments',
      'getPaymentTimeline',
      'operateOnPayment',
      'inquirePayment',
      'reviewPayment',
      'replayWebhook',
      'redeliverMerchantEvent',
      'summarizePayments',
    ];
    expect(shown.filter((id) => day.includes(id))).toEqual(day);
  });

  it('is chosen in Swagger UI, operators first', async () => {
    const { text } = await request(service.url).get('/docs/swagger-ui-init.js');
    const urls = [...text.matchAll(/"name": "([^"]+)",\s+"url": "([^"]+)"/g)].map(([, name, url]) => [name, url]);
    expect(urls).toEqual([
      ['Operators', '/docs/operators.json'],
      ['Merchant servers', '/docs/servers.json'],
      ['Storefront', '/docs/storefront.json'],
      ['All', '/docs-json'],
    ]);
    expect(text).toContain('"urls.primaryName": "Operators"');
  });
});

describe('who may read it', () => {
  it('outside development it does not exist', async () => {
    const production = await startTestService({ NODE_ENV: 'production' });
    for (const path of ['/docs', '/docs/', '/docs-json', '/docs-yaml', ...PARTS]) {
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
    for (const path of [
      '/docs',
      '/docs/',
      '/docs-json',
      '/docs-yaml',
      ...PARTS,
      '/docs/swagger-ui-bundle.js',
      '/%64ocs-json',
    ]) {
      expect((await request(guarded.url).get(path)).status).toBe(401);
      expect((await request(guarded.url).get(path).auth('ops', 'wrong')).status).toBe(401);
      expect((await request(guarded.url).get(path).auth('ops', 'open sesame')).status).toBe(200);
    }
    await guarded.close();
  });
});
