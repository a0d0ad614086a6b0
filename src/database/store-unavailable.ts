import { Problem } from '../problems/problem.ts';
import { isError } from './is-error.ts';

/**
 * SQLSTATE classes and codes with which a server says that it, not the statement, is the trouble; among them statements
 * that it ended because they took too long (57014, or 55P03 for a lock), transactions that were in another's way again and
 * again (40001, 40P01) or of which it does not know what became (40003), sessions that it has ended (25P03, 25P04), that it
 * takes no writes (25006: the replica that a failover left behind), and sessions that it does not let in (28, 3D: a password
 * that was changed, a database that is being restored).
 */
const SERVER_UNAVAILABLE = /^(08|28|3D|53|57P0|57014|25006|25P0[34]|4000[13]|40P01|55P03|58)/;
/** Codes of a connection that could not be made, because the server's certificate is not the right one. */
export const TLS_REFUSED = /CERT|^ERR_(SSL|TLS|OSSL)_|^UNABLE_TO_|^EPROTO$/;
const SOCKET_UNAVAILABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);
/** node-postgres gives no code for these. */
const DRIVER_UNAVAILABLE =
  /connection terminated|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|does not support ssl|pglite is clos/i;

/** The database could not be reached or did not answer; nothing is known to have been written. */
export class StoreUnavailable extends Problem {
  constructor(cause: unknown) {
    super('store_unavailable', { retryAfterSeconds: 5, cause });
    this.name = 'StoreUnavailable';
  }
}

export function isStoreUnavailable(error: unknown): boolean {
  if (!isError(error)) return false;
  if (error instanceof StoreUnavailable) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    SERVER_UNAVAILABLE.test(code) ||
    SOCKET_UNAVAILABLE.has(code) ||
    TLS_REFUSED.test(code) ||
    isMissingSocket(error) ||
    DRIVER_UNAVAILABLE.test(error.message)
  );
}

/** A server's socket in the file system that is not there; any other file that is missing is none of the database. */
function isMissingSocket({ code, syscall }: NodeJS.ErrnoException): boolean {
  return code === 'ENOENT' && syscall === 'connect';
}
