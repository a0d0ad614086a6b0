import { sql, type Kysely } from 'kysely';

/**
 * When a payment is compared with what Ottu shows, and what differed then. It is of the payment, one value each, written under
 * its lock by the settlement that has Ottu's word: no table of its own. And what the books are read by page by page, and what lists and metrics have read whole tables for, where few rows are what
 * is looked for. `payment_operations_booked` takes the place of an index that knew no voids.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      add column compare_at timestamptz,
      add column compared_at timestamptz,
      add column discrepancy jsonb check (jsonb_typeof(discrepancy) = 'array')`.execute(db);
  await sql`
    alter table payment_inquiries
      drop constraint payment_inquiries_asked_by_check,
      add constraint payment_inquiries_asked_by_check
        check (asked_by in ('reconciliation', 'operator', 'operations', 'comparison'))`.execute(db);
  // Spread over a day, so that they do not all come at once.
  await sql`
    update payments set compare_at = greatest(now(), succeeded_at + interval '1 day') + random() * interval '1 day'
      where succeeded_at > now() - interval '6 days' and payment_type <> 'save_card'`.execute(db);
  await sql`create index payments_compare on payments (compare_at) where compare_at is not null`.execute(db);
  await sql`
    create index payments_discrepancy on payments (compared_at desc, id desc) where discrepancy is not null`.execute(
    db,
  );
  await sql`
    create index payment_operations_booked on payment_operations (finished_at, id)
      where state = 'succeeded' and operation in ('refund', 'capture', 'void')`.execute(db);
  await sql`drop index payment_operations_moved`.execute(db);
  await sql`
    create index payment_operations_captures on payment_operations (payment_id)
      where operation = 'capture' and state = 'succeeded'`.execute(db);
  await sql`
    create index payment_attempts_uncertain on payment_attempts (started_at)
      where state in ('unknown', 'action_required')`.execute(db);
  await sql`create index merchant_events_by_type on merchant_events (type, created_at desc, id desc)`.execute(db);
  await sql`create index merchant_events_undelivered on merchant_events (state) where state <> 'delivered'`.execute(db);
  await sql`create index webhook_inbox_by_state on webhook_inbox (state, id desc) where state <> 'processed'`.execute(
    db,
  );
  await sql`create index webhook_inbox_of_none on webhook_inbox (id) where payment_id is null`.execute(db);
}
