import { sql, type Kysely } from 'kysely';

/**
 * M31: a check that got no answer backs off, `pending` is looked at often, and a shopper's look is counted over all
 * replicas. M35: from the first answered retrieve on it is known until when an attempt holds its cart. M36: a session
 * that was replaced is looked at for as long as its gateway may still speak of it.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      add column check_tries integer not null default 0,
      add column pending_since timestamptz,
      add column looked_at timestamptz,
      drop constraint payments_next_check_check,
      add constraint payments_next_check_check
        check (next_check in ('retrieve', 'look', 'inquiry', 'expire', 'give_up'))`.execute(db);
  await sql`
    alter table payment_attempts
      add column answered_at timestamptz,
      add column hold_until timestamptz`.execute(db);
  await sql`alter table cart_transactions add column replaced_at timestamptz`.execute(db);
}
