import { sql, type Kysely } from 'kysely';

/**
 * M82: what payers have agreed to be charged without them, and which payment holds which cycle of it. A charge's row has no
 * reference to its payment: a cycle that was charged stays charged when the payment has gone (M10).
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table agreements (
      id uuid primary key,
      agreement_id text not null,
      customer_id text not null,
      source text not null check (source in ('first_payment', 'adopted')),
      first_payment_id uuid,
      pg_code text,
      type text not null,
      amount_minor bigint check (amount_minor > 0),
      currency_code text not null,
      amount_variability text,
      max_minor bigint check (max_minor >= 0),
      frequency text,
      interval_days integer,
      total_cycles integer,
      expires_on text check (expires_on ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
      began_at timestamptz not null default now(),
      canceled_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (customer_id, agreement_id)
    )`.execute(db);
  await sql`create index agreements_created on agreements (created_at desc, id desc)`.execute(db);
  await sql`create index agreements_agreement on agreements (agreement_id, created_at desc, id desc)`.execute(db);
  await sql`create index agreements_customer on agreements (customer_id, created_at desc, id desc)`.execute(db);
  await sql`
    create table agreement_charges (
      payment_id uuid primary key,
      agreement uuid not null references agreements (id),
      cycle text not null,
      -- It is the one payment of its cycle that is open, unknown or succeeded, or the last that was.
      holds boolean not null,
      claimed_at timestamptz not null default now(),
      charged_at timestamptz
    )`.execute(db);
  await sql`create unique index agreement_charges_holder on agreement_charges (agreement, cycle) where holds`.execute(
    db,
  );
  await sql`
    create index agreement_charges_charged on agreement_charges (agreement, charged_at)
      where charged_at is not null`.execute(db);
}
