import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { Database } from '../../src/database/database.ts';
import { CREATE, INQUIRY } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import {
  charge,
  events,
  inquiryMinutes,
  isFollowed,
  lostCharge,
  payment,
  reset,
  startAskingService,
  vanishedCharge,
} from './support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startAskingService();
});
afterAll(async () => service.close());
beforeEach(() => reset(service));

/** mpgs is asked by Ottu itself after 11 minutes (F9.1); three more are the grace of M23. */
const FIRST_INQUIRY = 14 * MINUTE;
/** The last of three inquiries is 31 minutes after the second, which is 31 minutes after the first (F9, M32). */
const ALL_INQUIRIES = 77 * MINUTE;

const state = async (id: string): Promise<unknown> => (await payment(service, id))['state'];
const notFollowed = async (id: string): Promise<boolean> => !(await isFollowed(service, id));
const asked = (): readonly unknown[] => service.simulator.requests(INQUIRY);

describe('M23, M32, M45: a payment whose answer was lost and that has no session', () => {
  it('is inquired by its order number, after minute 12 and the gateway, and ends as what Ottu knows', async () => {
    const id = await lostCharge(service, 'success', { order_no: 'LOST-1' });
    await service.passTime(FIRST_INQUIRY - MINUTE);
    expect(asked()).toHaveLength(0);
    await service.passTime(MINUTE);
    expect(await payment(service, id)).toMatchObject({
      state: 'paid',
      outcome: 'final',
      session_id: service.simulator.ledger()[0]?.session_id,
    });
    expect(await events(service, id)).toEqual(['claimed', 'ottu_answered', 'inquired']);
    const [first, ...more] = await inquiryMinutes(service, id);
    expect(first).toBeGreaterThanOrEqual(14);
    expect(more).toEqual([]);
    expect(JSON.parse(service.simulator.requests(INQUIRY)[0]?.raw_body ?? '')).toEqual({ order_no: 'LOST-1' });
    expect(await notFollowed(id)).toBe(true);
    // M34
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });

  it('a decline that is inquired after the gateway was asked ends the attempt', async () => {
    const id = await lostCharge(service, 'failed');
    await service.passTime(FIRST_INQUIRY);
    expect(await payment(service, id)).toMatchObject({ state: 'failed', outcome: 'final', result: 'failed' });
  });
});

describe('M33: that a payment was never processed', () => {
  it('is proven by two inquiries that find nothing, the last past minute 60', async () => {
    const id = await vanishedCharge(service);
    await service.passTime(ALL_INQUIRIES - 2 * MINUTE);
    expect(await state(id)).toBe('unknown');
    await service.passTime(2 * MINUTE);
    expect(await payment(service, id)).toMatchObject({ state: 'not_processed', outcome: 'none' });
    const minutes = await inquiryMinutes(service, id);
    expect(minutes).toHaveLength(3);
    expect(minutes[0]).toBeGreaterThanOrEqual(12);
    expect(minutes[1]).toBeGreaterThanOrEqual(43);
    expect(minutes[2]).toBeGreaterThanOrEqual(75);
    expect(service.simulator.requests(INQUIRY).map(({ answer_status: status }) => status)).toEqual([404, 404, 404]);
    expect(await notFollowed(id)).toBe(true);
  });

  it('is not proven by a page of HTML with status 404: three times, and then people look', async () => {
    const id = await vanishedCharge(service);
    service.simulator.setFaults([
      { match: INQUIRY, fault: { kind: 'status', status: 404, body: '<h1>Not Found</h1>', content_type: 'text/html' } },
    ]);
    await service.passTime(ALL_INQUIRIES);
    expect(await payment(service, id)).toMatchObject({
      state: 'needs_review',
      outcome: 'unknown',
      review_reasons: ['inquiries_proved_nothing'],
    });
    expect(asked()).toHaveLength(3);
    expect(await notFollowed(id)).toBe(true);
  });

  it('is not concluded where an event was ever seen', async () => {
    const id = await vanishedCharge(service, { order_no: 'SEEN-1' });
    await service.app.get(Database, { strict: false }).query((db) =>
      db
        .insertInto('webhook_inbox')
        .values({
          body_sha256: 'e'.repeat(64),
          body: '{}',
          kind: 'payment',
          scheme: 'standard',
          order_no: 'SEEN-1',
          session_id: null,
          payment_id: null,
          state: 'unmatched',
          trouble: null,
          next_try_at: null,
        })
        .execute(),
    );
    await service.passTime(ALL_INQUIRIES);
    expect(await state(id)).toBe('needs_review');
  });
});

describe('M45: what an inquiry by order number finds', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['another gateway', { gateway_account: 'knet' }, 'gateway_differs'],
    ['another payment type', { payment_type: 'auto_debit' }, 'payment_type_differs'],
    ['a time before the claim', { timestamp_utc: '2020-01-01 00:00:00' }, 'older_than_claim'],
    ['no time at all', { timestamp_utc: null }, 'older_than_claim'],
  ])('a transaction with our order number and %s is not adopted', async (_what, set, reason) => {
    const id = await lostCharge(service);
    service.simulator.setFaults([{ match: INQUIRY, fault: { kind: 'resign', set } }]);
    await service.passTime(FIRST_INQUIRY);
    expect(await payment(service, id)).toMatchObject({ state: 'needs_review', session_id: null });
    expect((await payment(service, id))['review_reasons']).toContain(reason);
  });

  it('nor is one that failed: it is no word about our payment, and for people to look at', async () => {
    const id = await lostCharge(service, 'failed');
    service.simulator.setFaults([{ match: INQUIRY, fault: { kind: 'resign', set: { gateway_account: 'knet' } } }]);
    await service.passTime(FIRST_INQUIRY);
    expect(await payment(service, id)).toMatchObject({
      state: 'needs_review',
      session_id: null,
      review_reasons: ['gateway_differs'],
    });
  });

  it('an inquiry that nobody signed is not believed, but its session is asked about', async () => {
    const id = await lostCharge(service);
    service.simulator.setFaults([{ match: INQUIRY, fault: { kind: 'drop_signature' } }]);
    await service.passTime(FIRST_INQUIRY);
    expect(await state(id)).toBe('paid');
    expect(await events(service, id)).toEqual(['claimed', 'ottu_answered', 'inquired', 'retrieved']);
  });
});

describe('M11: a charge that could not be executed', () => {
  it('is inquired once, and a payment that was made all the same is found', async () => {
    const id = await charge(service, 'cannot_execute_then_paid');
    expect(await payment(service, id)).toMatchObject({ state: 'failed', outcome: 'final' });
    await service.passTime(ALL_INQUIRIES);
    expect(await state(id)).toBe('paid');
    expect(service.simulator.ledger()).toHaveLength(1);
    expect(asked()).toHaveLength(1);
  });

  it('stays declined after one inquiry where no payment was made', async () => {
    const id = await charge(service, 'cannot_execute');
    await service.passTime(ALL_INQUIRIES);
    expect(await events(service, id)).toContain('inquired');
    expect(await payment(service, id)).toMatchObject({ state: 'failed', outcome: 'final' });
    expect(asked()).toHaveLength(1);
  });
});
