import { createHash, randomBytes } from 'node:crypto';
import type { Scope } from '../config/scopes.ts';

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
    secret_sha256: createHash('sha256').update(secret).digest('hex'),
    scopes: wanted.scopes,
    ...(wanted.expiresAt !== undefined && { expires_at: wanted.expiresAt }),
  };
  return { entry, key: `${id}.${secret}` };
}
