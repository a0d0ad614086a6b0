import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../test/support/settings.ts';
import { readSettings } from './read-settings.ts';
import type { SecretSource } from './settings.ts';

const SANDBOX = {
  OTTU_BASE_URL: 'http://localhost:4000',
  OTTU_MODE: 'sandbox',
  OTTU_API_KEY: 'canary-api-key.0123456789',
  OTTU_WEBHOOK_KEYS: 'canary-webhook-key',
};
const LIVE = {
  ...SANDBOX,
  OTTU_MODE: 'live',
  OTTU_BASE_URL: 'https://shop.ottu.net',
  PUBLIC_URL: 'https://pay.example.com',
  INTERNAL_PORT: '3001',
  TRUST_PROXY: 'false',
  DATABASE_URL: 'postgres://bff:canary-password@db:5432/bff?sslmode=verify-full',
};
const { OTTU_API_KEY, ...NO_CREDENTIAL } = SANDBOX;
const BASIC = { ...NO_CREDENTIAL, OTTU_USERNAME: 'bff', OTTU_PASSWORD: 'canary pass:word' };
const SHA = 'a'.repeat(64);

type Env = Record<string, string | undefined>;

function serviceKeys(...keys: unknown[]): Env {
  return { ...SANDBOX, SERVICE_KEYS: JSON.stringify(keys) };
}

function reveal(source: SecretSource): string {
  return source.from === 'value' ? source.secret.reveal() : source.path;
}

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'settings-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});
function file(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
}

describe('defaults', () => {
  it('a sandbox needs an address, a mode, a credential and a webhook key, and nothing else', () => {
    const settings = readSettings(SANDBOX);
    expect(settings).toMatchObject({
      environment: 'production',
      http: {
        port: 3000,
        host: '0.0.0.0',
        internalPort: undefined,
        publicUrl: 'http://localhost:3000',
        trustProxy: false,
      },
      ottu: { baseUrl: 'http://localhost:4000', pgCodes: [], timeoutMs: 10_000, chargeTimeoutMs: 60_000 },
      database: { kind: 'pglite', directory: resolve('data') },
      serviceKeys: [],
      orderNoPrefix: '',
      catalog: undefined,
      docs: { access: 'off' },
      logLevel: 'info',
    });
    expect(settings.ottu).toMatchObject({ maxConcurrency: 256, callsPerDay: 90_000 });
    expect(settings.durations.sweep).toBe(30_000);
  });

  it('an empty variable counts as unset', () => {
    expect(readSettings({ ...SANDBOX, PORT: '', OTTU_USERNAME: '', TIME_SCALE: '', CATALOG: '' })).toEqual(
      readSettings(SANDBOX),
    );
    expect(faultsOf({ ...SANDBOX, OTTU_API_KEY: '', OTTU_WEBHOOK_KEYS: '' })).toEqual([
      expect.stringMatching(/^OTTU_WEBHOOK_KEYS is missing/),
      expect.stringMatching(/^OTTU_API_KEY is missing/),
    ]);
  });

  it('variables of other programs are none of its business', () => {
    expect(faultsOf({ ...SANDBOX, PATH: '/bin', OTTU_SOMETHING_ELSE: 'x' })).toEqual([]);
  });
});

