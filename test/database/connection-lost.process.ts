import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { Secret } from '../../src/config/secret.ts';
import type { Database, Tx } from '../../src/database/database.ts';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { StoreUnavailable } from '../../src/database/store-unavailable.ts';
import { eventually } from '../support/eventually.ts';
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

let server: PostgresServer;
let database: Database;

beforeAll(async () => {
  server = await startPostgresServer();
  const url = new Secret(server.url);
  database = await openDatabase({ kind: 'postgres', url }, { onConnectionLost: () => undefined });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

async function isThere(pid: number | undefined): Promise<boolean> {
  const { rows } = await database.query((db) => sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(db));
  return rows.length > 0;
}

describe('M1: a connection that breaks', () => {
  it('between two statements of a transaction fails it as a store that is away, and the process lives', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('uncaughtException', note);
    const work = database.inTransaction(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await database.query((db) => sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db));
      // The end of the connection arrives while no statement waits for it.
      await eventually(async () => !(await isThere(rows[0]?.pid)));
      await sql`select 1`.execute(tx);
    });
    await expect(work).rejects.toBeInstanceOf(StoreUnavailable);
    process.off('uncaughtException', note);
    expect(unhandled).toEqual([]);
    await expect(database.query((db) => sql`select 1`.execute(db))).resolves.toBeDefined();
  });

  it('does no harm to the next request when the server has crashed and come back', async () => {
    await server.restart();
    await expect(
      database.query((db) => sql`select 1`.execute(db)).catch(() => database.query((db) => sql`select 1`.execute(db))),
    ).resolves.toBeDefined();
  });
});

describe('M1: a connection that falls silent', () => {
  it('fails its statements and transactions as a store that is away, and the next ones get other connections', async () => {
    const { hostname, port } = new URL(server.url);
    const network = await startTcpProxy(`http://${hostname}:${port}`);
    const url = new URL(server.url);
    url.port = new URL(network.url).port;
    const through = await openDatabase(
      { kind: 'postgres', url: new Secret(url.toString()), silentForMs: 1_000 },
      { onConnectionLost: () => undefined },
    );
    try {
      const one = (): Promise<unknown> => through.query((db) => sql`select 1`.execute(db));
      const between = through.inTransaction(async (tx) => {
        await sql`select 1`.execute(tx);
        await Promise.all([one(), one()]);
        network.fallSilent();
        await sql`select 1`.execute(tx);
      });
      await expect(between).rejects.toBeInstanceOf(StoreUnavailable);
      // The pool may hold two more that nobody has noticed yet.
      await eventually(() =>
        one().then(
          () => true,
          (error: unknown) => {
            expect(error).toBeInstanceOf(StoreUnavailable);
            return false;
          },
        ),
      );
    } finally {
      await through.close();
      await network.close();
    }
  });

  it('only migrations may take longer: they are waited for', async () => {
    const waiting = await openDatabase(
      { kind: 'postgres', url: new Secret(server.url), silentForMs: 500 },
      { onConnectionLost: () => undefined },
    );
    const long = (): Promise<unknown> => waiting.query((db) => sql`select pg_sleep(2)`.execute(db));
    try {
      await expect(waiting.withoutTimeout(long)).resolves.toBeDefined();
      await expect(long()).rejects.toBeInstanceOf(StoreUnavailable);
    } finally {
      await waiting.close();
    }
  });

  it('a statement that the server ends because it takes too long is a store that is away', async () => {
    const slow = database.inTransaction(async (tx) => {
      const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(tx);
      expect(rows).toEqual([{ statement_timeout: '10s' }]);
      await sql`set local statement_timeout = 100`.execute(tx);
      await sql`select pg_sleep(30)`.execute(tx);
    });
    await expect(slow).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('of two that wait for each other, the one that the server ends is run again', async () => {
    const lock = (tx: Tx, number: number): Promise<unknown> => sql`select pg_advisory_xact_lock(${number})`.execute(tx);
    let arrived = 0;
    const both = async (first: number, second: number): Promise<void> =>
      database.inTransaction(async (tx) => {
        await lock(tx, first);
        arrived += 1;
        await eventually(() => arrived >= 2);
        await lock(tx, second);
      });
    await Promise.all([both(1, 2), both(2, 1)]);
    expect(arrived).toBeGreaterThan(2);
  });
});

describe('migrating', () => {
  it('is waited for, however long another replica takes: its lock may be held for longer than a statement may run', async () => {
    const options = { onConnectionLost: () => undefined };
    const settings = { kind: 'postgres', url: new Secret(server.url), silentForMs: 500 } as const;
    const [holder, waiting] = [await openDatabase(settings, options), await openDatabase(settings, options)];
    try {
      await migrate(holder);
      // The migrator locks its own table.
      const held = holder.withoutTimeout(() =>
        holder.inTransaction(async (tx) => {
          await sql`lock table kysely_migration in access exclusive mode`.execute(tx);
          await sql`select pg_sleep(2)`.execute(tx);
        }),
      );
      await expect(Promise.all([held, migrate(waiting)])).resolves.toBeDefined();
    } finally {
      await holder.close();
      await waiting.close();
    }
  });
});
