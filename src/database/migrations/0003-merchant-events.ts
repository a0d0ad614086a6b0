import { sql, type Kysely } from 'kysely';

/** The outbox (M90): what the merchant is told, in the order of each payment; and what lists of payments are read by. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table payments add column event_sequence integer not null default 0`.execute(db);

  await sql`
    create table merchant_events (
      id uuid primary key,
      payment_id uuid not null references payments (id),
      sequence integer not null check (sequence >= 1),
      type text not null check (type in (
        'payment.pending', 'payment.authorized', 'payment.captured', 'payment.paid', 'payment.cod', 'payment.failed',
        'payment.expired', 'payment.canceled', 'payment.rejected', 'payment.unknown', 'payment.not_processed',
        'payment.needs_review', 'payment.duplicate', 'payment.refund_queued', 'payment.refunded',
        'payment.refund_rejected', 'payment.voided', 'card.saved')),
      body text not null,
      state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
      in_order boolean not null default true,
      tries integer not null default 0 check (tries >= 0),
      next_try_at timestamptz not null default now(),
      lease uuid,
      lease_until timestamptz,
      first_tried_at timestamptz,
      last_tried_at timestamptz,
      last_status integer,
      last_fault text,
      created_at timestamptz not null default now(),
      finished_at timestamptz,
      unique (payment_id, sequence),
      check ((state = 'waiting') = (finished_at is null)),
      check ((lease is null) = (lease_until is null))
    )`.execute(db);
  // What is due, and what stands before it.
  await sql`create index merchant_events_due on merchant_events (next_try_at) where state = 'waiting'`.execute(db);
  await sql`
    create index merchant_events_order on merchant_events (payment_id, sequence) where state = 'waiting'`.execute(db);
  await sql`create index merchant_events_newest on merchant_events (created_at desc, id desc)`.execute(db);
  await sql`
    create index merchant_events_dead on merchant_events (created_at desc, id desc) where state = 'dead'`.execute(db);

  await sql`create index payments_newest on payments (created_at desc, id desc)`.execute(db);
  await sql`create index payments_by_state on payments (state, created_at desc, id desc)`.execute(db);
  await sql`
    create index payments_by_customer on payments (customer_id, created_at desc, id desc)
      where customer_id is not null`.execute(db);
}