describe('the message', () => {
  const everythingWrong = {
    NODE_ENV: 'staging',
    PORT: '70000',
    HOST: 'a b',
    INTERNAL_PORT: '1.5',
    PUBLIC_URL: 'localhost:3000',
    TRUST_PROXY: 'everyone',
    LOG_LEVEL: 'loud',
    OTTU_BASE_URL: 'ftp://canary-1',
    OTTU_MODE: 'production',
    OTTU_API_KEY: 'canary-2 with a space',
    OTTU_USERNAME: 'canary-3:colon',
    OTTU_WEBHOOK_KEYS: 'canary-4,,canary-5',
    OTTU_PG_CODES: 'knet,',
    OTTU_TIMEOUT_MS: '-1',
    OTTU_CHARGE_TIMEOUT_MS: '1e3',
    OTTU_MAX_CONCURRENCY: '0',
    ORDER_NO_PREFIX: 'much-too-long',
    DATABASE_URL: 'mysql://root:canary-6@db/bff',
    ALLOW_PGLITE_IN_LIVE: 'yes',
    SERVICE_KEYS: '[{"id":"a","secret":"canary-7"}]',
    CATALOG: 'https://canary:10@prices.example.com',
    TIME_SCALE: '0',
    DOCS_USERNAME: 'canary:8',
    DOCS_PASSWORD: 'canary\t9',
  };

  it('names every faulty variable at once, one line each', () => {
    const faults = faultsOf(everythingWrong);
    const unnamed = Object.keys(everythingWrong).filter(
      (name) => !faults.some((fault) => fault.startsWith(`${name} `)),
    );
    expect(unnamed).toEqual([]);
    expect(() => readSettings(everythingWrong)).toThrow(`The configuration has ${faults.length} faults:\n  `);
    expect(faults.filter((fault) => fault.includes('\n'))).toEqual([]);
  });

  it('says all that is missing when nothing is set', () => {
    expect(faultsOf({}).map((fault) => fault.split(':')[0])).toEqual([
      'OTTU_BASE_URL is missing',
      'OTTU_MODE is missing',
      'OTTU_WEBHOOK_KEYS is missing',
      'OTTU_API_KEY is missing',
    ]);
  });

  it('promise 1: shows no value, whatever is wrong with it', () => {
    const messages = [
      everythingWrong,
      { ...SANDBOX, SERVICE_KEYS: '[{"id": canary-not-json' },
      { ...SANDBOX, SERVICE_KEYS: JSON.stringify([{ id: 'canary.id', name: '', scopes: ['canary'], canary: 1 }]) },
      { ...SANDBOX, OTTU_API_KEY_FILE: file('both', 'canary') },
      { ...NO_CREDENTIAL, OTTU_API_KEY_FILE: file('multiline', 'canary\ncanary') },
      { ...SANDBOX, DATABASE_URL: 'postgres://user:canary@[/db' },
    ].flatMap((env) => {
      const faults = faultsOf(env);
      expect(faults).not.toEqual([]);
      return faults;
    });
    expect(messages.filter((message) => message.includes('canary'))).toEqual([]);
  });
});

describe('promise 1: settings', () => {
  it('print none of their secrets', () => {
    const settings = readSettings({ ...LIVE, DOCS_USERNAME: 'docs', DOCS_PASSWORD: 'canary-docs-password' });
    expect(inspect(settings, { depth: 10 }) + JSON.stringify(settings)).not.toContain('canary');
    expect(inspect(readSettings(BASIC), { depth: 10 })).not.toContain('canary');
  });
});

