import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { eventually } from '../support/eventually.ts';
import { RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { charge, vanishedCharge } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({}, { background: 'running' });
});
afterAll(async () => service.close());

async function metric(name: string): Promise<number> {
  const { text } = await request(service.url).get('/metrics');
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
}

describe('what operators see', () => {
  it('are unknown payments and the age of the oldest', async () => {
    expect(await metric('ottu_bff_unknown_payments')).toBe(0);
    expect(await metric('ottu_bff_held_carts{by="sdk"}')).toBe(0);
    expect(await metric('ottu_bff_ready')).toBe(1);
    expect(await metric('ottu_bff_oldest_unknown_payment_seconds')).toBe(0);
    const old = await vanishedCharge(service);
    await vanishedCharge(service);
    await withRows(service, (db) =>
      db
        .updateTable('payment_attempts')
        .set({ started_at: sql<Date>`now() - interval '2 hours'` })
        .where('payment_id', '=', old)
        .execute(),
    );
    expect(await metric('ottu_bff_unknown_payments')).toBe(2);
    expect(await metric('ottu_bff_oldest_unknown_payment_seconds')).toBeGreaterThanOrEqual(7200);
    expect(await metric('ottu_bff_payments_needing_review')).toBe(0);
    await charge(service, 'compensation_failures');
    expect(await metric('ottu_bff_payments_needing_review')).toBe(1);
  });
});

describe('M30: what becomes due wakes its work', () => {
  it('a payment whose check has come is looked at at once, long before the poll of 30 s', async () => {
    // M14 is due as soon as a decline with a session is settled.
    service.simulator.setSwitches({ decline_as: '201' });
    await charge(service, 'declined');
    await eventually(() => service.simulator.requests(RETRIEVE).length > 0);
    expect(service.simulator.requests(RETRIEVE)).not.toEqual([]);
  });
});
