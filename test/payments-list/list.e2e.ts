import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import type { Fault } from '../../sandbox/simulator.ts';
import { Database } from '../../src/database/database.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';

interface Listed {
  readonly id: string;
  readonly order_no: string;
  readonly state: string;
  readonly session_id: string | null;
}

let service: TestService;
let database: Database;

beforeAll(async () => {
  service = await startTestService();
  database = service.app.get(Database);
});
afterAll(async () => service.close());

const get = (query: string) =>
  request(service.url).get(`/v1/payments${query}`).set('authorization', authorization('reader'));

async function list(query: string): Promise<Listed[]> {
  const { status, body } = await get(query);
  expect({ status, body: status === 200 ? {} : body }).toEqual({ status: 200, body: {} });
  return body.payments as Listed[];
}

const orders = async (query: string): Promise<string[]> => (await list(query)).map(({ order_no }) => order_no);

async function pay(changes: Record<string, unknown>, outcome = 'success'): Promise<Listed> {
  service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome } as Fault }]);
  const { body } = await buyNow(service.url, { body: buyNowBody(changes) });
  service.simulator.clearFaults();
  return body.payment as Listed;
}

/** All pages, with what is done between two of them. */
async function walk(query: string, between: () => Promise<unknown> = async () => undefined): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await get(`?${query}${cursor === null ? '' : `&cursor=${cursor}`}`);
    seen.push(...(body.payments as Listed[]).map(({ order_no }) => order_no));
    cursor = body.next_cursor as string | null;
    await between();
  } while (cursor !== null);
  return seen;
}

