import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

import { DatabaseUnusable } from './database-unusable.ts';
import type { Database } from './database.ts';
import { judgeForeign, type ForeignMigrations } from './foreign-migrations.ts';
import * as payments from './migrations/0001-payments.ts';
import * as transactions from './migrations/0002-transactions.ts';
import * as merchantEvents from './migrations/0003-merchant-events.ts';
import * as webhookInbox from './migrations/0004-webhook-inbox.ts';
import * as reconciliation from './migrations/0005-reconciliation.ts';
import * as carts from './migrations/0006-carts.ts';
import * as limits from './migrations/0007-limits.ts';
import * as ottuCalls from './migrations/0008-ottu-calls.ts';
import * as attemptTokens from './migrations/0009-attempt-tokens.ts';
import * as freezeLooks from './migrations/0010-freeze-looks.ts';
import * as formerCartToken from './migrations/0011-former-cart-token.ts';
import * as claims from './migrations/0012-claims.ts';
import * as nextCartAction from './migrations/0013-next-cart-action.ts';
import * as confirming from './migrations/0014-confirming.ts';
import * as reviews from './migrations/0015-reviews.ts';
import * as paidVersions from './migrations/0017-paid-versions.ts';
import * as detachedAttempts from './migrations/0018-detached-attempts.ts';
import * as heldUntil from './migrations/0019-held-until.ts';
import * as freeCarts from './migrations/0020-free-carts.ts';
import * as merchantReference from './migrations/0021-merchant-reference.ts';
import * as autoPay from './migrations/0025-auto-pay.ts';
import * as operations from './migrations/0027-operations.ts';
import * as savedCards from './migrations/0028-saved-cards.ts';
import * as agreements from './migrations/0029-agreements.ts';
import * as authorizationExpiring from './migrations/0030-authorization-expiring.ts';
import * as books from './migrations/0031-books.ts';
import * as audit from './migrations/0032-audit.ts';
import * as booksByPage from './migrations/0033-books-by-page.ts';
import * as paymentLinks from './migrations/0034-payment-links.ts';
import * as findPayments from './migrations/0036-find-payments.ts';
import * as childrenOfTheirPayment from './migrations/0037-children-of-their-payment.ts';
import * as cartAgreements from './migrations/0038-cart-agreements.ts';
import * as erasure from './migrations/0039-erasure.ts';
import * as agreedAt from './migrations/0040-agreed-at.ts';
import * as tokenMarks from './migrations/0041-token-marks.ts';
import { retryAborted } from './retry-aborted.ts';
import * as purgeByIndex from './migrations/0042-purge-by-index.ts';
import * as attemptsByCart from './migrations/0043-attempts-by-cart.ts';
import type { Schema } from './schema.ts';
import { StoreUnavailable } from './store-unavailable.ts';
import { isError } from './is-error.ts';

/** One statement of a migration may wait for many of the version before. */
const TRIES = { tries: 10, maxPauseMs: 500 };

/**
 * In order of their names. A migration that has landed is never changed; the next one amends it. One that does more than to
 * add has a name that ends with `-needs-` and the number of the oldest migration that a version must know to run beside it
 * (decision 24).
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-payments': payments,
  '0002-transactions': transactions,
  '0003-merchant-events': merchantEvents,
  '0004-webhook-inbox': webhookInbox,
  '0005-reconciliation': reconciliation,
  '0006-carts': carts,
  '0007-limits': limits,
  '0008-ottu-calls': ottuCalls,
  '0009-attempt-tokens': attemptTokens,
  '0010-freeze-looks': freezeLooks,
  '0011-former-cart-token': formerCartToken,
  '0012-claims': claims,
  '0013-next-cart-action': nextCartAction,
  '0014-confirming': confirming,
  '0015-reviews': reviews,
  '0017-paid-versions': paidVersions,
  '0018-detached-attempts': detachedAttempts,
  '0019-held-until': heldUntil,
  '0020-free-carts': freeCarts,
  '0021-merchant-reference': merchantReference,
  '0025-auto-pay': autoPay,
  '0027-operations': operations,
  '0028-saved-cards': savedCards,
  '0029-agreements': agreements,
  '0030-authorization-expiring': authorizationExpiring,
  '0031-books': books,
  '0032-audit': audit,
  '0033-books-by-page': booksByPage,
  '0034-payment-links': paymentLinks,
  '0036-find-payments': findPayments,
  '0037-children-of-their-payment': childrenOfTheirPayment,
  '0038-cart-agreements': cartAgreements,
  '0039-erasure': erasure,
  '0040-agreed-at': agreedAt,
  '0041-token-marks': tokenMarks,
  '0042-purge-by-index': purgeByIndex,
  '0043-attempts-by-cart': attemptsByCart,
};

/**
 * Brings the schema up to date. Safe to run from several replicas at once: the migrator takes an advisory lock. What a later
 * version has added is left alone.
 *
 * @throws DatabaseUnusable where this version cannot run on what another one has made of the database
 * @throws when a migration fails; the database is left as it was before that migration.
 */
