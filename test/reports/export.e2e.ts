import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import request, { type Response } from 'supertest';
import { sql } from 'kysely';

import { Database } from '../../src/database/database.ts';
import { authorized, operate, paid } from '../operations/support.ts';
import { eventually } from '../support/eventually.ts';
import { withRows } from '../support/rows.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';

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
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await withRows(service, (db) => sql`delete from payments where order_no like 'COPY-%'`.execute(db));
});

type Query = Readonly<Record<string, string>>;
type Row = Readonly<Record<string, string>>;

function today(): Query {
  const day = (offset: number): string => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return { from: day(-1), to: day(2) };
}

async function get(path: string, query: Query, caller: TestCaller = 'reader'): Promise<Response> {
  return request(service.url)
    .get(`/v1/payments/${path}`)
    .query({ ...today(), ...query })
    .set('authorization', authorization(caller));
}

async function exported(query: Query = {}): Promise<Row[]> {
  const answer = await get('export', query);
  expect([answer.status, answer.body]).toEqual([200, {}]);
  return rowsOf(answer.text);
}

/** By RFC 4180, the names of the columns being the first line. */
function rowsOf(file: string): Row[] {
  const [names = [], ...lines] = file
    .replace('\ufeff', '')
    .split(/\r\n/)
    .slice(0, -1)
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(cellOf));
  return lines.map((cells) => Object.fromEntries(cells.map((cell, index) => [String(names[index]), cell])));
}

function cellOf([, quoted, plain]: RegExpMatchArray): string {
  return quoted?.replaceAll('""', '"') ?? plain ?? '';
}

/** In minor units, exactly. */
function minor(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((total, amount) => total + minor(amount), 0n);
}

/** The payment succeeded, or was refunded, at that moment. */
async function at(table: 'payments' | 'payment_operations', id: string, moment: string): Promise<void> {
  await withRows(service, async (db) => {
    if (table === 'payments') await sql`update payments set succeeded_at = ${moment} where id = ${id}`.execute(db);
    else await sql`update payment_operations set finished_at = ${moment} where payment_id = ${id}`.execute(db);
  });
}

/** So many more of this payment, all of which succeeded at the same moment. */
async function copies(id: string, count: number): Promise<void> {
  await withRows(service, async (db) => {
    await sql`
      insert into payments
        select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'order_no', 'COPY-' || p.order_no || n,
            'session_id', null))).*
          from payments p, generate_series(1, ${count}::int) n where p.id = ${id}`.execute(db);
  });
}

