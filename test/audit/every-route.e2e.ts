import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';

import { changesByServiceKey } from '../../src/audit/audit-actions.ts';
import { RouteTable, type DeclaredRoute } from '../../src/access/route-table.ts';
import { fileOf, formOf } from '../attachments/uploads.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { audited } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());

/** A POST because its filters are long. */
const CHANGE_NOTHING = ['POST /v1/payment-methods/query'];

const CALLERS: Readonly<Record<string, TestCaller>> = {
  'cards:write': 'cards',
  'events:operate': 'operator',
  'links:write': 'links',
  'payments:charge': 'shop',
  'payments:operate': 'operator',
  'payments:read': 'reader',
  'privacy:operate': 'privacy',
  'transactions:write': 'writer',
};

const nameOf = ({ method, path }: DeclaredRoute): string => `${method} ${path}`;

function callerFor({ access }: DeclaredRoute): TestCaller {
  const scope = 'scope' in access ? access.scope : undefined;
  const called = scope ?? ('server' in access ? access.server : undefined);
  const caller = CALLERS[String(called)];
  if (caller === undefined) throw new Error(`nobody has ${called}`);
  return caller;
}

function outcomeOf(status: number): string {
  if (status < 400) return 'done';
  return status < 500 ? 'refused' : 'failed';
}

/** Every parameter names something that is not there. */
const addressOf = ({ path }: DeclaredRoute): string => path.replaceAll(/:\w+/g, () => randomUUID());

/** Such that every route has something to refuse. */
async function use(route: DeclaredRoute, headers: Readonly<Record<string, string>>): Promise<Response> {
  const method = route.method.toLowerCase() as 'post' | 'put' | 'patch' | 'delete';
  return request(service.url)[method](addressOf(route)).set(headers).send({ unknown: true });
}

async function usesOf(route: DeclaredRoute, caller: TestCaller): Promise<number> {
  const entries = await audited(service, { key_id: caller, limit: '200' });
  return entries.filter(({ method, route: path }) => method === route.method && path === route.path).length;
}

describe('every route that a service key opens and that changes something', () => {
  it('writes down each use, the refused ones too, with who, what, from where, and how it ended', async () => {
    const routes = service.app.get(RouteTable).list().filter(changesByServiceKey);
    expect(routes.length).toBeGreaterThan(20);
    const seen = new Set<string>();
    for (const route of routes) {
      if (seen.has(nameOf(route))) continue;
      seen.add(nameOf(route));
      const caller = callerFor(route);
      const before = await usesOf(route, caller);
      const answer = await use(route, { authorization: authorization(caller) });
      const uses = (await usesOf(route, caller)) - before;
      expect([nameOf(route), uses]).toEqual([nameOf(route), CHANGE_NOTHING.includes(nameOf(route)) ? 0 : 1]);
      if (uses === 0) continue;
      const [entry] = await audited(service, { key_id: caller, limit: '1' });
      expect(entry).toMatchObject({
        key: { id: caller, name: caller },
        method: route.method,
        route: route.path,
        address: expect.stringMatching(/127\.0\.0\.1$/),
        outcome: outcomeOf(answer.status),
        status: answer.status,
        code: answer.body.code ?? null,
      });
    }
  });

  it('writes nothing down where no valid key with the scope was shown', async () => {
    const routes = service.app.get(RouteTable).list().filter(changesByServiceKey);
    const before = (await audited(service, { limit: '200' })).length;
    for (const route of routes) {
      for (const headers of [
        {},
        { authorization: 'Api-Key shop.wrong' },
        { authorization: authorization('auditor') },
      ]) {
        await use(route, headers);
      }
    }
    expect(await audited(service, { limit: '200' })).toHaveLength(before);
  });

  it('writes down forms with a file, whose body is read by the route itself', async () => {
    for (const [method, path] of [
      ['POST', '/v1/attachments'],
      ['POST', '/v1/payment-transactions'],
      ['PATCH', '/v1/payment-transactions/0123456789'],
      ['PUT', '/v1/payment-transactions/0123456789'],
    ] as const) {
      const answer = await fetch(`${service.url}${path}`, {
        method,
        headers: { authorization: authorization('writer') },
        body: formOf(['amount', 'not-an-amount'], fileOf()),
      });
      const [entry] = await audited(service, { key_id: 'writer', limit: '1' });
      expect(entry).toMatchObject({ method, status: answer.status, key: { id: 'writer' } });
    }
  });
});
