import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { faultsOf, LIVE, SANDBOX } from '../../test/support/settings.ts';
import { readSettings } from './read-settings.ts';

const KEY = 'whsec_bWVyY2hhbnQtZXZlbnRzLWNhbmFyeS1rZXktMDE=';
const SHORT = 'c2hvcnQ=';
const ON = { MERCHANT_EVENTS_URL: 'https://shop.example.com/events/', MERCHANT_EVENTS_SECRET: KEY };

describe('telling the merchant', () => {
  it('is off when nothing is set', () => {
    expect(readSettings(SANDBOX).merchantEvents).toBeUndefined();
  });

  it('keeps the address as it is written, and the keys in their order', () => {
    const { merchantEvents } = readSettings({ ...SANDBOX, ...ON, MERCHANT_EVENTS_SECRET: `${KEY}, ${SHORT}` });
    expect(merchantEvents?.url).toBe('https://shop.example.com/events/');
    expect(merchantEvents?.secrets.map((secret) => secret.reveal())).toEqual([KEY, SHORT]);
    expect(JSON.stringify(merchantEvents)).not.toContain(KEY);
  });

  it('takes the key from a file', () => {
    const directory = mkdtempSync(join(tmpdir(), 'events-'));
    const path = join(directory, 'secret');
    writeFileSync(path, `${KEY}\n`);
    const env = { ...SANDBOX, MERCHANT_EVENTS_URL: 'http://localhost:9/e', MERCHANT_EVENTS_SECRET_FILE: path };
    expect(readSettings(env).merchantEvents?.secrets.map((secret) => secret.reveal())).toEqual([KEY]);
    rmSync(directory, { recursive: true });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['an address without a key', { MERCHANT_EVENTS_URL: 'http://localhost:9' }, /^MERCHANT_EVENTS_SECRET is missing/],
    ['a key without an address', { MERCHANT_EVENTS_SECRET: KEY }, /^MERCHANT_EVENTS_URL is missing/],
    ['an address that is none', { ...ON, MERCHANT_EVENTS_URL: 'ftp://x' }, /^MERCHANT_EVENTS_URL must be/],
    [
      'an address with a password',
      { ...ON, MERCHANT_EVENTS_URL: 'https://a:b@x.test' },
      /^MERCHANT_EVENTS_URL must be/,
    ],
    [
      'a key that is no base64',
      { ...ON, MERCHANT_EVENTS_SECRET: 'not base64!' },
      /^MERCHANT_EVENTS_SECRET must be base64/,
    ],
    ['an empty key', { ...ON, MERCHANT_EVENTS_SECRET: 'whsec_' }, /^MERCHANT_EVENTS_SECRET must be base64/],
  ])('refuses %s, without showing it', (_what, change, fault) => {
    const faults = faultsOf({ ...SANDBOX, ...change });
    expect(faults).toEqual([expect.stringMatching(fault)]);
    expect(faults.join()).not.toContain(KEY);
  });

  it('M90: live mode needs https, and a key that is long enough and not the one of the example', () => {
    expect(faultsOf({ ...LIVE, ...ON })).toEqual([]);
    expect(faultsOf({ ...LIVE, ...ON, MERCHANT_EVENTS_URL: 'HTTP://shop.example.com' })).toEqual([
      'MERCHANT_EVENTS_URL must be an https:// address in live mode',
    ]);
    expect(faultsOf({ ...LIVE, ...ON, MERCHANT_EVENTS_SECRET: SHORT })).toEqual([
      'MERCHANT_EVENTS_SECRET must hold 24 to 64 bytes in live mode',
    ]);
    const example = 'bm90IGEgc2VjcmV0LCBtYWtlIHlvdXIgb3duIQ==';
    expect(faultsOf({ ...LIVE, ...ON, MERCHANT_EVENTS_SECRET: example })).toEqual([
      expect.stringMatching(/^MERCHANT_EVENTS_SECRET is the one of \.env\.example/),
    ]);
  });
});
