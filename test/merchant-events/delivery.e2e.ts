import { setImmediate as turn } from 'node:timers/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { Database } from '../../src/database/database.ts';
import { Deliveries } from '../../src/merchant-events/delivery/deliveries.ts';
import { DELIVERY_DEADLINE_MS } from '../../src/merchant-events/delivery/event-sender.ts';
import { asPaymentId } from '../../src/payments/identifiers.ts';
import { Settle } from '../../src/payments/settlement/settle.ts';
import { buyNow } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { databaseKind } from '../support/fresh-database.ts';
import { startReplica, startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../support/time.ts';
import { answer, Receiver, SECRET, type Delivery } from './receiver.ts';

/** A delivery whose process died is taken up by another when its call has ended and 20 s more have passed. */
const LEASE = DELIVERY_DEADLINE_MS + 20 * SECOND;
/** More tries than any sentence is about. */
const MOST_TRIES = 20;

const receiver = new Receiver();
let service: TestService;
let database: Database;

beforeAll(async () => {
  await receiver.open();
  service = await startTestService({ MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET });
  database = service.app.get(Database);
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(async () => {
  receiver.reaction = undefined;
  // What the last test left behind.
  await triedUntil(async () => (await waiting()).length === 0);
  receiver.reset();
  service.simulator.reset();
});

const waiting = () =>
  database.query((db) => db.selectFrom('merchant_events').select('id').where('state', '=', 'waiting').execute());

const rowsOf = (paymentId: string) =>
  database.query((db) =>
    db.selectFrom('merchant_events').selectAll().where('payment_id', '=', paymentId).orderBy('sequence').execute(),
  );

/** One try of what is due. */
const tryDue = (): Promise<void> => service.runDue('MerchantEvents');

/** Tries what is due, and again after pauses, until it holds. */
async function triedUntil(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    await tryDue();
    if (await holds()) return;
    await service.moveTime(MINUTE);
  }
  throw new Error('tried in vain');
}

const settledAs = async (paymentId: string, state: string, count = 1): Promise<void> =>
  triedUntil(async () => (await rowsOf(paymentId)).filter((row) => row.state === state).length === count);

async function charged(): Promise<string> {
  return (await buyNow(service.url)).body.payment.id as string;
}

/** One more thing that the merchant must know about a payment. */
async function changed(paymentId: string, reason: string): Promise<void> {
  const interpret = () => ({ event: 'operator_looked', reviewReasons: [reason] });
  await service.app.get(Settle).settle({ paymentId: asPaymentId(paymentId), interpret });
}

const ids = (deliveries: readonly Delivery[]) => new Set(deliveries.map(({ headers }) => headers['webhook-id']));
const sequences = (deliveries: readonly Delivery[]) => deliveries.map(({ event }) => event.data.sequence);

describe('M90: at least once', () => {
  it('an event is delivered once, 2xx of any kind being enough', async () => {
    receiver.reaction = (_delivery, response) => answer(response, 299);
    const id = await charged();
    await tryDue();
    await service.moveTime(DAY);
    await tryDue();
    expect(receiver.of(id)).toHaveLength(1);
    expect(await rowsOf(id)).toMatchObject([{ tries: 1, last_status: 299, last_fault: null, lease: null }]);
  });

  it.each([500, 503, 429, 404, 401, 302, 308])(
    '%i is no delivery: it comes again with the same id and text, signed anew, ever more seldom',
    async (status) => {
      receiver.reaction = (_delivery, response) =>
        receiver.deliveries.length < 4
          ? answer(response, status, { location: `${receiver.url}/elsewhere` })
          : answer(response, 204);
      const id = await charged();
      await settledAs(id, 'delivered');
      const tries = receiver.of(id);
      expect(tries).toHaveLength(4);
      // No redirect was followed.
      expect(new Set(tries.map(({ path }) => path))).toEqual(new Set(['/events']));
      expect(ids(tries).size).toBe(1);
      expect(new Set(tries.map(({ body }) => body)).size).toBe(1);
      expect(await rowsOf(id)).toMatchObject([{ tries: 4, last_status: 204, id: tries[0]?.headers['webhook-id'] }]);
    },
  );

  it('a receiver that is down gets it when it is up again', async () => {
    await receiver.close();
    const id = await charged();
    await triedUntil(async () => ((await rowsOf(id))[0]?.tries ?? 0) >= 2);
    expect(await rowsOf(id)).toMatchObject([
      { tries: 2, state: 'waiting', last_status: null, last_fault: 'ECONNREFUSED' },
    ]);
    await receiver.open();
    await settledAs(id, 'delivered');
    expect(sequences(receiver.of(id))).toEqual([1]);
  });

  it('a receiver that hangs up without an answer gets it again', async () => {
    receiver.reaction = (_delivery, response) => {
      if (receiver.deliveries.length > 1) answer(response, 204);
      else response.destroy();
    };
    const id = await charged();
    await settledAs(id, 'delivered');
    expect(ids(receiver.of(id)).size).toBe(1);
    expect(receiver.of(id)).toHaveLength(2);
  });

  it('a receiver that is slow about one payment holds up no other', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    receiver.reaction = async (_delivery, response) => {
      if (receiver.deliveries.length === 1) await held;
      answer(response, 204);
    };
    const slow = await charged();
    const first = service.runOnce('MerchantEvents');
    await receiver.waitFor(slow, 1);
    const others = await Promise.all(Array.from({ length: 20 }, charged));
    const second = service.runOnce('MerchantEvents');
    await eventually(async () => (await waiting()).length === 1);
    expect(others.map((id) => receiver.of(id).length)).toEqual(others.map(() => 1));
    expect(await rowsOf(slow)).toMatchObject([{ state: 'waiting', tries: 1 }]);
    release();
    await Promise.all([first, second]);
    expect(await rowsOf(slow)).toMatchObject([{ state: 'delivered', tries: 1 }]);
    expect(receiver.of(slow)).toHaveLength(1);
  });

  it('an event that was delivered, while the store failed before that was written, comes again with the same id', async () => {
    const { inTransaction } = database;
    receiver.reaction = (_delivery, response) => {
      if (receiver.deliveries.length === 1) {
        Object.assign(database, { inTransaction: async () => Promise.reject(new Error('away')) });
      }
      answer(response, 204);
    };
    const id = await charged();
    await expect(service.runOnce('MerchantEvents')).rejects.toThrow('away');
    Object.assign(database, { inTransaction });
    expect(await rowsOf(id)).toMatchObject([{ state: 'waiting', tries: 1, lease: expect.any(String) }]);
    // Nobody but its lease knows of the event.
    await service.moveTime(LEASE - 5 * SECOND);
    await tryDue();
    expect(receiver.of(id)).toHaveLength(1);
    await service.moveTime(5 * SECOND);
    await tryDue();
    expect(await rowsOf(id)).toMatchObject([{ state: 'delivered' }]);
    expect(receiver.of(id)).toHaveLength(2);
    expect(ids(receiver.of(id)).size).toBe(1);
    expect(new Set(receiver.of(id).map(({ body }) => body)).size).toBe(1);
  });

  it('while one replica has the lease no other sends it, and the one that lost it writes nothing', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    receiver.reaction = async (_delivery, response) => {
      await held;
      answer(response, 500);
    };
    const id = await charged();
    const sending = service.runOnce('MerchantEvents');
    await receiver.waitFor(id, 1);
    await tryDue();
    expect(receiver.of(id)).toHaveLength(1);
    const other = '00000000-0000-4000-8000-000000000000';
    await database.inTransaction((tx) =>
      tx.updateTable('merchant_events').set({ lease: other }).where('payment_id', '=', id).execute(),
    );
    release();
    await sending;
    expect(await rowsOf(id)).toMatchObject([{ state: 'waiting', lease: other, last_status: null }]);
    receiver.reaction = undefined;
    await database.inTransaction((tx) =>
      tx
        .updateTable('merchant_events')
        .set({ lease_until: sql<Date>`now()` })
        .where('payment_id', '=', id)
        .execute(),
    );
    await settledAs(id, 'delivered');
  });
});

