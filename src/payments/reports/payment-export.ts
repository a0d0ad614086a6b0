import { Readable } from 'node:stream';

import { Injectable, Logger } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { Database } from '../../database/database.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import type { PaymentState } from '../states/payment-state.ts';
import { amountText, bookedOperations, bookedPayments, GATEWAY, METHOD, zoneOf } from './bookings.ts';
import { BYTE_ORDER_MARK, csvLine, textCell } from './csv.ts';
import type { ExportQuery } from './export.request.ts';

/** One statement brings so many rows: a page is all of an export that is in memory, and no connection is held between two. */
const PAGE = 1_000;

interface ExportRow {
  readonly kind: 'payment' | 'capture' | 'refund' | 'void';
  /** Where the row stands in the order, to the microsecond. */
  readonly cursor_at: string;
  readonly id: string;
  readonly day: string;
  readonly at: string;
  readonly gross: string;
  readonly refunded: string;
  readonly fee: string | null;
  readonly payment_id: string;
  readonly order_no: string;
  readonly merchant_reference: string | null;
  readonly session_id: string | null;
  readonly created_at: string;
  readonly succeeded_at: string | null;
  readonly state: PaymentState;
  readonly currency_code: CurrencyCode;
  readonly amount_minor: string | null;
  readonly taken_minor: string;
  readonly given_back_minor: string;
  readonly gateway: string | null;
  readonly method: string;
  readonly reference_number: string | null;
  readonly customer_id: string | null;
  readonly cart_id: string | null;
  readonly agreement_id: string | null;
  readonly cycle: string | null;
}

/** Name and cell of each column. Whatever somebody else wrote goes through `textCell`; nothing is an empty cell. */
const COLUMNS: readonly (readonly [string, (row: ExportRow) => string | null])[] = [
  ['row_type', ({ kind }) => kind],
  ['day', ({ day }) => day],
  ['at', ({ at }) => at],
  ['direction', directionOf],
  ['moved', (row) => amountText(movedBy(row), row.currency_code)],
  ['currency', ({ currency_code }) => currency_code],
  ['fee', ({ fee, currency_code }) => (fee === null ? null : amountText(BigInt(fee), currency_code))],
  ['amount', (row) => (row.amount_minor === null ? null : amountText(BigInt(row.amount_minor), row.currency_code))],
  ['captured', (row) => ofPayment(row, BigInt(row.taken_minor))],
  ['refunded', (row) => ofPayment(row, BigInt(row.given_back_minor))],
  ['net', (row) => ofPayment(row, BigInt(row.taken_minor) - BigInt(row.given_back_minor))],
  ['state', ({ state }) => state],
  ['order_no', ({ order_no }) => textCell(order_no)],
  ['merchant_reference', ({ merchant_reference: text }) => text && textCell(text)],
  ['reference_number', ({ reference_number: text }) => text && textCell(text)],
  ['gateway', ({ gateway }) => gateway && textCell(gateway)],
  ['method', ({ method }) => textCell(method)],
  ['created_at', ({ created_at }) => created_at],
  ['succeeded_at', ({ succeeded_at }) => succeeded_at],
  ['payment_id', ({ payment_id }) => payment_id],
  ['operation_id', ({ kind, id }) => (kind === 'payment' ? null : id)],
  ['session_id', ({ session_id: text }) => text && textCell(text)],
  ['customer_id', ({ customer_id: text }) => text && textCell(text)],
  ['cart_id', ({ cart_id }) => cart_id],
  ['agreement_id', ({ agreement_id: text }) => text && textCell(text)],
  ['cycle', ({ cycle }) => cycle && textCell(cycle)],
];

export const EXPORT_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

/** What the books of some days hold, row by row, as CSV. */
@Injectable()
export class PaymentExport {
  readonly #logger = new Logger('Export');

  constructor(private readonly database: Database) {}

  /**
   * The first page is read before anything is answered, so that what is wrong from the start can be told. What goes wrong
   * later destroys the stream, and with it the connection: a file that ends too early must not look whole.
   */
  async open(query: ExportQuery): Promise<Readable> {
    const first = await this.#page(query, undefined);
    return Readable.from(this.#lines(query, first), { objectMode: false });
  }

  /** The reader draws: nothing is read ahead of him but one page, and nothing after he has gone. */
  async *#lines(query: ExportQuery, first: readonly ExportRow[]): AsyncGenerator<string> {
    yield BYTE_ORDER_MARK + csvLine(EXPORT_COLUMNS);
    for (let page = first; ; page = await this.#nextPage(query, page)) {
      if (page.length > 0) yield page.map(lineOf).join('');
      if (page.length < PAGE) return;
    }
  }

