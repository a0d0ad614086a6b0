import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request, { type Response } from 'supertest';

import { Database } from '../../src/database/database.ts';
import type { WebhookInboxRow } from '../../src/database/schema.ts';
import { payAtOttu, RETRIEVE } from '../support/ottu.ts';
import { type TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import {
  deliver,
  lastEvent,
  NEXT_TURN,
  OPERATOR_KEY,
  OTHER_SESSION,
  payment,
  paymentEvent,
  pendingCharge,
  quiet,
  signed,
  startWebhookService,
  timeline,
} from './support.ts';

let service: TestService;
let database: Database;

beforeAll(async () => {
  service = await startWebhookService();
  database = service.app.get(Database);
});
afterAll(async () => service.close());
beforeEach(() => {
  service.simulator.reset();
  service.simulator.setSwitches({ webhook_for_api: 'off' });
});

async function replay(id: string): Promise<Response> {
  return request(service.url).post(`/v1/webhook-inbox/${id}/replay`).set('authorization', OPERATOR_KEY);
}

async function list(query = ''): Promise<Response> {
  return request(service.url).get(`/v1/webhook-inbox${query}`).set('authorization', OPERATOR_KEY);
}

async function facts(paymentId: string): Promise<number> {
  const rows = await database.query((db) =>
    db.selectFrom('payment_facts').select('id').where('payment_id', '=', paymentId).execute(),
  );
  return rows.length;
}

async function change(id: string, values: Partial<Record<keyof WebhookInboxRow, unknown>>): Promise<void> {
  await database.query((db) =>
    db
      .updateTable('webhook_inbox')
      .set(values as never)
      .where('id', '=', id)
      .execute(),
  );
}

describe('M21: POST /v1/webhook-inbox/{id}/replay', () => {
  it('runs an event again, and nothing is learnt twice', async () => {
    const { id, sessionId } = await pendingCharge(service, 'REPLAYED');
    await deliver(service, signed(paymentEvent('REPLAYED', { session_id: sessionId })));
    const row = await lastEvent(service);
    expect(row).toMatchObject({ state: 'processed' });
    const [known, before] = [await facts(id), await payment(service, id)];
    const answer = await replay(row.id);
    expect(answer.status).toBe(200);
    expect(answer.body.event).toMatchObject({ id: row.id, state: 'processed', payment_id: id, tries: 1 });
    expect(await facts(id)).toBe(known);
    const { updated_at: _then, ...rest } = before;
    expect(await payment(service, id)).toMatchObject(rest);
    expect((await timeline(service, id)).filter(({ details }) => details['to'] === 'paid')).toHaveLength(1);
  });

  it('gives a failed event another chance', async () => {
    const { id, sessionId } = await pendingCharge(service, 'SECOND-CHANCE');
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'status', status: 500, body: { detail: 'x' } } }]);
    await deliver(service, signed(paymentEvent('SECOND-CHANCE', { session_id: OTHER_SESSION })));
    const { id: event, ...tried } = await lastEvent(service);
    expect(tried).toMatchObject({ state: 'received', trouble: 'no_answer' });
    await change(event, { tries: 36, next_try_at: sql`now()` });
    await service.moveTime(NEXT_TURN);
    expect(await lastEvent(service)).toMatchObject({ state: 'failed', trouble: 'no_answer', next_try_at: null });
    service.simulator.clearFaults();
    await payAtOttu(service, sessionId);
    const first = await replay(event);
    expect(['processed', 'received']).toContain(first.body.event.state);
    await quiet(service);
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
  });

  it.each(['0', '999999999', '12345678901234567890', 'x', '1;drop'])('answers 404 for the id %s', async (id) => {
    expect((await replay(id)).body).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('GET /v1/webhook-inbox', () => {
  it('shows what became of events, newest first, and nothing that they said', async () => {
    await deliver(service, signed(paymentEvent('LISTED-1', { customer_email: 'secret@example.com' })));
    await deliver(service, signed(paymentEvent('LISTED-2', { customer_email: 'secret@example.com' })));
    await quiet(service);
    const { status, body, text } = await list('?state=unmatched&limit=1');
    expect(status).toBe(200);
    expect(body.events).toHaveLength(1);
    expect(body.events[0]).toMatchObject({
      order_no: 'LISTED-2',
      state: 'unmatched',
      kind: 'payment',
      scheme: 'standard',
    });
    expect(Object.keys(body.events[0] as object)).not.toContain('body');
    expect(text).not.toContain('secret@example.com');
    const next = await list(`?state=unmatched&limit=1&cursor=${body.next_cursor}`);
    expect(next.body.events[0]).toMatchObject({ order_no: 'LISTED-1' });
    expect((await list('?order_no=LISTED-1')).body.events).toHaveLength(1);
  });

  it.each(['?state=lost', '?limit=0', '?limit=201', '?cursor=x', '?sort=up', '?order_no='])(
    'refuses %s',
    async (query) => {
      expect((await list(query)).body).toMatchObject({ status: 400, code: 'validation_failed' });
    },
  );
});

describe('M30, M70: rows are the truth, nudges are only nudges', () => {
  it('an event whose process died over it is found by the sweep when its claim has passed', async () => {
    const { id, sessionId } = await pendingCharge(service, 'ORPHANED');
    await deliver(service, signed(paymentEvent('ORPHANED', { session_id: sessionId })));
    const row = await lastEvent(service);
    expect(row).toMatchObject({ state: 'processed', tries: 1 });
    await change(row.id, {
      state: 'received',
      finished_at: null,
      next_try_at: sql`now()`,
      claimed_until: sql`now() + interval '1 minute'`,
    });
    expect(await lastEvent(service)).toMatchObject({ state: 'received', tries: 1 });
    await service.moveTime(MINUTE);
    expect(await lastEvent(service)).toMatchObject({ state: 'processed', tries: 2, payment_id: id });
  });

  it('a duplicate of an event that is not finished is a nudge, one of a finished event is not', async () => {
    const { sessionId } = await pendingCharge(service, 'NUDGED');
    const body = signed(paymentEvent('NUDGED', { session_id: sessionId }));
    await deliver(service, body);
    const row = await lastEvent(service);
    expect(row).toMatchObject({ state: 'processed' });
    await deliver(service, body);
    expect(await lastEvent(service)).toEqual(row);
    await change(row.id, { state: 'failed' });
    await deliver(service, body);
    expect(await lastEvent(service)).toMatchObject({ state: 'processed', id: row.id, tries: 1, trouble: null });
  });

  it('an event that cannot be finished is given up after many tries, and kept', async () => {
    await pendingCharge(service, 'GIVEN-UP');
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'status', status: 500, body: { detail: 'x' } } }]);
    await deliver(service, signed(paymentEvent('GIVEN-UP', { session_id: OTHER_SESSION })));
    const { id, ...tried } = await lastEvent(service);
    expect(tried).toMatchObject({ state: 'received', trouble: 'no_answer' });
    await change(id, { tries: 34, next_try_at: sql`now()` });
    await service.moveTime(NEXT_TURN);
    const waiting = await lastEvent(service);
    expect(waiting).toMatchObject({ state: 'received', tries: 35 });
    expect(waiting.next_try_at?.getTime()).toBeGreaterThan(Date.now() + 60_000);
    await change(id, { next_try_at: sql`now()` });
    await service.moveTime(NEXT_TURN);
    expect(await lastEvent(service)).toMatchObject({ state: 'failed', tries: 36, next_try_at: null });
  });
});
