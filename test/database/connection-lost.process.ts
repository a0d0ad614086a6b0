import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { Secret } from '../../src/config/secret.ts';
import type { Database } from '../../src/database/database.ts';
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

describe('a connection that breaks', () => {
  it('M1: between two statements of a transaction: the transaction fails as a store that is away, and the process lives', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('uncaughtException', note);
    const work = database.inTransaction(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await database.read((db) => sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(db));
      // The end of the connection arrives while no statement waits for it.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await sql`select 1`.execute(tx);
    });
    await expect(work).rejects.toBeInstanceOf(StoreUnavailable);
    process.off('uncaughtException', note);
    expect(unhandled).toEqual([]);
    await expect(database.read((db) => sql`select 1`.execute(db))).resolves.toBeDefined();
  });

  it('M1: when the server crashes and comes back, the next request is served', async () => {
    await server.restart();
    await expect(
      database.read((db) => sql`select 1`.execute(db)).catch(() => database.read((db) => sql`select 1`.execute(db))),
    ).resolves.toBeDefined();
  });
});

describe('a connection that falls silent', () => {
  it('M1: statements and transactions on it fail as a store that is away, and the next ones get other connections', async () => {
    const { hostname, port } = new URL(server.url);
    const network = await startTcpProxy(`http://${hostname}:${port}`);
    const url = new URL(server.url);
    url.port = new URL(network.url).port;
    const through = await openDatabase(
      { kind: 'postgres', url: new Secret(url.toString()) },
      { onConnectionLost: () => undefined, silentForMs: 2_000 },
    );
    try {
      const one = (): Promise<unknown> => through.read((db) => sql`select 1`.execute(db));
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
      { kind: 'postgres', url: new Secret(server.url) },
      { onConnectionLost: () => undefined, silentForMs: 500 },
    );
    const long = (): Promise<unknown> => waiting.read((db) => sql`select pg_sleep(2)`.execute(db));
    try {
      await expect(waiting.patiently(long)).resolves.toBeDefined();
      await expect(long()).rejects.toBeInstanceOf(StoreUnavailable);
    } finally {
      await waiting.close();
    }
  });

  it('a statement that the server ends because it takes too long is a store that is away', async () => {
    const slow = database.read((db) => sql`select pg_sleep(30)`.execute(db));
    await expect(slow).rejects.toBeInstanceOf(StoreUnavailable);
  });
});
