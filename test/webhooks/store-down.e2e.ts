import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { Database } from '../../src/database/database.ts';
import { StoreUnavailable } from '../../src/database/store-unavailable.ts';
import { eventually } from '../support/eventually.ts';
import type { TestService } from '../support/service.ts';
import { deliver, inbox, paymentEvent, signed, startWebhookService } from './support.ts';

let service: TestService;

beforeAll(async () => {
  // Pauses of some milliseconds, and a request that is held for six seconds.
  service = await startWebhookService({ TIME_SCALE: '10' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

interface Absence {
  /** How often the store was asked in vain. */
  readonly asked: () => number;
  readonly bringBack: () => void;
}

/** The store is away from now on. */
function takeStoreAway({ app }: TestService = service): Absence {
  const database = app.get(Database);
  let asked = 0;
  const away = async (): Promise<never> => {
    asked += 1;
    throw new StoreUnavailable(new Error('away'));
  };
  Object.assign(database, { inTransaction: away, query: away });
  return {
    asked: () => asked,
    bringBack: () => {
      for (const name of ['inTransaction', 'query']) Reflect.deleteProperty(database, name);
    },
  };
}

/** Several tries to store an event, each after a longer pause. */
async function triedInVain(absence: Absence): Promise<void> {
  const before = absence.asked();
  await eventually(() => absence.asked() >= before + 3);
}

/** Ottu delivers, and has lost its patience when the service has tried for a while (F11.8). */
async function deliverAndHangUp(body: string, absence: Absence): Promise<void> {
  const hangUp = new AbortController();
  const answered = fetch(`${service.url}/v1/webhooks/ottu`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: hangUp.signal,
  }).then(
    ({ status }) => status,
    () => 'hung up',
  );
  await triedInVain(absence);
  hangUp.abort();
  expect(await answered).toBe('hung up');
}

async function rowsOf(orderNo: string) {
  return (await inbox(service)).filter((row) => row.order_no === orderNo);
}

describe('M70: the database is away while Ottu reports', () => {
  it('for a moment: the event is held, stored when the database is back, and answered on its own connection', async () => {
    const absence = takeStoreAway();
    const answer = deliver(service, signed(paymentEvent('AWAY-SHORTLY'))).then(({ status }) => status);
    await triedInVain(absence);
    absence.bringBack();
    expect(await answer).toBe(200);
    expect(await rowsOf('AWAY-SHORTLY')).toHaveLength(1);
  });

  it('for longer than Ottu waits: it hangs up and sends again, and one row comes of all deliveries', async () => {
    const absence = takeStoreAway();
    const body = signed(paymentEvent('AWAY-LONG'));
    await deliverAndHangUp(body, absence);
    const again = deliver(service, body).then(({ status }) => status);
    await triedInVain(absence);
    absence.bringBack();
    expect(await again).toBe(200);
    expect(await rowsOf('AWAY-LONG')).toHaveLength(1);
  });

  it('for longer than Ottu tries: it is never refused, and stored behind the broken connections', async () => {
    const absence = takeStoreAway();
    const body = signed(paymentEvent('AWAY-LONGER'));
    for (let tries = 0; tries < 3; tries += 1) await deliverAndHangUp(body, absence);
    absence.bringBack();
    await eventually(async () => (await rowsOf('AWAY-LONGER')).length > 0);
    expect(await rowsOf('AWAY-LONGER')).toHaveLength(1);
  });

  it('and somebody waits for longer than a request is held: 503, and it is stored all the same', async () => {
    const hasty = await startWebhookService({ TIME_SCALE: '60' });
    const absence = takeStoreAway(hasty);
    const answer = await deliver(hasty, signed(paymentEvent('AWAY-LONGEST')));
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 503, code: 'store_unavailable' });
    absence.bringBack();
    await eventually(async () => (await inbox(hasty)).length > 0);
    expect(await inbox(hasty)).toMatchObject([{ order_no: 'AWAY-LONGEST' }]);
    await hasty.close();
  });

  it('an event that cannot be verified is refused at once', async () => {
    const { bringBack } = takeStoreAway();
    const answer = await deliver(service, JSON.stringify(paymentEvent('UNSIGNED')));
    bringBack();
    expect(answer.status).toBe(401);
  });

  it('and operators read the metrics all the while', async () => {
    const { bringBack } = takeStoreAway();
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
    const database = service.app.get(Database);
    const { query } = database;
    let release = (): void => undefined;
    let asked = false;
    const gate = new Promise<void>((resolve) => (release = resolve));
    Object.assign(database, {
      query: async (work: never) => {
        const first = !asked;
        asked = true;
        if (first) await gate;
        return query.call(database, work);
      },
    });
    let answered = false;
    const answer = deliver(service, signed(paymentEvent('GATED'))).then((response) => {
      answered = true;
      return response;
    });
    await eventually(() => asked);
    // Longer than an answer that did not wait would take.
    await request(service.url).get('/health/live');
    expect(await rowsOf('GATED')).toHaveLength(0);
    expect(answered).toBe(false);
    release();
    expect((await answer).status).toBe(200);
    Reflect.deleteProperty(database, 'query');
    expect(await rowsOf('GATED')).toHaveLength(1);
  });

  it('a store that fails after it has committed is asked again, and one row comes of it', async () => {
    const database = service.app.get(Database);
    const { query } = database;
    let failed = false;
    Object.assign(database, {
      query: async (work: never) => {
        const result = await query.call(database, work);
        if (failed) return result;
        failed = true;
        throw new StoreUnavailable(new Error('the answer to commit was lost'));
      },
    });
    expect((await deliver(service, signed(paymentEvent('COMMITTED')))).status).toBe(200);
    Reflect.deleteProperty(database, 'query');
    expect(failed).toBe(true);
    expect(await rowsOf('COMMITTED')).toHaveLength(1);
  });
});

describe('promise 7: a service that stops while an event is held', () => {
  it('ends all the same, within seconds', async () => {
    const own = await startWebhookService();
    const absence = takeStoreAway(own);
    const held = deliver(own, signed(paymentEvent('STOPPED'))).then(
      ({ status }) => status,
      () => 'cut off',
    );
    await triedInVain(absence);
    await own.close();
    expect([503, 'cut off']).toContain(await held);
  });
});
