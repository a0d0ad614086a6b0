import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { newCart, setItem } from '../carts/support.ts';
import { buyNow } from '../support/buy-now.ts';
import { freshDatabaseUrl, setOfDatabase } from '../support/fresh-database.ts';
import { CREATE } from '../support/ottu.ts';
import { ask } from '../support/postgres-pair.ts';
import { startReplica, type Replica } from '../support/service.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';

const READ_ONLY = 'default_transaction_read_only = on';
const AT_ONCE = 12;

let simulator: Simulator;
let databaseUrl: string;
let replica: Replica | undefined;

beforeAll(async () => {
  simulator = await createSimulator();
});
afterEach(async () => {
  await replica?.close();
  replica = undefined;
});
afterAll(async () => {
  await simulator.close();
});

/** Every session ends: the next ones are with the server as it is by then. */
async function endSessions(): Promise<void> {
  await ask(
    { url: databaseUrl },
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
}

describe('a database that takes no writes', () => {
  it('while the service runs is a store that is away; when the address leads to a primary again, no request meets the standby any more', async () => {
    databaseUrl = await freshDatabaseUrl();
    replica = await startReplica({ simulator, databaseUrl });
    const { url } = replica;
    const cart = await newCart(url);
    expect((await buyNow(url)).status).toBe(201);
    simulator.reset();

    await setOfDatabase(databaseUrl, READ_ONLY);
    await endSessions();
    const call = { key: randomUUID() };
    // Enough at once for a pool full of connections to it; sessions that were ended may be noticed first.
    for (let round = 0; round < 2; round += 1) {
      const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => buyNow(url, call)));
      for (const { status, body } of answers) {
        expect([status, body.code, body.outcome]).toEqual([503, 'store_unavailable', 'unknown']);
      }
    }
    const edit = await setItem(url, cart, 'KARAK-TEA', 1);
    expect([edit.status, edit.body.code]).toEqual([503, 'store_unavailable']);
    const ready = await request(url).get('/health/ready');
    expect([ready.status, ready.body.code]).toEqual([503, 'store_unavailable']);
    expect((await request(url).get('/health/live')).status).toBe(200);
    expect(simulator.requests(CREATE)).toHaveLength(0);

    await setOfDatabase(databaseUrl, 'default_transaction_read_only = off');
    const healed = await Promise.all(Array.from({ length: AT_ONCE }, () => buyNow(url)));
    expect(healed.map(({ status }) => status)).toEqual(Array.from({ length: AT_ONCE }, () => 201));
    expect((await buyNow(url, call)).body.payment).toMatchObject({ state: 'paid' });
    expect((await setItem(url, cart, 'KARAK-TEA', 1)).status).toBe(200);
    expect((await request(url).get('/health/ready')).status).toBe(200);
    expect(simulator.ledger()).toHaveLength(AT_ONCE + 1);
  });

  it('holds an event of Ottu until it is a primary again', async () => {
    databaseUrl = await freshDatabaseUrl();
    replica = await startReplica({ simulator, databaseUrl });
    const { url } = replica;
    await setOfDatabase(databaseUrl, READ_ONLY);
    await endSessions();
    const event = deliver({ url }, signed(paymentEvent('READ-ONLY-1'))).then((answer) => answer);
    const charge = await buyNow(url);
    expect(charge.status).toBe(503);
    await setOfDatabase(databaseUrl, 'default_transaction_read_only = off');
    expect((await event).status).toBe(200);
  });
});

describe('a database that lets nobody in while the service runs', () => {
  it('is a store that is away, and the service goes on by itself when it does again', async () => {
    databaseUrl = await freshDatabaseUrl();
    replica = await startReplica({ simulator, databaseUrl });
    const { url } = replica;
    simulator.reset();
    const name = new URL(databaseUrl).pathname.slice(1);
    const postgres = { url: process.env['TEST_POSTGRES_URL'] ?? '' };
    await endSessions();
    await ask(postgres, `alter database ${name} rename to ${name}_away`);
    const call = { key: randomUUID() };
    // The first ones may meet connections that were ended a moment ago.
    for (let round = 0; round < 3; round += 1) {
      const { status, body } = await buyNow(url, call);
      expect([status, body.code, body.outcome]).toEqual([503, 'store_unavailable', 'unknown']);
    }
    expect((await request(url).get('/health/ready')).status).toBe(503);
    await ask(postgres, `alter database ${name}_away rename to ${name}`);
    expect((await buyNow(url, call)).status).toBe(201);
    expect(simulator.ledger()).toHaveLength(1);
  });
});
