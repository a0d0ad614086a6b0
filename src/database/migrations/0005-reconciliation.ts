import { sql, type Kysely } from 'kysely';

/** When each payment is looked at next, the inquiries that were made, and how rows end when their retention is over. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      add column next_check text check (next_check in ('retrieve', 'inquiry', 'expire', 'give_up')),
      add column next_check_at timestamptz,
      add column activity_at timestamptz not null default now(),
      add column expires_at timestamptz,
      add column gateway_name text,
      add column payment_link boolean not null default false,
      add column inquire_once boolean not null default false,
      add column closing_asked_at timestamptz,
      add check ((next_check is null) = (next_check_at is null)),
      add check (currency_code ~ '^[A-Z]{3}$'),
      add check (jsonb_typeof(pg_codes) = 'array'),
      add check (jsonb_typeof(review_reasons) = 'array'),
      add check (inquire_once = false or session_id is null or next_check is not null or state <> 'sending')`.execute(
    db,
  );
  await sql`alter table payment_attempts add column result text`.execute(db);
  // What the sweep looks for (M30).
  await sql`
    create index payments_next_check on payments (next_check_at)
      where next_check_at is not null`.execute(db);
  // What retention looks for (M10).
  await sql`create index payments_updated on payments (updated_at)`.execute(db);

  await sql`
    create table payment_inquiries (
      payment_id uuid not null references payments (id) on delete cascade,
      -- M32: at most three ever.
      number smallint not null check (number between 1 and 3),
      asked_by text not null check (asked_by in ('reconciliation', 'operator')),
      sent_at timestamptz not null default clock_timestamp(),
      result text check (result in ('answered', 'unverified', 'not_found', 'refused', 'throttled', 'no_answer')),
      finished_at timestamptz,
      primary key (payment_id, number),
      check ((result is null) = (finished_at is null))
    )`.execute(db);
  // M32: 30 a minute over all replicas.
  await sql`create index payment_inquiries_sent on payment_inquiries (sent_at)`.execute(db);

  // Payments that exist already are looked at once; each then gets its own time.
  await sql`
    update payments set next_check = 'retrieve', next_check_at = now()
      where session_id is not null and (handed_out_at is not null
        or state in ('unknown', 'action_required', 'created', 'pending', 'attempted'))`.execute(db);
  await sql`
    update payments set next_check = 'inquiry', next_check_at = now()
      where session_id is null and state in ('unknown', 'action_required', 'pending')`.execute(db);

  await cascade(db, 'payment_amounts', 'payment_id', 'payments');
  await cascade(db, 'payment_attempts', 'payment_id', 'payments');
  await cascade(db, 'payment_facts', 'payment_id', 'payments');
  await cascade(db, 'payment_timeline', 'payment_id', 'payments');
  await cascade(db, 'transaction_writes', 'payment_id', 'payments');
  await cascade(db, 'payment_facts', 'attempt_id', 'payment_attempts');
  await cascade(db, 'merchant_events', 'payment_id', 'payments');
  await cascade(db, 'webhook_inbox', 'payment_id', 'payments');
  await cascade(db, 'webhook_confirmations', 'payment_id', 'payments');
  await sql`
    alter table idempotency_keys
      drop constraint idempotency_keys_payment_id_fkey,
      add constraint idempotency_keys_payment_id_fkey foreign key (payment_id) references payments (id)
        on delete cascade deferrable initially deferred`.execute(db);

  // M41: an order number is never used again, not even after its payment has gone.
  await sql`
    create table retired_order_numbers (
      order_no text primary key,
      retired_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create function retire_order_no() returns trigger language plpgsql as $$
    begin
      insert into retired_order_numbers (order_no) values (old.order_no) on conflict do nothing;
      return null;
    end $$`.execute(db);
  await sql`
    create trigger payments_retire_order_no after delete on payments
      for each row execute function retire_order_no()`.execute(db);
}

async function cascade(db: Kysely<never>, table: string, column: string, target: string): Promise<void> {
  const name = sql.id(`${table}_${column}_fkey`);
  await sql`
    alter table ${sql.id(table)}
      drop constraint ${name},
      add constraint ${name} foreign key (${sql.id(column)}) references ${sql.id(target)} (id)
        on delete cascade`.execute(db);
}
