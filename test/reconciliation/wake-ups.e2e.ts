import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { eventually } from '../support/eventually.ts';
import { databaseKind } from '../support/fresh-database.ts';
import { RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startReplica, startTestService, type TestService } from '../support/service.ts';
import { charge } from './support.ts';

/** The other replica looks at its start, and then after 30 s: what is seen sooner was seen because it was woken. */
const BEFORE_THE_NEXT_POLL = 20_000;

let service: TestService;
let closeOther = async (): Promise<void> => undefined;

beforeAll(async () => {
  service = await startTestService();
  if (databaseKind() === 'postgres') {
    ({ close: closeOther } = await startReplica(service, {}, { background: 'running' }));
  }
});
afterAll(async () => {
  await closeOther();
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

// PGlite has one process.
(databaseKind() === 'postgres' ? describe : describe.skip)('M30: what becomes due on one replica', () => {
  it(
    'wakes the others, which do it long before they would have looked, though the first does nothing',
    async () => {
      await eventually(async () => (await listening()) === 2);
      // M14 is due as soon as the decline is settled, and this replica's work waits to be told.
      await charge(service, 'declined');
      await eventually(() => service.simulator.requests(RETRIEVE).length > 0);
      expect(service.simulator.requests(RETRIEVE)).not.toEqual([]);
    },
    BEFORE_THE_NEXT_POLL,
  );
});
