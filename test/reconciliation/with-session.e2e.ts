import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { buyNow } from '../support/buy-now.ts';
import { CREATE, EVENTS_LOST, INQUIRY, OPERATION, payAtOttu, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../support/time.ts';
import { createTransaction, getTransaction, patchTransaction } from '../support/transactions.ts';
import { charge, events, inquiryMinutes, isFollowed, payment, reset, startAskingService } from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startAskingService();
});
afterAll(async () => service.close());
beforeEach(() => reset(service));

const state = async (id: string): Promise<unknown> => (await payment(service, id))['state'];
const retrieves = () => service.simulator.requests(RETRIEVE);

describe('M11, M23, M31: an open attempt with a session', () => {
  it('is retrieved every 5 minutes while Ottu shows `pending`, when it has expired, and an hour after the last activity', async () => {
    const id = await charge(service, 'pending_forever');
    // It expires after 30 minutes, and mpgs is asked 11 minutes later.
    let passed = 0;
    for (const [index, minute] of [1, 5, 10, 15, 20, 25, 41, 60].entries()) {
      await service.passTime(minute * MINUTE - 30 * SECOND - passed);
      expect(retrieves()).toHaveLength(index);
      await service.passTime(30 * SECOND);
      passed = minute * MINUTE;
      expect(retrieves()).toHaveLength(index + 1);
    }
    expect(await state(id)).toBe('pending');
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('is ended by an inquiry only: paid, when the gateway says so', async () => {
    const id = await charge(service, 'pending');
    await service.passTime(HOUR);
    expect(await state(id)).toBe('paid');
    expect((await inquiryMinutes(service, id))[0]).toBeGreaterThanOrEqual(14);
    expect(await isFollowed(service, id)).toBe(false);
    const session = JSON.stringify({ session_id: (await payment(service, id))['session_id'] });
    expect(service.simulator.requests(INQUIRY).map(({ raw_body: body }) => body)).toContain(session);
  });

  it('or is declined by one', async () => {
    const id = await charge(service, 'pending_then_declined');
    await service.passTime(HOUR);
    expect(await payment(service, id)).toMatchObject({ outcome: 'final' });
    expect(['attempted', 'failed', 'expired']).toContain(await state(id));
    expect((await inquiryMinutes(service, id))[0]).toBeGreaterThanOrEqual(14);
  });

  it('is not ended by an error, and what the gateway says later is its end', async () => {
    const id = await charge(service, 'error_then_paid');
    await service.passTime(HOUR);
    expect(await state(id)).toBe('paid');
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('M31, M51: a transaction that a payer has', () => {
  const create = (body: Record<string, unknown> = {}) =>
    request(service.url)
      .post('/v1/payment-transactions')
      .set('authorization', authorization('shop'))
      .send({ type: 'e_commerce', amount: '1.000', currency_code: 'KWD', pg_codes: ['credit-card'], ...body });
  const idOf = (orderNo: string) =>
    withRows(service, async (db) => {
      return (await db.selectFrom('payments').select('id').where('order_no', '=', orderNo).executeTakeFirstOrThrow())
        .id;
    });

  beforeEach(() => service.simulator.setSwitches({ webhook_for_api: 'off' }));

  it('is retrieved, so that a payment is found although no event of it ever came', async () => {
    service.simulator.setFaults([EVENTS_LOST]);
    const { body } = await create({ order_no: 'PAGE-1' });
    await payAtOttu(service, body.session_id);
    const id = await idOf('PAGE-1');
    await service.passTime(MINUTE);
    expect(await state(id)).toBe('paid');
    expect(await isFollowed(service, id)).toBe(false);
    expect(service.simulator.requests(INQUIRY)).toHaveLength(0);
  });

  it('is inquired where the amount was changed after a try, so that what was settled is known', async () => {
    service.simulator.setFaults([EVENTS_LOST]);
    const { body } = await create({ order_no: 'PAGE-2' });
    const id = await idOf('PAGE-2');
    await payAtOttu(service, body.session_id, { outcome: 'declined' });
    await request(service.url)
      .patch(`/v1/payment-transactions/${String(body.session_id)}`)
      .set('authorization', authorization('shop'))
      .send({ amount: '2.000' });
    await payAtOttu(service, body.session_id);
    await service.passTime(HOUR);
    expect(await payment(service, id)).toMatchObject({ state: 'paid', amount: '2.000', outcome: 'final' });
    expect(await inquiryMinutes(service, id)).toHaveLength(1);
  });
});

describe('M14, M22: a decline that leaves the transaction payable', () => {
  // One that is 400 names no session (F16.4).
  beforeEach(() => service.simulator.setSwitches({ decline_as: '201' }));

  it('is expired at once, by its session', async () => {
    const id = await charge(service, 'declined');
    await service.runDue();
    expect(await payment(service, id)).toMatchObject({ state: 'expired', result: 'failed', outcome: 'final' });
    const [asked, ...more] = service.simulator.requests(OPERATION);
    expect(JSON.parse(asked?.raw_body ?? '')).toEqual({
      operation: 'expire',
      session_id: (await payment(service, id))['session_id'],
    });
    expect(more).toHaveLength(0);
    expect(await events(service, id)).toEqual(['claimed', 'ottu_answered', 'expire_asked', 'retrieved']);
    // M31: the gateway may still say something else.
    expect(await isFollowed(service, id)).toBe(true);
  });

  it('is not expired where the caller asked for a payment link', async () => {
    const id = await charge(service, 'declined', { type: 'payment_request' });
    // The payer may still pay by the link, so the payment is followed.
    await service.passTime(5 * MINUTE);
    expect(retrieves()).toHaveLength(2);
    expect(service.simulator.requests(OPERATION)).toHaveLength(0);
    expect(await state(id)).toBe('attempted');
    expect(await isFollowed(service, id)).toBe(true);
  });

  it('is tried again while Ottu is out of order', async () => {
    service.simulator.setFaults([]);
    const id = await charge(service, 'declined');
    service.simulator.setFaults([
      { match: { ...OPERATION, nth: 1 }, fault: { kind: 'status', status: 500, body: { detail: 'x' } } },
    ]);
    await service.runDue();
    expect(await state(id)).not.toBe('expired');
    await service.passTime(5 * MINUTE);
    expect(await state(id)).toBe('expired');
  });

  it('what was paid in the meantime is not lost when Ottu refuses to expire it', async () => {
    const id = await charge(service, 'declined_then_paid');
    // Nobody is told of it, but Ottu itself has asked the gateway.
    service.simulator.setSwitches({ automatic_inquiry: 'on' });
    service.simulator.setFaults([EVENTS_LOST]);
    await service.moveTime(12 * MINUTE);
    expect(service.simulator.ledger()).toHaveLength(1);
    expect(await state(id)).toBe('attempted');
    await service.runDue();
    expect(service.simulator.requests(OPERATION).map(({ answer_status: status }) => status)).toEqual([400]);
    expect(await state(id)).toBe('paid');
  });
});

describe('M31, M33: the end of asking', () => {
  it('an open attempt that nobody ends is for people to look at, a day after its expiry', async () => {
    const shop = await startAskingService();
    const id = await charge(shop, 'pending_forever');
    await shop.passTime(DAY);
    expect(await payment(shop, id)).toMatchObject({ state: 'pending' });
    await shop.passTime(HOUR);
    expect(await payment(shop, id)).toMatchObject({
      state: 'needs_review',
      outcome: 'unknown',
      review_reasons: ['open_after_last_check'],
    });
    expect(await isFollowed(shop, id)).toBe(false);
    expect(shop.simulator.requests(INQUIRY)).toHaveLength(3);
    await shop.close();
  });

  it('so is a charge whose Ottu cannot be reached for a day', async () => {
    const shop = await startAskingService();
    shop.simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'empty' } }]);
    const answer = await buyNow(shop.url);
    await shop.simulator.close();
    await shop.moveTime(DAY - 10 * MINUTE);
    await shop.runDue();
    expect(await payment(shop, answer.body.payment.id)).toMatchObject({ state: 'unknown' });
    await shop.passTime(15 * MINUTE);
    expect(await payment(shop, answer.body.payment.id)).toMatchObject({ state: 'needs_review' });
    await shop.app.close();
  });
});

describe('M31: Ottu cannot be reached when the time for asking is over', () => {
  it('a success that awaits its settled amount is asked about again after a while, not without a pause', async () => {
    const away = await startAskingService();
    const created = await createTransaction(away.url);
    // A page may be open when the amount changes.
    await payAtOttu(away, created.body.session_id, { outcome: 'declined' });
    await patchTransaction(away.url, created.body.session_id, { amount: '10' });
    away.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'tamper', set: { state: 'paid' } } }]);
    await getTransaction(away.url, created.body.session_id);
    await away.moveTime(50 * HOUR);
    await away.simulator.close();
    await away.runOnce('Reconciliation');
    const due = await withRows(away, (db) =>
      db
        .selectFrom('payments')
        .select([sql<boolean>`next_check_at <= clock_timestamp()`.as('now'), 'next_check', 'state'])
        .execute(),
    );
    expect(due).toEqual([{ now: false, next_check: 'retrieve', state: 'confirming' }]);
    await away.close();
  });
});