describe('the credential', () => {
  it('is an API key or a user with a password, each from its variable or from a file', () => {
    const keyFile = file('api-key', 'key-from-file\n');
    const passwordFile = file('password', 'pass word\r\n');
    expect(readSettings(SANDBOX).ottu.credentials.kind).toBe('api_key');
    const basic = readSettings(BASIC).ottu.credentials;
    expect(basic.kind === 'basic' && [basic.username, reveal(basic.password)]).toEqual(['bff', 'canary pass:word']);
    expect(readSettings({ ...NO_CREDENTIAL, OTTU_API_KEY_FILE: keyFile }).ottu.credentials).toEqual({
      kind: 'api_key',
      key: { from: 'file', path: keyFile },
    });
    const fromFile = { ...NO_CREDENTIAL, OTTU_USERNAME: 'bff', OTTU_PASSWORD_FILE: passwordFile };
    expect(readSettings(fromFile).ottu.credentials).toMatchObject({ password: { from: 'file', path: passwordFile } });
  });

  it.each<[string, Env, RegExp]>([
    ['both kinds', { ...BASIC, OTTU_API_KEY }, /^OTTU_API_KEY and OTTU_USERNAME .* must not both/],
    ['an API key and a lone password', { ...SANDBOX, OTTU_PASSWORD: 'x' }, /^OTTU_API_KEY and OTTU_USERNAME/],
    ['a user without password', { ...NO_CREDENTIAL, OTTU_USERNAME: 'bff' }, /^OTTU_PASSWORD is missing/],
    ['a password without user', { ...NO_CREDENTIAL, OTTU_PASSWORD: 'x' }, /^OTTU_USERNAME is missing/],
    ['a key that no header can carry', { ...SANDBOX, OTTU_API_KEY: 'a\nb' }, /^OTTU_API_KEY must be printable/],
  ])('%s are refused', (_, env, fault) => {
    expect(faultsOf(env)).toEqual([expect.stringMatching(fault)]);
  });

  it('value and file at once are refused, and so is a file that is missing, empty or unusable', () => {
    const path = file('one-key', 'key');
    expect(faultsOf({ ...SANDBOX, OTTU_API_KEY_FILE: path })).toEqual([expect.stringMatching(/must not both be set/)]);
    const fromFile = (name: string) => faultsOf({ ...NO_CREDENTIAL, OTTU_API_KEY_FILE: name });
    expect(fromFile(join(directory, 'absent'))).toEqual(['OTTU_API_KEY_FILE names a file that cannot be read']);
    expect(fromFile(file('empty', '\n'))).toEqual(['OTTU_API_KEY_FILE names a file that is empty']);
    expect(fromFile(file('two', 'a\nb\n'))).toEqual([expect.stringMatching(/^OTTU_API_KEY_FILE names .* printable/)]);
  });
});

describe('webhook keys', () => {
  it('are trimmed and keep their order, newest first', () => {
    const { webhookKeys } = readSettings({ ...SANDBOX, OTTU_WEBHOOK_KEYS: ' new , old ' }).ottu;
    expect(webhookKeys.map((key) => key.reveal())).toEqual(['new', 'old']);
    const { OTTU_WEBHOOK_KEYS, ...rest } = SANDBOX;
    expect(faultsOf({ ...rest, OTTU_WEBHOOK_KEYS_FILE: join(directory, 'absent') })).toEqual([
      'OTTU_WEBHOOK_KEYS_FILE names a file that cannot be read',
    ]);
    const fromFile = readSettings({ ...rest, OTTU_WEBHOOK_KEYS_FILE: file('webhook-keys', 'new,old\n') });
    expect(fromFile.ottu.webhookKeys.map((key) => key.reveal())).toEqual(['new', 'old']);
    expect(faultsOf({ ...rest, OTTU_WEBHOOK_KEYS, OTTU_WEBHOOK_KEYS_FILE: file('hook', 'new') })).toEqual([
      'OTTU_WEBHOOK_KEYS and OTTU_WEBHOOK_KEYS_FILE must not both be set',
    ]);
  });

  it.each([' ', ',', 'a,', 'a, ,b'])('an empty key stops the start: %j', (keys) => {
    expect(faultsOf({ ...SANDBOX, OTTU_WEBHOOK_KEYS: keys })).toEqual([
      expect.stringMatching(/^OTTU_WEBHOOK_KEYS must/),
    ]);
  });
});

