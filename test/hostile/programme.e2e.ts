import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request, type OutgoingHttpHeaders } from 'node:http';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { newCart, type TestCart } from '../carts/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { signed } from '../webhooks/support.ts';
import {
  hostileRequests,
  placesIn,
  routesOf,
  withValue,
  type Document,
  type Hostile,
  type Route,
} from './programme.ts';

const ROUTES = routesOf(JSON.parse(readFileSync('openapi.json', 'utf8')) as Document);
/** A stream answers until its cart has ended: its end is not waited for. */
const STREAM = '/v1/carts/{id}/events';

let identity: IdentityProvider;
let service: TestService;
let cart: TestCart;
let customer: string;
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startTestService({
    ...identity.variables,
    RATE_LIMIT_PER_MINUTE: '1000000',
    // Each request is from another network, so that none meets a limit instead of what it is about.
    TRUST_PROXY: 'loopback',
    OTTU_PG_CODES: 'credit-card',
  });
  customer = await identity.bearer('cust-77');
});
afterAll(async () => {
  agent.destroy();
  await service.close();
  await identity.close();
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

let sent = 0;

function headersFor(route: Route): OutgoingHttpHeaders {
  sent += 1;
  const operates = /^\/v1\/(payments|webhook-inbox|merchant-events)/.test(route.path);
  return {
    'x-forwarded-for': `2001:${(sent % 65_536).toString(16)}:${Math.floor(sent / 65_536)}::1`,
    'idempotency-key': randomUUID(),
    ...(route.examples.length > 0 && { 'content-type': 'application/json' }),
    ...(route.callers.includes('service_key') && { authorization: authorization(operates ? 'operator' : 'shop') }),
    ...(route.callers.includes('customer_jwt') && { authorization: customer }),
    ...(route.callers.includes('cart_token') && { 'cart-token': cart.token, 'if-match': '"v1"' }),
  };
}

function pathOf({ route, path = {}, query }: Hostile): string {
  const filled = route.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => path[name] ?? exampleOf(route, name));
  return query === undefined ? filled : `${filled}?${query}`;
}

function exampleOf({ path }: Route, name: string): string {
  if (name === 'sku') return 'KARAK-TEA';
  return path.startsWith('/v1/carts') ? cart.id : '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4';
}

async function answerTo(hostile: Hostile): Promise<Answer> {
  const { route, headers = {}, body } = hostile;
  return new Promise((resolve, reject) => {
    const call = request(
      service.url + pathOf(hostile),
      { method: route.method, agent, headers: { ...headersFor(route), ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
          if (route.path === STREAM && response.statusCode === 200) call.destroy();
        });
        const end = (): void => resolve({ status: response.statusCode ?? 0, text });
        response.once('end', end).once('close', end).once('error', end);
      },
    );
    call.once('error', reject);
    call.end(body);
  });
}

/** What a route answers beyond 4xx although the request is to blame; a message of each. */
async function faultsOf(route: Route): Promise<string[]> {
  const found: string[] = [];
  for (const hostile of hostileRequests(route)) {
    const { status, text } = await answerTo(hostile);
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
      const text = signedIfPossible(body);
      const answer = await answerTo({ route: webhooks, what, body: text });
      if (answer.status >= 500) found.push(`${what}: ${answer.status} ${answer.text}`);
    }
    expect(found).toEqual([]);
  });
});

function signedIfPossible(body: string): string {
  try {
    return signed(JSON.stringify({ ...(JSON.parse(body) as object), signature: undefined }), {
      key: service.simulator.hmacKey,
    });
  } catch {
    return body;
  }
}

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
          texts.push((await answerTo({ route, what: place.join('/'), body })).text);
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
