import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';

import { RetentionSweep } from '../../src/payments/retention-sweep.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { charge, vanishedCharge } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

async function aged(id: string, days: number): Promise<string> {
  const old = sql<Date>`now() - ${`${days} days`}::interval`;
  await withRows(service, (db) =>
    db
      .updateTable('payments')
      .set({ updated_at: old, next_check: null, next_check_at: null })
      .where('id', '=', id)
      .execute(),
  );
  return id;
}

const count = (
  table:
    'payments' | 'idempotency_keys' | 'payment_facts' | 'payment_timeline' | 'payment_attempts' | 'payment_amounts',
) =>
  withRows(
    service,
    async (db) =>
      (
        await db
          .selectFrom(table)
          .select(sql<number>`count(*)::int`.as('count'))
          .executeTakeFirstOrThrow()
      ).count,
  );

describe('M10, M41: retention', () => {
  it('keys live as long as their payment, 400 days at least', async () => {
    const call = { key: randomUUID(), body: buyNowBody({ order_no: 'KEPT-1' }) };
    const { id } = (await buyNow(service.url, call)).body.payment as { id: string };
    await aged(id, 399);
    expect(await service.app.get(RetentionSweep).sweep()).toBe(0);
    const replay = await buyNow(service.url, call);
    expect(replay.headers['idempotent-replayed']).toBe('true');
  });

  it('after that a settled payment goes with its keys and all that was written about it', async () => {
    const rows = {
      payments: await count('payments'),
      idempotency_keys: await count('idempotency_keys'),
      payment_facts: await count('payment_facts'),
      payment_timeline: await count('payment_timeline'),
      payment_attempts: await count('payment_attempts'),
      payment_amounts: await count('payment_amounts'),
    };
    const { id } = (await buyNow(service.url, { body: buyNowBody({ order_no: 'GONE-1' }) })).body.payment as {
      id: string;
    };
    await aged(id, 401);
    expect(await service.app.get(RetentionSweep).sweep()).toBe(1);
    for (const [table, before] of Object.entries(rows)) expect(await count(table as 'payments')).toBe(before);
  });

  it('its order number is never used again', async () => {
    const again = await buyNow(service.url, { body: buyNowBody({ order_no: 'GONE-1' }) });
    expect(again.body).toMatchObject({ status: 409, code: 'order_no_taken', outcome: 'none' });
    expect(service.simulator.ledger()).toHaveLength(0);
  });

  it('a payment whose outcome is open never goes, however old it is', async () => {
    const unknown = await aged(await vanishedCharge(service), 5000);
    const review = await aged(await charge(service, 'compensation_failures'), 5000);
    expect(await service.app.get(RetentionSweep).sweep()).toBe(0);
    const kept = await withRows(service, (db) =>
      db.selectFrom('payments').select('id').where('id', 'in', [unknown, review]).execute(),
    );
    expect(kept).toHaveLength(2);
  });
});
