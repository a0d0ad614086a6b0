import { sql, type Kysely } from 'kysely';

/** The Checkout API for servers: what a change must not touch, which amounts Ottu has shown, and the calls that write. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      add column webhook_url text,
      add column foreign_webhook boolean not null default false,
      add column agreement jsonb`.execute(db);

  await sql`
    alter table payment_amounts
      add column acknowledged_at timestamptz,
      add column refuted_at timestamptz,
      add column refutable_from timestamptz,
      add check (acknowledged_at is null or refuted_at is null)`.execute(db);

  await sql`
    alter table payment_facts
      drop constraint payment_facts_source_check,
      add constraint payment_facts_source_check check (source in (
        'one_step', 'native', 'create', 'webhook', 'retrieve', 'inquiry', 'operator'))`.execute(db);

  await sql`
    create table transaction_writes (
      id uuid primary key,
      payment_id uuid not null references payments (id),
      kind text not null check (kind in ('create', 'update', 'replace')),
      state text not null check (state in ('sending', 'done', 'refused', 'lost', 'not_sent')),
      problem jsonb,
      started_at timestamptz not null default now(),
      lease_until timestamptz not null,
      finished_at timestamptz,
      check ((state = 'sending') = (finished_at is null))
    )`.execute(db);
  await sql`create index transaction_writes_payment on transaction_writes (payment_id, started_at)`.execute(db);
  // M52: writes to one transaction are serial over all replicas.
  await sql`
    create unique index transaction_writes_one_open on transaction_writes (payment_id)
      where state = 'sending'`.execute(db);
}
