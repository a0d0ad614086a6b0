import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { Test } from 'supertest';

import { startCounter, type Counter } from '../../bench/harness/round-trips.ts';
import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { getCart, setItem, type TestCart } from '../carts/support.ts';
import { checkout, CHECKOUT_VARIABLES, pay, teaCart } from '../checkout/support.ts';
import { DatabaseSignals } from '../../src/database/database-signals.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { EVENTS_LOST } from '../support/ottu.ts';
import { startReplica, type Replica } from '../support/service.ts';
import { createTransaction, getTransaction } from '../support/transactions.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';

/*
 * How often a hot route waits for the database. On a network of half a millisecond each wait is half a millisecond of every
 * payment, and as long again that its locks are held: one more is decided, and not found out later.
 */

let simulator: Simulator;
let counter: Counter;
let replica: Replica;
let direct: pg.Client;

beforeAll(async () => {
  simulator = await createSimulator();
  // Those that a test delivers are the only ones.
  simulator.setFaults([EVENTS_LOST]);
  const databaseUrl = await freshDatabaseUrl();
  counter = await startCounter(databaseUrl);
  direct = new pg.Client({ connectionString: databaseUrl });
  await direct.connect();
  const port = await freePort();
  const variables = { RATE_LIMIT_PER_MINUTE: '100000', PUBLIC_URL: `http://127.0.0.1:${port}`, ...CHECKOUT_VARIABLES };
  replica = await startReplica({ simulator, databaseUrl: counter.url }, variables, { port });
  // Other replicas are told beside requests: what many have told goes out together, however many a moment brings.
  jest.spyOn(replica.app.get(DatabaseSignals, { strict: false }), 'tell').mockReturnValue();
});
afterAll(async () => {
  await replica.close();
  await direct.end();
  await counter.close();
  await simulator.close();
});

/** A connection that is opened meanwhile adds some of its own. */
const ROUNDS = 4;

/**
 * The fewest of several rounds.
 *
 * @param prepare what is not counted; made anew for each round
 */
async function roundTrips<T>(prepare: () => Promise<T>, work: (prepared: T) => Promise<unknown>): Promise<number> {
  const counts: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const prepared = await prepare();
    await everyUseRecorded();
    const before = counter.read().roundTrips;
    await work(prepared);
    await everyUseRecorded();
    counts.push(counter.read().roundTrips - before);
  }
  return Math.min(...counts);
}

/** What the audit writes behind an answer. */
async function everyUseRecorded(): Promise<void> {
  await eventually(async () => {
    const { rows } = await direct.query(
      'select from audit_entries e where not exists (select from audit_outcomes where entry_id = e.id)',
    );
    return rows.length === 0;
  });
}

const nothing = async (): Promise<void> => undefined;

async function answered(test: Test, status: number): Promise<void> {
  const answer = await test;
  if (answer.status !== status) throw new Error(`${answer.status}: ${answer.text}`);
}

const newTeaCart = (): Promise<TestCart> => teaCart(replica.url);

describe('Round trips to the database', () => {
  it('of a charge are at most seven, and one of the audit', async () => {
    const trips = await roundTrips(nothing, () => answered(buyNow(replica.url), 201));
    expect(trips).toBeLessThanOrEqual(7 + 1);
  });

  it('of a create are at most six, and one of the audit', async () => {
    const trips = await roundTrips(nothing, () => answered(createTransaction(replica.url), 201));
    expect(trips).toBeLessThanOrEqual(6 + 1);
  });

  it('of a retrieve are at most two', async () => {
    const session = async (): Promise<string> => (await createTransaction(replica.url)).body.session_id as string;
    const trips = await roundTrips(session, (id) => answered(getTransaction(replica.url, id), 200));
    expect(trips).toBeLessThanOrEqual(2);
  });

  it('of a new cart are at most two: its permits, and its row', async () => {
    const trips = await roundTrips(nothing, newTeaCart);
    expect(trips).toBeLessThanOrEqual(2);
  });

  it('of an edit of a cart are at most two: what it was, and what it is', async () => {
    const trips = await roundTrips(newTeaCart, (cart) => answered(setItem(replica.url, cart, 'KARAK-TEA', 2), 200));
    expect(trips).toBeLessThanOrEqual(2);
  });

  it('of a look at a cart are at most one', async () => {
    const trips = await roundTrips(newTeaCart, (cart) => answered(getCart(replica.url, cart), 200));
    expect(trips).toBeLessThanOrEqual(1);
  });

  it('of a checkout that creates the session are at most 16', async () => {
    const trips = await roundTrips(newTeaCart, (cart) => answered(checkout(replica.url, cart), 200));
    expect(trips).toBeLessThanOrEqual(16);
  });

  // What gives permits back and counts outcomes runs beside the answer.
  it('of a payment by wallet of a cart without a session are at most 31', async () => {
    const trips = await roundTrips(newTeaCart, (cart) => pay(replica.url, cart, { ifMatch: '"v1"' }));
    expect(trips).toBeLessThanOrEqual(31);
  });

  it('of an event are at most two before Ottu is answered', async () => {
    let number = 0;
    const event = async (): Promise<string> => {
      number += 1;
      const order = `ROUND-TRIPS-${number}`;
      await answered(buyNow(replica.url, { body: buyNowBody({ order_no: order }) }), 201);
      return signed(paymentEvent(order));
    };
    const trips = await roundTrips(event, async (text) => {
      const { status } = await deliver(replica, text);
      expect(status).toBe(200);
    });
    expect(trips).toBeLessThanOrEqual(2);
  });
});
