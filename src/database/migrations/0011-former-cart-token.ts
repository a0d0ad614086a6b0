import { sql, type Kysely } from 'kysely';

/** M58: the token before the last rotation, for the customer to whom the answer with the new one never came. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table carts add column former_token_sha256 char(64)`.execute(db);
}
