import { sql, type Kysely } from 'kysely';

/** Events of Ottu's webhooks, and when Ottu was asked about a payment because of them. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table webhook_inbox (
      id bigint generated always as identity primary key,
      body_sha256 char(64) not null unique,
      body text not null,
      kind text not null check (kind in ('payment', 'operation')),
      scheme text not null check (scheme in ('standard', 'autopay')),
      order_no text check (length(order_no) <= 128),
      session_id text check (length(session_id) <= 128),
      payment_id uuid references payments (id),
      state text not null default 'received' check (state in ('received', 'processed', 'unmatched', 'failed')),
      doubts jsonb,
      trouble text,
      tries integer not null default 0 check (tries >= 0),
      next_try_at timestamptz default now(),
      claimed_until timestamptz,
      received_at timestamptz not null default now(),
      finished_at timestamptz,
      check ((state in ('processed', 'failed')) = (finished_at is not null)),
      check (state in ('received', 'unmatched') or next_try_at is null),
      check (state <> 'received' or next_try_at is not null)
    )`.execute(db);
  // What the sweep looks for (M30).
  await sql`create index webhook_inbox_due on webhook_inbox (next_try_at) where next_try_at is not null`.execute(db);
  await sql`create index webhook_inbox_order on webhook_inbox (order_no)`.execute(db);
  // Events that one answer of Ottu's confirms together (M71).
  await sql`create index webhook_inbox_waiting on webhook_inbox (payment_id) where state = 'received'`.execute(db);

  await sql`
    create table webhook_confirmations (
      payment_id uuid primary key references payments (id),
      asked_at timestamptz,
      wanted_at timestamptz
    )`.execute(db);
  await sql`
    create index webhook_confirmations_wanted on webhook_confirmations (wanted_at)
      where wanted_at is not null`.execute(db);

  // M73: whoever writes a payment wakes the events that came before it. One that is being looked at just now loses its
  // claim, so that it is looked at again.
  await sql`
    create function wake_webhook_inbox() returns trigger language plpgsql as $$
    begin
      update webhook_inbox set next_try_at = now(), claimed_until = null
        where order_no = new.order_no and payment_id is null and state in ('received', 'unmatched');
      return null;
    end $$`.execute(db);
  await sql`
    create trigger payments_wake_webhook_inbox after insert on payments
      for each row execute function wake_webhook_inbox()`.execute(db);
}
