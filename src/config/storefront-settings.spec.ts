import { describe, expect, it } from '@jest/globals';
import { faultsOf, LIVE, SANDBOX } from '../../test/support/settings.ts';
import { readSettings } from './read-settings.ts';

const SHOPPERS = {
  SHOPPER_JWKS_URL: 'https://id.example/jwks?tenant=1',
  SHOPPER_JWT_ISSUER: 'https://id.example/',
  SHOPPER_JWT_AUDIENCE: 'shop',
};

describe('settings of storefronts', () => {
  it('let nobody in and nothing through until they are given', () => {
    expect(readSettings(SANDBOX).storefront).toEqual({
      origins: [],
      redirectUrls: [],
      freeOrders: false,
      rateLimitPerMinute: 300,
      cartsPerHour: 10_000,
      streamsMax: 5_000,
      shopperJwt: undefined,
      captcha: undefined,
    });
  });

  it('are read as lists, with white space around the commas', () => {
    const { storefront } = readSettings({
      ...SANDBOX,
      ...SHOPPERS,
      STOREFRONT_ORIGINS: 'https://shop.example , http://localhost:5173',
      REDIRECT_URLS: 'https://shop.example,https://shop.example:8443/checkout/',
      RATE_LIMIT_PER_MINUTE: '60',
      CARTS_PER_HOUR: '500',
      STREAMS_MAX: '70',
      CHALLENGE_VERIFY_URL: 'https://challenge.example/siteverify',
      CHALLENGE_SECRET: 'secret',
    });
    expect(storefront).toMatchObject({
      origins: ['https://shop.example', 'http://localhost:5173'],
      redirectUrls: ['https://shop.example', 'https://shop.example:8443/checkout/'],
      rateLimitPerMinute: 60,
      cartsPerHour: 500,
      streamsMax: 70,
      shopperJwt: {
        jwksUrl: 'https://id.example/jwks?tenant=1',
        issuer: 'https://id.example/',
        audience: 'shop',
      },
      captcha: { verifyUrl: 'https://challenge.example/siteverify' },
    });
    expect(JSON.stringify(storefront)).not.toContain('"secret":"secret"');
  });

  it.each([
    '*',
    'null',
    'https://*.shop.example',
    'https://shop.example/',
    'https://shop.example:443',
    'https://SHOP.example',
    'https://shop.example/path',
    'https://u@shop.example',
    'shop.example',
    'file:///a',
    'https://shop.example,,https://b.example',
  ])('STOREFRONT_ORIGINS is not %s', (text) => {
    expect(faultsOf({ ...SANDBOX, STOREFRONT_ORIGINS: text })).toEqual([
      expect.stringMatching(/^STOREFRONT_ORIGINS must be origins as browsers write them/),
    ]);
  });

  it.each([
    '*',
    'https://*.shop.example/',
    'https://shop.example/*',
    'https://shop.example/?a=1',
    'https://shop.example/#a',
    'https://u:p@shop.example/',
    'https://shop.example/a/../b',
    'https://shop.example/%2e%2e/b',
    'https://Shop.example/',
    'https:\\\\shop.example',
    'javascript://x',
    'data://x',
    'file:///etc/passwd',
    'blob://x',
    'MyShop://thanks',
    'myshop://thanks?a=1',
    'myshop://*',
    'myshop:thanks',
    '/checkout',
    'https://shop.example/ x',
  ])('REDIRECT_URLS is not %j', (text) => {
    expect(faultsOf({ ...SANDBOX, REDIRECT_URLS: text })).toEqual([
      expect.stringMatching(/^REDIRECT_URLS must be http/),
    ]);
  });

  it('apps have addresses of their own, word by word', () => {
    const { storefront } = readSettings({
      ...SANDBOX,
      STOREFRONT_ORIGINS: 'capacitor://localhost,ionic://localhost',
      REDIRECT_URLS: 'myshop://thanks',
    });
    expect(storefront).toMatchObject({
      origins: ['capacitor://localhost', 'ionic://localhost'],
      redirectUrls: ['myshop://thanks'],
    });
    for (const origin of ['capacitor://localhost/', 'null', 'file://', 'javascript://localhost', 'Ionic://localhost']) {
      expect(faultsOf({ ...SANDBOX, STOREFRONT_ORIGINS: origin })).toHaveLength(1);
    }
  });

  it('the three variables of customers belong together', () => {
    for (const name of Object.keys(SHOPPERS)) {
      const { [name]: _left, ...others } = SHOPPERS as Record<string, string>;
      expect(faultsOf({ ...SANDBOX, ...others })).toEqual([
        `${name} is missing: the three SHOPPER_ variables belong together`,
      ]);
    }
  });

  it('so do the two of the challenge', () => {
    expect(faultsOf({ ...SANDBOX, CHALLENGE_SECRET: 's' })).toEqual([
      'CHALLENGE_VERIFY_URL is missing: it belongs to CHALLENGE_SECRET',
    ]);
    expect(faultsOf({ ...SANDBOX, CHALLENGE_VERIFY_URL: 'https://c.example' })).toEqual([
      'CHALLENGE_SECRET is missing: the one who verifies challenges asks for it',
    ]);
  });

  it('live mode takes no plain http for any of them', () => {
    expect(
      faultsOf({ ...LIVE, ...SHOPPERS, STOREFRONT_ORIGINS: 'https://a.example', REDIRECT_URLS: 'https://a.example' }),
    ).toEqual([]);
    const plain = {
      STOREFRONT_ORIGINS: 'https://a.example,http://b.example',
      REDIRECT_URLS: 'http://a.example/',
      CHALLENGE_VERIFY_URL: 'http://c.example',
      CHALLENGE_SECRET: 's',
      ...SHOPPERS,
      SHOPPER_JWKS_URL: 'HTTP://id.example/jwks',
    };
    expect(faultsOf({ ...LIVE, ...plain })).toEqual(
      ['STOREFRONT_ORIGINS', 'REDIRECT_URLS', 'SHOPPER_JWKS_URL', 'CHALLENGE_VERIFY_URL'].map(
        (name) => `${name} must be https:// in live mode`,
      ),
    );
    expect(faultsOf({ ...SANDBOX, ...plain })).toEqual([]);
  });

  it.each(['0', '1000001', '-1', 'many'])('RATE_LIMIT_PER_MINUTE is not %s', (text) => {
    expect(faultsOf({ ...SANDBOX, RATE_LIMIT_PER_MINUTE: text })).toEqual([
      'RATE_LIMIT_PER_MINUTE must be a whole number from 1 to 1000000',
    ]);
  });
});
