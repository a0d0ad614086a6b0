import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { InboxPurge } from '../../src/webhooks/inbox-purge.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { paymentEvent, signed, startWebhookService } from './support.ts';

let service: TestService;
beforeAll(async () => {
  service = await startWebhookService();
});
afterAll(async () => service.close());
beforeEach(async () => {
  await withRows(service, (db) => db.deleteFrom('webhook_inbox').execute());
});

async function deliver(orderNo: string): Promise<void> {
  const answer = await request(service.url)
    .post('/v1/webhooks/ottu')
    .set('content-type', 'application/json')
    .send(signed(paymentEvent(orderNo)));
  expect(answer.status).toBe(200);
}

/** Puts events into the past, after their last try. */
async function age(days: number): Promise<void> {
  await service.runDue();
  await withRows(service, (db) =>
    sql`
      update webhook_inbox set received_at = received_at - ${`${days} days`}::interval,
        next_try_at = case when state = 'unmatched' then null else next_try_at end`.execute(db),
  );
}

const kept = async (): Promise<(string | null)[]> =>
  withRows(service, async (db) => {
    const rows = await db.selectFrom('webhook_inbox').select('order_no').orderBy('id').execute();
    return rows.map((row) => row.order_no);
  });

describe('M73: events whose payment never appeared', () => {
  it('are kept for 90 days, and then removed; those that have a payment stay with it', async () => {
    await buyNow(service.url, { body: buyNowBody({ order_no: 'ORD-OURS' }) });
    await deliver('ORD-OURS');
    await deliver('ORD-ELSE');
    await age(89);
    expect(await service.app.get(InboxPurge).sweep()).toBe(0);
    await age(2);
    expect(await service.app.get(InboxPurge).sweep()).toBe(1);
    expect(await kept()).toEqual(['ORD-OURS']);
  });

  it('are bounded: of more than so many the oldest go first, and none that is still due', async () => {
    for (const number of [1, 2, 3, 4]) await deliver(`ORD-${number}`);
    await age(0);
    await deliver('ORD-5');
    expect(await service.app.get(InboxPurge).sweep(2)).toBe(3);
    expect(await kept()).toEqual(['ORD-4', 'ORD-5']);
  });
});