describe('M90: in order', () => {
  it('later events of a payment wait for the earlier one and then follow in the order of their sequence', async () => {
    receiver.reaction = (_delivery, response) => answer(response, receiver.deliveries.length < 5 ? 503 : 204);
    const id = await charged();
    await changed(id, 'second');
    await changed(id, 'third');
    await settledAs(id, 'delivered', 3);
    expect(sequences(receiver.of(id))).toEqual([1, 1, 1, 1, 1, 2, 3]);
    const reasons = receiver.of(id).map(({ event }) => event.data.payment['review_reasons']);
    expect(reasons.slice(-3)).toEqual([[], ['second'], ['second', 'third']]);
  });

  it('410 is a dead letter at once, and the next event goes out', async () => {
    receiver.reaction = ({ event }, response) => answer(response, event.data.sequence === 1 ? 410 : 204);
    const id = await charged();
    await settledAs(id, 'dead');
    await changed(id, 'second');
    await settledAs(id, 'delivered');
    expect(sequences(receiver.of(id))).toEqual([1, 2]);
    expect(await rowsOf(id)).toMatchObject([{ state: 'dead', tries: 1, last_status: 410 }, { state: 'delivered' }]);
  });

  it('after three days without success it is a dead letter, and the next event goes out', async () => {
    receiver.reaction = ({ event }, response) => answer(response, event.data.sequence === 1 ? 500 : 204);
    const id = await charged();
    await changed(id, 'second');
    await tryDue();
    await service.moveTime(3 * DAY - HOUR);
    await tryDue();
    expect(await rowsOf(id)).toMatchObject([
      { state: 'waiting', last_status: 500, tries: 2 },
      { state: 'waiting', tries: 0 },
    ]);
    await service.moveTime(HOUR);
    await tryDue();
    expect(await rowsOf(id)).toMatchObject([
      { state: 'dead', last_status: 500 },
      { state: 'delivered', tries: 1 },
    ]);
  });

  it('two replicas share the work: each event once, each payment in order', async () => {
    const more = { MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET };
    const replica = databaseKind() === 'postgres' ? await startReplica(service, more) : undefined;
    receiver.reaction = async (_delivery, response) => {
      await turn();
      answer(response, 204);
    };
    const payments = await Promise.all(Array.from({ length: 15 }, charged));
    const settles = [service, replica ?? service].map(({ app }) => app.get(Settle));
    await Promise.all(
      payments.flatMap((id) =>
        Array.from({ length: 6 }, async (_, index) =>
          settles[index % 2]?.settle({
            paymentId: asPaymentId(id),
            interpret: () => ({ event: 'operator_looked', reviewReasons: [`r${index}`] }),
          }),
        ),
      ),
    );
    // Each runs into what the other has taken; what it has left is found by the next run.
    await Promise.all([service.runOnce('MerchantEvents'), replica?.background.run('MerchantEvents')]);
    await tryDue();
    for (const id of payments) expect(await rowsOf(id)).toMatchObject(Array.from({ length: 7 }, () => ({ tries: 1 })));
    for (const id of payments) expect(sequences(receiver.of(id))).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await replica?.close();
  });
});

