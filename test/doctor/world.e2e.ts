import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { reportJson } from '../../src/doctor/report-text.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { databaseKind } from '../support/fresh-database.ts';
import { freePort } from '../support/free-port.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { PAYMENT_METHODS } from '../support/ottu.ts';
import { QUOTE_SECRET, SampleQuoteService } from '../support/quote-service.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { keysEnding, rowsOf, TestDoctor, verdictsOf } from './support.ts';

const API_KEY = 'canaryk1.canaryPRIVATEkey0123456789abcdef';
const HMAC_KEY = 'canary-hmac-key-0123456789';
const PASSWORD = 'canary-password-0123456789';
const PATH_SECRET = 'canary-in-a-path-0123456789';
const BASIC = { OTTU_API_KEY: '', OTTU_USERNAME: 'clerk', OTTU_PASSWORD: PASSWORD };
const DAY_MS = 24 * 60 * 60_000;

const receiver = new Receiver();
const quotes = new SampleQuoteService();
const folder = mkdtempSync(join(tmpdir(), 'ottu-bff-doctor-'));
let identity: IdentityProvider;
let service: TestService;
let doctor: TestDoctor;

beforeAll(async () => {
  const users = [{ username: 'clerk', password: PASSWORD, permissions: [], pg_codes: ['knet'] }];
  await receiver.open();
  await quotes.start();
  identity = await IdentityProvider.start();
  service = await startTestService(
    { OTTU_API_KEY: API_KEY, OTTU_WEBHOOK_KEYS: HMAC_KEY },
    { simulator: { apiKey: API_KEY, hmacKey: HMAC_KEY, users } },
  );
  const events = { MERCHANT_EVENTS_URL: `${receiver.url}/${PATH_SECRET}`, MERCHANT_EVENTS_SECRET: SECRET };
  doctor = new TestDoctor(service.simulator, service.databaseUrl, {
    PUBLIC_URL: service.url,
    ...events,
    ...identity.variables,
  });
});
afterAll(async () => {
  await service.close();
  await identity.close();
  await quotes.close();
  await receiver.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  receiver.reset();
  service.simulator.clearRequests();
});
afterEach(() => {
  service.simulator.clearFaults();
  quotes.failure = undefined;
});

