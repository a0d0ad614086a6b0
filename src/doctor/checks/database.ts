import { setTimeout as sleep } from 'node:timers/promises';

import { sql } from 'kysely';

import type { DatabaseSettings } from '../../config/settings.ts';
import { DatabaseUnusable } from '../../database/database-unusable.ts';
import type { Database } from '../../database/database.ts';
import { DirectoryLocked } from '../../database/directory-lock.ts';
import { commitDurability } from '../../database/durable-commits.ts';
import { foreignMigrations, pendingMigrations } from '../../database/migrate.ts';
import { PostgresListener } from '../../database/postgres-listener.ts';
import { fail, ok, skipped, warn, wordOf, type Check, type Finding } from '../check.ts';
import { NoDatabaseYet, type World } from '../world.ts';

/** The oldest that the PostgreSQL project still mends; the tests run on 18. */
const OLDEST_SERVER = 15;

/** The findings of `look`; nothing is known where there is no database to look at, of which `DATABASE` tells. */
export async function ofDatabase(
  world: World,
  look: (database: Database) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  let database: Database;
  try {
    database = await world.database();
  } catch {
    return [skipped('there was no database to look at')];
  }
  return look(database);
}

export const DATABASE: Check = {
  name: 'database',
  run: async (world) => {
    const { database: settings } = world.settings;
    try {
      return [await reached(await world.database(), settings)];
    } catch (error) {
      if (error instanceof NoDatabaseYet) return [notYet(settings)];
      if (error instanceof DirectoryLocked) {
        return [skipped('another process has the PGlite directory open; where it is the service, /health/ready tells')];
      }
      if (error instanceof DatabaseUnusable) return [fail(error.message, 'start it, or mend DATABASE_URL')];
      throw error;
    }
  },
};

function notYet(settings: DatabaseSettings): Finding {
  return settings.kind === 'pglite' && settings.directory === undefined
    ? warn('PGlite in memory: everything is gone when the process ends', 'fine to try it; else set DATABASE_URL')
    : warn('there is no PGlite database yet', 'none is needed: the first start makes it');
}

interface Server {
  readonly version: string;
  readonly number: number;
  readonly role: string;
  readonly recovering: boolean;
  readonly read_only: string;
}

async function reached(database: Database, settings: DatabaseSettings): Promise<Finding> {
  const { rows } = await database.query((db) =>
    sql<Server>`select current_setting('server_version') as version,
      current_setting('server_version_num')::int as number, current_user as role,
      pg_is_in_recovery() as recovering, current_setting('transaction_read_only') as read_only`.execute(db),
  );
  const [server] = rows;
  if (server === undefined) return fail('it answers nothing', 'look at the database');
  if (server.recovering || server.read_only === 'on') {
    const what = server.recovering ? 'a standby' : 'a database that takes reads only';
    return fail(`it is ${what}: nothing can be written`, 'name the primary in DATABASE_URL');
  }
  if (settings.kind === 'pglite') {
    return ok(`PGlite, PostgreSQL ${server.version}: it serves one process on one machine`);
  }
  const seen = `PostgreSQL ${server.version}, as the role ${server.role}`;
  return server.number < OLDEST_SERVER * 10_000
    ? warn(`${seen}: its makers mend it no more`, `upgrade it to ${OLDEST_SERVER} or later`)
    : ok(seen);
}

export const MIGRATIONS: Check = {
  name: 'migrations',
  run: (world) =>
    ofDatabase(world, async (database) => {
      const { later, refusal } = await foreignMigrations(database);
      if (refusal !== undefined) {
        return [
          fail(`this version does not start on it: ${refusal}`, 'run the version that migrated it, or a later one'),
        ];
      }
      const pending = await pendingMigrations(database);
      if (pending.length > 0) {
        return [fail(`these have not run: ${pending.join(', ')}`, 'npm run migrate, or the next start, runs them')];
      }
      if (later.length === 0) return [ok('all have run')];
      return [
        warn(
          `all have run, and those of a later version (${later.join(', ')}), which this one leaves alone`,
          'fine after a roll back and while versions change; else run the later version',
        ),
      ];
    }),
};