describe('live mode', () => {
  it('starts with https, a public URL and PostgreSQL', () => {
    expect(readSettings(LIVE)).toMatchObject({ ottu: { mode: 'live' }, database: { kind: 'postgres' } });
  });

  it.each<[string, Env, RegExp]>([
    ['an http address of Ottu', { OTTU_BASE_URL: 'http://shop.ottu.net' }, /^OTTU_BASE_URL must be an https/],
    ['no public URL', { PUBLIC_URL: undefined }, /^PUBLIC_URL is missing/],
    ['an http public URL', { PUBLIC_URL: 'HTTP://pay.example.com' }, /^PUBLIC_URL must be an https/],
    [
      'the webhook key that everybody knows',
      { OTTU_WEBHOOK_KEYS: 'own-key-of-this-shop,example-webhook-key' },
      /^OTTU_WEBHOOK_KEYS holds/,
    ],
    ['PGlite', { DATABASE_URL: 'pglite:./data' }, /^DATABASE_URL must be postgres/],
    ['PGlite by default', { DATABASE_URL: undefined }, /^DATABASE_URL must be postgres/],
    ['M99: shortened waits', { TIME_SCALE: '10' }, /^TIME_SCALE must be 1/],
  ])('refuses %s', (_, change, fault) => {
    expect(faultsOf({ ...LIVE, ...change })).toEqual([expect.stringMatching(fault)]);
  });

  it('takes PGlite when told to, and a time scale of 1', () => {
    const env = { ...LIVE, DATABASE_URL: 'pglite:memory', ALLOW_PGLITE_IN_LIVE: 'true', TIME_SCALE: '1.0' };
    expect(faultsOf(env)).toEqual([]);
    expect(faultsOf({ ...env, ALLOW_PGLITE_IN_LIVE: 'false' })).toHaveLength(1);
  });
});

describe('addresses', () => {
  it('lose their trailing slashes and keep their path', () => {
    const settings = readSettings({
      ...SANDBOX,
      OTTU_BASE_URL: 'https://a.ottu.net/',
      PUBLIC_URL: 'http://b.test/pay//',
    });
    expect([settings.ottu.baseUrl, settings.http.publicUrl]).toEqual(['https://a.ottu.net', 'http://b.test/pay']);
    expect(readSettings({ ...SANDBOX, PORT: '8080' }).http.publicUrl).toBe('http://localhost:8080');
  });

  it.each(['ottu.net', 'ws://a', 'https://user:pass@a', 'https://a/?x=1', 'https://a/#b', 'https://', ' https://a'])(
    'are refused when they are not plain http addresses: %s',
    (url) => {
      expect(faultsOf({ ...SANDBOX, OTTU_BASE_URL: url })).toEqual([expect.stringMatching(/^OTTU_BASE_URL must/)]);
    },
  );

  it('the internal port differs from the public one, the default included', () => {
    expect(readSettings({ ...SANDBOX, INTERNAL_PORT: '3001' }).http.internalPort).toBe(3001);
    expect(faultsOf({ ...SANDBOX, INTERNAL_PORT: '3000' })).toEqual(['INTERNAL_PORT must differ from PORT']);
  });

  it.each<[string, boolean | number | string]>([
    ['true', true],
    ['false', false],
    ['2', 2],
    ['10.0.0.0/8, ::1,loopback', '10.0.0.0/8,::1,loopback'],
  ])('TRUST_PROXY=%s', (text, trustProxy) => {
    expect(readSettings({ ...SANDBOX, TRUST_PROXY: text }).http.trustProxy).toBe(trustProxy);
  });

  it.each(['10.0.0.0/33', '10.0.0', 'a,b', '1.1.1.1/8/8', 'true,false', '0.0.0.0/0', '10.0.0.0/08'])(
    'TRUST_PROXY=%s is refused',
    (text) => {
      expect(faultsOf({ ...SANDBOX, TRUST_PROXY: text })).toHaveLength(1);
    },
  );
});

