import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { RetentionSweep } from '../../src/payments/retention-sweep.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';

const OLD = 450;

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  await withRows(service, async (db) => {
    await sql`
      insert into payments (id, order_no, origin, caller, transaction_type, payment_type, pg_codes, amount_minor,
          currency_code, state, snapshot, mode, created_at, updated_at)
        select gen_random_uuid(), 'OLD-' || n, 'buy_now', 'shop', 'e_commerce', 'one_off', '["credit-card"]', 1000, 'KWD',
            'paid', '{}', 'sandbox', now() - interval '500 days', now() - interval '500 days' from generate_series(1, ${sql.lit(OLD)}) n`.execute(
      db,
    );
    await sql`
      insert into payment_attempts (id, payment_id, number, method, state, lease_until, finished_at)
        select gen_random_uuid(), id, 1, 'token', 'succeeded', now(), now() from payments`.execute(db);
    await sql`
      insert into payment_facts (payment_id, attempt_id, source, digest, state, counts, mismatches)
        select payment_id, id, 'one_step', 'd', 'paid', true, '[]' from payment_attempts`.execute(db);
    // How many payments each statement takes.
    await sql`create table deletions (payments int not null)`.execute(db);
    await sql`create function count_deletions() returns trigger language plpgsql as $$
      begin insert into deletions select count(*) from gone; return null; end $$`.execute(db);
    await sql`create trigger deletions after delete on payments referencing old table as gone
      for each statement execute function count_deletions()`.execute(db);
  });
});
afterAll(async () => service.close());

describe('M10: how much work a purge does at a time', () => {
  it('whatever refers to rows that go is found by an index', async () => {
    const { rows } = await withRows(service, (db) =>
      sql<{ missing: string }>`
        select c.conrelid::regclass || '.' || a.attname as missing
          from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
          where c.contype = 'f' and not exists (
            select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`.execute(db),
    );
    expect(rows).toEqual([]);
  });

  it('at most 200 payments go in one statement, which is its own transaction', async () => {
    expect(await service.app.get(RetentionSweep).sweep()).toBe(OLD);
    const { rows } = await withRows(service, (db) =>
      sql<{ payments: number }>`select payments from deletions order by payments desc`.execute(db),
    );
    expect(rows.map(({ payments }) => payments)).toEqual([200, 200, 50]);
  });
});
