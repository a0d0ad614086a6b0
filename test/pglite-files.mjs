import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Which end-to-end files `npm test` runs on PGlite, besides PostgreSQL. A start there costs two seconds of CPU, and the
 * same statements meet the same PostgreSQL inside: one file of each capability, one that writes much, shows that
 * its statements, types and transactions work on the single connection that PGlite has.
 */
const OF_EACH_CAPABILITY = [
  'access/routes.e2e.ts',
  'audit/audit.e2e.ts',
  'auto-debits/cycles.e2e.ts',
  'budget/shared-budget.e2e.ts',
  'buy-now/idempotency.e2e.ts',
  'carts/editing.e2e.ts',
  'database/schema.e2e.ts',
  'doctor/world.e2e.ts',
  'limits/limits.e2e.ts',
  'merchant-events/delivery.e2e.ts',
  'operations/operations.e2e.ts',
  'ottu/charge-through-faults.e2e.ts',
  'payment-links/links.e2e.ts',
  'payments-list/list.e2e.ts',
  'privacy/erasure.e2e.ts',
  'reconciliation/observed.e2e.ts',
  'reports/summary.e2e.ts',
  'transactions/idempotency.e2e.ts',
  'webhooks/inbox.e2e.ts',
];

/** The demo and the browser tests drive these on PGlite. */
const DRIVEN_BY_BROWSER = ['cards', 'catalog', 'checkout', 'live-status', 'payments-review'];

/** What these do reaches the database by the statements of other capabilities alone. */
const WITHOUT_STATEMENTS = ['attachments', 'clients', 'hostile', 'observability', 'openapi', 'payment-methods'];

const LEFT_OUT = new Set([...DRIVEN_BY_BROWSER, ...WITHOUT_STATEMENTS]);

/** What is about the database itself: its end, its restart, what only one of the two does. */
const OF_THE_DATABASE = ['buy-now/store-failure.e2e.ts', 'webhooks/store-down.e2e.ts'];

const CHOSEN = [...OF_EACH_CAPABILITY, ...OF_THE_DATABASE];

/** @returns {readonly string[]} patterns, from this folder */
export function filesOnPGlite() {
  if (process.env.ON_PGLITE === 'all') return ofOneReplica();
  const gone = CHOSEN.filter((file) => !existsSync(join(import.meta.dirname, file)));
  const capabilities = new Set(globSync('*/**/*.e2e.ts', { cwd: import.meta.dirname }).map((file) => dirname(file)));
  const missing = [...capabilities].filter(
    (folder) => !LEFT_OUT.has(folder) && !CHOSEN.some((file) => dirname(file) === folder),
  );
  if (gone.length > 0 || missing.length > 0) {
    throw new Error(`test/pglite-files.mjs: no such file: ${gone.join(', ')}; no file of: ${missing.join(', ')}`);
  }
  return CHOSEN;
}

/** A database of PGlite is in one process and belongs to one replica: what starts another one needs PostgreSQL. */
function ofOneReplica() {
  return globSync('*/**/*.e2e.ts', { cwd: import.meta.dirname }).filter(
    (file) => !readFileSync(join(import.meta.dirname, file), 'utf8').includes('startReplica('),
  );
}
