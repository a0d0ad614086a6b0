import { Socket } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type RawBuilder } from 'kysely';
import pg from 'pg';

import type { Database, Tx } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { send, together, type Statement } from '../../src/database/send.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { buyNow } from '../support/buy-now.ts';
import { SANDBOX } from '../support/settings.ts';
import { startTestService, type TestService } from '../support/service.ts';

let service: TestService;
let database: Database;

beforeAll(async () => {
  service = await startTestService();
  const settings = readSettings({ ...SANDBOX, DATABASE_URL: service.databaseUrl });
  database = await openDatabase(settings.database, { onConnectionLost: () => undefined });
  await database.query((db) => sql`create table pipelined (id integer primary key, word text)`.execute(db));
});
afterAll(async () => {
  await database.close();
  await service.close();
});

const BEGIN = 'start transaction isolation level read committed';
/** Fails in its place, and does nothing. */
const REFUSED = 'select 1 / 0';
const DIVISION_BY_ZERO = '22012';

/** A statement of a table that the service does not have. */
function made(tx: Tx, statement: RawBuilder<unknown>): Statement<unknown> {
  return { compile: () => statement.compile(tx) };
}

async function words(): Promise<unknown[]> {
  const { rows } = await database.query((db) => sql`select id, word from pipelined order by id`.execute(db));
  return rows;
}

