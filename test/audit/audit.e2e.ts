import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { auditEntries, type AuditQuery } from '../../src/audit/audit-reader.ts';
import { Database } from '../../src/database/database.ts';
import { agreed } from '../auto-debits/support.ts';
import { deleteCustomerCard, customerCardsOf, saved } from '../cards/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { decide as decideOperation, moved, operate, paid } from '../operations/support.ts';
import { ACCEPT, decide } from '../payments-review/support.ts';
import { reset } from '../reconciliation/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { CREATE, OPERATION, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { createTransaction, patchTransaction, transactionBody } from '../support/transactions.ts';
import { audited, readAudit } from './support.ts';

const receiver = new Receiver();
let service: TestService;

beforeAll(async () => {
  await receiver.open();
  service = await startTestService({
    MERCHANT_EVENTS_URL: receiver.url,
    MERCHANT_EVENTS_SECRET: SECRET,
    REFUND_APPROVAL_ABOVE: 'KWD=0.500',
  });
});
afterAll(async () => {
  await service.close();
  await receiver.close();
});
beforeEach(() => {
  reset(service);
  receiver.reset();
});

/** Rows with these columns, whatever the types of the service say. */
async function rows<Row>(statement: ReturnType<typeof sql<Row>>): Promise<Row[]> {
  return withRows(service, async (db) => (await statement.execute(db)).rows);
}

describe('a charge', () => {
  it('is in the audit before Ottu has answered, by the transaction that claims it', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const charge = buyNow(service.url).then((answer) => answer);
    await eventually(() => service.simulator.requests(CREATE).length === 1);
    const [entry] = (await readAudit(service, { limit: '1' })).body.entries;
    expect(entry).toMatchObject({
      key: { id: 'shop', name: 'shop' },
      action: 'payment.charge',
      outcome: 'open',
      status: null,
      ended_at: null,
    });
    const together = await rows(sql<{ same: boolean }>`
      select e.xmin::text = p.xmin::text as same from audit_entries e, payments p where e.id = ${entry.id}
        order by p.created_at desc limit 1`);
    expect(together).toEqual([{ same: true }]);
    service.simulator.clearFaults();
    const { body } = await charge;
    const [ended] = await audited(service, { limit: '1' });
    expect(ended).toMatchObject({
      id: entry.id,
      outcome: 'done',
      status: 201,
      code: null,
      payment_id: body.payment.id,
      before: null,
      after: { state: 'paid', amount: '1.000', currency_code: 'KWD' },
    });
  });

  it('is found by its payment, once for each use of its key', async () => {
    const key = randomUUID();
    const { body } = await buyNow(service.url, { key });
    await buyNow(service.url, { key });
    const entries = await audited(service, { payment_id: body.payment.id as string });
    expect(entries.map(({ action, outcome, status }) => [action, outcome, status])).toEqual([
      ['payment.charge', 'done', 201],
      ['payment.charge', 'done', 201],
    ]);
    const reused = await buyNow(service.url, { key, body: buyNowBody({ amount: '2.000' }) });
    expect(reused.status).toBe(422);
    const [refused] = await audited(service, { payment_id: body.payment.id as string, outcome: 'refused' });
    expect(refused).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
  });

  it('without an idempotency key has its entry by the claim as well', async () => {
    const created = await createTransaction(service.url);
    expect(created.status).toBe(201);
    const [entry] = await audited(service, { limit: '1' });
    expect(entry).toMatchObject({ action: 'transaction.create', outcome: 'done', status: 201 });
    const together = await rows(sql<{ same: boolean }>`
      select e.xmin::text = t.xmin::text as same from audit_entries e, payment_timeline t
        where e.id = ${entry?.id} and t.payment_id = ${entry?.['payment_id']} and t.event = 'creating'`);
    expect(together).toEqual([{ same: true }]);
  });
});

