import { sql, type Kysely } from 'kysely';

/**
 * M50, M51: what each write of an amount says about a page that may have been open when it changed, what the cart has been
 * given since the version that was paid, and M53: since when Ottu does not know a session.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payment_amounts
      add column handed_out boolean not null default false,
      add column after_freeze boolean not null default false,
      add column shown_state text`.execute(db);
  // What the version before has changed after a hand-out is proved by its settled amount, as that version wanted it.
  await sql`
    update payment_amounts m set handed_out = true from payments p
      where p.id = m.payment_id and p.handed_out_at is not null and m.at > p.handed_out_at`.execute(db);
  await sql`alter table payments add column added_since jsonb`.execute(db);
  await sql`
    alter table cart_transactions
      add column frozen_at timestamptz,
      add column not_found_at timestamptz`.execute(db);
}
