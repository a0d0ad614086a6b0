import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { freePort } from '../../test/support/free-port.ts';
import { startHttpTestApp, testSettings, type HttpTestApp } from '../../test/support/http-test-app.ts';
import { Problem } from '../problems/problem.ts';
import { CustomerJwt, KEY_SET_TIMING, type Shopper } from './customer-jwt.ts';
import { Storefront } from './decorators.ts';
import { describeSecuritySchemes } from './security-schemes.ts';
import { CurrentShopper, SignedInShopper } from './current-shopper.ts';

const ISSUER = 'https://id.example/';
const AUDIENCE = 'shop-checkout';

/** An identity provider on the loopback address: a key set that can change, fail, and be counted. */
const provider = {
  keys: [] as JWK[],
  status: 200,
  body: undefined as string | undefined,
  asked: 0,
  server: undefined as Server | undefined,
  url: '',
};

interface Signer {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

async function signer(kid: string, alg = 'ES256'): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

let first: Signer;
let second: Signer;

beforeAll(async () => {
  [first, second] = [await signer('one'), await signer('two', 'RS256')];
  provider.server = createServer((_request, response) => {
    provider.asked += 1;
    response.writeHead(provider.status, { 'content-type': 'application/json' });
    response.end(provider.body ?? JSON.stringify({ keys: provider.keys }));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => provider.server?.once('listening', resolve));
  provider.url = `http://127.0.0.1:${(provider.server.address() as AddressInfo).port}/jwks.json?tenant=shop`;
});
afterAll(() => {
  provider.server?.close();
});
beforeEach(() => {
  Object.assign(provider, { keys: [first.jwk], status: 200, body: undefined, asked: 0 });
});

type Claims = Readonly<Record<string, unknown>>;
const GOOD: Claims = { iss: ISSUER, aud: AUDIENCE, sub: 'cust-77', exp: inSeconds(300) };

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

async function bearer(changes: Claims = {}, by: Signer = first): Promise<string> {
  const claims = JSON.parse(JSON.stringify({ ...GOOD, ...changes })) as Record<string, unknown>;
  const header = { alg: String(by.jwk.alg), kid: by.kid };
  return `Bearer ${await new SignJWT(claims).setProtectedHeader(header).sign(by.privateKey)}`;
}

function service(timing: Partial<typeof KEY_SET_TIMING> = {}): CustomerJwt {
  const settings = { jwksUrl: provider.url, issuer: ISSUER, audience: AUDIENCE };
  return new CustomerJwt(settings, { ...KEY_SET_TIMING, ...timing });
}

/** What the caller is told, or who is signed in. */
async function verdict(jwt: CustomerJwt, authorization: string | undefined): Promise<unknown> {
  try {
    return (await jwt.verify(authorization))?.id;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.status, error.code, error.options.outcome];
  }
}

const INVALID = [401, 'customer_jwt_invalid', 'none'];

describe('the JWT of a customer', () => {
  it('M58: its sub is the customer', async () => {
    expect(await verdict(service(), await bearer())).toBe('cust-77');
    expect(await verdict(service(), (await bearer()).replace('Bearer', 'bEARER'))).toBe('cust-77');
    expect(await verdict(service(), await bearer({ aud: ['other', AUDIENCE] }))).toBe('cust-77');
  });

  it('without an Authorization header nobody is signed in, and nobody is asked', async () => {
    expect(await service().verify(undefined)).toBeUndefined();
    expect(provider.asked).toBe(0);
  });

  it.each<[string, Claims]>([
    ['another audience', { aud: 'other' }],
    ['no audience', { aud: undefined }],
    ['another issuer', { iss: 'https://id.example' }],
    ['no issuer', { iss: undefined }],
    ['an expiry in the past', { exp: inSeconds(-60) }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is no number', { exp: 'never' }],
    ['a beginning in the future', { nbf: inSeconds(60) }],
    ['no sub', { sub: undefined }],
    ['an empty sub', { sub: '' }],
    ['a sub that is no text', { sub: 77 }],
    ['a sub of 65 characters', { sub: 'x'.repeat(65) }],
    ['a sub with white space before it', { sub: ' cust-77' }],
    ['a sub with a line break after it', { sub: 'cust-77\n' }],
    ['a sub with a NUL', { sub: 'cust\0' }],
    ['a sub with half a surrogate pair', { sub: 'cust\uD83D' }],
  ])('M58: is refused with %s', async (_name, changes) => {
    expect(await verdict(service(), await bearer(changes))).toEqual(INVALID);
  });

  it('M58: a sub of 64 characters passes, however many bytes they are', async () => {
    for (const sub of ['x'.repeat(64), '😀'.repeat(64), 'عميل']) {
      expect(await verdict(service(), await bearer({ sub }))).toBe(sub);
    }
  });

  it('clocks may differ by ten seconds and no more', async () => {
    expect(await verdict(service(), await bearer({ exp: inSeconds(-5) }))).toBe('cust-77');
    expect(await verdict(service(), await bearer({ nbf: inSeconds(5) }))).toBe('cust-77');
    expect(await verdict(service(), await bearer({ exp: inSeconds(-15) }))).toEqual(INVALID);
    expect(await verdict(service(), await bearer({ nbf: inSeconds(15) }))).toEqual(INVALID);
  });

  it('is refused with the algorithm none', async () => {
    const token = new UnsecuredJWT({ ...GOOD }).encode();
    expect(await verdict(service(), `Bearer ${token}`)).toEqual(INVALID);
  });

  it('is refused with HS256, signed with the public key that everybody can read', async () => {
    for (const secret of [JSON.stringify(first.jwk), await exportSPKI(first.publicKey), first.jwk.x ?? '']) {
      for (const kid of ['one', undefined]) {
        const header = { alg: 'HS256', ...(kid !== undefined && { kid }) };
        const token = await new SignJWT({ ...GOOD }).setProtectedHeader(header).sign(Buffer.from(secret));
        expect(await verdict(service(), `Bearer ${token}`)).toEqual(INVALID);
      }
    }
  });

  it('is refused with HS256 even where the key set holds a symmetric key', async () => {
    const secret = Buffer.alloc(32, 7);
    provider.keys = [{ kty: 'oct', k: secret.toString('base64url'), kid: 'oct', alg: 'HS256' }];
    const token = await new SignJWT({ ...GOOD }).setProtectedHeader({ alg: 'HS256', kid: 'oct' }).sign(secret);
    expect(await verdict(service(), `Bearer ${token}`)).toEqual(INVALID);
  });

  it('is refused when another key signed it under a known name', async () => {
    const impostor = await signer('one');
    expect(await verdict(service(), await bearer({}, impostor))).toEqual(INVALID);
  });

  it('is refused when a key inside it signed it', async () => {
    const impostor = await signer('mine');
    const header = { alg: 'ES256', jwk: impostor.jwk, kid: 'one' };
    const token = await new SignJWT({ ...GOOD }).setProtectedHeader(header).sign(impostor.privateKey);
    expect(await verdict(service(), `Bearer ${token}`)).toEqual(INVALID);
  });

  it('is refused when a byte of it was changed', async () => {
    const [header, , signature] = (await bearer()).split('.');
    const claims = Buffer.from(JSON.stringify({ ...GOOD, sub: 'cust-78' })).toString('base64url');
    expect(await verdict(service(), `${header}.${claims}.${signature}`)).toEqual(INVALID);
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearer a b',
    'Basic dTpw',
    'Api-Key a.b',
    'Bearer abc',
    'Bearer ..',
    'Bearer a.b.c',
  ])('is not %j', async (authorization) => {
    expect(await verdict(service(), authorization)).toEqual(INVALID);
  });

  it('is not taken where the feature is off', async () => {
    const off = new CustomerJwt(undefined);
    expect(await verdict(off, await bearer())).toEqual([400, 'customer_jwt_not_configured', 'none']);
    expect(await verdict(off, 'Api-Key a.b')).toEqual(INVALID);
    expect(await verdict(off, undefined)).toBeUndefined();
  });

  it('who expired is told so, and no refusal quotes the token', async () => {
    const refusal = await service()
      .verify(await bearer({ exp: inSeconds(-60) }))
      .catch((error: unknown) => error as Problem);
    expect(refusal).toMatchObject({ options: { detail: 'The token has expired.' } });
    const other = await service()
      .verify(await bearer({ aud: 'CANARY' }))
      .catch((error: unknown) => error as Problem);
    expect(JSON.stringify(other)).not.toContain('CANARY');
    expect(other).toMatchObject({ options: { operatorNote: 'ERR_JWT_CLAIM_VALIDATION_FAILED (aud)' } });
  });
});

describe('the key set', () => {
  it('is read once for many tokens', async () => {
    const jwt = service();
    const token = await bearer();
    await Promise.all(Array.from({ length: 20 }, () => jwt.verify(token)));
    expect(provider.asked).toBe(1);
  });

  it('is read again for a key that is new: rotation needs no restart', async () => {
    const jwt = service({ cooldown: 0 });
    expect(await verdict(jwt, await bearer())).toBe('cust-77');
    provider.keys = [first.jwk, second.jwk];
    expect(await verdict(jwt, await bearer({}, second))).toBe('cust-77');
    expect(await verdict(jwt, await bearer())).toBe('cust-77');
    expect(provider.asked).toBe(2);
  });

  it('a key that was withdrawn is refused when the set has been read again', async () => {
    const jwt = service({ cooldown: 0, cacheMaxAge: 0 });
    expect(await verdict(jwt, await bearer())).toBe('cust-77');
    provider.keys = [second.jwk];
    expect(await verdict(jwt, await bearer())).toEqual(INVALID);
  });

  it('tokens with invented keys do not make a flood at the provider', async () => {
    const jwt = service();
    await verdict(jwt, await bearer());
    for (let number = 0; number < 10; number += 1) {
      expect(await verdict(jwt, await bearer({}, { ...second, kid: `invented-${number}` }))).toEqual(INVALID);
    }
    expect(provider.asked).toBe(1);
  });

  it.each([
    ['answers 500', { status: 500 }],
    ['redirects', { status: 302 }],
    ['answers no JSON', { body: '<html>' }],
    ['answers no key set', { body: '{"keys":1}' }],
    ['answers a key that is none', { body: '{"keys":[{"kty":"EC","kid":"one","alg":"ES256","crv":"P-256"}]}' }],
  ])('a provider that %s is our 503, not the fault of the token', async (_name, trouble) => {
    Object.assign(provider, trouble);
    expect(await verdict(service(), await bearer())).toEqual([503, 'identity_provider_unavailable', 'none']);
  });

  it('a provider that is down: 503 with Retry-After, and it is not asked with every token', async () => {
    const gone = new CustomerJwt({
      jwksUrl: `http://127.0.0.1:${await freePort()}/`,
      issuer: ISSUER,
      audience: AUDIENCE,
    });
    expect(await verdict(gone, await bearer())).toEqual([503, 'identity_provider_unavailable', 'none']);
    const refusal = await gone.verify(await bearer()).catch((error: unknown) => error as Problem);
    expect(refusal).toMatchObject({ options: { retryAfterSeconds: 5 } });

    provider.status = 503;
    const jwt = service();
    for (let times = 0; times < 5; times += 1) await verdict(jwt, await bearer());
    expect(provider.asked).toBe(1);
  });

  it('and while it is down, keys that were read are used', async () => {
    const jwt = service({ cooldown: 0 });
    await verdict(jwt, await bearer());
    provider.status = 503;
    expect(await verdict(jwt, await bearer({}, second))).toEqual([503, 'identity_provider_unavailable', 'none']);
    expect(await verdict(jwt, await bearer())).toBe('cust-77');
  });

  it('when it is up again, so is this', async () => {
    provider.status = 503;
    const jwt = service({ retryAfterFailure: 0 });
    await verdict(jwt, await bearer());
    provider.status = 200;
    expect(await verdict(jwt, await bearer())).toBe('cust-77');
  });
});

describe('on a route', () => {
  @Controller('v1')
  class Routes {
    @Get('carts/:id')
    @Storefront()
    cart(@CurrentShopper() shopper: Shopper | undefined): unknown {
      return { customer: shopper ?? null };
    }

    @Get('cards')
    @Storefront()
    cards(@SignedInShopper() shopper: Shopper): unknown {
      return { customer: shopper };
    }
  }

  let app: HttpTestApp;
  beforeAll(async () => {
    const settings = testSettings();
    const shopperJwt = { jwksUrl: provider.url, issuer: ISSUER, audience: AUDIENCE };
    app = await startHttpTestApp([Routes], {
      settings: { ...settings, storefront: { ...settings.storefront, shopperJwt } },
    });
  });
  afterAll(() => app.close());

  it('the customer is a parameter, and nobody where nobody is signed in', async () => {
    const ask = async (headers: Record<string, string>) => (await fetch(`${app.url}/v1/carts/1`, { headers })).json();
    expect(await ask({ authorization: await bearer() })).toEqual({ customer: { id: 'cust-77' } });
    expect(await ask({})).toEqual({ customer: null });
  });

  it('a bad token is refused, also where none is needed, with the challenge for bearers', async () => {
    for (const path of ['carts/1', 'cards']) {
      const answer = await fetch(`${app.url}/v1/${path}`, { headers: { authorization: 'Bearer a.b.c' } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="ottu-bff", error="invalid_token"');
      expect(await answer.json()).toMatchObject({ code: 'customer_jwt_invalid', outcome: 'none' });
    }
  });

  it('where one is needed, none is 401', async () => {
    const answer = await fetch(`${app.url}/v1/cards`);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="ottu-bff"']);
    expect(await answer.json()).toMatchObject({ code: 'customer_jwt_missing', outcome: 'none' });
  });

  it('is documented beside the cart token', () => {
    const document = SwaggerModule.createDocument(app.app, describeSecuritySchemes(new DocumentBuilder()).build());
    expect(document.components?.securitySchemes?.['customer_jwt']).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(document.paths['/v1/carts/{id}']?.get?.security).toContainEqual({ cart_token: [], customer_jwt: [] });
    expect(document.paths['/v1/cards']?.get?.responses).toHaveProperty('401');
  });
});
