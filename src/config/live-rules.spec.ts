import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { faultsOf, LIVE } from '../../test/support/settings.ts';
import { LIVE_RULES } from './live-rules.ts';
import { readSettings } from './read-settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

const STRONG = 'whsec_' + Buffer.from('a'.repeat(32)).toString('base64');
const EVENTS = { MERCHANT_EVENTS_URL: 'https://shop.example/events', MERCHANT_EVENTS_SECRET: STRONG };
const QUOTES = { CATALOG: 'https://shop.example/quotes', CATALOG_SECRET: STRONG };
const SHOPPERS = {
  SHOPPER_JWKS_URL: 'https://id.example/jwks',
  SHOPPER_JWT_ISSUER: 'https://id.example/',
  SHOPPER_JWT_AUDIENCE: 'shop',
};
const CAPTCHA = { CHALLENGE_VERIFY_URL: 'https://captcha.example/verify', CHALLENGE_SECRET: 'own-secret' };
const BASIC = { OTTU_API_KEY: undefined, OTTU_USERNAME: 'bff', OTTU_PASSWORD: 'own-password' };
const DOCS = { DOCS_USERNAME: 'docs', DOCS_PASSWORD: 'a longer password' };
const key = (secret: string): string =>
  JSON.stringify([{ id: 'k1', name: 'shop', secret_sha256: secret, scopes: ['payments:charge'] }]);
const EMPTY_HASH = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';

/** For each row of the table: what is taken, and the one change by which it is not. */
const CASES: readonly [variable: string, good: Env, bad: Env, says: RegExp][] = [
  ['NODE_ENV', { NODE_ENV: 'production' }, { NODE_ENV: 'test' }, /production/],
  ['PUBLIC_URL', {}, { PUBLIC_URL: undefined }, /is missing/],
  ['PUBLIC_URL', {}, { PUBLIC_URL: 'HTTP://pay.example.com' }, /https/],
  ['OTTU_BASE_URL', {}, { OTTU_BASE_URL: 'http://shop.ottu.net' }, /https/],
  ['CATALOG', QUOTES, { CATALOG: 'http://shop.example/quotes' }, /https/],
  ['MERCHANT_EVENTS_URL', EVENTS, { MERCHANT_EVENTS_URL: 'http://shop.example/events' }, /https/],
  [
    'STOREFRONT_ORIGINS',
    { STOREFRONT_ORIGINS: 'https://a.example' },
    { STOREFRONT_ORIGINS: 'https://a.example,http://b.example' },
    /https/,
  ],
  ['REDIRECT_URLS', { REDIRECT_URLS: 'https://a.example' }, { REDIRECT_URLS: 'http://a.example' }, /https/],
  ['SHOPPER_JWKS_URL', SHOPPERS, { SHOPPER_JWKS_URL: 'http://id.example/jwks' }, /https/],
  ['CHALLENGE_VERIFY_URL', CAPTCHA, { CHALLENGE_VERIFY_URL: 'http://captcha.example' }, /https/],
  ['OTTU_WEBHOOK_KEYS', {}, { OTTU_WEBHOOK_KEYS: 'own-key-of-this-shop,example-webhook-key' }, /\.env\.example/],
  ['OTTU_WEBHOOK_KEYS', {}, { OTTU_WEBHOOK_KEYS: 'sim-hmac-key-0001' }, /simulator/],
  ['OTTU_WEBHOOK_KEYS', {}, { OTTU_WEBHOOK_KEYS: 'own-key-of-this-shop,0123456789abcde' }, /16 characters/],
  ['MERCHANT_EVENTS_SECRET', EVENTS, { MERCHANT_EVENTS_SECRET: 'c2hvcnQ=' }, /24 to 64 bytes/],
  [
    'MERCHANT_EVENTS_SECRET',
    EVENTS,
    { MERCHANT_EVENTS_SECRET: `${STRONG},whsec_bm90IGEgc2VjcmV0LCBtYWtlIHlvdXIgb3duIQ==` },
    /\.env\.example/,
  ],
  ['CATALOG_SECRET', QUOTES, { CATALOG_SECRET: 'c2hvcnQ=' }, /24 to 64 bytes/],
  ['CATALOG_SECRET', QUOTES, { CATALOG_SECRET: 'YWxzbyBubyBzZWNyZXQsIG1ha2UgeW91ciBvd24h' }, /\.env\.example/],
  ['OTTU_API_KEY', {}, { OTTU_API_KEY: 'sandbox0.simulator-only-key-worth-nothing' }, /everybody knows/],
  ['OTTU_PASSWORD', BASIC, { OTTU_PASSWORD: 'sandbox-password' }, /everybody knows/],
  ['CHALLENGE_SECRET', CAPTCHA, { CHALLENGE_SECRET: 'example-webhook-key' }, /everybody knows/],
  ['SERVICE_KEYS', { SERVICE_KEYS: key('a'.repeat(64)) }, { SERVICE_KEYS: key(EMPTY_HASH) }, /empty text/],
  [
    'DATABASE_URL',
    { DATABASE_URL: 'pglite:memory', ALLOW_PGLITE_IN_LIVE: 'true' },
    { ALLOW_PGLITE_IN_LIVE: 'false' },
    /^DATABASE_URL must be postgres/,
  ],
  ['DATABASE_URL', {}, { DATABASE_URL: 'postgres://bff:pw@db:5432/bff' }, /TLS/],
  [
    'DATABASE_DIRECT_URL',
    { DATABASE_DIRECT_URL: 'postgres://bff:pw@db:5432/bff?sslmode=verify-full' },
    { DATABASE_DIRECT_URL: 'postgres://bff:pw@db:5432/bff' },
    /TLS/,
  ],
  ['TRUST_PROXY', { TRUST_PROXY: '1' }, { TRUST_PROXY: undefined }, /is missing/],
  ['TRUST_PROXY', { TRUST_PROXY: '10.0.0.0/8' }, { TRUST_PROXY: 'true' }, /must not be true/],
  ['INTERNAL_PORT', { INTERNAL_PORT: undefined, METRICS_PUBLIC: 'true' }, { METRICS_PUBLIC: 'false' }, /metrics/],
  ['DOCS_PASSWORD', DOCS, { DOCS_PASSWORD: 'elevenchars' }, /12 characters/],
  ['TIME_SCALE', { TIME_SCALE: '1.0' }, { TIME_SCALE: '10' }, /M99/],
];