/** Of all tables that belong to whom `payments` belongs to. */
const RIGHTS_OF_ROLE = sql<{ may_create: boolean; closed: string[]; foreign_owner: boolean }>`
  with ours as (
    select c.oid, c.relname, c.relowner from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and c.relowner = (select relowner from pg_class where oid = to_regclass('payments'))
  )
  select coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) as may_create,
    coalesce((select array_agg(relname::text order by relname) from ours
      where not (has_table_privilege(oid, 'SELECT') and has_table_privilege(oid, 'INSERT')
        and has_table_privilege(oid, 'UPDATE') and has_table_privilege(oid, 'DELETE'))), '{}') as closed,
    exists (select from ours where not pg_has_role(relowner, 'USAGE')) as foreign_owner`;

export const RIGHTS: Check = {
  name: 'database-rights',
  run: (world) =>
    ofDatabase(world, async (database) => {
      const { rows } = await database.query((db) => RIGHTS_OF_ROLE.execute(db));
      const { may_create: mayCreate = false, closed = [], foreign_owner: isForeign = false } = rows[0] ?? {};
      if (closed.length > 0) {
        return [
          fail(
            `the role may not read and write: ${closed.join(', ')}`,
            'grant select, insert, update and delete on them to the user of DATABASE_URL',
          ),
        ];
      }
      if (!mayCreate || isForeign) {
        const missing = mayCreate ? 'it does not own the tables' : 'it may not create tables';
        return [
          warn(
            `the role reads and writes all tables, and cannot migrate: ${missing}`,
            'run npm run migrate as their owner before each new version, or make the role their owner',
          ),
        ];
      }
      return [ok('the role may read, write and migrate')];
    }),
};

/** M98. */
export const DURABLE_COMMITS: Check = {
  name: 'durable-commits',
  run: (world) =>
    ofDatabase(world, async (database) => {
      const { setting, durable } = await commitDurability(database);
      const seen = `synchronous_commit is ${setting}`;
      if (durable) return [ok(seen)];
      const todo = 'set it to on for this database and role (M98)';
      return world.settings.ottu.mode === 'live'
        ? [fail(`${seen}: live mode does not start`, todo)]
        : [warn(`${seen}: live mode would not start`, todo)];
    }),
};

/** Whether what one replica tells reaches another one, which a pooler in transaction mode prevents without a word. */
export const NOTIFICATIONS: Check = {
  name: 'notifications',
  run: (world) =>
    ofDatabase(world, async (database) => {
      const { database: settings } = world.settings;
      if (settings.kind === 'pglite') return [ok('PGlite tells them within the process')];
      const pooler = database.pooled ? ' A pooler stands in front; transactions take their time limits along.' : '';
      const heard = await hears(settings, database);
      if (heard === 'heard') return [ok(`they arrive.${pooler}`)];
      const variable = settings.directUrl === undefined ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL';
      if (heard !== 'deaf') return [fail(`${variable} cannot be listened on (${heard})`, `mend ${variable}`)];
      return [
        warn(
          `none arrives by ${variable}, as through a pooler in transaction mode: the service polls, and event streams are some seconds late.${pooler}`,
          'set DATABASE_DIRECT_URL to an address without the pooler',
        ),
      ];
    }),
};

/** `heard`, `deaf`, or a code of what went wrong. */
async function hears(settings: Extract<DatabaseSettings, { kind: 'postgres' }>, database: Database): Promise<string> {
  let listener: PostgresListener | undefined;
  try {
    return await new Promise<string>((resolve) => {
      listener = new PostgresListener(settings.directUrl ?? settings.url, [], {
        onSignal: () => undefined,
        onResumed: () => resolve('heard'),
        onDeaf: () => resolve('deaf'),
        onLost: (code) => resolve(wordOf({ code })),
        onPoll: () => undefined,
        notify: async (channel, payload) => {
          await database.query((db) => sql`select pg_notify(${channel}, ${payload})`.execute(db));
        },
      });
      listener.start();
    });
  } finally {
    await Promise.race([listener?.stop(), sleep(1_000, undefined, { ref: false })]);
  }
}
