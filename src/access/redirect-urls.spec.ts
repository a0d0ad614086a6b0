import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RedirectUrls } from './redirect-urls.ts';

const allowing = (...redirectUrls: string[]): RedirectUrls => new RedirectUrls({ storefront: { redirectUrls } });
const urls = allowing('https://shop.example/checkout', 'https://shop.example:8443/', 'http://localhost:5173');

describe('redirect_url', () => {
  it.each([
    'https://shop.example/checkout',
    'https://shop.example/checkout/',
    'https://shop.example/checkout/done',
    'https://shop.example/checkout?cart=1&back=%2F..%2F',
    'https://shop.example/checkout#done',
    'https://shop.example:443/checkout',
    'HTTPS://Shop.Example/checkout/done',
    'https://shop.example/checkout/a/../b',
    'https://shop.example:8443/anything',
    'https://shop.example:8443',
    'http://localhost:5173/',
  ])('may be %s', (url) => {
    expect(urls.allows(url)).toBe(true);
  });

  it.each([
    ['another scheme', 'http://shop.example/checkout'],
    ['another host', 'https://evil.example/checkout'],
    ['a host that begins alike', 'https://shop.example.evil.example/checkout'],
    ['a host that ends alike', 'https://myshop.example/checkout'],
    ['a subdomain', 'https://a.shop.example/checkout'],
    ['a host with a dot at its end', 'https://shop.example./checkout'],
    ['another port', 'https://shop.example:444/checkout'],
    ['another path', 'https://shop.example/other'],
    ['the root above the path', 'https://shop.example/'],
    ['no path', 'https://shop.example'],
    ['a path that begins alike', 'https://shop.example/checkouts'],
    ['a path that begins alike with a dot', 'https://shop.example/checkout.evil'],
    ['a path of another case', 'https://shop.example/Checkout'],
    ['dot segments upwards', 'https://shop.example/checkout/../evil'],
    ['encoded dot segments', 'https://shop.example/checkout/%2e%2e/evil'],
    ['half encoded dot segments', 'https://shop.example/checkout/.%2E/evil'],
    ['twice encoded dot segments', 'https://shop.example/checkout/%252e%252e/evil'],
    ['encoded slashes', 'https://shop.example/checkout/..%2f..%2fevil'],
    ['twice encoded slashes', 'https://shop.example/checkout/..%252fevil'],
    ['an encoded backslash', 'https://shop.example/checkout/..%5cevil'],
    ['an encoded NUL', 'https://shop.example/checkout/%00'],
    ['dot segments with a parameter', 'https://shop.example/checkout/..;/evil'],
    ['a user name', 'https://user@shop.example/checkout'],
    ['user name and password', 'https://user:pass@shop.example/checkout'],
    ['an empty user name', 'https://@shop.example/checkout'],
    ['an empty user name and password', 'https://:@shop.example/checkout'],
    ['the host as user name', 'https://shop.example@evil.example/checkout'],
    ['an encoded at', 'https://shop.example%40evil.example/checkout'],
    ['a backslash as slash', 'https:\\\\shop.example\\checkout'],
    ['a backslash in the path', 'https://shop.example/checkout\\..\\evil'],
    ['a backslash before the host', 'https://evil.example\\@shop.example/checkout'],
    ['one slash', 'https:/shop.example/checkout'],
    ['no slash', 'https:shop.example/checkout'],
    ['three slashes', 'https:///shop.example/checkout'],
    ['no scheme', '//shop.example/checkout'],
    ['a path only', '/checkout'],
    ['a tab inside', 'https://shop.example/check\tout'],
    ['a line break inside', 'https://shop.example/checkout\nhttps://evil.example'],
    ['a space before', ' https://shop.example/checkout'],
    ['a space after', 'https://shop.example/checkout '],
    ['a NUL', 'https://shop.example/checkout\0'],
    ['letters that look alike', 'https://shop.exаmple/checkout'],
    ['full-width letters that become ASCII', 'https://shop.ｅxample/checkout'],
    ['javascript', 'javascript:alert(1)//https://shop.example/checkout'],
    ['data', 'data:text/html,https://shop.example/checkout'],
    ['blob', 'blob:https://shop.example/checkout'],
    ['nothing', ''],
  ])('may not have %s', (_name, url) => {
    expect(urls.allows(url)).toBe(false);
  });

  it('may be nothing while nothing is configured', () => {
    expect(allowing().allows('https://shop.example/checkout')).toBe(false);
  });

  /** Pieces that readers of URLs disagree about. */
  const piece = fc.oneof(
    fc.constantFrom(
      'https://',
      'http://',
      'shop.example',
      'evil.example',
      '/checkout',
      '/',
      '//',
      '..',
      '.',
      '%2e',
      '%2f',
    ),
    fc.constantFrom(
      '\\',
      '@',
      ':',
      '?',
      '#',
      '%5c',
      '%25',
      ';',
      '\t',
      '\n',
      ' ',
      '443',
      ':443',
      'u:p@',
      'xn--',
      '０',
      '。',
    ),
    fc.string({ maxLength: 3 }),
  );

  it('whatever the text, what passes stays on the scheme, host, port and below the path for everybody who reads it', () => {
    const only = allowing('https://shop.example/checkout');
    let passed = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), fc.boolean(), (pieces, prefixed) => {
        const text = `${prefixed ? 'https://shop.example/checkout' : ''}${pieces.join('')}`;
        if (!only.allows(text)) return;
        passed += 1;
        const { protocol, host, username, password, pathname } = new URL(text);
        expect([protocol, host, username, password]).toEqual(['https:', 'shop.example', '', '']);
        // By the letter too: what is left of the first of ? and # is that address for a reader who knows no more.
        expect(text).toMatch(/^https:\/\/shop\.example(:443)?\/[^\s\\@]*/i);
        let decoded = pathname;
        for (let times = 0; times < 4; times += 1) decoded = decoded.replaceAll(/%([0-9a-f]{2})/gi, asCharacter);
        const segments = decoded.split(/[/\\]/).slice(1);
        expect(segments[0]).toBe('checkout');
        expect(segments).not.toContain('..');
      }),
      { numRuns: 5_000 },
    );
    expect(passed).toBeGreaterThan(100);
  });

  it('a path below passes, and with the border gone it does not', () => {
    const segment = fc.stringMatching(/^[a-z0-9_-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 4 }), (segments) => {
        expect(urls.allows(`https://shop.example/checkout/${segments.join('/')}`)).toBe(true);
        expect(urls.allows(`https://shop.example/checkout${segments.join('/')}`)).toBe(false);
      }),
    );
  });
});

function asCharacter(_match: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

describe('the address of an app', () => {
  const app = allowing('myshop://thanks', 'https://shop.example/checkout');

  it.each(['myshop://thanks', 'myshop://thanks?cart=1&ok=%2F'])('may be %s', (url) => {
    expect(app.allows(url)).toBe(true);
  });

  it.each([
    'myshop://thanks/other',
    'myshop://thanks2',
    'MYSHOP://thanks',
    'myshop://thanks#x',
    'myshop://thanks?a=\n',
    'myshop://thanks?a="',
    'othershop://thanks',
    'javascript://thanks',
    'https://thanks',
  ])('is not %j', (url) => {
    expect(app.allows(url)).toBe(false);
  });
});
