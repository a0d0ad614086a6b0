import { createRemoteJWKSet, customFetch, errors, type FetchImplementation, type JWTVerifyGetKey } from 'jose';

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
export function customerKeys(url: string, timing: KeySetTiming): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(url), {
    cacheMaxAge: timing.cacheMaxAge,
    cooldownDuration: timing.cooldown,
    timeoutDuration: timing.timeout,
    [customFetch]: restingAfterFailure(timing.retryAfterFailure),
  });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isFaultOfToken(error)) throw error;
      throw new KeySetUnavailable(error);
    }
  };
}

function isFaultOfToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}

/** jose waits between two readings that succeeded, but asks a provider that is down again with every token. */
function restingAfterFailure(restMs: number): FetchImplementation {
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