describe('what live mode refuses', () => {
  it.each(CASES.map((each, index) => [index, ...each] as const))('row %d: %s', (index, variable, good, bad, says) => {
    expect(faultsOf({ ...LIVE, ...good })).toEqual([]);
    const faults = faultsOf({ ...LIVE, ...good, ...bad });
    expect(faults).toEqual([expect.stringMatching(says)]);
    const rule = LIVE_RULES[index];
    expect(faults).toEqual([`${variable} ${rule?.message}`]);
    expect(rule?.variable).toBe(variable);
    // Every other mode takes it.
    expect(faultsOf({ ...LIVE, ...good, ...bad, OTTU_MODE: 'sandbox' })).toEqual([]);
    const warned = { ...LIVE, ...good, ...bad, LIVE_CHECKS: 'warn' };
    if (rule?.isNew === true) expect(readSettings(warned).warnings).toEqual(faults);
    else expect(faultsOf(warned)).toEqual(faults);
  });

  it('has a case for each row, and no row shows a value', () => {
    expect(LIVE_RULES.map(({ variable }) => variable)).toEqual(CASES.map(([variable]) => variable));
    expect(readSettings(LIVE).warnings).toEqual([]);
  });
});

describe('a database on another machine', () => {
  it.each([
    'postgres://u@localhost/d',
    'postgres://u@127.0.0.1/d',
    'postgres://u@[::1]/d',
    'postgres:///d?host=/var/run/postgresql',
    'postgres://u@db/d?sslmode=require',
    'postgres://u@db/d?sslmode=verify-ca',
  ])('%s needs no more', (url) => {
    expect(faultsOf({ ...LIVE, DATABASE_URL: url })).toEqual([]);
  });

  it.each([
    'postgres://u@db/d?sslmode=no-verify',
    'postgres://u@10.0.0.1/d?sslmode=disable',
    'postgres://u@128.0.0.1/d',
  ])('%s needs TLS, or a word that the network does without', (url) => {
    expect(faultsOf({ ...LIVE, DATABASE_URL: url })).toHaveLength(1);
    expect(faultsOf({ ...LIVE, DATABASE_URL: url, ALLOW_DATABASE_WITHOUT_TLS: 'true' })).toEqual([]);
  });
});

describe('secrets in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'live-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are held against the published ones as well', () => {
    const path = join(folder, 'key');
    writeFileSync(path, 'sandbox0.simulator-only-key-worth-nothing\n');
    const faults = faultsOf({ ...LIVE, OTTU_API_KEY: undefined, OTTU_API_KEY_FILE: path });
    expect(faults).toEqual([expect.stringMatching(/^OTTU_API_KEY is one that stands in this repository/)]);
  });
});
