import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { InquiryApi } from '../../src/ottu/inquiry-api.ts';
import { TransportFault } from '../../src/ottu/transport/transport-fault.ts';
import { Inquire } from '../../src/payments/inquiry/inquire.ts';
import { InquiryAllowance } from '../../src/payments/inquiry/inquiry-allowance.ts';
import { asPaymentId } from '../../src/payments/identifiers.ts';
import { DueChecks } from '../../src/payments/reconciliation/due-checks.ts';
import { databaseKind } from '../support/fresh-database.ts';
import { INQUIRY } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, startTestService, type TestService } from '../support/service.ts';
import { inquire, vanishedCharge } from './support.ts';

/** The protocol's own waits: what has to be old is made old. */
let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(async () => {
  service.simulator.reset();
  await withRows(service, async (db) => {
    await db.deleteFrom('payment_inquiries').execute();
    await db.updateTable('payments').set({ next_check: null, next_check_at: null }).execute();
  });
});

async function unknownPayment(ageMinutes: number): Promise<string> {
  const id = await vanishedCharge(service);
  service.simulator.clearFaults();
  service.simulator.clearRequests();
  await withRows(service, async (db) => {
    await db
      .updateTable('payments')
      .set({ claimed_at: minutesAgo(ageMinutes), next_check: 'inquiry', next_check_at: minutesAgo(0) })
      .where('id', '=', id)
      .execute();
    // M32: the claim is that of the newest attempt.
    await db
      .updateTable('payment_attempts')
      .set({ started_at: minutesAgo(ageMinutes) })
      .where('payment_id', '=', id)
      .execute();
  });
  return id;
}

async function asked(id: string, ageMinutes: number, result: 'not_found' | 'refused' = 'not_found'): Promise<void> {
  await withRows(service, async (db) => {
    const earlier = await db.selectFrom('payment_inquiries').select('number').where('payment_id', '=', id).execute();
    await db
      .insertInto('payment_inquiries')
      .values({
        payment_id: id,
        number: earlier.length + 1,
        asked_by: 'reconciliation',
        sent_at: minutesAgo(ageMinutes),
        result,
        finished_at: minutesAgo(ageMinutes),
      })
      .execute();
  });
}

function minutesAgo(minutes: number) {
  return sql<Date>`clock_timestamp() - ${`${minutes} minutes`}::interval`;
}

/** Inquiries about other payments that were made just now. */
async function minuteHolds(count: number): Promise<void> {
  await withRows(service, async (db) => {
    const template = await db.selectFrom('payments').selectAll().limit(1).executeTakeFirstOrThrow();
    for (let made = 0; made < count; made += 1) {
      const id = randomUUID();
      const { pg_codes, review_reasons, snapshot, ...plain } = template;
      const texts = {
        pg_codes: JSON.stringify(pg_codes),
        review_reasons: JSON.stringify(review_reasons),
        snapshot: JSON.stringify(snapshot),
      };
      await db
        .insertInto('payments')
        .values({
          ...plain,
          ...texts,
          pg_params: null,
          added_since: null,
          link: null,
          discrepancy: null,
          agreement: null,
          id,
          order_no: id,
          next_check: null,
          next_check_at: null,
        })
        .execute();
      await asked(id, 0);
    }
  });
}