describe('the database', () => {
  it('is PostgreSQL or PGlite, in a directory or in memory', () => {
    const database = (url: string) => readSettings({ ...SANDBOX, DATABASE_URL: url }).database;
    expect(database('pglite:memory')).toEqual({ kind: 'pglite', directory: undefined });
    expect(database('pglite:/var/lib/bff')).toEqual({ kind: 'pglite', directory: '/var/lib/bff' });
    const postgres = database('postgresql://u:p@h/d');
    expect(postgres.kind === 'postgres' && postgres.url.reveal()).toBe('postgresql://u:p@h/d');
  });

  it('has as many connections to PostgreSQL as it is told', () => {
    const settings = { ...SANDBOX, DATABASE_URL: 'postgres://u:p@h/d', DATABASE_POOL_SIZE: '8' };
    expect(readSettings(settings).database).toMatchObject({ poolSize: 8 });
    expect(readSettings({ ...settings, DATABASE_URL: 'pglite:memory' }).database).not.toHaveProperty('poolSize');
    expect(faultsOf({ ...settings, DATABASE_POOL_SIZE: '1' })).toEqual([
      expect.stringMatching(/^DATABASE_POOL_SIZE must be a whole number from 2/),
    ]);
  });

  it('counts a connection to PostgreSQL as broken after a silence of its own', () => {
    const settings = { ...SANDBOX, DATABASE_URL: 'postgres://u:p@h/d', DATABASE_SILENCE_MS: '2500' };
    expect(readSettings(settings).database).toMatchObject({ silentForMs: 2_500 });
    expect(readSettings({ ...settings, DATABASE_SILENCE_MS: undefined }).database).not.toHaveProperty('silentForMs');
    expect(faultsOf({ ...settings, DATABASE_SILENCE_MS: '499' })).toEqual([
      expect.stringMatching(/^DATABASE_SILENCE_MS must be/),
    ]);
  });

  it.each([
    ['in double quotes', '"s3cret-value"', /stands in quotes/],
    ['in single quotes', "'s3cret-value'\n", /stands in quotes/],
    ['after a byte order mark', '\uFEFFs3cret-value\n', /byte order mark/],
  ])('a secret in a file is refused %s, which no one would see', (_how, text, says) => {
    const path = file('quoted', text);
    for (const name of ['OTTU_API_KEY', 'OTTU_WEBHOOK_KEYS', 'DATABASE_URL']) {
      const faults = faultsOf({ ...SANDBOX, [name]: undefined, [`${name}_FILE`]: path });
      expect(faults).toEqual([expect.stringMatching(says)]);
      expect(faults.join()).not.toContain('s3cret');
    }
  });

  it.each([
    ['OTTU_API_KEY', '"s3cret-value"', /^OTTU_API_KEY stands in quotes/],
    ['OTTU_WEBHOOK_KEYS', "'s3cret-value'", /^OTTU_WEBHOOK_KEYS stands in quotes/],
    ['DATABASE_URL', '"postgres://u:s3cret@h/d"', /^DATABASE_URL stands in quotes/],
    ['PORT', '"3000"', /^PORT stands in quotes/],
    ['OTTU_API_KEY', '\uFEFFs3cret-value', /^OTTU_API_KEY begins with a byte order mark/],
  ])('%s itself may not be %s', (name, value, says) => {
    const faults = faultsOf({ ...SANDBOX, [name]: value });
    expect(faults).toEqual([expect.stringMatching(says)]);
    expect(faults.join()).not.toContain('s3cret');
  });

  it('a password of a variable may begin or end with a quote, as one that was made at random', () => {
    expect(faultsOf({ ...BASIC, OTTU_PASSWORD: `"s3cret'` })).toEqual([]);
    expect(faultsOf({ ...BASIC, OTTU_PASSWORD: 's3cret"' })).toEqual([]);
  });

  it('may be named in a file, but not twice', () => {
    const path = file('database-url', 'postgres://u:p@h/d\n');
    const { database } = readSettings({ ...SANDBOX, DATABASE_URL_FILE: path });
    expect(database.kind === 'postgres' && database.url.reveal()).toBe('postgres://u:p@h/d');
    expect(faultsOf({ ...LIVE, LIVE_CHECKS: 'warn', DATABASE_URL_FILE: path })).toHaveLength(1);
    expect(faultsOf({ ...SANDBOX, DATABASE_URL_FILE: join(directory, 'absent') })).toEqual([
      'DATABASE_URL_FILE names a file that cannot be read',
    ]);
    expect(faultsOf({ ...SANDBOX, DATABASE_URL_FILE: file('mysql', 'mysql://h') })).toEqual([
      expect.stringMatching(/^DATABASE_URL_FILE must be postgres/),
    ]);
  });

  it.each(['memory', 'pglite:', 'pglite', 'sqlite:x', 'postgres:db', 'postgres://[/x'])('refuses %s', (url) => {
    expect(faultsOf({ ...SANDBOX, DATABASE_URL: url })).toEqual([expect.stringMatching(/^DATABASE_URL must be/)]);
  });
});

