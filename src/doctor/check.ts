import { certificateFault } from '../outgoing/certificate-fault.ts';
import type { World } from './world.ts';
import { isError } from '../database/is-error.ts';

/** `fail`: the service, or a part of it, does not work like this. `skipped`: nothing is known. */
export const VERDICTS = ['ok', 'warn', 'fail', 'skipped'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One line of what the doctor says. Neither text may hold a secret, nor what somebody else's error message says. */
export interface Finding {
  readonly verdict: Verdict;
  /** Which one of several things it is about, such as a gateway code. */
  readonly about?: string;
  readonly seen: string;
  /** What an operator can do. */
  readonly todo?: string;
}

/**
 * Looks at one thing and changes nothing: no row, no transaction, no charge. What a check throws is a fault of the check;
 * what is wrong with the world it tells as a finding.
 */
export interface Check {
  readonly name: string;
  readonly run: (world: World) => Promise<readonly Finding[]>;
}

export const ok = (seen: string): Finding => ({ verdict: 'ok', seen });
export const warn = (seen: string, todo: string): Finding => ({ verdict: 'warn', seen, todo });
export const fail = (seen: string, todo: string): Finding => ({ verdict: 'fail', seen, todo });
export const skipped = (seen: string): Finding => ({ verdict: 'skipped', seen });

/** A code of Node's, PostgreSQL's or undici's, and no message: it could quote what was sent, or an address with a password. */
export function wordOf(error: unknown): string {
  const { name, code, cause } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown; cause?: unknown };
  if (name === 'TimeoutError' || name === 'JWKSTimeout') return 'TIMEOUT';
  if (typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code)) return code;
  if (isError(cause)) return wordOf(cause);
  return typeof name === 'string' && /^\w{1,64}$/.test(name) ? name : 'UNKNOWN';
}

/**
 * Somebody who should answer does not.
 *
 * @param code what the connection ended in: where it is about a certificate, that is what has to be mended.
 */
export function unanswered(seen: string, code: string | undefined, todo: string): Finding {
  const certificate = certificateFault(code);
  return certificate === undefined ? fail(seen, todo) : fail(`${seen}: ${certificate.seen}`, certificate.todo);
}

/** An address without what may be secret in it: user, password, path and query. */
export function originOf(address: string): string {
  return URL.parse(address)?.origin ?? 'the address';
}
