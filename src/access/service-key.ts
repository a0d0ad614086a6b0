import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { Scope } from '../config/service-keys.ts';
import type { ServiceKeySettings } from '../config/settings.ts';
import { headerValues } from '../http/request-headers.ts';
import { Problem } from '../problems/problem.ts';
import type { Caller } from './caller.ts';

/** A service key as it stands in `SERVICE_KEYS`. */
export interface ServiceKeyEntry {
  readonly id: string;
  readonly name: string;
  readonly secret_sha256: string;
  readonly scopes: readonly Scope[];
  readonly expires_at?: string;
}

export interface NewServiceKey {
  readonly entry: ServiceKeyEntry;
  /** `<id>.<secret>`, to be shown once; it is stored nowhere. */
  readonly key: string;
}

/** Makes a service key: a short random id, and a secret of 256 random bits of which the entry holds only the hash. */
export function createServiceKey(wanted: {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt?: string;
}): NewServiceKey {
  const id = `sk_${randomBytes(6).toString('hex')}`;
  const secret = randomBytes(32).toString('base64url');
  const entry = {
    id,
    name: wanted.name,
    secret_sha256: hash('sha256', secret, 'hex'),
    scopes: wanted.scopes,
    ...(wanted.expiresAt !== undefined && { expires_at: wanted.expiresAt }),
  };
  return { entry, key: `${id}.${secret}` };
}

const HEADER = /^api-key +([A-Za-z0-9_-]{1,64})\.([\x21-\x7e]{1,512})$/i;
const SCHEME = /^api-key(?: |$)/i;

/** Compared with where no key has the id, so that an unknown id takes the same work as a wrong secret. */
const NO_KEY_HASH = hash('sha256', 'no key has this secret', 'buffer');

/**
 * Who bears the service key of this request, if the key is right, in force, and allowed to do this.
 *
 * @throws Problem `service_key_missing`, `service_key_invalid`, `service_key_expired` or `scope_missing`. Only a
 * caller who knows the secret reads that its key has expired.
 */
export function checkServiceKey(
  request: Pick<IncomingMessage, 'rawHeaders'>,
  scope: Scope,
  keys: readonly ServiceKeySettings[],
  now: Date = new Date(),
): Caller {
  const { id, secret } = presentedKey(request);
  const key = keys.find((candidate) => candidate.id === id);
  const expected = key === undefined ? NO_KEY_HASH : Buffer.from(key.secretSha256, 'hex');
  const equal = timingSafeEqual(hash('sha256', secret, 'buffer'), expected);
  if (key === undefined || !equal) throw new Problem('service_key_invalid');
  if (key.expiresAt !== undefined && key.expiresAt <= now) throw new Problem('service_key_expired');
  if (!key.scopes.includes(scope)) {
    throw new Problem('scope_missing', { detail: `This needs a service key with the scope ${scope}.` });
  }
  return { name: key.name, keyId: key.id, scopes: key.scopes as readonly Scope[] };
}

/** Whether the caller means to be known by a service key, right or wrong. */
export function bearsServiceKey(request: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  return headerValues(request, 'authorization').some((value) => SCHEME.test(value));
}

function presentedKey(request: Pick<IncomingMessage, 'rawHeaders'>): { id: string; secret: string } {
  const values = headerValues(request, 'authorization');
  const [value] = values;
  if (value === undefined || (values.length === 1 && !SCHEME.test(value))) {
    throw new Problem('service_key_missing', {
      detail: 'Send the service key as "Authorization: Api-Key <id>.<secret>".',
    });
  }
  const [, id, secret] = HEADER.exec(value) ?? [];
  // Proxies disagree on which of two Authorization headers counts.
  if (values.length > 1 || id === undefined || secret === undefined) throw new Problem('service_key_invalid');
  return { id, secret };
}
