import { sql, type Kysely } from 'kysely';

/** M56a: until when at most a freeze holds its cart, which is not always when it is looked at next. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table carts add column held_until timestamptz`.execute(db);
}
