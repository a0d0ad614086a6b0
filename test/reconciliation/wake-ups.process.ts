import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import type { Background } from '../../src/background/background.ts';
import { RECONCILIATION } from '../../src/payments/schedule/schedule-check.ts';
import { eventually } from '../support/eventually.ts';
import { RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startReplica, startTestService, type Replica, type TestService } from '../support/service.ts';
import { charge } from './support.ts';

let service: TestService;
let other: Replica;

beforeAll(async () => {
  service = await startTestService();
  other = await startReplica(service, {}, { background: 'running' });
});
afterAll(async () => {
  await other.close();
  await service.close();
});

const listening = (): Promise<number> =>
  withRows(service, async (db) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity
        where datname = current_database() and application_name = 'ottu-bff-listen' and state = 'idle'
          and query like 'listen %'`.execute(db);
    return rows[0]?.count ?? 0;
  });

/** Resolves when another replica has woken this work, which no pause of its own can do. */
function wokenByReplica(background: Background, work: string): Promise<void> {
  const wake = background.wakeForReplica.bind(background);
  return new Promise((resolve) => {
    background.wakeForReplica = (name, afterMs) => {
      wake(name, afterMs);
      if (name === work) resolve();
    };
  });
}

describe('M30: what becomes due on one replica', () => {
  it('wakes the others, and they do it though the first does nothing', async () => {
    await eventually(async () => (await listening()) === 2);
    const woken = wokenByReplica(other.background, RECONCILIATION);
    // M14 is due as soon as a decline with a session is settled, and the first replica's work waits to be told.
    service.simulator.setSwitches({ decline_as: '201' });
    await charge(service, 'declined');
    await woken;
    await eventually(() => service.simulator.requests(RETRIEVE).length > 0);
    expect(service.simulator.requests(RETRIEVE)).not.toEqual([]);
  });
});
