import { sql, type Kysely } from 'kysely';

/**
 * M26: a success of which something is still awaited is a state of its own. M35: an attempt that no longer holds its cart
 * is detached, and M6's indexes leave it out: its cart goes on with another transaction while its end is still looked for.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      drop constraint payments_state_check,
      add constraint payments_state_check check (state in (
        'sending', 'unknown', 'action_required', 'created', 'pending', 'attempted', 'rejected', 'not_processed',
        'canceled', 'invalided', 'expired', 'failed', 'confirming', 'needs_review', 'cod', 'authorized', 'paid'))`.execute(
    db,
  );
  await sql`alter table payment_attempts add column detached_at timestamptz`.execute(db);
  // What the version before had detached: the attempt had left its cart behind.
  await sql`
    update payment_attempts a set detached_at = now() from payments p
      where p.id = a.payment_id and p.cart_id is not null and a.cart_id is null
        and a.state in ('sending', 'unknown', 'action_required')`.execute(db);
  const open = sql`state in ('sending', 'unknown', 'action_required') and detached_at is null`;
  await sql`drop index payment_attempts_one_open`.execute(db);
  await sql`create unique index payment_attempts_one_open on payment_attempts (payment_id) where ${open}`.execute(db);
  await sql`drop index payment_attempts_one_open_per_cart`.execute(db);
  await sql`
    create unique index payment_attempts_one_open_per_cart on payment_attempts (cart_id)
      where cart_id is not null and ${open}`.execute(db);
}
