import { sql, type Kysely } from 'kysely';

/**
 * M25, M80: what is done to a payment after it was paid, or in place of it, one row each. `due_at` is when the row is looked
 * at next: its lease has passed, Ottu is to be asked, or nobody has approved it in time. What is not settled yet is held
 * back from the payment's balances.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table payment_operations (
      id uuid primary key,
      payment_id uuid not null references payments (id) on delete cascade,
      operation text not null check (operation in ('refund', 'capture', 'void', 'cancel', 'expire', 'delete')),
      reversal boolean not null default false,
      source text not null check (source in ('api', 'ottu')),
      state text not null check (state in ('awaiting_approval', 'sending', 'unknown', 'queued', 'succeeded', 'rejected',
        'not_processed', 'refused')),
      amount_minor bigint check (amount_minor > 0),
      destination text check (destination in ('pg', 'wallet')),
      reason text,
      extra text,
      requested_by text,
      decided_by text,
      child_session_id text,
      reference_number text,
      message text,
      sends integer not null default 0,
      refused_again boolean not null default false,
      sent_at timestamptz,
      due_at timestamptz,
      due_tries integer not null default 0,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      finished_at timestamptz
    )`.execute(db);
  await sql`create index payment_operations_payment on payment_operations (payment_id, created_at)`.execute(db);
  await sql`
    create unique index payment_operations_child on payment_operations (child_session_id)
      where child_session_id is not null`.execute(db);
  await sql`create index payment_operations_due on payment_operations (due_at) where due_at is not null`.execute(db);
  await sql`
    create index payment_operations_refunds_of on payment_operations (requested_by, created_at)
      where operation = 'refund' and requested_by is not null`.execute(db);
  await sql`alter table idempotency_keys add column operation_id uuid`.execute(db);
  await sql`
    alter table payments
      add column capture_held_minor bigint not null default 0,
      add column refund_held_minor bigint not null default 0`.execute(db);
  await sql`
    alter table payment_inquiries
      drop constraint payment_inquiries_asked_by_check,
      add constraint payment_inquiries_asked_by_check check (asked_by in ('reconciliation', 'operator', 'operations'))`.execute(
    db,
  );
}
