import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder } from 'kysely';

import { Database } from '../../database/database.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
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
    const zone = query.time_zone ?? 'UTC';
    const from = sql`(${query.from}::date)::timestamp at time zone ${zone}`;
    const to = sql`(${query.to}::date)::timestamp at time zone ${zone}`;
    return this.database.query(async (db) => {
      const columns = sql.join(groups.map((group) => columnOf(group, zone)));
      const places = sql.join(groups.map((_group, index) => sql.raw(String(index + 1))));
      const summed = await sql<Summed>`
        with moved as (
          select succeeded_at as at, id, 1 as payments, fee_minor as fee, 0 as refunded,
              case
                when state = 'cod' then amount_minor
                when state = 'authorized' then 0
                when exists (select from payment_operations o
                  where o.payment_id = payments.id and o.operation = 'capture' and o.state = 'succeeded') then 0
                else captured_minor
              end as gross
            from payments
            where succeeded_at >= ${from} and succeeded_at < ${to} and state in ('paid', 'authorized', 'cod')
              and payment_type <> 'save_card'
          union all
          select finished_at, payment_id, 0, null,
              case operation when 'refund' then amount_minor else 0 end,
              case operation when 'capture' then amount_minor else 0 end
            from payment_operations
            where finished_at >= ${from} and finished_at < ${to} and state = 'succeeded'
              and operation in ('refund', 'capture'))
        select ${columns}, sum(payments)::int as count, sum(gross)::text as gross, sum(refunded)::text as refunded,
            coalesce(sum(fee), 0)::text as fees
          from moved join payments p on p.id = moved.id
          group by ${places} order by ${places}`.execute(db);
      const declines = await sql<DeclineRow>`
        select case when p.state in ('paid', 'authorized', 'cod') then null else p.message end as reason,
            count(*)::int as count
          from payment_attempts a join payments p on p.id = a.payment_id
          where a.state = 'declined' and a.finished_at >= ${from} and a.finished_at < ${to}
          group by 1 order by 2 desc, 1 limit ${MAX_REASONS}`.execute(db);
      return { rows: summed.rows.map(rowOf), declines: declines.rows };
    });
  }
}

function columnOf(group: Group, zone: string): RawBuilder<unknown> {
  switch (group) {
    case 'day':
      return sql`to_char(moved.at at time zone ${zone}, 'YYYY-MM-DD') as day`;
    case 'currency':
      return sql`p.currency_code as currency`;
    case 'state':
      return sql`p.state as state`;
    case 'gateway':
      return sql`coalesce(p.gateway_name,
        case when jsonb_array_length(p.pg_codes) = 1 then p.pg_codes->>0 end) as gateway`;
    case 'method':
      return sql`coalesce(p.instrument_type, 'page') as method`;
  }
}

/** Exact: minor units are added up by the database, and written in the digits of their currency. */
function rowOf({ count, gross, refunded, fees, ...groups }: Summed): SummaryRow {
  const { currency } = groups;
  const text = (minor: bigint): string =>
    minor < 0n ? `-${Money.fromMinor(-minor, currency).toString()}` : Money.fromMinor(minor, currency).toString();
  return {
    ...(groups as Partial<SummaryRow> & { readonly currency: CurrencyCode }),
    count,
    gross: text(BigInt(gross)),
    refunded: text(BigInt(refunded)),
    fees: text(BigInt(fees)),
    net: text(BigInt(gross) - BigInt(refunded)),
  };
}
