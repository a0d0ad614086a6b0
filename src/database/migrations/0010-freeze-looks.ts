import { sql, type Kysely } from 'kysely';

/** How often a freeze that was over was looked at in vain: each time the pause is longer. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table carts add column freeze_looks integer not null default 0`.execute(db);
}
