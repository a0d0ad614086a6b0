import { sql, type Kysely } from 'kysely';

/**
 * What the books are read by page by page, and what lists and metrics have read whole tables for, where few rows are what
 * is looked for. `payment_operations_booked` takes the place of an index that knew no voids.
 */
export async function up(db: Kysely<never>): Promise<void> {
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