export async function migrate(database: Database): Promise<void> {
  // A start where nothing is to do makes two reads, and waits for nobody.
  if (await isCurrent(database).catch(whenStoreAnswers)) return;
  await database.withoutTimeout(() =>
    // Of a pooler's connections the next statement may have another one: there transactions take their limits along.
    database.onConnection((connection) => (database.pooled ? latest(connection) : latestWithoutLimit(connection))),
  );
}

/** A look that another replica's migration keeps waiting is made again by whoever may wait for it without a limit. */
function whenStoreAnswers(error: unknown): false {
  if (error instanceof StoreUnavailable) return false;
  throw error;
}

/** @throws DatabaseUnusable */
async function isCurrent(database: Database): Promise<boolean> {
  const ran = new Set(await database.query(migrationsRun));
  const known = Object.keys(MIGRATIONS);
  const { refusal } = judgeForeign(known, [...ran]);
  if (refusal !== undefined) throw new DatabaseUnusable(refusal, undefined);
  return known.every((name) => ran.has(name));
}

async function latestWithoutLimit(connection: Kysely<Schema>): Promise<void> {
  // A replica waits for the one that migrates, and a migration takes as long as the tables are large.
  await sql`select set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)`.execute(
    connection,
  );
  try {
    await latest(connection);
  } finally {
    await sql`reset statement_timeout`.execute(connection);
    await sql`reset lock_timeout`.execute(connection);
  }
}

/**
 * Replicas of the version before go on while this one migrates, and take rows of several tables in an order of their own:
 * where the database ends the migration because of that, nothing of it was done, and it is made again. So it is where a
 * later version has migrated between the look at what has run and the lock.
 */
async function latest(connection: Kysely<Schema>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { later, refusal } = judgeForeign(Object.keys(MIGRATIONS), await migrationsRun(connection));
    if (refusal !== undefined) throw new DatabaseUnusable(refusal, undefined);
    try {
      return await retryAborted(() => migrateBeside(connection, later), TRIES);
    } catch (error) {
      if (tries === TRIES.tries || !(await isOvertaken(connection, later))) throw error;
    }
  }
}

async function migrateBeside(connection: Kysely<Schema>, later: readonly string[]): Promise<void> {
  const { error } = await migrator(connection, later).migrateToLatest();
  if (error === undefined) return;
  throw isError(error) ? error : new Error('a migration failed', { cause: error });
}

async function isOvertaken(connection: Kysely<Schema>, before: readonly string[]): Promise<boolean> {
  const now = judgeForeign(Object.keys(MIGRATIONS), await migrationsRun(connection));
  return now.refusal !== undefined || now.later.join() !== before.join();
}

/** Names of migrations that have not run; empty when the schema is current. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  return database.query(async (db) => {
    const all = await migrator(db).getMigrations();
    return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
  });
}

/** What other versions have made of the database, and whether this one runs on it. */
export async function foreignMigrations(database: Database): Promise<ForeignMigrations> {
  return judgeForeign(Object.keys(MIGRATIONS), await database.query(migrationsRun));
}

/** Names of all migrations that have run, whichever version they are of. */
async function migrationsRun(db: Kysely<Schema>): Promise<string[]> {
  const { rows } = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(
    db,
  );
  if (rows[0]?.there !== true) return [];
  const ran = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return ran.rows.map(({ name }) => name);
}

/** @param later names of migrations that have run and are a later version's: the migrator knows them, and runs none. */
function migrator(db: Kysely<Schema>, later: readonly string[] = []): Migrator {
  const others = Object.fromEntries(later.map((name) => [name, { up: () => neverRun(name) }]));
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...MIGRATIONS, ...others }) } });
}

async function neverRun(name: string): Promise<never> {
  throw new Error(`${name} is a migration of a later version`);
}