/** Rows of every table of the service, by its name. */
async function rowsOfAllTables(): Promise<Record<string, number>> {
  return withRows(service, async (db) => {
    const tables = await sql<{ name: string }>`
      select tablename::text as name from pg_tables where schemaname = current_schema() order by 1`.execute(db);
    const counts: Record<string, number> = {};
    for (const { name } of tables.rows) {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.id(name)}`.execute(db);
      counts[name] = rows[0]?.count ?? -1;
    }
    return counts;
  });
}

/** A server that answers everything alike, for what somebody else would say. */
async function somebodyElse(status: number, body: string): Promise<{ url: string; close: () => void }> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

async function nobody(): Promise<string> {
  return `http://127.0.0.1:${await freePort()}`;
}

describe('the doctor', () => {
  it('finds a service well that is, and says so of each thing', async () => {
    const report = await doctor.examine({ OTTU_PG_CODES: 'knet,credit-card' }, { sendTestEvent: true });
    const ofDatabase = [
      'database',
      'migrations',
      'database-rights',
      'durable-commits',
      'notifications',
      'clock-of-database',
    ];
    const rows = verdictsOf(report).filter((row) => !ofDatabase.some((name) => row.endsWith(` ${name}`)));
    expect(rows).toEqual([
      'ok configuration',
      'ok trust-proxy',
      'ok service-keys',
      'ok webhook-keys',
      'ok clock-of-ottu',
      'ok ottu',
      'ok gateways: knet',
      'ok gateways: credit-card',
      'ok webhook-url',
      'ok merchant-events',
      'ok catalog',
      'ok shopper-keys',
    ]);
    // A PGlite in memory is there for its own process alone.
    if (databaseKind() === 'postgres') {
      expect(report.verdict).toBe('ok');
      expect(verdictsOf(report)).toEqual(expect.arrayContaining(ofDatabase.map((name) => `ok ${name}`)));
    }
  });

  it('asks Ottu two questions, moves no money and leaves every table as it was', async () => {
    const before = await rowsOfAllTables();
    await doctor.examine({}, { sendTestEvent: true });
    expect(Object.keys(before)).toContain('payments');
    expect(await rowsOfAllTables()).toEqual(before);
    const asked = service.simulator.requests().map(({ method, path }) => `${method} ${path}`);
    expect(asked).toEqual(Array(2).fill(`${PAYMENT_METHODS.method} ${PAYMENT_METHODS.path}`));
    expect(service.simulator.ledger()).toEqual([]);
  });

  it('tells each fault of the configuration in a line of its own, and makes no other check', async () => {
    const report = await doctor.examine({ OTTU_MODE: 'life', PORT: 'http', OTTU_WEBHOOK_KEYS: '' });
    const faults = rowsOf(report, 'configuration');
    expect(faults.map(({ verdict, seen }) => `${verdict} ${seen.split(' ')[0]}`).toSorted()).toEqual([
      'fail OTTU_MODE',
      'fail OTTU_WEBHOOK_KEYS',
      'fail PORT',
    ]);
    expect(new Set(report.rows.filter((row) => !faults.includes(row)).map(({ verdict }) => verdict))).toEqual(
      new Set(['skipped']),
    );
    expect(report.verdict).toBe('fail');
    expect(service.simulator.requests()).toEqual([]);
  });

  it('leaves out what it is told to', async () => {
    const report = await doctor.examine({ PUBLIC_URL: await nobody() }, { skip: ['webhook-url'] });
    expect(rowsOf(report, 'webhook-url')).toMatchObject([{ verdict: 'skipped' }]);
    expect(report.verdict).not.toBe('fail');
  });

  it('makes all other checks while one is never answered, and gives that one up', async () => {
    service.simulator.setFaults([{ match: PAYMENT_METHODS, fault: { kind: 'hang' } }]);
    const report = await doctor.examine({}, { deadlineMs: 1_500 });
    expect(rowsOf(report, 'ottu')).toMatchObject([{ verdict: 'fail', seen: 'no answer within 1.5 s' }]);
    expect(verdictsOf(report)).toEqual(expect.arrayContaining(['ok catalog', 'ok webhook-url']));
  });

  it('warns where nobody has said who stands in front (M95a), and where anybody may say it', async () => {
    expect(await doctor.rowsOf('trust-proxy', { TRUST_PROXY: '' })).toMatchObject([{ verdict: 'warn' }]);
    expect(await doctor.rowsOf('trust-proxy', { TRUST_PROXY: 'true' })).toMatchObject([{ verdict: 'warn' }]);
  });
});

describe('of Ottu the doctor', () => {
  it.each([401, 403])('tells a key that Ottu does not take: %d', async (status) => {
    const fault = { kind: 'status', status, body: { detail: API_KEY } } as const;
    if (status === 403) service.simulator.setFaults([{ match: PAYMENT_METHODS, fault }]);
    const report = await doctor.examine({ OTTU_API_KEY: 'wrong-key-canary-0123456789' });
    expect(rowsOf(report, 'ottu')).toMatchObject([
      { verdict: 'fail', seen: expect.stringMatching(new RegExp(`^${status}: .*API key`)) },
    ]);
    expect(rowsOf(report, 'gateways')).toMatchObject([{ verdict: 'skipped' }]);
    expect(report.verdict).toBe('fail');
  });

  it('tells what does not work for a user with a password, and which permission a gateway lacks', async () => {
    const report = await doctor.examine({ ...BASIC, OTTU_PG_CODES: 'knet,credit-card' });
    expect(rowsOf(report, 'ottu')).toMatchObject([
      { verdict: 'ok' },
      { verdict: 'warn', seen: expect.stringContaining('saved cards') },
    ]);
    expect(rowsOf(report, 'gateways')).toMatchObject([
      { verdict: 'ok' },
      { verdict: 'fail', seen: expect.stringContaining('Can use') },
    ]);
  });

  it('tells that nobody is there', async () => {
    const report = await doctor.examine({ OTTU_BASE_URL: await nobody(), OTTU_TIMEOUT_MS: '2000' });
    expect(rowsOf(report, 'ottu')).toMatchObject([{ verdict: 'fail', seen: expect.stringContaining('unreachable') }]);
  });

  it.each([
    ['a page of somebody else', { kind: 'html' }],
    ['a fault with the key in its words', { kind: 'echo_payload' }],
    ['nothing', { kind: 'empty' }],
    ['a 500', { kind: 'status', status: 500, body: { detail: API_KEY } }],
  ] as const)('tells an answer that is none: %s', async (_what, fault) => {
    service.simulator.setFaults([{ match: PAYMENT_METHODS, fault }]);
    const report = await doctor.examine();
    expect(rowsOf(report, 'ottu')).toMatchObject([{ verdict: 'fail', seen: expect.stringContaining('no list') }]);
    expect(rowsOf(report, 'gateways')).toMatchObject([{ verdict: 'skipped' }]);
  });

  it('tells gateways that it does not know, and those of the other mode (M97)', async () => {
    const rows = await doctor.rowsOf('gateways', { OTTU_PG_CODES: 'knet,kent,live-card' });
    expect(rows).toMatchObject([
      { check: 'gateways: knet', verdict: 'ok' },
      { check: 'gateways: kent', verdict: 'fail', seen: expect.stringContaining('does not list it') },
      { check: 'gateways: live-card', verdict: 'fail', seen: expect.stringContaining('a live gateway') },
    ]);
  });

  it('tells what a gateway supports', async () => {
    const [row] = await doctor.rowsOf('gateways', { OTTU_PG_CODES: 'credit-card' });
    const told = ['sandbox', 'KWD SAR', 'apple_pay google_pay', 'saved cards', 'auto-debit'];
    expect(told.filter((text) => row?.seen.includes(text) !== true)).toEqual([]);
    const [knet] = await doctor.rowsOf('gateways');
    expect(knet?.seen).toContain('no saved cards, no auto-debit');
  });

  it('tells a gateway that Ottu has for payment requests alone', async () => {
    service.simulator.setFaults([
      { match: { ...PAYMENT_METHODS, nth: 1 }, fault: { kind: 'status', status: 200, body: { payment_methods: [] } } },
    ]);
    expect(await doctor.rowsOf('gateways')).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('payment requests only') },
    ]);
  });

  it('warns where shoppers are offered no gateway', async () => {
    expect(await doctor.rowsOf('gateways', { OTTU_PG_CODES: '' })).toMatchObject([{ verdict: 'warn' }]);
  });

  it.each([
    [-600_000, 'fail', 'ahead of'],
    [600_000, 'fail', 'behind'],
    [20_000, 'warn', 'behind'],
    [0, 'ok', 'agree'],
  ] as const)('tells how far its clock is away: by %d ms', async (awayMs, verdict, words) => {
    const date = new Date(Date.now() + awayMs).toUTCString();
    service.simulator.setFaults([
      {
        match: PAYMENT_METHODS,
        fault: { kind: 'status', status: 200, body: { payment_methods: [] }, headers: { date } },
      },
    ]);
    expect(await doctor.rowsOf('clock-of-ottu')).toMatchObject([{ verdict, seen: expect.stringContaining(words) }]);
  });
});