describe('M5, M32: POST /v1/payments/{id}/inquiry', () => {
  it('is refused before minute 12 after the claim, with Retry-After, and Ottu is not called', async () => {
    const id = await unknownPayment(11);
    const answer = await inquire(service, id);
    expect(answer.status).toBe(429);
    expect(answer.body).toMatchObject({ code: 'inquiry_too_early', payment: { id } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(30);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(service.simulator.requests(INQUIRY)).toHaveLength(0);
  });

  it('asks Ottu, settles what it says, and answers the payment as it is now', async () => {
    const id = await unknownPayment(13);
    const answer = await inquire(service, id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      inquiry: { number: 1, result: 'not_found' },
      payment: { id, state: 'unknown' },
    });
    expect(service.simulator.requests(INQUIRY)).toHaveLength(1);
  });

  it('is refused within 31 minutes of the last inquiry, whoever made that', async () => {
    const id = await unknownPayment(60);
    await asked(id, 30);
    expect((await inquire(service, id)).body).toMatchObject({ status: 429, code: 'inquiry_too_early' });
    await withRows(service, (db) => db.deleteFrom('payment_inquiries').execute());
    await asked(id, 32);
    expect((await inquire(service, id)).status).toBe(200);
  });

  it('does not take the last of the three', async () => {
    const id = await unknownPayment(200);
    await asked(id, 100, 'refused');
    await asked(id, 60, 'refused');
    expect((await inquire(service, id)).body).toMatchObject({ status: 409, code: 'inquiries_used_up' });
    expect(await service.app.get(InquiryAllowance).reserve(asPaymentId(id), 'reconciliation')).toMatchObject({
      kind: 'taken',
      number: 3,
    });
  });

  it('is never the fourth', async () => {
    const id = await unknownPayment(300);
    for (const age of [200, 150, 100]) await asked(id, age);
    expect(await service.app.get(InquiryAllowance).reserve(asPaymentId(id), 'reconciliation')).toEqual({
      kind: 'used_up',
    });
    await expect(asked(id, 0)).rejects.toThrow(/check constraint/);
  });

  it('does not take the last of the 30 that Ottu takes in a minute', async () => {
    const id = await unknownPayment(20);
    await minuteHolds(29);
    const refused = await inquire(service, id);
    expect(refused.body).toMatchObject({ status: 429, code: 'inquiry_busy' });
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(65);
    const budget = service.app.get(InquiryAllowance);
    expect(await budget.reserve(asPaymentId(id), 'reconciliation')).toMatchObject({ kind: 'taken' });
    expect(await budget.reserve(asPaymentId(await unknownPayment(20)), 'reconciliation')).toMatchObject({
      kind: 'busy',
    });
  });

  it('does not count where it could not be sent', async () => {
    const id = await unknownPayment(20);
    const api = service.app.get(InquiryApi);
    const { inquire: real } = api;
    Object.assign(api, { inquire: async () => Promise.reject(new TransportFault('unreachable', false)) });
    expect(await service.app.get(Inquire).execute(asPaymentId(id), 'operator')).toMatchObject({ kind: 'not_answered' });
    Object.assign(api, { inquire: real });
    expect(await withRows(service, (db) => db.selectFrom('payment_inquiries').selectAll().execute())).toEqual([]);
  });

  it('knows no other payment, and needs payments:read', async () => {
    expect((await inquire(service, randomUUID())).status).toBe(404);
    expect((await inquire(service, 'no-id')).status).toBe(404);
    const answer = await request(service.url)
      .post(`/v1/payments/${randomUUID()}/inquiry`)
      .set('authorization', authorization('writer'))
      .send();
    expect(answer.body.code).toBe('scope_missing');
  });
});

describe('M30, M32: the budget of all replicas together', () => {
  it('40 that ask at once, in two replicas where the database allows it, take 30', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 40; made += 1) ids.push(await unknownPayment(20));
    const second = databaseKind() === 'postgres' ? await startReplica(service, {}) : service;
    const budgets = [service.app.get(InquiryAllowance), second.app.get(InquiryAllowance)];
    const taken = await Promise.all(
      ids.map(async (id, index) => budgets[index % 2]?.reserve(asPaymentId(id), 'reconciliation')),
    );
    expect(taken.filter((each) => each?.kind === 'taken')).toHaveLength(30);
    expect(taken.filter((each) => each?.kind === 'busy')).toHaveLength(10);
    if (second !== service) await second.close();
  });

  it('first inquiries go before second ones, oldest first', async () => {
    const [second, young, old] = [await unknownPayment(90), await unknownPayment(20), await unknownPayment(50)];
    await asked(second, 60);
    const due = await service.app.get(DueChecks).takeDueInquiries(10);
    expect(due.map(({ paymentId }) => paymentId)).toEqual([old, young, second]);
  });

  it('a check is taken once: SKIP LOCKED and a lease keep the others from it', async () => {
    for (let made = 0; made < 6; made += 1) await unknownPayment(20);
    const due = service.app.get(DueChecks);
    const taken = (
      await Promise.all([due.takeDueInquiries(4), due.takeDueInquiries(4), due.takeDueInquiries(4)])
    ).flat();
    expect(new Set(taken.map(({ paymentId }) => paymentId)).size).toBe(taken.length);
    expect(taken).toHaveLength(6);
  });
});
