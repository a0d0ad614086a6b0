import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { sql } from 'kysely';

import { authorized, operate, paid } from '../operations/support.ts';
import { charge } from '../reconciliation/support.ts';
import { withRows } from '../support/rows.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { CREATE } from '../support/ottu.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(async () => {
  service.simulator.reset();
  // The books of another test are none of this one's: all of them are moved out of the days that are asked about.
  await withRows(service, async (db) => {
    await sql`update payments set succeeded_at = succeeded_at - interval '3000 days'`.execute(db);
    await sql`update payment_operations set finished_at = finished_at - interval '3000 days'`.execute(db);
    await sql`update payment_attempts set finished_at = finished_at - interval '3000 days'`.execute(db);
  });
});

async function summary(query: Readonly<Record<string, string>> = {}, caller: TestCaller = 'reader'): Promise<Response> {
  const now = Date.now();
  const day = (offset: number): string => new Date(now + offset * 86_400_000).toISOString().slice(0, 10);
  return request(service.url)
    .get('/v1/payments/summary')
    .query({ from: day(-1), to: day(2), group_by: 'currency', ...query })
    .set('authorization', authorization(caller));
}

/** The payment succeeded, or was refunded, at that moment. */
async function at(table: 'payments' | 'payment_operations', id: string, moment: string): Promise<void> {
  await withRows(service, async (db) => {
    if (table === 'payments') await sql`update payments set succeeded_at = ${moment} where id = ${id}`.execute(db);
    else await sql`update payment_operations set finished_at = ${moment} where payment_id = ${id}`.execute(db);
  });
}

describe('the summary of payments', () => {
  it('is the ledger of Ottu, to the last unit: charges, captures and refunds, each currency by itself', async () => {
    await paid(service, { amount: '1.250' });
    const refunded = await paid(service, { amount: '2.000' });
    await operate(service, refunded.id, { operation: 'refund', amount: '0.333' });
    const hold = await authorized(service, { amount: '4.000' });
    await operate(service, hold.id, { operation: 'capture', amount: '1.500' });
    await operate(service, hold.id, { operation: 'refund', amount: '0.250' });
    await authorized(service, { amount: '9.000' });
    await paid(service, { amount: '500', currency_code: 'JPY' });
    const { status, body } = await summary();
    expect(status).toBe(200);
    expect(body.rows).toEqual([
      { currency: 'JPY', count: 1, gross: '500', refunded: '0', fees: '0', net: '500' },
      { currency: 'KWD', count: 4, gross: '4.750', refunded: '0.583', fees: '0.000', net: '4.167' },
    ]);
    const sum = (kinds: readonly string[]): number =>
      service.simulator
        .ledger()
        .filter(({ kind, currency }) => kinds.includes(kind) && currency === 'KWD')
        .reduce((total, { amount }) => total + Math.round(Number(amount) * 1000), 0);
    expect(sum(['charge', 'capture'])).toBe(4750);
    expect(sum(['refund'])).toBe(583);
  });

  it('counts a refund on its own day, in the time zone that is named, from its midnight to the next', async () => {
    const { id } = await paid(service);
    await operate(service, id, { operation: 'refund', amount: '0.400' });
    // 22:30 of the 3rd in UTC is 01:30 of the 4th in Kuwait.
    await at('payments', id, '2024-03-03T22:30:00Z');
    await at('payment_operations', id, '2024-03-06T20:59:59Z');
    const kuwait = { time_zone: 'Asia/Kuwait', group_by: 'day,currency' };
    const { body } = await summary({ from: '2024-03-04', to: '2024-03-07', ...kuwait });
    expect(body.rows).toMatchObject([
      { day: '2024-03-04', count: 1, gross: '1.000', refunded: '0.000', net: '1.000' },
      { day: '2024-03-06', count: 0, gross: '0.000', refunded: '0.400', net: '-0.400' },
    ]);
    const { body: utc } = await summary({ from: '2024-03-03', to: '2024-03-04', group_by: 'day' });
    expect(utc.rows).toMatchObject([{ day: '2024-03-03', currency: 'KWD', count: 1 }]);
    const { body: before } = await summary({ from: '2024-03-01', to: '2024-03-04', ...kuwait });
    expect(before.rows).toEqual([]);
  });

  it('is cut by state, gateway and method', async () => {
    await paid(service);
    await authorized(service);
    const { body } = await summary({ group_by: 'state,gateway,method' });
    expect(body.rows).toMatchObject([
      { state: 'authorized', gateway: expect.any(String), method: 'apple_pay', count: 1, gross: '0.000' },
      { state: 'paid', gateway: expect.any(String), method: 'apple_pay', count: 1, gross: '1.000' },
    ]);
  });

  it('names the reasons of declines', async () => {
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'outcome', outcome: 'declined', message: 'Card expired.' } as never },
    ]);
    await paid(service).catch(() => undefined);
    service.simulator.clearFaults();
    await charge(service, 'success');
    const { body } = await summary();
    expect(body.declines).toEqual([{ reason: 'Card expired.', count: 1 }]);
  });

  it.each([
    ['an end before its beginning', { from: '2026-06-02', to: '2026-06-02' }],
    ['a day that is none', { from: '2026-02-30', to: '2026-06-02' }],
    ['too many days', { from: '2024-01-01', to: '2026-06-02' }],
    ['an unknown time zone', { time_zone: 'Asia/Atlantis' }],
    ['an offset as a time zone', { time_zone: '+03:00' }],
    ['an unknown group', { group_by: 'day,customer' }],
    ['a misspelt parameter', { form: '2026-06-02' }],
  ])('refuses %s', async (_what, query) => {
    const { status, body } = await summary(query);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('is for keys that may read payments', async () => {
    expect((await summary({}, 'writer')).status).toBe(403);
  });
});
