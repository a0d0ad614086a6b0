import { sql, type Kysely } from 'kysely';

/**
 * What was done with service keys: that a use began, and how it ended, each written once. A trigger refuses to change or to
 * take away either, to the owner of the tables as well. They hold ids, states and amounts, and nothing about a person but
 * whose key it was; no payment is referred to, so that its retention and the erasure of a customer leave them alone.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table audit_entries (
      id uuid primary key,
      at timestamptz not null default clock_timestamp(),
      key_id text not null,
      key_name text not null,
      action text not null,
      method text not null,
      route text not null,
      address text not null,
      payment_id uuid
    )`.execute(db);
  await sql`
    create table audit_outcomes (
      entry_id uuid primary key references audit_entries (id),
      begun_at timestamptz not null,
      ended_at timestamptz not null default clock_timestamp(),
      outcome text not null check (outcome in ('done', 'refused', 'failed')),
      status integer not null,
      code text,
      payment_id uuid,
      ids jsonb not null,
      before jsonb,
      after jsonb
    )`.execute(db);
  await sql`create index audit_entries_at on audit_entries (at, id)`.execute(db);
  await sql`create index audit_entries_key on audit_entries (key_id, at, id)`.execute(db);
  await sql`create index audit_entries_action on audit_entries (action, at, id)`.execute(db);
  await sql`
    create index audit_entries_payment on audit_entries (payment_id) where payment_id is not null`.execute(db);
  await sql`
    create index audit_outcomes_payment on audit_outcomes (payment_id) where payment_id is not null`.execute(db);
  await sql`create index audit_outcomes_outcome on audit_outcomes (outcome, begun_at, entry_id)`.execute(db);
  await sql`
    create function audit_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception '% of % is refused: the audit is append-only', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
    end $$`.execute(db);
  for (const table of ['audit_entries', 'audit_outcomes']) {
    await sql`
      create trigger append_only before update or delete on ${sql.table(table)}
        for each row execute function audit_is_append_only()`.execute(db);
    await sql`
      create trigger never_emptied before truncate on ${sql.table(table)}
        for each statement execute function audit_is_append_only()`.execute(db);
    // Also where a session calls itself a replica, which skips ordinary triggers.
    await sql`
      alter table ${sql.table(table)}
        enable always trigger append_only, enable always trigger never_emptied`.execute(db);
  }
}
