import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';

import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';

import { Secret } from '../config/secret.ts';
import { logOptions } from '../observability/log-options.ts';
import {
  cartTokenHash,
  newCartToken,
  readCartToken,
  sameCartToken,
  sealCartToken,
  unsealCartToken,
} from './cart-token.ts';

describe('a cart token', () => {
  it('has 256 random bits behind a prefix by which it is known, and is never the same', () => {
    const made = Array.from({ length: 200 }, newCartToken);
    expect(new Set(made.map(({ token }) => token)).size).toBe(200);
    for (const { token, sha256 } of made) {
      expect(token).toMatch(/^ct_[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(token.slice(3), 'base64url')).toHaveLength(32);
      expect(sha256).toBe(createHash('sha256').update(token).digest('hex'));
    }
  });

  const { token } = newCartToken();
  it.each([
    ['missing', []],
    ['empty', ['Cart-Token', '']],
    ['too short', ['Cart-Token', token.slice(0, -1)]],
    ['too long', ['Cart-Token', `${token}A`]],
    ['without its prefix', ['Cart-Token', token.slice(3)]],
    ['of other characters', ['Cart-Token', `${token.slice(0, -1)}%`]],
    ['sent twice', ['Cart-Token', token, 'cart-token', token]],
    ['in another header', ['Authorization', token]],
  ])('is none where it is %s', (_name, rawHeaders) => {
    expect(readCartToken({ rawHeaders })).toBeUndefined();
  });

  it('is read whatever the case of the header', () => {
    expect(readCartToken({ rawHeaders: ['cArT-tOkEn', token] })).toBe(cartTokenHash(token));
  });

  it('is compared by its hash; what is no hash equals nothing', () => {
    const hash = cartTokenHash(token);
    expect(sameCartToken(hash, hash)).toBe(true);
    expect(sameCartToken(hash, cartTokenHash('ct_other'))).toBe(false);
    expect(sameCartToken(hash, '')).toBe(false);
    expect(sameCartToken(hash, hash.slice(2))).toBe(false);
    expect(sameCartToken(hash, `${hash}00`)).toBe(false);
  });

  it('is dropped from every line, even where somebody logs the request, its headers or the token itself', () => {
    let written = '';
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        written += String(chunk);
        done();
      },
    });
    const { pinoHttp } = logOptions({ logLevel: 'trace', logFormat: 'json' });
    const [options] = [pinoHttp].flat();
    const logger = pino(options as object, stream);
    const headers = { 'cart-token': token, authorization: `Bearer ${token}` };
    logger.info({ req: { headers }, request: { headers }, headers, 'cart-token': token, cart_token: token }, 'said');
    logger.child({ req: { headers } }).warn({ err: new Error(token) }, 'said again');
    expect(written.match(/said/g)).toHaveLength(2);
    expect(written).not.toContain(token);
  });
});

describe('M58: the new token of a cart, sealed for whoever has the one before', () => {
  const former = new Secret(newCartToken().token);
  const { token } = newCartToken();

  it('is opened by that one, and shows neither', () => {
    const sealed = sealCartToken(former, token);
    expect(unsealCartToken(former, sealed)).toBe(token);
    const plain = Buffer.from(sealed, 'base64url').toString('latin1');
    expect(plain).not.toContain(token);
    expect(plain).not.toContain(former.reveal());
    expect(sealCartToken(former, token)).not.toBe(sealed);
  });

  it('is opened by no other one, and not when it was changed', () => {
    const sealed = sealCartToken(former, token);
    expect(unsealCartToken(new Secret(newCartToken().token), sealed)).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(unsealCartToken(former, changed.toString('base64url'))).toBeUndefined();
    }
    for (const broken of ['', 'a', sealed.slice(0, 20), sealed.slice(0, -4)]) {
      expect(unsealCartToken(former, broken)).toBeUndefined();
    }
  });
});