describe('M90 M30: by itself', () => {
  it('delivers after the commit, and again when it was not taken', async () => {
    const own = new Receiver();
    await own.open();
    own.reaction = (_delivery, response) => answer(response, own.deliveries.length > 1 ? 204 : 503);
    const more = { MERCHANT_EVENTS_URL: own.url, MERCHANT_EVENTS_SECRET: SECRET, TIME_SCALE: '100' };
    const running = await startTestService(more, { background: 'running' });
    const { payment } = (await buyNow(running.url)).body;
    await own.waitFor(payment.id, 2);
    await running.close();
    await own.close();
  });
});

describe('M90: stopping and starting', () => {
  it('a stop lets the delivery that is under way end, and a start finds what still waits', async () => {
    const own = new Receiver();
    await own.open();
    const more = { MERCHANT_EVENTS_URL: own.url, MERCHANT_EVENTS_SECRET: SECRET };
    const stopping = await startTestService(more);
    const ended: string[] = [];
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    own.reaction = async (_delivery, response) => {
      await held;
      ended.push('delivery');
      answer(response, 204);
    };
    const { payment } = (await buyNow(stopping.url)).body;
    const sending = stopping.runOnce('MerchantEvents');
    await own.waitFor(payment.id, 1);
    const interpret = () => ({ event: 'operator_looked', reviewReasons: ['later'] });
    await stopping.app.get(Settle).settle({ paymentId: asPaymentId(payment.id), interpret });
    const rows = await stopping.app.get(Database).query((db) => db.selectFrom('merchant_events').selectAll().execute());
    expect(rows).toHaveLength(2);
    // The receiver answers once nothing new begins: before that the second event would go out as well.
    const deliveries = stopping.app.get(Deliveries);
    const shutDown = deliveries.onApplicationShutdown.bind(deliveries);
    deliveries.onApplicationShutdown = async () => {
      const shut = shutDown();
      release();
      await shut;
    };
    const closing = stopping.app.close().then(() => ended.push('service'));
    await Promise.all([closing, sending]);
    expect(ended).toEqual(['delivery', 'service']);
    expect(own.of(payment.id)).toHaveLength(1);
    if (databaseKind() === 'postgres') {
      const started = await startReplica(stopping, more, { background: 'running' });
      await own.waitFor(payment.id, 2);
      expect(sequences(own.of(payment.id))).toEqual([1, 2]);
      await started.close();
    }
    await stopping.simulator.close();
    await own.close();
  });
});

