import type { IncomingMessage } from 'node:http';

import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

/** Whom the tokens are for: what the service has as SHOPPER_JWT_AUDIENCE. */
export const AUDIENCE = 'marsa-shop';
/** Long enough to look around in, short enough that a token that leaks is soon of no use. */
const LIFETIME_SECONDS = 15 * 60;

/** The one account: the simulator of Ottu has saved cards of this customer. */
const ACCOUNT = { id: 'cust-77', name: { en: 'Sara', ar: 'سارة' } } as const;

export interface Identity {
  readonly jwks: { readonly keys: readonly JWK[] };
  /** Signs in without asking for a password. */
  signIn(): Promise<SignedIn>;
}

export interface SignedIn {
  readonly token: string;
  readonly expires_in: number;
  readonly name: Readonly<Record<'en' | 'ar', string>>;
}

/**
 * SIMULATED: an identity provider that asks for no password and has one customer. It stands for the one that a shop has
 * already, and does what the service needs of that: it signs short-lived tokens (ES256) and shows its public key. The key
 * is made anew at each start and never leaves this process.
 */
export async function createIdentity(issuer: string): Promise<Identity> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    jwks: { keys: [{ ...jwk, kid, alg: 'ES256', use: 'sig' }] },
    async signIn() {
      const token = await new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(ACCOUNT.id)
        .setIssuedAt()
        .setExpirationTime(`${LIFETIME_SECONDS}s`)
        .sign(privateKey);
      return { token, expires_in: LIFETIME_SECONDS, name: ACCOUNT.name };
    },
  };
}

/** Where the provider is, as the shop's server with this port serves it, and what the service has to be told of it. */
export function identitySettings(port: number): Readonly<Record<`SHOPPER_${string}`, string>> {
  return {
    SHOPPER_JWKS_URL: `http://127.0.0.1:${port}/id/jwks.json`,
    SHOPPER_JWT_ISSUER: issuerOf(port),
    SHOPPER_JWT_AUDIENCE: AUDIENCE,
  };
}

export function issuerOf(port: number): string {
  return `http://localhost:${port}/id`;
}

/** A page of another site may send a form here, and must get nothing by it. */
export function isOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}