describe('service keys', () => {
  const key = { id: 'k1', name: 'shop', secret_sha256: SHA.toUpperCase(), scopes: ['payments:charge'] };

  it('come from their variable or from a file', () => {
    const expected = { id: 'k1', name: 'shop', secretSha256: SHA, scopes: ['payments:charge'], expiresAt: undefined };
    expect(readSettings(serviceKeys(key)).serviceKeys).toEqual([expected]);
    const path = file('keys.json', JSON.stringify([{ ...key, expires_at: '2027-01-31T12:00:00+03:00' }]));
    expect(readSettings({ ...SANDBOX, SERVICE_KEYS_FILE: path }).serviceKeys).toEqual([
      { ...expected, expiresAt: new Date('2027-01-31T09:00:00Z') },
    ]);
    expect(faultsOf({ ...serviceKeys(key), SERVICE_KEYS_FILE: path })).toContainEqual(
      'SERVICE_KEYS and SERVICE_KEYS_FILE must not both be set',
    );
  });

  it('of one caller may be several, so that they can be rotated', () => {
    expect(readSettings(serviceKeys(key, { ...key, id: 'k2' })).serviceKeys).toHaveLength(2);
  });

  it.each<[string, unknown, RegExp]>([
    ['an id with the dot that separates it from the secret', { ...key, id: 'a.b' }, /^SERVICE_KEYS \[1\]\.id must/],
    ['no name', { ...key, name: undefined }, /^SERVICE_KEYS \[1\]\.name must/],
    ['a secret in place of its hash', { ...key, secret_sha256: 'hunter2' }, /\[1\]\.secret_sha256 must/],
    ['an unknown scope', { ...key, scopes: ['payments:charge', 'admin'] }, /\[1\]\.scopes must hold only/],
    ['scopes that are not a list', { ...key, scopes: 'payments:charge' }, /\[1\]\.scopes must/],
    [
      'a moment without offset',
      { ...key, id: 'k2', expires_at: '2027-01-31T12:00:00' },
      /\[1\]\.expires_at must be a day/,
    ],
    ['a date that does not exist', { ...key, id: 'k2', expires_at: '2027-13-31' }, /\[1\]\.expires_at must be a real/],
    ['the 31st of February', { ...key, id: 'k2', expires_at: '2027-02-31' }, /\[1\].expires_at must be a real/],
    ['an unknown member', { ...key, id: 'k2', expire_at: '2027-01-31' }, /\[1\] must have no members but/],
    ['an id twice', key, /^SERVICE_KEYS must give every key an id of its own/],
    ['something else than an object', 'k1.secret', /^SERVICE_KEYS \[1\] must be an object/],
  ])('are refused with %s', (_, second, fault) => {
    expect(faultsOf(serviceKeys(key, second))).toEqual([expect.stringMatching(fault)]);
  });

  it.each(['{', '{}', '"x"y', 'null'])('are refused when they are not a JSON array: %s', (json) => {
    expect(faultsOf({ ...SANDBOX, SERVICE_KEYS: json })).toEqual([
      expect.stringMatching(/^SERVICE_KEYS must be a JSON/),
    ]);
  });

  it('show every fault of every key', () => {
    expect(faultsOf(serviceKeys({}, { ...key, name: '', scopes: ['x'] }))).toHaveLength(4 + 2);
  });
});

