import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { faultsOf, LIVE, SANDBOX } from '../../test/support/settings.ts';
import { readSettings } from './read-settings.ts';

const KEY = 'whsec_cXVvdGUtc2VydmljZS1jYW5hcnkta2V5LTAx';
const SERVICE = { CATALOG: 'https://shop.example.com/quotes', CATALOG_SECRET: KEY };

describe('the catalog', () => {
  it('is named by the path of its file', () => {
    const path = (CATALOG: string) => readSettings({ ...SANDBOX, CATALOG }).catalog;
    expect(path('file:sandbox/catalog.json')).toEqual({ kind: 'file', path: resolve('sandbox/catalog.json') });
    expect(path('file:///srv/catalog.json')).toEqual({ kind: 'file', path: '/srv/catalog.json' });
    expect(readSettings(SANDBOX).catalog).toBeUndefined();
  });

  it('is the quote service at an address, which is kept as it is written, with the keys in their order', () => {
    const { catalog } = readSettings({
      ...SANDBOX,
      CATALOG: 'http://localhost:9/q/',
      CATALOG_SECRET: `${KEY}, c2hvcnQ=`,
    });
    if (catalog?.kind !== 'http') throw new Error('it is no quote service');
    expect(catalog.url).toBe('http://localhost:9/q/');
    expect(catalog.secrets.map((secret) => secret.reveal())).toEqual([KEY, 'c2hvcnQ=']);
    expect(JSON.stringify(catalog)).not.toContain(KEY);
  });

  it('takes the key of the quote service from a file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'catalog-secret-'));
    writeFileSync(join(directory, 'secret'), `${KEY}\n`);
    const env = { ...SANDBOX, CATALOG: 'http://localhost:9', CATALOG_SECRET_FILE: join(directory, 'secret') };
    expect(readSettings(env).catalog).toMatchObject({ kind: 'http', secrets: [{}] });
    expect(faultsOf({ ...env, CATALOG_SECRET: KEY })).toEqual([expect.stringMatching(/^CATALOG_SECRET and .* both/)]);
    rmSync(directory, { recursive: true });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no path', { CATALOG: 'file:' }, /^CATALOG must be file:PATH/],
    ['an address that is none', { CATALOG: 'ftp://x' }, /^CATALOG must be file:PATH/],
    ['an address with a password', { ...SERVICE, CATALOG: 'https://a:b@x.test' }, /^CATALOG must be/],
    ['an address without a key', { CATALOG: 'http://localhost:9' }, /^CATALOG_SECRET is missing/],
    ['a key without an address', { CATALOG_SECRET: KEY }, /^CATALOG must be the address/],
    ['a key beside a file', { ...SERVICE, CATALOG: 'file:/srv/c.json' }, /^CATALOG must be the address/],
    ['a key that is no base64', { ...SERVICE, CATALOG_SECRET: 'not base64!' }, /^CATALOG_SECRET must be base64/],
  ])('refuses %s, without showing the key', (_what, change, fault) => {
    const faults = faultsOf({ ...SANDBOX, ...change });
    expect(faults[0]).toMatch(fault);
    expect(faults.join()).not.toContain(KEY);
  });

  it('M57: live mode needs https, and a key that is long enough and not the one of the example', () => {
    expect(faultsOf({ ...LIVE, ...SERVICE })).toEqual([]);
    expect(faultsOf({ ...LIVE, ...SERVICE, CATALOG: 'HTTP://shop.example.com/quotes' })).toEqual([
      'CATALOG must be an https:// address in live mode',
    ]);
    expect(faultsOf({ ...LIVE, ...SERVICE, CATALOG_SECRET: 'c2hvcnQ=' })).toEqual([
      'CATALOG_SECRET must hold 24 to 64 bytes in live mode',
    ]);
    expect(faultsOf({ ...LIVE, ...SERVICE, CATALOG_SECRET: 'YWxzbyBubyBzZWNyZXQsIG1ha2UgeW91ciBvd24h' })).toEqual([
      expect.stringMatching(/^CATALOG_SECRET is the one of \.env\.example/),
    ]);
  });
});
