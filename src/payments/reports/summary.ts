import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { Database } from '../../database/database.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import { amountText, bookedOperations, bookedPayments, within, zoneOf } from './bookings.ts';
import { groupsOf, type Group, type SummaryQuery } from './summary.request.ts';
import type { DeclineRow, SummaryAnswer, SummaryRow } from './summary.response.ts';

interface Summed extends Partial<Record<Exclude<Group, 'currency'>, string | null>> {
  readonly currency: CurrencyCode;
  readonly count: number;
  readonly gross: string;
  readonly refunded: string;
  readonly fees: string;
}

const MAX_REASONS = 50;

/** What a shop's bookkeeper adds up: payments on the day on which they succeeded, captures and refunds on their own. */
@Injectable()
export class Summary {
  constructor(private readonly database: Database) {}

  async of(query: SummaryQuery): Promise<SummaryAnswer> {
    const groups = groupsOf(query);
    const zone = zoneOf(query);
    const span = { days: query };
    return this.database.query(async (db) => {
      const columns = sql.join(groups.map((group) => columnOf(group, zone)));
      const shown = sql.join(groups.map(shownColumn));
      const places = sql.join(groups.map((_group, index) => sql.raw(String(index + 1))));
      const summed = await sql<Summed>`
        with moved as (${bookedPayments(span)} union all ${bookedOperations(span, ['refund', 'capture'])}),
          summed as (
            select ${columns}, sum(payments)::int as count, sum(gross)::text as gross, sum(refunded)::text as refunded,
                coalesce(sum(fee), 0)::text as fees
              from moved group by ${places})
        select ${shown}, count, gross, refunded, fees from summed order by ${places}`.execute(db);
      const declines = await sql<DeclineRow>`
        select case when p.state in ('paid', 'authorized', 'cod') then null else p.message end as reason,
            count(*)::int as count
          from payment_attempts a join payments p on p.id = a.payment_id
          where a.state = 'declined' and ${within(sql`a.finished_at`, span)}
          group by 1 order by 2 desc, 1 limit ${MAX_REASONS}`.execute(db);
      return { rows: summed.rows.map(rowOf), declines: declines.rows };
    });
  }
}

function columnOf(group: Group, zone: string): RawBuilder<unknown> {
  // As a date, which is grouped in a fraction of the time that its text takes.
  return group === 'day' ? sql`(at at time zone ${zone})::date as day` : sql.ref(group);
}

function shownColumn(group: Group): RawBuilder<unknown> {
  return group === 'day' ? sql`to_char(day, 'YYYY-MM-DD') as day` : sql.ref(group);
}

/** Exact: minor units are added up by the database, and written in the digits of their currency. */
function rowOf({ count, gross, refunded, fees, ...groups }: Summed): SummaryRow {
  const { currency } = groups;
  const text = (minor: bigint): string => amountText(minor, currency);
  return {
    ...(groups as Partial<SummaryRow> & { readonly currency: CurrencyCode }),
    count,
    gross: text(BigInt(gross)),
    refunded: text(BigInt(refunded)),
    fees: text(BigInt(fees)),
    net: text(BigInt(gross) - BigInt(refunded)),
  };
}