describe('of the keys of callers the doctor', () => {
  it('tells those that have expired or expire within a month, and no others', async () => {
    const now = Date.now();
    const rows = await doctor.rowsOf('service-keys', {
      SERVICE_KEYS: keysEnding(
        new Date(now - DAY_MS),
        new Date(now + 10 * DAY_MS),
        new Date(now + 40 * DAY_MS),
        undefined,
      ),
    });
    expect(rows).toMatchObject([
      { check: 'service-keys', verdict: 'ok', seen: '4 keys, 1 of them without an end' },
      { check: 'service-keys: key0', verdict: 'warn', seen: expect.stringContaining('has expired') },
      { check: 'service-keys: key1', verdict: 'warn', seen: expect.stringContaining('expires in 10 days') },
    ]);
  });

  it('warns where there is none', async () => {
    expect(await doctor.rowsOf('service-keys', { SERVICE_KEYS: '' })).toMatchObject([{ verdict: 'warn' }]);
  });

  it('counts the keys of webhooks', async () => {
    const keys = (count: number): string =>
      Array.from({ length: count }, (_, index) => `${HMAC_KEY}-${index}`).join(',');
    expect(await doctor.rowsOf('webhook-keys', { OTTU_WEBHOOK_KEYS: keys(2) })).toMatchObject([{ verdict: 'ok' }]);
    expect(await doctor.rowsOf('webhook-keys', { OTTU_WEBHOOK_KEYS: keys(3) })).toMatchObject([{ verdict: 'warn' }]);
  });
});

