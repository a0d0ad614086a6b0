import { sql, type Kysely } from 'kysely';

/** M58: for the customer to whom the answer with a new token never came: the one before opens what is sealed. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table carts
      add column former_token_sha256 char(64),
      add column next_token_sealed text`.execute(db);
}