describe('access to the docs', () => {
  const both = { DOCS_USERNAME: 'docs', DOCS_PASSWORD: 'secret' };
  it.each<[string, Env, string]>([
    ['open in development', { NODE_ENV: 'development' }, 'open'],
    ['off elsewhere', { NODE_ENV: 'production' }, 'off'],
    ['off when nothing is said', {}, 'off'],
    ['behind a password where one is set', both, 'password'],
  ])('is %s', (_, env, access) => {
    expect(readSettings({ ...SANDBOX, ...env }).docs.access).toBe(access);
  });

  it('needs both user name and password', () => {
    expect(faultsOf({ ...SANDBOX, DOCS_USERNAME: 'docs' })).toEqual([
      expect.stringMatching(/^DOCS_PASSWORD is missing/),
    ]);
    expect(faultsOf({ ...SANDBOX, DOCS_PASSWORD: 'x' })).toEqual([expect.stringMatching(/^DOCS_USERNAME is missing/)]);
  });
});

describe('the rest', () => {
  it('M99: TIME_SCALE divides every wait', () => {
    const [full, short] = [readSettings(SANDBOX).durations, readSettings({ ...SANDBOX, TIME_SCALE: '10' }).durations];
    expect(short).toEqual(Object.fromEntries(Object.entries(full).map(([name, wait]) => [name, wait / 10])));
  });

  it('M99: but not below what a machine takes from a claim to its call', () => {
    const { durations } = readSettings({ ...SANDBOX, TIME_SCALE: '1000' });
    expect(durations).toMatchObject({ chargeStart: 1_000, leaseGrace: 250, firstRetrieve: 60 });
  });

  it.each(['0', '0.5', '-1', '1e3', 'Infinity', '100001'])('TIME_SCALE=%s is refused', (scale) => {
    expect(faultsOf({ ...SANDBOX, TIME_SCALE: scale })).toEqual([expect.stringMatching(/^TIME_SCALE must/)]);
  });

  it('M40: an order number prefix has at most 11 plain characters', () => {
    expect(readSettings({ ...SANDBOX, ORDER_NO_PREFIX: 'Shop_kw-123' }).orderNoPrefix).toBe('Shop_kw-123');
    expect(faultsOf({ ...SANDBOX, ORDER_NO_PREFIX: 'Shop_kw-1234' })).toHaveLength(1);
    expect(faultsOf({ ...SANDBOX, ORDER_NO_PREFIX: 'متجر' })).toHaveLength(1);
  });

  it('the country of local phone numbers is one, in two capital letters', () => {
    expect(readSettings({ ...SANDBOX, DEFAULT_COUNTRY: 'KW' }).defaultCountry).toBe('KW');
    expect(readSettings(SANDBOX).defaultCountry).toBeUndefined();
    for (const country of ['kw', 'KWT', 'XX', 'Kuwait', '965']) {
      expect(faultsOf({ ...SANDBOX, DEFAULT_COUNTRY: country })).toEqual([
        expect.stringMatching(/^DEFAULT_COUNTRY must/),
      ]);
    }
  });

  it('gateways and limits are read', () => {
    const env = {
      OTTU_PG_CODES: 'knet, credit-card',
      OTTU_TIMEOUT_MS: '500',
      OTTU_MAX_CONCURRENCY: '8',
      OTTU_CALLS_PER_DAY: '5000000',
    };
    expect(readSettings({ ...SANDBOX, ...env }).ottu).toMatchObject({
      pgCodes: ['knet', 'credit-card'],
      timeoutMs: 500,
      maxConcurrency: 8,
      callsPerDay: 5_000_000,
    });
  });
});