describe('what an operator does', () => {
  it('M80, M83: a refund has its asker, its approver, and the balances before and after', async () => {
    const { id } = await paid(service);
    const asked = await operate(service, id, { operation: 'refund', amount: '0.600', reason: 'Sara asked for it' });
    expect(asked.status).toBe(202);
    const operationId = asked.body.operation.id as string;
    await decideOperation(service, id, operationId, 'approve', 'operator');
    await decideOperation(service, id, operationId, 'approve', 'finance');
    const [approved, refused, requested] = await audited(service, { payment_id: id });
    expect(requested).toMatchObject({
      key: { name: 'operator' },
      action: 'operation.request',
      status: 202,
      ids: { operation_id: operationId },
      before: { state: 'paid', refundable_amount: '1.000' },
      after: { operation_state: 'awaiting_approval', operation_amount: '0.600', refundable_amount: '0.400' },
    });
    expect(refused).toMatchObject({ action: 'operation.approve', outcome: 'refused', code: 'approval_by_requester' });
    expect(approved).toMatchObject({
      key: { name: 'finance' },
      action: 'operation.approve',
      status: 201,
      before: { operation_state: 'awaiting_approval', requested_by: 'operator', refunded_amount: '0.000' },
      after: { operation_state: 'succeeded', decided_by: 'finance', refunded_amount: '0.600' },
    });
    expect(JSON.stringify([approved, refused, requested])).not.toContain('Sara');
  });

  it('M27: a review has its decision, and the state and reasons before and after', async () => {
    const set = { amount: '0.500', settled_amount: '0.500' };
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'resign', set } },
      { match: RETRIEVE, fault: { kind: 'tamper', set } },
    ]);
    const { body } = await buyNow(service.url);
    const id = body.payment.id as string;
    const stale = await decide(service, id, ACCEPT, { ifMatch: '"an-older-one"' });
    expect(stale.status).toBe(412);
    const answer = await decide(service, id, ACCEPT);
    expect(answer.status).toBe(200);
    const [decided, missed] = await audited(service, { payment_id: id, action: 'payment.review' });
    expect(missed).toMatchObject({ outcome: 'refused', status: 412, code: 'payment_changed', after: null });
    expect(decided).toMatchObject({
      key: { name: 'operator' },
      before: { state: 'needs_review', review_reasons: body.payment.review_reasons },
      after: { state: 'paid', decision: 'accept', review_reasons: [] },
    });
    expect(JSON.stringify(decided)).not.toContain('statement of the bank');
  });

  it('an event that is sent again, a test event, a changed amount, an ended agreement and a deleted card', async () => {
    const { id } = await paid(service);
    const operator = { authorization: authorization('operator') };
    const events = await request(service.url).get('/v1/merchant-events').query({ payment_id: id }).set(operator);
    const event = events.body.events[0].id as string;
    await request(service.url).post(`/v1/merchant-events/${event}/redeliver`).set(operator);
    const tested = await request(service.url).post('/v1/merchant-events/test').set(operator);
    const created = await createTransaction(service.url);
    await patchTransaction(service.url, created.body.session_id as string, { amount: '20.000' });
    const agreement = await agreed(service);
    const list = await request(service.url)
      .get('/v1/agreements')
      .query({ agreement_id: agreement.agreement_id })
      .set(operator);
    const key = list.body.agreements[0].id as string;
    await request(service.url).post(`/v1/agreements/${key}/cancel`).set('authorization', authorization('shop'));
    saved(service, 'cust-audit');
    const [card] = await customerCardsOf(service.url, 'cust-audit');
    await deleteCustomerCard(service.url, 'cust-audit', card?.id ?? '');
    const newest = async (action: string) => (await audited(service, { action, limit: '1' }))[0];
    expect(await newest('event.redeliver')).toMatchObject({
      payment_id: id,
      status: 202,
      ids: { event_id: event },
      before: { state: 'waiting' },
      after: { state: 'waiting' },
    });
    expect(await newest('event.test')).toMatchObject({ ids: { event_id: tested.body.id }, after: { delivered: true } });
    expect(await newest('transaction.change')).toMatchObject({
      before: { amount: '12.500', currency_code: 'KWD' },
      after: { amount: '20.000' },
    });
    expect(await newest('agreement.cancel')).toMatchObject({
      ids: { agreement: key },
      before: { canceled: false },
      after: { canceled: true },
    });
    expect(await newest('card.delete')).toMatchObject({
      route: '/v1/customers/:id/cards/:card_id',
      status: 204,
      ids: { card_id: card?.id },
    });
    expect(JSON.stringify(await newest('card.delete'))).not.toContain('cust-audit');
  });

  it('is not done where it cannot be written down first', async () => {
    const { id } = await paid(service);
    await withRows(service, (db) => sql`alter table audit_entries rename to audit_away`.execute(db));
    try {
      const answer = await operate(service, id, { operation: 'refund', amount: '0.100' });
      expect(answer.status).toBe(500);
    } finally {
      await withRows(service, (db) => sql`alter table audit_away rename to audit_entries`.execute(db));
    }
    expect(service.simulator.requests(OPERATION)).toEqual([]);
    expect(moved(service.simulator)).toEqual([]);
    expect(await rows(sql`select id from payment_operations where payment_id = ${id}`)).toEqual([]);
  });
});

