import { sql, type Kysely } from 'kysely';

/** When the merchant is told that an authorization which is not captured is about to end; null where there is none. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table payments add column authorization_warning_at timestamptz`.execute(db);
  await sql`
    create index payments_authorization_warning on payments (authorization_warning_at)
      where authorization_warning_at is not null`.execute(db);
  // What is not settled is counted for whoever is on call, and is little beside what is.
  await sql`create index payment_operations_open on payment_operations (state) where finished_at is null`.execute(db);
  await sql`
    alter table merchant_events
      drop constraint merchant_events_type_check,
      add constraint merchant_events_type_check check (type in (
        'payment.pending', 'payment.authorized', 'payment.authorization_expiring', 'payment.captured', 'payment.paid',
        'payment.cod', 'payment.failed', 'payment.expired', 'payment.canceled', 'payment.rejected', 'payment.unknown',
        'payment.not_processed', 'payment.needs_review', 'payment.duplicate', 'payment.refund_queued',
        'payment.refunded', 'payment.refund_rejected', 'payment.voided', 'card.saved', 'cart.completed'))`.execute(db);
}
