import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { newCart, type TestCart } from '../carts/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { HostileClient, signedIfPossible } from './hostile-client.ts';
import { hostileRequests, placesIn, routesOf, withValue, type Document, type Route } from './programme.ts';

const ROUTES = routesOf(JSON.parse(readFileSync('openapi.json', 'utf8')) as Document);
let identity: IdentityProvider;
let service: TestService;
let cart: TestCart;
let client: HostileClient;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startTestService({
    ...identity.variables,
    RATE_LIMIT_PER_MINUTE: '1000000',
    // Each request is from another network, so that none meets a limit instead of what it is about.
    TRUST_PROXY: 'loopback',
    OTTU_PG_CODES: 'credit-card',
  });
  client = new HostileClient(service.url, await identity.bearer('cust-77'), () => cart);
});
afterAll(async () => {
  client.close();
  await service.close();
  await identity.close();
});

/** What a route answers beyond 4xx although the request is to blame; a message of each. */
async function faultsOf(route: Route): Promise<string[]> {
  const found: string[] = [];
  for (const hostile of hostileRequests(route)) {
    const { status, text } = await client.answerTo(hostile);
    if (isFault(status, text)) found.push(`${hostile.what}: ${status} ${text}`);
  }
  return found;
}

/** Where Ottu is asked, it may be Ottu that does not take what it is sent. */
function isFault(status: number, text: string): boolean {
  if (status < 500) return false;
  return status !== 502 || !/"code":"ottu_/.test(text);
}

describe('hostile requests to every route of the OpenAPI document', () => {
  beforeEach(async () => {
    cart = await newCart(service.url, { items: [{ sku: 'KARAK-TEA', quantity: 1 }] });
  });

  it.each(ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s answers none of them with a fault of its own',
    async (_name, route) => {
      expect(await faultsOf(route)).toEqual([]);
    },
  );

  it('nor a signed event of Ottu with any of them', async () => {
    const webhooks = ROUTES.find(({ path }) => path === '/v1/webhooks/ottu');
    if (webhooks === undefined) throw new Error('no route of webhooks');
    const found: string[] = [];
    for (const { what, body } of hostileRequests(webhooks)) {
      if (body === undefined) continue;
      const text = signedIfPossible(body, service.simulator.hmacKey);
      const answer = await client.answerTo({ route: webhooks, what, body: text });
      if (answer.status >= 500) found.push(`${what}: ${answer.status} ${answer.text}`);
    }
    expect(found).toEqual([]);
  });
});

/** A payload in the shape of Google Pay, whose secrets stand in JSON in a text in a text, and one of a gateway's own. */
const FURTHER_PAYLOADS: readonly ((canary: string) => Readonly<Record<string, unknown>>)[] = [
  ...['signature', 'signedKey', 'keyValue', 'signatures', 'encryptedMessage', 'ephemeralPublicKey', 'tag'].map(
    (member) => (canary: string) => {
      const at = (name: string): string => (name === member ? canary : 'x');
      const signedKey =
        member === 'signedKey' ? canary : JSON.stringify({ keyValue: at('keyValue'), keyExpiration: '1' });
      const token = JSON.stringify({
        signature: at('signature'),
        intermediateSigningKey: { signedKey, signatures: [at('signatures')] },
        protocolVersion: 'ECv2',
        signedMessage: JSON.stringify({
          encryptedMessage: at('encryptedMessage'),
          ephemeralPublicKey: at('ephemeralPublicKey'),
          tag: at('tag'),
        }),
      });
      return { paymentMethodData: { type: 'CARD', tokenizationData: { type: 'PAYMENT_GATEWAY', token } } };
    },
  ),
  (canary) => ({ paymentData: Buffer.from(JSON.stringify({ version: 'EC_v1', data: canary })).toString('base64') }),
  (canary) => ({ of_a_gateway: { nobody: [{ knows: canary }] } }),
  (canary) => ({ eci: '05', cavv: canary, xid: canary }),
];

describe('canaries in every member of a payload', () => {
  const canary = (index: number): string => `Y2FuYXJ5${String(index).padStart(4, '0')}c2VjcmV0dGV4dA==`;
  const CANARY = /Y2FuYXJ5\d{4}c2VjcmV0/;
  const HIDDEN = (): readonly string[] => [
    service.simulator.apiKey,
    service.simulator.hmacKey,
    authorization('shop').split('.')[1] ?? '',
  ];

  it('stand in no answer and in no row, whatever Ottu repeats of them', async () => {
    const texts: string[] = [];
    let number = 0;
    for (const route of ROUTES.filter(({ path }) => path === '/v1/buy-now' || path === '/v1/carts/{id}/payments')) {
      for (const example of route.examples) {
        for (const place of placesIn(example)) {
          if (place[0] !== 'payment_instrument' && place[0] !== 'payload') continue;
          if (place.at(-1) === 'instrument_type') continue;
          cart = await newCart(
            service.url,
            { items: [{ sku: 'KARAK-TEA', quantity: 1 }] },
            { 'x-forwarded-for': `10.${number % 250}.0.1` },
          );
          number += 1;
          // The body goes out again in an error of Ottu's, as text.
          service.simulator.setFaults([{ match: { path: '/' }, fault: { kind: 'echo_payload' } }]);
          const body = withValue(example, place, JSON.stringify(canary(number)));
          texts.push((await client.answerTo({ route, what: place.join('/'), body })).text);
          service.simulator.clearFaults();
        }
      }
    }
    for (const further of FURTHER_PAYLOADS) {
      number += 1;
      service.simulator.setFaults([{ match: { path: '/' }, fault: { kind: 'echo_payload' } }]);
      const payload = further(canary(number));
      const { body, text } = await buyNow(service.url, {
        body: buyNowBody({ payment_instrument: { instrument_type: 'google_pay', payload } }),
      });
      service.simulator.clearFaults();
      expect(body).toMatchObject({ code: 'ottu_rejected' });
      texts.push(text);
    }
    expect(number).toBeGreaterThan(30);
    for (const secret of [CANARY, ...HIDDEN()]) {
      const found = texts.filter((text) => (typeof secret === 'string' ? text.includes(secret) : secret.test(text)));
      expect(found).toEqual([]);
    }
    expect(await rowsWith('Y2FuYXJ5')).toEqual([]);
  });
});

/** Names of the tables in which a text stands anywhere. */
async function rowsWith(text: string): Promise<string[]> {
  return withRows(service, async (db) => {
    const { rows: tables } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = 'public'`.execute(db);
    const found: string[] = [];
    for (const { name } of tables) {
      const { rows } = await sql`
        select 1 from ${sql.table(name)} as t where strpos(t::text, ${text}) > 0 limit 1`.execute(db);
      if (rows.length > 0) found.push(name);
    }
    return found;
  });
}
