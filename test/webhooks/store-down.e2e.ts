import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { Database } from '../../src/database/database.ts';
import { StoreUnavailable } from '../../src/database/store-unavailable.ts';
import type { TestService } from '../support/service.ts';
import { deliver, inbox, paymentEvent, signed, startWebhookService, until } from './support.ts';

/** Ottu's time-out and pause, and the absences of the database, divided as all waits of this service are. */
const SCALE = 10;
const OTTU = { timeoutMs: 15_000 / SCALE, pauseMs: 5_000 / SCALE, tries: 3 };

let service: TestService;
let database: Database;

beforeAll(async () => {
  service = await startWebhookService({ TIME_SCALE: String(SCALE) });
  database = service.app.get(Database);
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

/** The store is away from now on; the returned function brings it back. */
function takeStoreAway(): () => void {
  const away = async (): Promise<never> => {
    throw new StoreUnavailable(new Error('away'));
  };
  Object.assign(database, { inTransaction: away, read: away });
  return () => {
    for (const name of ['inTransaction', 'read']) Reflect.deleteProperty(database, name);
  };
}

type Try = number | 'timed out';

/** Delivers as Ottu does (F11.8): only a time-out is a reason to send again. */
async function deliverAsOttu(body: string): Promise<Try[]> {
  const tries: Try[] = [];
  while (tries.length < OTTU.tries) {
    if (tries.length > 0) await sleep(OTTU.pauseMs);
    const answer = await fetch(`${service.url}/v1/webhooks/ottu`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(OTTU.timeoutMs),
    }).then(
      ({ status }) => status,
      () => 'timed out' as const,
    );
    tries.push(answer);
    if (answer !== 'timed out') break;
  }
  return tries;
}

async function rowsOf(orderNo: string) {
  return (await inbox(service)).filter((row) => row.order_no === orderNo);
}

describe('M70: the database is away while Ottu reports', () => {
  it('for 10 s: the event is held, stored when the database is back, and answered on its own connection', async () => {
    const bringBack = takeStoreAway();
    const tries = deliverAsOttu(signed(paymentEvent('AWAY-10')));
    await sleep(10_000 / SCALE);
    bringBack();
    expect(await tries).toEqual([200]);
    expect(await rowsOf('AWAY-10')).toHaveLength(1);
  });

  it('for 30 s: Ottu hangs up and sends again, and one row comes of all deliveries', async () => {
    const bringBack = takeStoreAway();
    const tries = deliverAsOttu(signed(paymentEvent('AWAY-30')));
    await sleep(30_000 / SCALE);
    bringBack();
    expect(await tries).toEqual(['timed out', 200]);
    expect(await rowsOf('AWAY-30')).toHaveLength(1);
  });

  it('for longer than Ottu tries: it is never refused, and stored behind the broken connections', async () => {
    const bringBack = takeStoreAway();
    expect(await deliverAsOttu(signed(paymentEvent('AWAY-55')))).toEqual(['timed out', 'timed out', 'timed out']);
    await sleep(5_000 / SCALE);
    bringBack();
    expect(
      await until(
        () => rowsOf('AWAY-55'),
        (rows) => rows.length > 0,
      ),
    ).toHaveLength(1);
  });

  it('and somebody waits for longer than Ottu would: 503, and it is stored all the same', async () => {
    const bringBack = takeStoreAway();
    const answer = await deliver(service, signed(paymentEvent('AWAY-60')));
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 503, code: 'store_unavailable' });
    bringBack();
    expect(
      await until(
        () => rowsOf('AWAY-60'),
        (rows) => rows.length > 0,
      ),
    ).toHaveLength(1);
  });

  it('an event that cannot be verified is refused at once', async () => {
    const bringBack = takeStoreAway();
    const answer = await deliver(service, JSON.stringify(paymentEvent('UNSIGNED')));
    bringBack();
    expect(answer.status).toBe(401);
  });

  it('and operators read the metrics all the while', async () => {
    const bringBack = takeStoreAway();
    const { status, text } = await request(service.url).get('/metrics');
    bringBack();
    expect({ status, counted: /ottu_bff_webhook_store_failures_total [1-9]/.test(text) }).toEqual({
      status: 200,
      counted: true,
    });
  });
});

describe('M70: stored, then answered', () => {
  it('no answer comes while the row is not committed', async () => {
    const { inTransaction } = database;
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    Object.assign(database, {
      inTransaction: async (work: never) => {
        await gate;
        return inTransaction.call(database, work);
      },
    });
    let answered = false;
    const answer = deliver(service, signed(paymentEvent('GATED'))).then((response) => {
      answered = true;
      return response;
    });
    await sleep(300);
    expect(answered).toBe(false);
    expect(await rowsOf('GATED')).toHaveLength(0);
    release();
    expect((await answer).status).toBe(200);
    Reflect.deleteProperty(database, 'inTransaction');
    expect(await rowsOf('GATED')).toHaveLength(1);
  });

  it('a store that fails after it has committed is asked again, and one row comes of it', async () => {
    const { inTransaction } = database;
    let failed = false;
    Object.assign(database, {
      inTransaction: async (work: never) => {
        const result = await inTransaction.call(database, work);
        if (failed) return result;
        failed = true;
        throw new StoreUnavailable(new Error('the answer to commit was lost'));
      },
    });
    expect((await deliver(service, signed(paymentEvent('COMMITTED')))).status).toBe(200);
    Reflect.deleteProperty(database, 'inTransaction');
    expect(await rowsOf('COMMITTED')).toHaveLength(1);
  });
});

it('promise 7: a service that stops while an event is held ends all the same, within seconds', async () => {
  const own = await startWebhookService({ TIME_SCALE: String(SCALE) });
  const store = own.app.get(Database);
  const away = async (): Promise<never> => {
    throw new StoreUnavailable(new Error('away'));
  };
  Object.assign(store, { inTransaction: away, read: away });
  const held = deliver(own, signed(paymentEvent('STOPPED'))).then(
    ({ status }) => status,
    () => 'cut off',
  );
  await sleep(100);
  await own.close();
  expect([503, 'cut off']).toContain(await held);
});