describe('M4: statements that a transaction does not wait for', () => {
  it('are all there once it is committed, in the order in which they were sent', async () => {
    await database.inTransaction(async (tx) => {
      await send(tx, made(tx, sql`insert into pipelined values (1, ${'one'})`));
      await send(tx, made(tx, sql`update pipelined set word = word || ', two' where id = 1`));
    });
    expect(await words()).toEqual([{ id: 1, word: 'one, two' }]);
  });

  it('are asked for together, and each sees what those before it have done', async () => {
    const [before, , after] = await database.inTransaction((tx) =>
      together(
        tx,
        made(tx, sql`select count(*)::int as count from pipelined`),
        made(tx, sql`insert into pipelined values (2, ${'two'})`),
        made(tx, sql`select count(*)::int as count from pipelined`),
      ),
    );
    expect([before, after]).toEqual([[{ count: 1 }], [{ count: 2 }]]);
  });

  it('fail the transaction with the fault of the first that failed, and nothing of it is there', async () => {
    const there = await words();
    const failing = database.inTransaction(async (tx) => {
      await send(tx, made(tx, sql`insert into pipelined values (3, ${'three'})`));
      await send(tx, made(tx, sql`insert into pipelined values (1, ${'again'})`));
      await send(tx, made(tx, sql`insert into pipelined values (4, ${'four'})`));
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await words()).toEqual(there);
  });

  it('are told by the next statement that is waited for, which then is not run', async () => {
    const failing = database.inTransaction(async (tx) => {
      await send(tx, made(tx, sql`insert into pipelined values (1, ${'again'})`));
      await sql`select pg_advisory_xact_lock(77)`.execute(tx);
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    // The connection is as good as before.
    await database.inTransaction((tx) => send(tx, made(tx, sql`insert into pipelined values (5, ${'five'})`)));
    expect(await words()).toContainEqual({ id: 5, word: 'five' });
  });
});

describe('M4: a transaction that could not be begun', () => {
  const { write } = Socket.prototype;
  afterEach(() => {
    Socket.prototype.write = write;
  });

  /** The server refuses the next BEGIN, and keeps the connection. */
  function refuseBegin(): void {
    Socket.prototype.write = function (this: Socket, chunk: unknown, ...rest: unknown[]) {
      if (chunk instanceof Buffer && chunk.includes(BEGIN)) {
        Socket.prototype.write = write;
        chunk.write(REFUSED.padEnd(BEGIN.length), chunk.indexOf(BEGIN));
      }
      return Reflect.apply(write, this, [chunk, ...rest]) as boolean;
    } as typeof write;
  }

  it('is told at the first statement that is waited for', async () => {
    refuseBegin();
    let went = false;
    const failing = database.inTransaction(async (tx) => {
      await sql`select 1`.execute(tx);
      went = true;
    });
    await expect(failing).rejects.toMatchObject({ code: DIVISION_BY_ZERO });
    expect(went).toBe(false);
  });

  it('is not taken for committed, although there was nothing to wait for before COMMIT', async () => {
    refuseBegin();
    const failing = database.inTransaction(async (tx) => send(tx, made(tx, sql`select 1`)));
    await expect(failing).rejects.toMatchObject({ code: DIVISION_BY_ZERO });
  });

  it('leaves nothing of what was sent together with it', async () => {
    const there = await words();
    refuseBegin();
    const failing = database.inTransaction(async (tx) => {
      await send(tx, made(tx, sql`insert into pipelined values (10, ${'ten'})`));
      await send(tx, made(tx, sql`insert into pipelined values (11, ${'eleven'})`));
    });
    await expect(failing).rejects.toMatchObject({ code: DIVISION_BY_ZERO });
    expect(await words()).toEqual(there);
  });

  it('leaves nothing of what was sent before its refusal came', async () => {
    const there = await words();
    refuseBegin();
    const failing = database.inTransaction(async (tx) => {
      await send(tx, made(tx, sql`insert into pipelined values (12, ${'twelve'})`));
      // The first has gone out by then.
      await new Promise((resolve) => process.nextTick(() => setImmediate(resolve)));
      await send(tx, made(tx, sql`insert into pipelined values (13, ${'thirteen'})`));
    });
    await expect(failing).rejects.toMatchObject({ code: DIVISION_BY_ZERO });
    expect(await words()).toEqual(there);
  });
});

describe('what a statement is given', () => {
  it('comes to the server as it is, of any kind and length, prepared or not', async () => {
    const long = 'ä😀"\\'.repeat(30_000);
    const at = new Date('2026-02-28T23:59:59.123Z');
    const asked = sql`select ${''}::text as empty, ${null}::text as nothing, ${'مرحبا'}::text as arabic, ${long}::text as long,
      ${Buffer.from([0, 1, 255])}::bytea as bytes, ${at}::timestamptz as at, ${true}::boolean as yes, ${-7}::int as number,
      ${['a', 'b"']}::text[] as list, ${JSON.stringify({ a: [1] })}::jsonb as json, 9007199254740993::bigint as large`;
    for (let count = 0; count < 5; count += 1) {
      const [rows, next] = await database.inTransaction((tx) =>
        together(tx, made(tx, asked), made(tx, sql`select 1 as one`)),
      );
      expect(rows).toEqual([
        {
          empty: '',
          nothing: null,
          arabic: 'مرحبا',
          long,
          bytes: Buffer.from([0, 1, 255]),
          at,
          yes: true,
          number: -7,
          list: ['a', 'b"'],
          json: { a: [1] },
          large: '9007199254740993',
        },
      ]);
      expect(next).toEqual([{ one: 1 }]);
    }
  });

  it('and cannot be sent fails its transaction', async () => {
    const there = await words();
    const unsendable = {
      toPostgres: () => {
        throw new Error('has no text');
      },
    };
    const failing = database.inTransaction(async (tx) => {
      await send(tx, made(tx, sql`insert into pipelined values (20, ${'twenty'})`));
      await send(tx, made(tx, sql`insert into pipelined values (21, ${unsendable})`));
    });
    await expect(failing).rejects.toThrow('has no text');
    const many = Array.from({ length: 65_536 }, () => sql`${1}`);
    const tooMany = database.inTransaction(async (tx) => {
      await send(tx, made(tx, sql`insert into pipelined values (22, ${'twenty-two'})`));
      await send(tx, made(tx, sql`select ${sql.join(many)}`));
    });
    await expect(tooMany).rejects.toThrow('out of range');
    expect(await words()).toEqual(there);
  });
});

describe('a statement that is prepared', () => {
  it('of a table that a newer version gives another column meanwhile: charges go on', async () => {
    for (let count = 0; count < 4; count += 1) expect((await buyNow(service.url)).status).toBe(201);
    const newer = new pg.Client({ connectionString: service.databaseUrl });
    await newer.connect();
    for (const table of ['payments', 'payment_attempts', 'payment_facts', 'payment_amounts', 'idempotency_keys']) {
      await newer.query(`alter table ${table} add column of_a_newer_version text`);
      expect((await buyNow(service.url)).status).toBe(201);
    }
    await newer.end();
    expect(service.simulator.requests({ method: 'POST', path: '/b/checkout/v1/pymt-txn/' })).toHaveLength(9);
  });

  it('is prepared anew where the session has forgotten it', async () => {
    const asked = () => database.inTransaction((tx) => sql`select ${1}::int as number`.execute(tx));
    for (let count = 0; count < 4; count += 1) await asked();
    await database.query((db) => sql`deallocate all`.execute(db));
    expect((await asked()).rows).toEqual([{ number: 1 }]);
  });
});