describe('of the address of webhooks the doctor', () => {
  it.each([
    [200, '{"detail":"Success"}'],
    [404, '{"code":"not_found"}'],
    [403, 'no'],
    [502, '<html>Bad gateway</html>'],
    [200, `"${'x'.repeat(200_000)}"`],
  ])('tells that somebody else answers there: %d', async (status, body) => {
    const other = await somebodyElse(status, body);
    const rows = await doctor.rowsOf('webhook-url', { PUBLIC_URL: other.url });
    other.close();
    expect(rows).toMatchObject([{ verdict: 'fail', seen: expect.stringContaining(`answers ${status}`) }]);
  });

  it('tells that a path of PUBLIC_URL does not lead to the service', async () => {
    const rows = await doctor.rowsOf('webhook-url', { PUBLIC_URL: `${service.url}/shop` });
    expect(rows).toMatchObject([{ verdict: 'fail', seen: expect.stringContaining('answers 404') }]);
  });

  it('tells that nobody answers there, and that its name leads nowhere', async () => {
    expect(await doctor.rowsOf('webhook-url', { PUBLIC_URL: await nobody() })).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('ECONNREFUSED') },
    ]);
    expect(await doctor.rowsOf('webhook-url', { PUBLIC_URL: 'http://nowhere.invalid' })).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('does not resolve') },
    ]);
  });

  it('warns that Ottu cannot reach this network, where Ottu itself is outside of it', async () => {
    const elsewhere = { OTTU_BASE_URL: 'http://ottu.invalid', OTTU_TIMEOUT_MS: '1000' };
    expect(await doctor.rowsOf('webhook-url', elsewhere)).toMatchObject([
      { verdict: 'warn', seen: expect.stringContaining('no webhook of Ottu can arrive') },
      { verdict: 'ok' },
    ]);
  });
});

