import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { sql } from 'kysely';

import { authorized, operate, operateAtOttu, operations, paid, type Bought } from '../operations/support.ts';
import { events as timelineEvents } from '../reconciliation/support.ts';
import { withRows } from '../support/rows.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { DAY, HOUR } from '../support/time.ts';

const INQUIRY = '/b/pbl/v2/inquiry/';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(async () => {
  service.simulator.reset();
  await withRows(service, async (db) => {
    // What other tests have paid is not asked about any more: this simulator has never heard of it.
    await sql`update payments set compare_at = null, discrepancy = null, next_check = null, next_check_at = null`.execute(
      db,
    );
    await sql`update payment_inquiries set sent_at = sent_at - interval '1 hour'`.execute(db);
  });
});

async function get(path: string, caller: TestCaller = 'reader'): Promise<Response> {
  return request(service.url).get(path).set('authorization', authorization(caller));
}

interface Listed {
  readonly payment_id: string;
  readonly differences: readonly {
    readonly kind: string;
    readonly here: string | null;
    readonly ottu: string | null;
  }[];
}

async function discrepancies(): Promise<Listed[]> {
  const { status, body } = await get('/v1/payments/discrepancies');
  expect(status).toBe(200);
  return body.discrepancies as Listed[];
}

async function payment({ id }: Bought): Promise<Record<string, unknown>> {
  return (await get(`/v1/payments/${id}`)).body.payment as Record<string, unknown>;
}

function inquiries(): number {
  return service.simulator.requests({ method: 'POST', path: INQUIRY }).length;
}

/** What this service knows of it is made something else, as by a restore from an old backup. */
async function change({ id }: Bought, to: Record<string, unknown>): Promise<void> {
  await withRows(service, (db) => db.updateTable('payments').set(to).where('id', '=', id).execute());
}

async function aDayLater(): Promise<void> {
  await service.moveTime(DAY + HOUR);
  await service.runDue();
}

