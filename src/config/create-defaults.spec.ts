import { describe, expect, it } from '@jest/globals';

import { faultsOf } from '../../test/support/settings.ts';
import { readSettings } from './read-settings.ts';

const SANDBOX = {
  OTTU_BASE_URL: 'https://sandbox.ottu.example',
  OTTU_MODE: 'sandbox',
  OTTU_API_KEY: 'key',
  OTTU_WEBHOOK_KEYS: 'hmac',
};

describe('M58a: what is merged into every create', () => {
  it('is nothing unless it is set', () => {
    expect(readSettings(SANDBOX).ottu.defaults).toEqual({ extra: {}, customer: {} });
  });

  it('is read from JSON objects', () => {
    const set = { OTTU_EXTRA: '{"merchant_defined_data3":{"a":[1]}}', OTTU_CUSTOMER_DEFAULTS: '{"last_name":"ضيف"}' };
    expect(readSettings({ ...SANDBOX, ...set }).ottu.defaults).toEqual({
      extra: { merchant_defined_data3: { a: [1] } },
      customer: { last_name: 'ضيف' },
    });
  });

  it.each(['x', '[]', 'null', '7', '{'])('stops the start where it is no object: %s', (text) => {
    const faults = faultsOf({ ...SANDBOX, OTTU_EXTRA: text, OTTU_CUSTOMER_DEFAULTS: text });
    expect(faults.map((fault) => String(fault).split(' ')[0])).toEqual(
      expect.arrayContaining(['OTTU_EXTRA', 'OTTU_CUSTOMER_DEFAULTS']),
    );
  });

  it.each(['{"id":"cust-1"}', '{"email":7}', '{"email":""}', '{"email":null}'])(
    'stops the start where it is no customer: %s',
    (text) => {
      expect(faultsOf({ ...SANDBOX, OTTU_CUSTOMER_DEFAULTS: text })).toHaveLength(1);
    },
  );
});