describe('M90: what operators see', () => {
  it('shows depth, age of the oldest and dead letters as metrics', async () => {
    receiver.reaction = ({ event }, response) => answer(response, event.data.sequence === 1 ? 410 : 503);
    const id = await charged();
    await settledAs(id, 'dead');
    await changed(id, 'second');
    const metrics = async (): Promise<string> => (await request(service.url).get('/metrics')).text;
    await tryDue();
    expect(await metrics()).toMatch(/^ottu_bff_merchant_events_depth\{state="waiting"\} 1$/m);
    expect(await metrics()).toMatch(/^ottu_bff_merchant_events_depth\{state="dead"\} [1-9]/m);
    expect(await metrics()).toMatch(
      /^ottu_bff_merchant_events_oldest_seconds 0\.\d+|^ottu_bff_merchant_events_oldest_seconds [1-9]/m,
    );
    expect(await metrics()).toMatch(/^ottu_bff_merchant_event_tries_total\{outcome="gone"\} [1-9]/m);
    receiver.reaction = undefined;
    await settledAs(id, 'delivered');
    expect(await metrics()).toMatch(/^ottu_bff_merchant_events_depth\{state="waiting"\} 0$/m);
  });

  const list = (query: string, caller: 'operator' | 'reader' = 'operator') =>
    request(service.url).get(`/v1/merchant-events${query}`).set('authorization', authorization(caller));
  const redeliver = (id: string) =>
    request(service.url).post(`/v1/merchant-events/${id}/redeliver`).set('authorization', authorization('operator'));

  it('lists events newest first, by state, type and payment, a page at a time', async () => {
    receiver.reaction = ({ event }, response) => answer(response, event.data.sequence === 2 ? 410 : 204);
    const id = await charged();
    for (const reason of ['a', 'b', 'c', 'd']) await changed(id, reason);
    await settledAs(id, 'delivered', 4);
    await settledAs(id, 'dead');

    const of = async (query: string): Promise<number[]> => {
      const { status, body } = await list(`?payment_id=${id}${query}`);
      expect(status).toBe(200);
      return body.events.map(({ sequence }: { sequence: number }) => sequence);
    };
    expect(await of('')).toEqual([5, 4, 3, 2, 1]);
    expect(await of('&state=dead')).toEqual([2]);
    expect(await of('&type=payment.paid')).toEqual([1]);
    expect(await of('&state=delivered&type=payment.needs_review')).toEqual([5, 4, 3]);

    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await list(`?payment_id=${id}&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.events.map(({ sequence }: { sequence: number }) => sequence));
      cursor = body.next_cursor as string | null;
    } while (cursor !== null);
    expect(seen).toEqual([5, 4, 3, 2, 1]);

    const [first] = (await list(`?payment_id=${id}&state=dead`)).body.events;
    expect(first).toMatchObject({
      payment_id: id,
      type: 'payment.needs_review',
      state: 'dead',
      tries: 1,
      last_status: 410,
      next_try_at: null,
    });
    expect(JSON.stringify(first)).not.toContain('pg_params');
  });

  it.each([
    ['state=lost', '/state'],
    ['type=payment.gone', '/type'],
    ['payment_id=1', '/payment_id'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['cursor=abc', '/cursor'],
    ['status=dead', '/status'],
    ['state=dead&state=waiting', '/state'],
    ['__proto__=x', '/__proto__'],
  ])('refuses ?%s', async (query, pointer) => {
    const { status, body } = await list(`?${query}`);
    expect({
      status,
      code: body.code,
      pointers: body.errors.map((error: { pointer: string }) => error.pointer),
    }).toEqual({
      status: 400,
      code: 'validation_failed',
      pointers: [pointer],
    });
  });

  it('is for operators of events only', async () => {
    expect((await list('', 'reader')).body.code).toBe('scope_missing');
    expect((await request(service.url).get('/v1/merchant-events')).status).toBe(401);
  });

  it('a dead letter is sent again with the same id and text, and later events do not wait for it', async () => {
    receiver.reaction = ({ event }, response) => answer(response, event.data.sequence === 1 ? 410 : 204);
    const id = await charged();
    await settledAs(id, 'dead');
    const [dead] = await rowsOf(id);
    receiver.reaction = ({ event }, response) => answer(response, event.data.sequence === 1 ? 503 : 204);
    const { status, body } = await redeliver(String(dead?.id));
    expect(status).toBe(202);
    expect(body.event).toMatchObject({ id: dead?.id, state: 'waiting', sequence: 1 });
    await changed(id, 'later');
    await tryDue();
    expect((await rowsOf(id)).map(({ state }) => state)).toEqual(['waiting', 'delivered']);
    receiver.reaction = undefined;
    await settledAs(id, 'delivered', 2);
    const again = receiver.of(id).filter(({ event }) => event.data.sequence === 1);
    expect(ids(again)).toEqual(new Set([dead?.id]));
    expect(new Set(again.map(({ body: text }) => text)).size).toBe(1);
  });

  it('what was delivered can be sent again, and what waits is tried now', async () => {
    const id = await charged();
    await settledAs(id, 'delivered');
    const [delivered] = await rowsOf(id);
    await redeliver(String(delivered?.id));
    await tryDue();
    expect(receiver.of(id)).toHaveLength(2);
    expect(await rowsOf(id)).toMatchObject([{ state: 'delivered' }]);

    receiver.reaction = (_delivery, response) => answer(response, 503);
    await changed(id, 'second');
    await tryDue();
    expect((await rowsOf(id))[1]).toMatchObject({ state: 'waiting', last_status: 503 });
    receiver.reaction = undefined;
    await tryDue();
    expect((await rowsOf(id))[1]?.state).toBe('waiting');
    await redeliver(String((await rowsOf(id))[1]?.id));
    await tryDue();
    expect(await rowsOf(id)).toMatchObject([{ state: 'delivered' }, { state: 'delivered', tries: 2 }]);
  });

  it('does not know other ids', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'x']) {
      expect((await redeliver(id)).body).toMatchObject({ status: 404, code: 'not_found' });
    }
  });
});