describe('the comparison of payments with what Ottu shows', () => {
  it('asks Ottu once about each payment, a day after its success, and finds nothing where nothing differs', async () => {
    await paid(service);
    const hold = await authorized(service, { amount: '4.000' });
    await operate(service, hold.id, { operation: 'capture', amount: '1.500' });
    await operate(service, hold.id, { operation: 'refund', amount: '0.250' });
    const voided = await authorized(service);
    await operate(service, voided.id, { operation: 'void' });
    await paid(service, { amount: '500', currency_code: 'JPY' });
    await service.moveTime(23 * HOUR);
    await service.runDue();
    expect(inquiries()).toBe(0);
    await service.moveTime(2 * HOUR);
    await service.runDue();
    expect([inquiries(), await discrepancies()]).toEqual([4, []]);
    await service.moveTime(3 * DAY);
    await service.runDue();
    expect(inquiries()).toBe(4);
  });

  it('M72: settles a refund of the dashboard whose event was lost, which is no discrepancy then', async () => {
    const bought = await paid(service);
    await operateAtOttu(service, bought, { operation: 'refund', amount: '0.300', told: false });
    await service.runDue();
    expect((await payment(bought))['refunded_amount']).toBe('0.000');
    await aDayLater();
    expect((await payment(bought))['refunded_amount']).toBe('0.300');
    expect(await operations(service, bought.id)).toMatchObject([
      { operation: 'refund', source: 'ottu', state: 'succeeded', amount: '0.300' },
    ]);
    expect(await discrepancies()).toEqual([]);
  });

  it.each([
    ['refunded_differs', { refunded_minor: '250' }, '0.250', '0.000'],
    ['voided_differs', { voided: true }, '1.000', '0.000'],
    ['amount_differs', { amount_minor: '900' }, '0.900', '1.000'],
  ])('lists what settling does not explain, and changes nothing: %s', async (kind, to, here, ottu) => {
    const bought = await paid(service);
    await change(bought, to);
    const before = await payment(bought);
    await aDayLater();
    const [listed] = await discrepancies();
    expect(listed).toMatchObject({
      payment_id: bought.id,
      order_no: bought.order_no,
      session_id: bought.session_id,
      currency: 'KWD',
      differences: expect.arrayContaining([{ kind, text: expect.stringMatching(/\.$/), here, ottu }]),
    });
    // But for its times, which have been moved.
    const { created_at: _created, updated_at: _updated, ...rest } = before;
    expect(await payment(bought)).toMatchObject(rest);
  });

  it('lists captures that Ottu does not list, and a state that is another', async () => {
    const hold = await authorized(service, { amount: '4.000' });
    await withRows(service, async (db) => {
      await sql`
        insert into payment_operations (id, payment_id, operation, source, state, amount_minor, finished_at)
          values (gen_random_uuid(), ${hold.id}, 'capture', 'api', 'succeeded', 1500, now())`.execute(db);
    });
    await aDayLater();
    expect(await discrepancies()).toMatchObject([
      { payment_id: hold.id, differences: [{ kind: 'captured_differs', here: '1.500', ottu: '0.000' }] },
    ]);
  });

  it('says that Ottu knows no such transaction', async () => {
    const bought = await paid(service);
    service.simulator.reset();
    await aDayLater();
    expect(await discrepancies()).toMatchObject([
      { payment_id: bought.id, state: 'paid', differences: [{ kind: 'missing_at_ottu', here: 'paid', ottu: null }] },
    ]);
    expect((await payment(bought))['state']).toBe('paid');
  });

  it('leaves the list once an answer of Ottu explains it; the timeline keeps both', async () => {
    const bought = await paid(service);
    await change(bought, { refunded_minor: '250' });
    await aDayLater();
    expect((await discrepancies()).length).toBe(1);
    await change(bought, { refunded_minor: '0' });
    await service.moveTime(HOUR);
    const asked = await request(service.url)
      .post(`/v1/payments/${bought.id}/inquiry`)
      .set('authorization', authorization('reader'))
      .send();
    expect(asked.status).toBe(200);
    expect(await discrepancies()).toEqual([]);
    const events = await timelineEvents(service, bought.id);
    expect(events.filter((event) => event.startsWith('discrepancy'))).toEqual([
      'discrepancy_found',
      'discrepancy_explained',
    ]);
  });

  it('M32: takes the first inquiry of a payment or none, and half of a minute for all of them', async () => {
    const asked = await paid(service);
    await service.moveTime(HOUR);
    await request(service.url)
      .post(`/v1/payments/${asked.id}/inquiry`)
      .set('authorization', authorization('reader'))
      .send();
    expect(inquiries()).toBe(1);
    await aDayLater();
    expect(inquiries()).toBe(1);
    const { id } = await paid(service);
    await withRows(service, async (db) => {
      await sql`update payments set compare_at = now(), claimed_at = now() - interval '2 hours' where id = ${id}`.execute(
        db,
      );
      await sql`update payment_attempts set started_at = now() - interval '2 hours' where payment_id = ${id}`.execute(
        db,
      );
      await sql`
        insert into payment_inquiries (payment_id, number, asked_by, sent_at, result, finished_at)
          select p.id, n, 'reconciliation', now(), 'answered', now() from payments p, generate_series(2, 3) n
            where p.id <> ${id} and not exists (
              select from payment_inquiries i where i.payment_id = p.id and i.number = n)
            limit 15`.execute(db);
    });
    await service.runDue();
    const { rows } = await withRows(service, (db) =>
      sql<{ count: number }>`
        select count(*)::int as count from payment_inquiries where sent_at > now() - interval '1 minute'`.execute(db),
    );
    expect([rows[0]?.count, inquiries()]).toEqual([15, 1]);
    await service.moveTime(2 * 60_000);
    await service.runDue();
    expect(inquiries()).toBe(2);
  });

  it('waits while an operation is under way, and gives up what it could not ask about within a week', async () => {
    const bought = await paid(service);
    await withRows(service, async (db) => {
      await sql`
        insert into payment_operations (id, payment_id, operation, source, state, amount_minor)
          values (gen_random_uuid(), ${bought.id}, 'refund', 'api', 'awaiting_approval', 100)`.execute(db);
    });
    await aDayLater();
    expect(inquiries()).toBe(0);
    await withRows(service, (db) => sql`delete from payment_operations where payment_id = ${bought.id}`.execute(db));
    await service.moveTime(7 * DAY);
    await service.runDue();
    expect(inquiries()).toBe(0);
  });

  it('counts them in the metrics', async () => {
    const count = async (): Promise<string | undefined> =>
      /^ottu_bff_payment_discrepancies (\d+)$/m.exec((await request(service.url).get('/metrics')).text)?.[1];
    expect(await count()).toBe('0');
    const bought = await paid(service);
    await change(bought, { refunded_minor: '250' });
    await aDayLater();
    expect(await count()).toBe('1');
  });

  it('is read in pages, by keys that may read payments', async () => {
    for (const _payment of [1, 2, 3]) await change(await paid(service), { refunded_minor: '250' });
    await aDayLater();
    const first = (await get('/v1/payments/discrepancies?limit=2')).body as {
      discrepancies: Listed[];
      next_cursor: string;
    };
    const second = (await get(`/v1/payments/discrepancies?limit=2&cursor=${first.next_cursor}`)).body as typeof first;
    const ids = [...first.discrepancies, ...second.discrepancies].map(({ payment_id }) => payment_id);
    expect([ids.length, new Set(ids).size, second.next_cursor]).toEqual([3, 3, null]);
    expect((await get('/v1/payments/discrepancies', 'writer')).status).toBe(403);
    expect((await get('/v1/payments/discrepancies?state=paid')).status).toBe(400);
  });
});