describe('the export of payments', () => {
  it('adds up to the summary and to the ledger of Ottu, to the last unit: charges, captures, refunds and voids', async () => {
    await paid(service, { amount: '1.250' });
    const refunded = await paid(service, { amount: '2.000' });
    await operate(service, refunded.id, { operation: 'refund', amount: '0.333' });
    const hold = await authorized(service, { amount: '4.000' });
    await operate(service, hold.id, { operation: 'capture', amount: '1.500' });
    await operate(service, hold.id, { operation: 'capture', amount: '0.001' });
    await operate(service, hold.id, { operation: 'refund', amount: '0.250' });
    const whole = await authorized(service, { amount: '3.000' });
    await operate(service, whole.id, { operation: 'capture', amount: '3.000' });
    const voided = await authorized(service, { amount: '9.000' });
    await operate(service, voided.id, { operation: 'void' });
    const yen = await paid(service, { amount: '500', currency_code: 'JPY' });
    await operate(service, yen.id, { operation: 'refund', amount: '120' });

    const rows = await exported({ operations: 'true' });
    const summed = (await get('summary', { group_by: 'day,currency,state,gateway,method' })).body.rows as Row[];
    expect(summed.length).toBeGreaterThan(2);
    for (const group of summed) {
      const own = rows.filter((row) => KEYS.every((key) => row[key] === group[key]));
      const moved = (direction: string): bigint =>
        sum(own.filter((row) => row['direction'] === direction).map(({ moved: amount = '' }) => amount));
      expect([group, moved('in'), moved('out'), own.filter(({ row_type }) => row_type === 'payment').length]).toEqual([
        group,
        minor(group['gross'] ?? ''),
        minor(group['refunded'] ?? ''),
        group['count'],
      ]);
    }
    for (const currency of ['KWD', 'JPY']) {
      const ledger = (kinds: readonly string[]): bigint =>
        sum(
          service.simulator
            .ledger()
            .filter((entry) => entry.currency === currency && kinds.includes(entry.kind))
            .map(({ amount }) => amount),
        );
      const moved = (direction: string): bigint =>
        sum(
          rows
            .filter((row) => row['currency'] === currency && row['direction'] === direction)
            .map(({ moved: amount = '' }) => amount),
        );
      expect([currency, moved('in'), moved('out')]).toEqual([
        currency,
        ledger(['charge', 'capture']),
        ledger(['refund']),
      ]);
    }
    // Totals stand in the payment's own row alone, so that a column that is added up counts each once.
    const own = rows.filter(({ payment_id }) => payment_id === hold.id);
    expect(own).toMatchObject([
      {
        row_type: 'payment',
        direction: 'none',
        moved: '0.000',
        amount: '4.000',
        captured: '1.501',
        refunded: '0.250',
        net: '1.251',
      },
      { row_type: 'capture', direction: 'in', moved: '1.500', amount: '1.500', captured: '', refunded: '', net: '' },
      { row_type: 'capture', direction: 'in', moved: '0.001', captured: '' },
      { row_type: 'refund', direction: 'out', moved: '0.250', amount: '0.250', captured: '' },
    ]);
    const [, refund] = rows.filter(({ payment_id }) => payment_id === refunded.id);
    expect(refund).toMatchObject({ order_no: refunded.order_no, session_id: refunded.session_id, state: 'paid' });
    expect(refund?.['operation_id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(refund?.['reference_number']).not.toBe('');
    expect(rows.find(({ row_type }) => row_type === 'void')).toMatchObject({
      direction: 'none',
      moved: '0.000',
      amount: '9.000',
    });
    expect(
      rows.filter(({ currency }) => currency === 'JPY').map((row) => [row['direction'], row['moved'], row['net']]),
    ).toEqual([
      ['in', '500', '380'],
      ['out', '120', ''],
    ]);
  });

  it('has a row for each payment and none for its operations unless they are asked for', async () => {
    const { id } = await paid(service);
    await operate(service, id, { operation: 'refund', amount: '0.400' });
    expect(await exported()).toMatchObject([
      { row_type: 'payment', captured: '1.000', refunded: '0.400', net: '0.600' },
    ]);
  });

  it('counts a refund on its own day in the time zone that is named, and writes times with its offset', async () => {
    const { id } = await paid(service);
    await operate(service, id, { operation: 'refund', amount: '0.400' });
    // 22:30 of the 3rd in UTC is 01:30 of the 4th in Kuwait.
    await at('payments', id, '2024-03-03T22:30:00Z');
    await at('payment_operations', id, '2024-03-06T20:59:59.9Z');
    const kuwait = { time_zone: 'Asia/Kuwait', operations: 'true' };
    expect(await exported({ ...kuwait, from: '2024-03-04', to: '2024-03-07' })).toMatchObject([
      {
        row_type: 'payment',
        day: '2024-03-04',
        at: '2024-03-04T01:30:00+03:00',
        succeeded_at: '2024-03-04T01:30:00+03:00',
      },
      {
        row_type: 'refund',
        day: '2024-03-06',
        at: '2024-03-06T23:59:59+03:00',
        succeeded_at: '2024-03-04T01:30:00+03:00',
      },
    ]);
    expect(await exported({ ...kuwait, from: '2024-03-05', to: '2024-03-07' })).toMatchObject([{ row_type: 'refund' }]);
    expect(await exported({ ...kuwait, from: '2024-03-01', to: '2024-03-04' })).toEqual([]);
    const west = { time_zone: 'America/St_Johns', from: '2024-03-03', to: '2024-03-04' };
    expect(await exported(west)).toMatchObject([{ day: '2024-03-03', at: '2024-03-03T19:00:00-03:30' }]);
  });

  it('has the rows that fit every filter', async () => {
    const { id } = await authorized(service, { amount: '2.000' });
    await operate(service, id, { operation: 'capture', amount: '0.500' });
    await paid(service, { amount: '500', currency_code: 'JPY' });
    const [first] = await exported({ state: 'authorized' });
    const gateway = String(first?.['gateway']);
    const kinds = async (query: Query): Promise<unknown[]> =>
      (await exported({ operations: 'true', ...query })).map(({ row_type, currency }) => [row_type, currency]);
    const ofHold = [
      ['payment', 'KWD'],
      ['capture', 'KWD'],
    ];
    const ofYen = [['payment', 'JPY']];
    expect(await kinds({ state: 'authorized' })).toEqual(ofHold);
    expect(await kinds({ currency: 'JPY' })).toEqual(ofYen);
    expect(await kinds({ gateway, method: 'apple_pay', currency: 'KWD' })).toEqual(ofHold);
    expect(await kinds({ method: 'page' })).toEqual([]);
    expect(await kinds({ gateway: 'nobody' })).toEqual([]);
  });

  it('is UTF-8 with a byte order mark, ended lines, and no formula in what others wrote', async () => {
    const reference = '=HYPERLINK("http://x.test","طلب")';
    const { id } = await paid(service, { merchant_reference: reference });
    const answer = await get('export', {});
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="payments-${today()['from']}-${today()['to']}.csv"`,
      'cache-control': 'no-store',
    });
    expect(answer.text).toMatch(/^\ufeffrow_type,day,[a-z_,]+\r\npayment,.*\r\n$/);
    expect(answer.text).toContain(`,"'=HYPERLINK(""http://x.test"",""طلب"")",`);
    expect(rowsOf(answer.text)).toMatchObject([{ payment_id: id, merchant_reference: `'${reference}` }]);
  });

  it('names the agreement and the cycle', async () => {
    const { id } = await paid(service);
    await withRows(service, async (db) => {
      await sql`
        with kept as (insert into agreements (id, agreement_id, customer_id, source, type, currency_code)
          values (gen_random_uuid(), 'SUB-7', 'cust-77', 'adopted', 'recurring', 'KWD') returning id)
        insert into agreement_charges (payment_id, agreement, cycle, holds) select ${id}, id, '2026-06', true from kept`.execute(
        db,
      );
    });
    expect(await exported()).toMatchObject([{ agreement_id: 'SUB-7', cycle: '2026-06' }]);
  });

  it('is of many pages, each row in it once, those of the same moment too', async () => {
    const { id } = await paid(service);
    await copies(id, 2_500);
    const rows = await exported({ operations: 'true' });
    expect([rows.length, new Set(rows.map(({ payment_id }) => payment_id)).size]).toEqual([2_501, 2_501]);
    // Of whole pages, no page is left to be asked for in vain and none is forgotten.
    await withRows(service, (db) => sql`delete from payments where order_no like 'COPY-%'`.execute(db));
    await copies(id, 1_999);
    expect((await exported()).length).toBe(2_000);
  });

  it('ends with its connection when its next page cannot be read: a part of it never looks whole', async () => {
    const { id } = await paid(service);
    await copies(id, 2_500);
    const database = service.app.get(Database, { strict: false });
    const query = database.query.bind(database);
    let pages = 0;
    jest.spyOn(database, 'query').mockImplementation(async (work) => {
      pages += 1;
      if (pages > 1) throw new Error('the database is away');
      return query(work);
    });
    await expect(get('export', {})).rejects.toThrow(/aborted|socket hang up/);
    expect(pages).toBe(2);
  });

  it('tells as a problem what goes wrong before its first line', async () => {
    const database = service.app.get(Database, { strict: false });
    jest.spyOn(database, 'query').mockRejectedValue(new Error('the database is away'));
    const { status, body } = await get('export', {});
    expect([status, body.code]).toEqual([500, 'internal_error']);
  });

  it('reads nothing more for a client that has gone', async () => {
    const { id } = await paid(service);
    await copies(id, 5_000);
    const database = service.app.get(Database, { strict: false });
    const query = database.query.bind(database);
    let pages = 0;
    let release: (() => void) | undefined;
    jest.spyOn(database, 'query').mockImplementation(async (work) => {
      pages += 1;
      if (pages === 3) await new Promise<void>((resolve) => (release = resolve));
      return query(work);
    });
    const leaving = new AbortController();
    const answer = await fetch(`${service.url}/v1/payments/export?${new URLSearchParams(today()).toString()}`, {
      headers: { authorization: authorization('reader') },
      signal: leaving.signal,
    });
    const gone = answer.text().catch(() => 'gone');
    await eventually(() => pages === 3);
    leaving.abort();
    expect(await gone).toBe('gone');
    const server = service.app.getHttpServer();
    await eventually(
      () => new Promise<boolean>((resolve) => server.getConnections((_error, count) => resolve(count === 0))),
    );
    release?.();
    // Whatever would have followed in the same moment has happened by the time that others are answered.
    await get('summary', {});
    await get('summary', {});
    expect(pages).toBe(5);
  });

  it('answers HEAD without reading anything', async () => {
    const database = service.app.get(Database, { strict: false });
    const query = jest.spyOn(database, 'query');
    const { status } = await request(service.url)
      .head('/v1/payments/export')
      .query(today())
      .set('authorization', authorization('reader'));
    expect([status, query.mock.calls.length]).toEqual([200, 0]);
  });

  it.each([
    ['an end before its beginning', { from: '2026-06-02', to: '2026-06-02' }],
    ['too many days', { from: '2024-01-01', to: '2026-06-02' }],
    ['an unknown time zone', { time_zone: 'Asia/Atlantis' }],
    ['an unknown state', { state: 'refunded' }],
    ['what is no currency', { currency: 'kwd' }],
    ['operations that are neither', { operations: 'yes' }],
    ['a misspelt parameter', { curency: 'KWD' }],
    ['what the summary alone knows', { group_by: 'day' }],
  ])('refuses %s', async (_what, query) => {
    const { status, body } = await get('export', query);
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('is for keys that may read payments', async () => {
    expect((await get('export', {}, 'writer')).status).toBe(403);
  });
});

const KEYS = ['day', 'currency', 'state', 'gateway', 'method'];
