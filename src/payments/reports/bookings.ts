import { sql, type RawBuilder } from 'kysely';

import type { CurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import type { ExternalKind } from '../operations/operation-states.ts';
import type { DaysQuery } from './days.request.ts';

/**
 * What stands in a shop's books, and on which day: a payment when it succeeded, a capture, a refund and a void on their
 * own. The summary and the export both read these, so that one is the sum of the other.
 */

/** Of which days. `payments` is a condition on the payment `p`. */
export interface Span {
  readonly days: DaysQuery;
  readonly payments?: RawBuilder<unknown>;
}

export function zoneOf({ time_zone: zone = 'UTC' }: DaysQuery): string {
  return zone;
}

/** The gateway of the payment `p`, as far as it is known. */
export const GATEWAY = sql<string | null>`coalesce(p.gateway_name,
  case when jsonb_array_length(p.pg_codes) = 1 then p.pg_codes->>0 end)`;

/** How the payer paid the payment `p`. */
export const METHOD = sql<string>`coalesce(p.instrument_type, 'page')`;

/** Of the payment of a row. They are read with it: to join all payments once more takes longer than all the rest. */
const OF_PAYMENT = sql`p.currency_code as currency, p.state, ${GATEWAY} as gateway, ${METHOD} as method`;

/**
 * Columns `at`, `id`, `payment_id`, `kind`, `payments` (how many), `gross`, `refunded`, `fee` and `amount` in minor units,
 * `reference`, and of the payment `currency`, `state`, `gateway` and `method`.
 */
export function bookedPayments(span: Span): RawBuilder<unknown> {
  return sql`
    select p.succeeded_at as at, p.id, p.id as payment_id, 'payment' as kind, 1 as payments,
        case
          when p.state = 'cod' then p.amount_minor
          when p.state = 'authorized' then 0
          when exists (select from payment_operations o
            where o.payment_id = p.id and o.operation = 'capture' and o.state = 'succeeded') then 0
          else p.captured_minor
        end as gross, 0::bigint as refunded, p.fee_minor as fee, p.amount_minor as amount, p.reference_number as reference,
        ${OF_PAYMENT}
      from payments p
      where ${within(sql`p.succeeded_at`, span)} and p.state in ('paid', 'authorized', 'cod')
        and p.payment_type <> 'save_card'`;
}

/** The same columns. A void moves nothing: it is for those who read single rows. */
export function bookedOperations(span: Span, kinds: readonly ExternalKind[]): RawBuilder<unknown> {
  return sql`
    select o.finished_at as at, o.id, o.payment_id, o.operation as kind, 0 as payments,
        case o.operation when 'capture' then o.amount_minor else 0 end as gross,
        case o.operation when 'refund' then o.amount_minor else 0 end as refunded,
        null::bigint as fee, o.amount_minor as amount, o.reference_number as reference, ${OF_PAYMENT}
      from payment_operations o join payments p on p.id = o.payment_id
      where ${within(sql`o.finished_at`, span)} and o.state = 'succeeded'
        and o.operation in (${sql.join(kinds.map((kind) => sql.lit(kind)))})`;
}

/** From the midnight of the first day on, until that of the day after the last. */
export function within(at: RawBuilder<unknown>, { days, payments = sql`true` }: Span): RawBuilder<unknown> {
  const midnight = (day: string) => sql`(${day}::date)::timestamp at time zone ${zoneOf(days)}`;
  return sql`${at} >= ${midnight(days.from)} and ${at} < ${midnight(days.to)} and ${payments}`;
}

/** Exact, in the digits of the currency; below zero with a minus. */
export function amountText(minor: bigint, currency: CurrencyCode): string {
  return minor < 0n ? `-${Money.fromMinor(-minor, currency).toString()}` : Money.fromMinor(minor, currency).toString();
}
