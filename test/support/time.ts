import type { INestApplicationContext } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';

import type { Simulator } from '../../sandbox/simulator.ts';
import { AuditLog } from '../../src/audit/audit-log.ts';
import { Settings } from '../../src/config/settings.ts';
import { Database } from '../../src/database/database.ts';
import type { Background } from '../../src/background/background.ts';
import { SettleRetrieved } from '../../src/transactions/retrieve-transaction.ts';
import { UnverifiedEventCheck } from '../../src/webhooks/processing/unverified-event-check.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What becomes due within so long is done together: sweeps are no more exact either. */
const GRAIN = SECOND;
/** More than any test needs; work that makes itself due for ever must end a test, not hang it. */
const MOST_ROUNDS = 100;

/** Time as a test wants it: nothing is waited for, and nothing happens behind its back. */
export interface TestTime {
  /**
   * Does everything that is due by now, and what becomes due by that, until nothing is left that moves. Events of the
   * simulator that are on their way arrive first.
   *
   * @param only one kind of work, by its name.
   */
  readonly runDue: (only?: string) => Promise<void>;
  /** What answered callers do not wait for has ended. */
  readonly settled: () => Promise<void>;
  /** One run of one kind of work, whatever is on its way. */
  readonly runOnce: (name: string) => Promise<void>;
  /** So long passes while nobody does anything: every time in every row is so much longer ago, and Ottu's clock is as much later. */
  readonly moveTime: (milliseconds: number) => Promise<void>;
  /** So long passes, and everything is done when it becomes due. */
  readonly passTime: (milliseconds: number) => Promise<void>;
}

export interface TimeParts {
  readonly app: INestApplicationContext;
  readonly background: Background;
  readonly simulator: Simulator;
}

export function timeOf({ app, background, simulator }: TimeParts): TestTime {
  const database = app.get(Database, { strict: false });
  const settings = app.get(Settings, { strict: false });

  const runAll = async (only?: string): Promise<void> => {
    for (const name of only === undefined ? background.names : [only]) await background.run(name);
    await behindAnswers(app);
  };
  const settle = async (): Promise<void> => {
    await simulator.settled();
    await behindAnswers(app);
  };
  const runDue = async (only?: string): Promise<void> => {
    await settle();
    for (let rounds = 0; rounds < MOST_ROUNDS; rounds += 1) {
      const before = await dueNow(database, settings);
      await runAll(only);
      await settle();
      const after = await dueNow(database, settings);
      // What is due and is left alone all the same waits for something else.
      if (after === '' || after === before) return;
    }
    throw new Error(`still due after ${MOST_ROUNDS} rounds: ${await dueNow(database, settings)}`);
  };
  const moveTime = async (milliseconds: number): Promise<void> => {
    await settle();
    await moveRows(database, milliseconds);
    simulator.setClock({ advance_ms: milliseconds });
    await settle();
  };
  const passTime = async (milliseconds: number): Promise<void> => {
    await runDue();
    for (let left = milliseconds; left > 0;) {
      const step = Math.min(left, (await nextDueIn(database, settings)) ?? left);
      await moveTime(step);
      left -= step;
      await runDue();
    }
  };
  return { runDue, settled: settle, runOnce: (name) => background.run(name), moveTime, passTime };
}

/** What callers who have been answered do not wait for. Their end at a shutdown is only a wait. */
async function behindAnswers(app: INestApplicationContext): Promise<void> {
  await app.get(UnverifiedEventCheck, { strict: false }).beforeApplicationShutdown();
  await app.get(SettleRetrieved, { strict: false }).beforeApplicationShutdown();
  await app.get(AuditLog, { strict: false }).beforeApplicationShutdown();
}

/** Every row that waits for a time, whatever looks for it: what it is, and when. */
function waiting({ durations }: Settings) {
  const inMs = (milliseconds: number) => sql`${`${milliseconds} milliseconds`}::interval`;
  return sql<{ what: string; at: Date }>`(
    select 'check ' || id || ' ' || next_check as what, next_check_at as at from payments where next_check_at is not null
    union all
    select 'operation ' || id, due_at from payment_operations where due_at is not null
    union all
    select 'authorization ' || id, authorization_warning_at from payments where authorization_warning_at is not null
    union all
    select 'comparison ' || id, compare_at from payments where compare_at is not null
    union all
    select 'lease ' || id, lease_until from payment_attempts where state = 'sending'
    union all
    select 'sync ' || id, sync_at from carts where sync_at is not null
    union all
    select 'freeze ' || id, frozen_until from carts where state = 'frozen' and frozen_until is not null
    union all
    select 'expiry ' || id, expires_at from carts where state in ('open', 'frozen')
    union all
    select 'closing ' || payment_id, close_wanted_at from cart_transactions
      where close_wanted_at is not null and closed_at is null
    union all
    select 'event ' || id, greatest(next_try_at, lease_until) from merchant_events where state = 'waiting'
    union all
    select 'inbox ' || id, greatest(next_try_at, claimed_until) from webhook_inbox where next_try_at is not null
    union all
    select 'hint ' || payment_id, greatest(wanted_at, asked_at + ${inMs(durations.webhookConfirm)})
      from webhook_confirmations where wanted_at is not null
  )`;
}

async function dueNow(database: Database, settings: Settings): Promise<string> {
  const { rows } = await database.query((db) =>
    sql<{ what: string; at: string }>`
      select what, at::text from ${waiting(settings)} as due where at <= now() order by what`.execute(db),
  );
  return rows.map(({ what, at }) => `${what} ${at}`).join('\n');
}

/** Nothing where nothing waits. What is due already and is left alone is not waited for again. */
async function nextDueIn(database: Database, settings: Settings): Promise<number | undefined> {
  const { rows } = await database.query((db) =>
    sql<{ ms: number | null }>`
      select (extract(epoch from min(at) - now()) * 1000)::float8 as ms from ${waiting(settings)} as due
        where at > now()`.execute(db),
  );
  const ms = rows[0]?.ms;
  return ms === null || ms === undefined ? undefined : Math.ceil(ms) + GRAIN;
}

async function moveRows(database: Database, milliseconds: number): Promise<void> {
  const by = sql`${`${milliseconds} milliseconds`}::interval`;
  await database.inTransaction(async (tx) => {
    for (const { table, columns } of await timeColumns(tx as unknown as Kysely<never>)) {
      const moved = columns.map((column) => sql`${sql.id(column)} = ${sql.id(column)} - ${by}`);
      await sql`update ${sql.table(table)} set ${sql.join(moved)}`.execute(tx);
    }
    // By way of another time, since one step of the past is another row's key.
    await sql`update attempt_outcomes set step = step - interval '1000 years' - ${by}`.execute(tx);
    await sql`update attempt_outcomes set step = step + interval '1000 years'`.execute(tx);
    await sql`update limit_counts set expire = expire - ${Math.round(milliseconds)}::bigint`.execute(tx);
  });
}

/** Of every table but those whose times are keys, or are never changed. */
async function timeColumns(db: Kysely<never>): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select c.table_name::text as table, array_agg(c.column_name::text) as columns
      from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
        and c.data_type = 'timestamp with time zone'
        and c.table_name not in ('attempt_outcomes', 'audit_entries', 'audit_outcomes')
      group by c.table_name order by c.table_name`.execute(db);
  return rows;
}