describe('an entry', () => {
  it.each(['audit_entries', 'audit_outcomes'])(
    'is neither changed nor removed, by the owner either: %s',
    async (table) => {
      await buyNow(service.url);
      await service.settled();
      const name = sql.table(table);
      const column = sql.ref(table === 'audit_entries' ? 'key_name' : 'code');
      const before = await rows(sql`select * from ${name}`);
      for (const statement of [
        sql`update ${name} set ${column} = 'x'`,
        sql`delete from ${name}`,
        sql`truncate ${name} cascade`,
      ]) {
        await expect(withRows(service, (db) => statement.execute(db))).rejects.toThrow('the audit is append-only');
      }
      expect(await rows(sql`select * from ${name}`)).toEqual(before);
    },
  );

  it('holds nothing of a customer', async () => {
    const customer = {
      customer_id: 'cust-canary',
      customer_email: 'canary@example.com',
      customer_phone: '55500199',
      customer_first_name: 'Canaria',
    };
    const created = await createTransaction(service.url, { body: transactionBody(customer), key: randomUUID() });
    expect(created.status).toBe(201);
    const session = created.body.session_id as string;
    await patchTransaction(service.url, session, { customer_email: 'canary@example.com', amount: '13.000' });
    await service.settled();
    const texts = await rows(sql<{ row: string }>`
      select e::text || o::text as row from audit_entries e left join audit_outcomes o on o.entry_id = e.id`);
    const held = texts.map(({ row }) => row).join('\n');
    expect(held).toContain('transaction.change');
    for (const word of [...Object.values(customer), 'cust-audit', 'cust-77']) expect(held).not.toContain(word);
  });
});

describe('GET /v1/audit', () => {
  it('is for keys with the scope audit:read alone', async () => {
    expect((await readAudit(service, {}, 'operator')).body.code).toBe('scope_missing');
    expect((await readAudit(service, {}, 'auditor')).status).toBe(200);
  });

  it('turns its pages without leaving an entry out, by every order that it has', async () => {
    for (let count = 0; count < 5; count += 1) await buyNow(service.url);
    for (const filter of [{}, { outcome: 'done' }, { key_id: 'shop' }, { action: 'payment.charge' }]) {
      const all = (await audited(service, { ...filter, limit: '200' })).map(({ id }) => id);
      const turned: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await readAudit(service, { ...filter, limit: '3', ...(cursor === '' ? {} : { cursor }) });
        turned.push(...(body.entries as { id: string }[]).map(({ id }) => id));
        cursor = body.next_cursor as string | null;
      }
      expect(turned).toEqual(all);
    }
  });

  it('takes a span, and says what is wrong with a filter', async () => {
    const [newest] = await audited(service, { limit: '1' });
    const at = String(newest?.['at']);
    expect(await audited(service, { to: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect((await audited(service, { from: at })).map(({ id }) => id)).toContain(newest?.id);
    const wrong = await readAudit(service, { action: 'anything', outcome: 'good', from: at, to: at });
    expect(wrong.status).toBe(400);
  });

  it('reads no table from its beginning to its end, whichever filter is given', async () => {
    await withRows(service, (db) =>
      sql`
        with entries as (
          insert into audit_entries (id, at, key_id, key_name, action, method, route, address, payment_id)
            select gen_random_uuid(), now() - n * interval '1 minute', 'sk_' || n % 40, 'somebody',
              case n % 5 when 0 then 'event.test' else 'payment.charge' end, 'POST', '/v1/buy-now', '10.0.0.1', null
            from generate_series(1, 20000) n returning id, at, action)
        insert into audit_outcomes (entry_id, begun_at, outcome, status, ids, payment_id)
          select id, at, case action when 'event.test' then 'refused' else 'done' end, 201, '{}', gen_random_uuid()
            from entries`.execute(db),
    );
    await withRows(service, (db) => sql`analyze audit_entries, audit_outcomes`.execute(db));
    const filters: readonly AuditQuery[] = [
      {},
      { key_id: 'sk_7' },
      { action: 'event.test' },
      { payment_id: randomUUID() },
      { outcome: 'refused' },
      { outcome: 'failed' },
      { outcome: 'open' },
      { from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' },
    ];
    for (const filter of filters) {
      const plan = await service.app.get(Database).query((db) => auditEntries(db, filter).limit(51).explain('text'));
      expect([filter, JSON.stringify(plan).includes('Seq Scan')]).toEqual([filter, false]);
    }
  });
});
