import { isStoreUnavailable, TLS_REFUSED } from './store-unavailable.ts';
import { isError } from './is-error.ts';

/**
 * The database cannot be used at the start of the service. The message is for the operator and is printed as it is; it
 * holds no user and no password.
 */
export class DatabaseUnusable extends Error {
  constructor(reason: string, cause: unknown) {
    super(`The database cannot be used: ${reason}`, { cause });
    this.name = 'DatabaseUnusable';
  }
}

/** SQLSTATE codes by which a server says that it is there, and does not let this service do its work. */
const REFUSALS: Readonly<Record<string, string>> = {
  '28P01': 'it refuses the user or the password of DATABASE_URL',
  '28000': 'it does not know the user of DATABASE_URL, or does not let it in from here or without TLS (pg_hba.conf)',
  '3D000': 'it has no database of the name in DATABASE_URL',
  '25006':
    'it takes no writes: it is a standby, or default_transaction_read_only is on there; DATABASE_URL must lead to the primary',
  '42501': 'the user of DATABASE_URL may not do there what migrations do; make it the owner of its database',
};

/** What the driver has no code for. */
const WITHOUT_CODE: readonly (readonly [message: RegExp, reason: string])[] = [
  [/server does not support SSL/i, 'it speaks no TLS, which DATABASE_URL asks for'],
  [/client password must be/i, 'it asks for a password, and DATABASE_URL has none'],
];

/** Of PGlite's directory, or of a certificate that DATABASE_URL names. */
const FILE_CALLS: ReadonlySet<string> = new Set(['open', 'read', 'mkdir', 'stat', 'scandir', 'rename', 'listen']);

/** What went wrong while the database was opened, as an operator can act on it; the same error where nobody foresaw it. */
export function asDatabaseUnusable(error: unknown): unknown {
  const root = rootOf(error);
  const reason = reasonOf(root) ?? (isStoreUnavailable(error) ? root.message || root.code : undefined);
  return reason === undefined ? error : new DatabaseUnusable(reason, error);
}

function reasonOf({ code, syscall, message }: Root): string | undefined {
  const refusal = REFUSALS[code];
  if (refusal !== undefined) return `${refusal} (${code})`;
  if (TLS_REFUSED.test(code)) return `TLS with it fails (${code}); see sslmode and sslrootcert in DATABASE_URL`;
  if (FILE_CALLS.has(syscall)) return `a file or directory that DATABASE_URL names is out of reach (${code})`;
  return WITHOUT_CODE.find(([pattern]) => pattern.test(message))?.[1];
}

/** What lies under every wrapping. Of several addresses that were tried in vain, only the code tells. */
interface Root {
  readonly code: string;
  readonly syscall: string;
  readonly message: string;
}

function rootOf(error: unknown): Root {
  let root = error;
  while (isError(root) && isError(root.cause)) root = root.cause;
  const { code = '', syscall = '', message = '' } = isError(root) ? (root as NodeJS.ErrnoException) : {};
  return { code, syscall, message };
}
