import { sql, type Kysely } from 'kysely';

/**
 * M82: when the payer began the payment by which he agreed, so that a late word about an older one changes nothing; and all
 * payments of a cycle, of which one that came to nothing may turn out charged.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table agreements add column agreed_at timestamptz`.execute(db);
  await sql`
    update agreements set agreed_at = coalesce(
      (select created_at from payments where payments.id = agreements.first_payment_id), began_at)`.execute(db);
  await sql`create index agreement_charges_cycle on agreement_charges (agreement, cycle)`.execute(db);
}