describe("of the merchant's systems the doctor", () => {
  it('sends an event only when it is told to, and then one that says what it is', async () => {
    expect(await doctor.rowsOf('merchant-events')).toMatchObject([{ verdict: 'skipped' }]);
    expect(receiver.deliveries).toEqual([]);
    expect(await doctor.rowsOf('merchant-events', {}, { sendTestEvent: true })).toMatchObject([{ verdict: 'ok' }]);
    expect(receiver.deliveries.map(({ event }) => event.type)).toEqual(['test']);
  });

  it.each([
    [500, 'fail'],
    [401, 'fail'],
    [410, 'fail'],
    [302, 'fail'],
    [422, 'warn'],
  ])('tells what a receiver answered that has not taken it: %d', async (status, verdict) => {
    receiver.reaction = (_delivery, response) => void response.writeHead(status).end('a secret of the receiver');
    const rows = await doctor.rowsOf('merchant-events', {}, { sendTestEvent: true });
    expect(rows).toMatchObject([{ verdict, seen: expect.stringContaining(String(status)) }]);
  });

  it('tells that no receiver is there, and that none is configured', async () => {
    const away = { MERCHANT_EVENTS_URL: `${await nobody()}/${PATH_SECRET}` };
    expect(await doctor.rowsOf('merchant-events', away, { sendTestEvent: true })).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('ECONNREFUSED') },
    ]);
    const off = { MERCHANT_EVENTS_URL: '', MERCHANT_EVENTS_SECRET: '' };
    expect(await doctor.rowsOf('merchant-events', off)).toMatchObject([{ verdict: 'skipped' }]);
  });

  it('asks the quote service for what no shop sells', async () => {
    expect(await doctor.rowsOf('catalog', quotes.variables)).toMatchObject([{ verdict: 'ok' }]);
    expect(quotes.asked).toMatchObject([{ items: [{ sku: 'ottu-bff-doctor', quantity: 1 }] }]);
  });

  it('tells a quote service that is away, is broken, or has another key', async () => {
    const { CATALOG } = quotes.variables;
    quotes.failWith(503);
    expect(await doctor.rowsOf('catalog', quotes.variables)).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('STATUS_503') },
    ]);
    quotes.failWith(200, {}, '{}');
    expect(await doctor.rowsOf('catalog', quotes.variables)).toMatchObject([{ verdict: 'fail' }]);
    const otherKey = {
      CATALOG,
      CATALOG_SECRET: `whsec_${Buffer.from('a key of another shop, canary').toString('base64')}`,
    };
    expect(await doctor.rowsOf('catalog', otherKey)).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('401') },
    ]);
    expect(await doctor.rowsOf('catalog', { CATALOG: await nobody(), CATALOG_SECRET: QUOTE_SECRET })).toMatchObject([
      { verdict: 'fail', seen: expect.stringContaining('ECONNREFUSED') },
    ]);
  });

  it('tells each fault of a catalog, that it is missing, and that there is none', async () => {
    const path = join(folder, 'catalog.json');
    writeFileSync(path, '{"products": [{"sku": ""}]}');
    const rows = await doctor.rowsOf('catalog', { CATALOG: `file:${path}` });
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['fail']));
    expect(await doctor.rowsOf('catalog', { CATALOG: `file:${folder}/none.json` })).toMatchObject([
      { verdict: 'fail' },
    ]);
    expect(await doctor.rowsOf('catalog', { CATALOG: '' })).toMatchObject([{ verdict: 'skipped' }]);
  });

  it.each([
    [404, '{}', 'cannot be read'],
    [200, '{"keys":[]}', 'has no key'],
    [200, '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}', 'has no key'],
    [200, '{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}]}', 'shows a private key'],
  ])('tells a key set of shoppers that is none: %d %s', async (status, body, words) => {
    const other = await somebodyElse(status, body);
    const rows = await doctor.rowsOf('shopper-keys', { SHOPPER_JWKS_URL: `${other.url}/${PATH_SECRET}` });
    other.close();
    expect(rows).toMatchObject([{ verdict: 'fail', seen: expect.stringContaining(words) }]);
  });
});

describe('of PGlite the doctor', () => {
  it('makes none where there is none yet', async () => {
    const directory = join(folder, 'data');
    const report = await doctor.examine({ DATABASE_URL: `pglite:${directory}` });
    expect(rowsOf(report, 'database')).toMatchObject([{ verdict: 'warn', seen: expect.stringContaining('no PGlite') }]);
    expect(rowsOf(report, 'migrations')).toMatchObject([{ verdict: 'skipped' }]);
    expect(existsSync(directory)).toBe(false);
  });
});

describe('promise 1: no secret', () => {
  it('shows in anything that the doctor has said above, whatever was wrong', async () => {
    // Of a configuration that cannot be read, too.
    await doctor.examine({ OTTU_PG_CODES: '!', OTTU_USERNAME: PASSWORD });
    await doctor.examine({ DATABASE_URL: `postgres://bff:${PASSWORD}@127.0.0.1:${await freePort()}/bff` });
    const canaries = [
      API_KEY,
      API_KEY.split('.')[1],
      HMAC_KEY,
      PASSWORD,
      PATH_SECRET,
      SECRET,
      QUOTE_SECRET,
      'canary',
      'c2VjcmV0',
    ];
    const text = doctor.said.join('\n');
    expect(doctor.said.length).toBeGreaterThan(80);
    expect(canaries.filter((canary) => canary !== undefined && text.includes(canary))).toEqual([]);
  });

  it('and a report for programs has the same as the one for people', async () => {
    const report = await doctor.examine();
    const json = JSON.parse(reportJson(report)) as { verdict: string; checks: { check: string; verdict: string }[] };
    expect(json.verdict).toBe(report.verdict);
    expect(json.checks.map(({ verdict, check }) => `${verdict} ${check}`)).toEqual(verdictsOf(report));
  });
});
