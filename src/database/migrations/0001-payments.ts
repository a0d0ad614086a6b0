import { sql, type Kysely } from 'kysely';

/** Payments, their attempts, facts and timeline, and idempotency keys. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table payments (
      id uuid primary key,
      order_no text not null unique check (length(order_no) between 1 and 128),
      session_id text unique check (length(session_id) between 1 and 128),
      origin text not null check (origin in ('buy_now', 'auto_debit', 'cart', 'transaction')),
      caller text,
      transaction_type text not null check (transaction_type in ('e_commerce', 'payment_request')),
      payment_type text not null check (payment_type in ('one_off', 'auto_debit', 'save_card')),
      pg_codes jsonb not null,
      instrument_type text,
      customer_id text,
      amount_minor bigint not null check (amount_minor >= 0),
      currency_code char(3) not null,
      captured_minor bigint not null default 0 check (captured_minor >= 0),
      refunded_minor bigint not null default 0 check (refunded_minor >= 0),
      voided boolean not null default false,
      state text not null check (state in (
        'sending', 'unknown', 'action_required', 'created', 'pending', 'attempted', 'rejected', 'not_processed',
        'canceled', 'invalided', 'expired', 'failed', 'needs_review', 'cod', 'authorized', 'paid')),
      result text,
      review_reasons jsonb not null default '[]',
      reference_number text,
      message text,
      pg_params jsonb,
      snapshot jsonb not null,
      mode text not null check (mode in ('sandbox', 'live')),
      handed_out_at timestamptz,
      claimed_at timestamptz not null default now(),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);

  await sql`
    create table payment_amounts (
      id bigint generated always as identity primary key,
      payment_id uuid not null references payments (id),
      amount_minor bigint not null check (amount_minor >= 0),
      currency_code char(3) not null,
      at timestamptz not null default now()
    )`.execute(db);
  await sql`create index payment_amounts_payment on payment_amounts (payment_id)`.execute(db);

  await sql`
    create table payment_attempts (
      id uuid primary key,
      payment_id uuid not null references payments (id),
      number integer not null check (number >= 1),
      method text not null,
      state text not null check (state in (
        'sending', 'unknown', 'action_required', 'succeeded', 'declined', 'not_processed')),
      started_at timestamptz not null default now(),
      lease_until timestamptz not null,
      reference_number text,
      action_required jsonb,
      refusal jsonb,
      not_sent boolean not null default false,
      finished_at timestamptz,
      unique (payment_id, number),
      check ((state in ('sending', 'unknown', 'action_required')) = (finished_at is null))
    )`.execute(db);
  // M6: one open attempt per payment.
  await sql`
    create unique index payment_attempts_one_open on payment_attempts (payment_id)
      where state in ('sending', 'unknown', 'action_required')`.execute(db);
  // What the lease sweep looks for (M3).
  await sql`create index payment_attempts_leases on payment_attempts (lease_until) where state = 'sending'`.execute(db);

  await sql`
    create table payment_facts (
      id bigint generated always as identity primary key,
      payment_id uuid not null references payments (id),
      attempt_id uuid references payment_attempts (id),
      source text not null check (source in ('one_step', 'native', 'webhook', 'retrieve', 'inquiry', 'operator')),
      digest text not null,
      state text not null,
      result text,
      counts boolean not null,
      mismatches jsonb not null,
      reference_number text,
      at timestamptz not null default now(),
      unique (payment_id, digest)
    )`.execute(db);

  await sql`
    create table payment_timeline (
      id bigint generated always as identity primary key,
      payment_id uuid not null references payments (id),
      at timestamptz not null default clock_timestamp(),
      event text not null,
      details jsonb not null
    )`.execute(db);
  await sql`create index payment_timeline_payment on payment_timeline (payment_id, id)`.execute(db);

  // The key is claimed before the payment that it stands for is written: hence the deferred reference.
  await sql`
    create table idempotency_keys (
      caller text not null,
      method text not null,
      path text not null,
      key text not null check (length(key) between 1 and 255),
      body_sha256 char(64) not null,
      payment_id uuid not null references payments (id) deferrable initially deferred,
      created_at timestamptz not null default now(),
      primary key (caller, method, path, key)
    )`.execute(db);
  await sql`create index idempotency_keys_payment on idempotency_keys (payment_id)`.execute(db);
}
