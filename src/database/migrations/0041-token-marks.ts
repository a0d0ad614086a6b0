import { sql, type Kysely } from 'kysely';

/**
 * M70: a keyed hash of the token that an attempt paid with, by which Ottu's later words are cleaned of it: no row and no
 * answer repeats it. Null of attempts without a token, and of those from before.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table payment_attempts add column token_mark text`.execute(db);
}
