import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { LiveCarts } from '../../src/carts/live/live-carts.ts';
import { changeCart, newCart, type TestCart } from '../carts/support.ts';
import { eventually } from '../support/eventually.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { startReplica, variablesFor, type Replica } from '../support/service.ts';
import { EventReader } from './event-reader.ts';

let server: PostgresServer;
let admin: pg.Client;
let databaseUrl: string;
let simulator: Simulator;
let provider: IdentityProvider;
let replicas: Replica[];
let urls: [string, string];

beforeAll(async () => {
  server = await startPostgresServer();
  admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  // Not the superuser, whom no limit of connections holds off.
  await admin.query('create role shop login');
  await admin.query('create database shop owner shop');
  databaseUrl = server.url.replace('postgres@', 'shop@').replace(/postgres$/, 'shop');
  simulator = await createSimulator();
  provider = await IdentityProvider.start();
  const [one, other] = [await replica(), await replica()];
  replicas = [one, other];
  urls = [one.url, other.url];
});
afterAll(async () => {
  await Promise.all(replicas.map((each) => each.close()));
  await simulator.close();
  await provider.close();
  await admin.end();
  await server.stop();
});
beforeEach(() => eventually(async () => (await ears()) === 2));

async function replica(): Promise<Replica> {
  const variables = { ...provider.variables, RATE_LIMIT_PER_MINUTE: '100000' };
  const started = await startReplica({ simulator, databaseUrl }, variables, { background: 'running' });
  // Only what is heard: what is found after a while would be found too.
  jest.spyOn(started.app.get(LiveCarts, { strict: false }), 'catchUp').mockResolvedValue();
  return started;
}

async function ears(): Promise<number> {
  const { rows } = await admin.query<{ count: string }>(
    `select count(*) from pg_stat_activity where application_name = 'ottu-bff-listen' and query <> ''`,
  );
  return Number(rows[0]?.count);
}

async function cutEars(): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ottu-bff-listen'`,
  );
  await eventually(async () => (await ears()) === 0);
}

/** While it lasts nobody hears anything: the connections that listen are ended, and new ones are refused. */
async function deaf(work: () => Promise<void>): Promise<void> {
  await admin.query('alter role shop connection limit 0');
  try {
    await cutEars();
    await work();
  } finally {
    await admin.query('alter role shop connection limit -1');
  }
}

async function followOnBoth(cart: TestCart): Promise<[EventReader, EventReader]> {
  const [one, other] = [await EventReader.open(urls[0], cart), await EventReader.open(urls[1], cart)];
  await one.until('payment', 1);
  await other.until('payment', 1);
  return [one, other];
}

const edit = async (url: string, cart: TestCart, count: number): Promise<void> => {
  expect((await changeCart(url, cart, { extra: { count } })).status).toBe(200);
};

const isAt = (stream: EventReader, version: number): Promise<void> =>
  eventually(() => stream.of('payment').at(-1)?.['version'] === version);

describe('M58: two replicas on one database', () => {
  it('a change that one of them makes is told by both', async () => {
    const cart = await newCart(urls[0]);
    const streams = await followOnBoth(cart);
    await edit(urls[1], cart, 1);
    for (const stream of streams) await isAt(stream, 2);
    await edit(urls[0], cart, 2);
    for (const stream of streams) await isAt(stream, 3);
    expect(streams[0].events).toEqual(streams[1].events);
    for (const stream of streams) await stream.leave();
  });

  it('who resumes on the other one is told what was missed, and nothing twice', async () => {
    const cart = await newCart(urls[0]);
    const first = await (await EventReader.open(urls[0], cart)).until('payment', 1);
    await first.leave();
    const same = await EventReader.open(urls[1], cart, { 'last-event-id': first.lastId });
    await edit(urls[0], cart, 1);
    await isAt(same, 2);
    expect(same.of('payment')).toHaveLength(1);
    await same.leave();
  });

  it('a token that is replaced on one of them ends the streams of both', async () => {
    const cart = await newCart(urls[0]);
    const streams = await followOnBoth(cart);
    await changeCart(urls[0], cart, {}, { authorization: await provider.bearer('cust-77') });
    for (const stream of streams) expect((await stream.untilEnded()).events).toHaveLength(2);
  });
});

describe('M58: when the connection that listens is lost', () => {
  it('a change made meanwhile is told as soon as there is another one, and later changes too', async () => {
    const cart = await newCart(urls[0]);
    const streams = await followOnBoth(cart);
    await deaf(async () => {
      await edit(urls[0], cart, 1);
      for (const stream of streams) expect(stream.of('payment')).toHaveLength(1);
    });
    for (const stream of streams) await isAt(stream, 2);
    await edit(urls[1], cart, 2);
    for (const stream of streams) await isAt(stream, 3);
    expect(streams.map(({ ended }) => ended)).toEqual([false, false]);
    for (const stream of streams) await stream.leave();
  });

  it('a token replaced meanwhile ends the streams all the same, before they show anything more', async () => {
    const cart = await newCart(urls[0]);
    const streams = await followOnBoth(cart);
    await deaf(async () => {
      await changeCart(urls[0], cart, {}, { authorization: await provider.bearer('cust-77') });
    });
    for (const stream of streams) expect((await stream.untilEnded()).events).toHaveLength(2);
  });

  it('a crash of the database ends no stream, and what happens after it is told', async () => {
    const cart = await newCart(urls[0]);
    const streams = await followOnBoth(cart);
    await admin.end();
    await server.restart();
    admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await eventually(async () => (await changeCart(urls[0], cart, { language: 'ar' })).status === 200);
    for (const stream of streams) await eventually(() => Number(stream.of('payment').at(-1)?.['version']) >= 2);
    expect(streams.map(({ ended }) => ended)).toEqual([false, false]);
    for (const stream of streams) await stream.leave();
  });
});

describe('the service as a process', () => {
  it('ends its streams on SIGTERM, and is not held back by them', async () => {
    const service = await startServiceProcess(variablesFor(simulator, databaseUrl));
    const cart = await newCart(service.url);
    const stream = await (await EventReader.open(service.url, cart)).until('payment', 1);
    expect(await service.end('SIGTERM')).toBe(0);
    await stream.untilEnded();
    // Ended, not broken off: the last chunk has come.
    expect(stream.broken).toBe(false);
  });
});
