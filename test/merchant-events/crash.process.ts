import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { buyNow } from '../support/buy-now.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';
import { answer, Receiver, SECRET } from './receiver.ts';

const receiver = new Receiver();
let simulator: Simulator;

beforeAll(async () => {
  await receiver.open();
  simulator = await createSimulator();
});
afterAll(async () => {
  await simulator.close();
  await receiver.close();
});

describe('M90: killed with -9 between delivery and its record', () => {
  it('the event comes again with the same id and text', async () => {
    const variables = variablesFor(simulator, await freshDatabaseUrl(), {
      MERCHANT_EVENTS_URL: receiver.url,
      MERCHANT_EVENTS_SECRET: SECRET,
      LOG_LEVEL: 'trace',
      TIME_SCALE: '100',
    });
    const first = await startServiceProcess(variables);
    let killed: Promise<unknown> | undefined;
    // The merchant has taken it; the answer never arrives.
    receiver.reaction = async (_delivery, response) => {
      killed ??= first.end('SIGKILL');
      await killed;
      response.destroy();
    };
    // The charge may be answered before the process dies, or not.
    await buyNow(first.url).catch(() => undefined);
    const [taken] = await receiver.waitForAny(1);
    await killed;
    const paymentId = taken?.event.data.payment.id ?? '';
    expect(receiver.of(paymentId)).toHaveLength(1);

    receiver.reaction = (_delivery, response) => answer(response, 204);
    const second = await startServiceProcess(variables);
    // The lease of the dead process ends ten seconds after the try: it is as if they were over.
    const database = await openDatabase(readSettings(variables).database, { onConnectionLost: () => undefined });
    await database.query((db) =>
      db
        .updateTable('merchant_events')
        .set({ lease_until: sql<Date>`now() - interval '1 second'` })
        .where('lease', 'is not', null)
        .execute(),
    );
    await database.close();
    const tries = await receiver.waitFor(paymentId, 2);
    expect(tries).toHaveLength(2);
    expect(new Set(tries.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(tries.map(({ body }) => body)).size).toBe(1);
    expect(await second.end('SIGTERM')).toBe(0);
    for (const output of [first.output(), second.output()]) expect(output).not.toContain(SECRET.replace('whsec_', ''));
  }, 120_000);
});
