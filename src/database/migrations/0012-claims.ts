import { sql, type Kysely } from 'kysely';

/**
 * M1a: each claim has an attempt, or a write, of its own, and its key answers for that one. M5a: some of those that came
 * to nothing may be claimed again. M41: what was asked belongs to its claim.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table payment_amounts add column terms jsonb`.execute(db);
  await sql`
    alter table payment_attempts
      add column claim_again boolean not null default false,
      add column amount_id bigint`.execute(db);
  await sql`
    alter table transaction_writes
      add column claim_again boolean not null default false,
      add column amount_id bigint`.execute(db);
  await sql`alter table idempotency_keys add column write_id uuid`.execute(db);
  await sql`update payment_attempts set claim_again = true where not_sent`.execute(db);
  await sql`update transaction_writes set claim_again = true where kind = 'create' and state = 'not_sent'`.execute(db);
}
