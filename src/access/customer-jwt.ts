import {
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type FetchImplementation,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';

import type { ShopperJwtSettings } from '../config/settings.ts';
import type { Fetch } from '../outgoing/outgoing-fetch.ts';
import { Problem, type ProblemOptions } from '../problems/problem.ts';

/** How the key set of the identity provider is asked for. Milliseconds. */
export interface KeySetTiming {
  /** Keys are used for so long: a key that was withdrawn is refused after this at the latest. */
  readonly cacheMaxAge: number;
  /** A token with an unknown key makes the set be read again, no more often than this. */
  readonly cooldown: number;
  /** While the provider is down it is asked no more often than this. */
  readonly retryAfterFailure: number;
  readonly timeout: number;
}

export const KEY_SET_TIMING: KeySetTiming = {
  cacheMaxAge: 10 * 60_000,
  cooldown: 10_000,
  retryAfterFailure: 5_000,
  timeout: 5_000,
};

/** The key set could not be read; whether the token is good is not known. */
export class KeySetUnavailable extends Error {
  constructor(cause: unknown) {
    super('The key set of the identity provider could not be read', { cause });
    this.name = 'KeySetUnavailable';
  }
}

/** Public keys of the identity provider, by the `kid` of a token; read when they are needed, and again when rotated. */
export function customerKeys(url: string, timing: KeySetTiming, fetch: Fetch = globalThis.fetch): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: timing.cacheMaxAge,
    cooldownDuration: timing.cooldown,
    timeoutDuration: timing.timeout,
    [customFetch]: withCooldownAfterFailure(timing.retryAfterFailure, fetch),
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isTokenError(error)) throw error;
      throw new KeySetUnavailable(error);
    }
  };
}

/**
 * The key set of an identity provider as it is now.
 *
 * @throws KeySetUnavailable
 */
export async function currentKeySet(url: string, fetch: Fetch, timing = KEY_SET_TIMING): Promise<readonly JWK[]> {
  const keys = createRemoteJWKSet(new URL(url), { timeoutDuration: timing.timeout, [customFetch]: fetch });
  try {
    await keys.reload();
  } catch (error) {
    throw new KeySetUnavailable(error);
  }
  return keys.jwks()?.keys ?? [];
}

function isTokenError(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}

/** jose waits between two readings that succeeded, but asks a provider that is down again with every token. */
function withCooldownAfterFailure(restMs: number, fetch: Fetch): FetchImplementation {
  let restUntil = 0;
  return async (url, options) => {
    if (performance.now() < restUntil) throw new Error('the identity provider has just failed');
    try {
      const response = await fetch(url, options);
      restUntil = response.ok ? 0 : performance.now() + restMs;
      return response;
    } catch (error) {
      restUntil = performance.now() + restMs;
      throw error;
    }
  };
}

declare const brand: unique symbol;

/** Ottu's `customer_id` on storefront routes (M58): 1 to 64 characters. */
export type CustomerId = string & { readonly [brand]: 'CustomerId' };

/** A shopper whom the merchant's identity provider vouches for. */
export interface Shopper {
  readonly id: CustomerId;
}

/** Asymmetric only: with a symmetric one, a reader of the public keys could sign. */
const ALGORITHMS = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');
const CLOCK_TOLERANCE_SECONDS = 10;
const MAX_ID_LENGTH = 64;
const RETRY_AFTER_SECONDS = 5;

/** Verifies the JWT of signed-in shoppers. Without `SHOPPER_JWKS_URL` no shopper can sign in. */
export class CustomerJwt {
  readonly #settings: ShopperJwtSettings | undefined;
  readonly #keys: JWTVerifyGetKey | undefined;

  constructor(settings: ShopperJwtSettings | undefined, timing: KeySetTiming = KEY_SET_TIMING, fetch?: Fetch) {
    this.#settings = settings;
    this.#keys = settings && customerKeys(settings.jwksUrl, timing, fetch);
  }

  /**
   * The shopper whom the `Authorization` header proves; undefined where there is no such header.
   *
   * @throws Problem `customer_jwt_invalid` (401) for everything but a good bearer token of ours,
   * `customer_jwt_not_configured` (400), or `identity_provider_unavailable` (503); outcome `none`.
   */
  async verify(authorization: string | undefined): Promise<Shopper | undefined> {
    if (authorization === undefined) return undefined;
    const token = /^bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
    if (token === undefined) {
      throw customerJwtInvalid({ detail: 'Send the token as "Authorization: Bearer <token>", once.' });
    }
    if (this.#settings === undefined || this.#keys === undefined) {
      throw new Problem('customer_jwt_not_configured', { outcome: 'none' });
    }
    const { issuer, audience } = this.#settings;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
      });
      return { id: customerId(payload) };
    } catch (error) {
      throw problemOf(error);
    }
  }
}

/** The 401 of a token that is not good, with the challenge that RFC 6750 asks for. */
export function customerJwtInvalid(options: ProblemOptions = {}): Problem {
  const headers = { 'www-authenticate': 'Bearer realm="ottu-bff", error="invalid_token"' };
  return new Problem('customer_jwt_invalid', { outcome: 'none', headers, ...options });
}

/** M58. Ottu trims what it is given, so that " a" and "a" would be one customer there, with one set of cards. */
function customerId({ sub }: JWTPayload): CustomerId {
  const length = typeof sub === 'string' ? [...sub].length : 0;
  if (typeof sub !== 'string' || length < 1 || length > MAX_ID_LENGTH) {
    throw customerJwtInvalid({ detail: `The token's sub must have 1 to ${MAX_ID_LENGTH} characters.` });
  }
  if (sub.trim() !== sub || /\p{Cc}/u.test(sub) || !sub.isWellFormed()) {
    throw customerJwtInvalid({
      detail: "The token's sub must not begin or end with white space nor hold control characters.",
    });
  }
  return sub as CustomerId;
}

function problemOf(error: unknown): unknown {
  if (error instanceof Problem) return error;
  if (error instanceof KeySetUnavailable) {
    return new Problem('identity_provider_unavailable', {
      outcome: 'none',
      retryAfterSeconds: RETRY_AFTER_SECONDS,
      cause: error.cause,
    });
  }
  if (error instanceof errors.JWTExpired) return customerJwtInvalid({ detail: 'The token has expired.' });
  if (!(error instanceof errors.JOSEError)) return error;
  // A wrong audience or issuer is mostly a fault of a configuration. The values stay out of answers and logs.
  const claim = error instanceof errors.JWTClaimValidationFailed ? ` (${error.claim})` : '';
  return customerJwtInvalid({ operatorNote: `${error.code}${claim}` });
}