describe('GET /v1/payments', () => {
  it('shows each payment as its own route does, newest first', async () => {
    await pay({ order_no: 'SHOWN-1' });
    await pay({ order_no: 'SHOWN-2' }, 'three_ds_redirect');
    const listed = (await list('')) as unknown as Record<string, unknown>[];
    expect(listed.map((payment) => payment['order_no'])).toEqual(['SHOWN-2', 'SHOWN-1']);
    for (const payment of listed) {
      const one = await request(service.url)
        .get(`/v1/payments/${String(payment['id'])}`)
        .set('authorization', authorization('reader'));
      expect(payment).toEqual(one.body.payment);
    }
    expect(listed[0]).toMatchObject({ state: 'action_required', action_required: { type: 'redirect' } });
  });

  it('finds by order number, session, customer and state, and by all of them together', async () => {
    const paid = await pay({ order_no: 'FOUND-1', customer: { id: 'cust-found' } });
    // What a decline makes of the payment depends on the form in which Ottu answers it.
    const { state } = await pay({ order_no: 'FOUND-2', customer: { id: 'cust-found' } }, 'declined');
    expect(await orders('?order_no=FOUND-1')).toEqual(['FOUND-1']);
    expect(await orders(`?session_id=${paid.session_id}`)).toEqual(['FOUND-1']);
    expect(await orders('?customer_id=cust-found')).toEqual(['FOUND-2', 'FOUND-1']);
    expect(await orders(`?customer_id=cust-found&state=${state}`)).toEqual(['FOUND-2']);
    expect(await orders(`?customer_id=cust-found&state=${state}&order_no=FOUND-1`)).toEqual([]);
    expect(await orders('?order_no=found-1')).toEqual([]);
  });

  it('finds by time: from is included, to is not', async () => {
    await pay({ order_no: 'TIME-1', customer: { id: 'cust-time' } });
    await pay({ order_no: 'TIME-2', customer: { id: 'cust-time' } });
    const at = async (orderNo: string, moment: string): Promise<void> => {
      await database.inTransaction((tx) =>
        tx
          .updateTable('payments')
          .set({ created_at: sql<Date>`${moment}::timestamptz` })
          .where('order_no', '=', orderNo)
          .execute(),
      );
    };
    await at('TIME-1', '2026-01-01T00:00:00Z');
    await at('TIME-2', '2026-01-02T00:00:00.000001Z');
    const found = (query: string) => orders(`?customer_id=cust-time&${query}`);
    expect(await found('created_from=2026-01-01T00:00:00Z')).toEqual(['TIME-2', 'TIME-1']);
    expect(await found('created_from=2026-01-01T03:00:00%2B03:00&created_to=2026-01-02T00:00Z')).toEqual(['TIME-1']);
    expect(await found('created_from=2026-01-01T00:00:00.000001Z')).toEqual(['TIME-2']);
    expect(await found('created_to=2026-01-01T00:00:00Z')).toEqual([]);
    expect(await found('created_to=2026-01-02T00:00:00.000001Z')).toEqual(['TIME-1']);
  });

  it('turns pages without repeating or leaving out, while others are written and changed', async () => {
    const ours = Array.from({ length: 7 }, (_, index) => `PAGE-${index + 1}`);
    for (const orderNo of ours) await pay({ order_no: orderNo, customer: { id: 'cust-page' } });
    // Five of them in one microsecond: the id breaks the tie.
    await database.inTransaction((tx) =>
      tx
        .updateTable('payments')
        .set({ created_at: sql<Date>`'2026-02-01T00:00:00.123456Z'` })
        .where('order_no', 'in', ours.slice(0, 5))
        .execute(),
    );
    let more = 0;
    const seen = await walk('customer_id=cust-page&limit=2', async () => {
      more += 1;
      await pay({ order_no: `PAGE-NEW-${more}`, customer: { id: 'cust-page' } });
      await database.inTransaction((tx) =>
        tx
          .updateTable('payments')
          .set({ updated_at: sql<Date>`now()` })
          .where('customer_id', '=', 'cust-page')
          .execute(),
      );
    });
    expect(seen).toHaveLength(7);
    expect(seen.toSorted()).toEqual(ours);
    expect(seen.slice(0, 2)).toEqual(['PAGE-7', 'PAGE-6']);
    expect(await walk('customer_id=cust-page&limit=3')).toHaveLength(7 + more);
  });

  it('ends with next_cursor null, also when the last page is full', async () => {
    for (const orderNo of ['FULL-1', 'FULL-2']) await pay({ order_no: orderNo, customer: { id: 'cust-full' } });
    expect((await get('?customer_id=cust-full&limit=2')).body.next_cursor).toBeNull();
    expect((await get('?customer_id=nobody')).body).toEqual({ payments: [], next_cursor: null });
  });

  const cursorOf = (text: string): string => Buffer.from(text).toString('base64url');

  it.each([
    ['state=settled', '/state'],
    ['order_no=', '/order_no'],
    [`order_no=${'x'.repeat(129)}`, '/order_no'],
    ['order_no=a%00b', '/order_no'],
    ['session_id=a%20b', '/session_id'],
    ['customer_id=a%0Ab', '/customer_id'],
    ['created_from=2026-01-01', '/created_from'],
    ['created_from=2026-13-01T00:00:00Z', '/created_from'],
    ['created_to=2026-01-01T00:00:00', '/created_to'],
    ['created_from=2026-01-02T00:00:00Z&created_to=2026-01-02T00:00:00Z', '/created_to'],
    ['limit=0', '/limit'],
    ['limit=1e2', '/limit'],
    ['limit=201', '/limit'],
    ['cursor=', '/cursor'],
    ['cursor=zzz', '/cursor'],
    [`cursor=${cursorOf("2026-01-01T00:00:00.000000Z '; drop table payments")}`, '/cursor'],
    [`cursor=${cursorOf('2026-99-01T00:00:00.000000Z 0b7c1d1e-52d5-4b4e-8a37-6f1f3b0f9a11')}`, '/cursor'],
    ['orderno=x', '/orderno'],
    ['state=paid&state=failed', '/state'],
    ['constructor=x', '/constructor'],
    ['toString=x', '/toString'],
  ])('refuses ?%s', async (query, pointer) => {
    const { status, body } = await get(`?${query}`);
    expect({
      status,
      code: body.code,
      pointers: body.errors?.map((error: { pointer: string }) => error.pointer),
    }).toEqual({
      status: 400,
      code: 'validation_failed',
      pointers: [pointer],
    });
  });

  it('is for callers with payments:read', async () => {
    expect((await request(service.url).get('/v1/payments')).status).toBe(401);
    const writer = await request(service.url).get('/v1/payments').set('authorization', authorization('writer'));
    expect(writer.body.code).toBe('scope_missing');
  });

  it('is documented with each of its parameters', async () => {
    const { body } = await request(service.url).get('/docs-json');
    const { parameters, responses } = body.paths['/v1/payments'].get;
    expect(parameters.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'amount',
      'created_from',
      'created_to',
      'currency_code',
      'cursor',
      'customer_email',
      'customer_id',
      'customer_phone',
      'limit',
      'merchant_reference',
      'order_no',
      'reference_number',
      'session_id',
      'state',
    ]);
    expect(
      parameters.every(
        (parameter: { in: string; required: boolean; schema: unknown }) =>
          parameter.in === 'query' && !parameter.required && parameter.schema !== undefined,
      ),
    ).toBe(true);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '401', '403', '503']));
    const events = body.paths['/v1/merchant-events'].get.parameters;
    expect(events.map(({ name }: { name: string }) => name).toSorted()).toEqual([
      'cursor',
      'limit',
      'payment_id',
      'state',
      'type',
    ]);
  });
});
