import { sql, type Kysely } from 'kysely';

/** What the payment of a cart agrees to: the first one of an agreement can be made by a cart. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table carts add column agreement jsonb`.execute(db);
}