  async #nextPage(query: ExportQuery, page: readonly ExportRow[]): Promise<readonly ExportRow[]> {
    try {
      return await this.#page(query, page.at(-1));
    } catch (error) {
      this.#logger.warn({ err: error }, 'An export was cut off: its next rows could not be read');
      throw error;
    }
  }

  async #page(query: ExportQuery, after: ExportRow | undefined): Promise<readonly ExportRow[]> {
    const zone = zoneOf(query);
    const span = { days: query, payments: matching(query) };
    const booked = [bookedPayments(span)];
    if (query.operations === 'true') booked.push(bookedOperations(span, ['refund', 'capture', 'void']));
    const next = booked.map(
      (rows) => sql`
        (select * from (${rows}) as r
          where ${after === undefined ? sql`true` : sql`(at, id) > (${after.cursor_at}::timestamptz, ${after.id}::uuid)`}
          order by at, id limit ${PAGE})`,
    );
    return this.database.query(async (db) => {
      const { rows } = await sql<ExportRow>`
        select b.kind, b.id, to_char(b.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor_at,
            to_char(b.at at time zone ${zone}, 'YYYY-MM-DD') as day, ${moment(sql`b.at`, zone)} as at,
            b.gross::text as gross, b.refunded::text as refunded, b.fee::text as fee,
            p.id as payment_id, p.order_no, p.merchant_reference, p.session_id,
            ${moment(sql`p.created_at`, zone)} as created_at, ${moment(sql`p.succeeded_at`, zone)} as succeeded_at,
            b.state, b.currency as currency_code, b.amount::text as amount_minor,
            case p.state when 'cod' then p.amount_minor else p.captured_minor end::text as taken_minor,
            p.refunded_minor::text as given_back_minor, b.gateway, b.method,
            b.reference as reference_number, p.customer_id, p.cart_id::text as cart_id,
            coalesce(a.agreement_id, p.agreement->>'id') as agreement_id, c.cycle
          from (select * from (${sql.join(next, sql` union all `)}) as next order by at, id limit ${PAGE}) as b
          join payments p on p.id = b.payment_id
          left join agreement_charges c on c.payment_id = p.id
          left join agreements a on a.id = c.agreement
          order by b.at, b.id`.execute(db);
      return rows;
    });
  }
}

function matching({ state, currency, gateway, method }: ExportQuery): RawBuilder<unknown> {
  const all = [sql`true`];
  if (state !== undefined) all.push(sql`p.state = ${state}`);
  if (currency !== undefined) all.push(sql`p.currency_code = ${currency}`);
  if (gateway !== undefined) all.push(sql`${GATEWAY} = ${gateway}`);
  if (method !== undefined) all.push(sql`${METHOD} = ${method}`);
  return sql.join(all, sql` and `);
}

/** As the zone's clocks showed it, with their offset then; by the database, which knows the zones of the summary's days. */
function moment(at: RawBuilder<unknown>, zone: string): RawBuilder<unknown> {
  const offset = sql`((${at} at time zone ${zone}) - (${at} at time zone 'UTC'))`;
  return sql`to_char(${at} at time zone ${zone}, 'YYYY-MM-DD"T"HH24:MI:SS')
    || case when ${offset} < interval '0' then '-' else '+' end || to_char(greatest(${offset}, -${offset}), 'HH24:MI')`;
}

function lineOf(row: ExportRow): string {
  return csvLine(COLUMNS.map(([, cell]) => cell(row) ?? ''));
}

function movedBy({ gross, refunded }: ExportRow): bigint {
  return BigInt(gross) + BigInt(refunded);
}

/** Amounts are never below zero: the direction says which are taken away. */
function directionOf(row: ExportRow): string {
  if (movedBy(row) === 0n) return 'none';
  return row.kind === 'refund' ? 'out' : 'in';
}

/** Totals of the payment as it is now stand in its own row alone: added up over all rows, each counts once. */
function ofPayment({ kind, currency_code: currency }: ExportRow, minor: bigint): string | null {
  return kind === 'payment' ? amountText(minor, currency) : null;
}
