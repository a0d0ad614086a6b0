import { sql, type Kysely } from 'kysely';

/**
 * A child transaction is one operation of its payment. Which child an event is about is not signed: one that names another
 * payment's must not keep that payment's own operation from being written, so the same child may stand with both until Ottu
 * has said whose it is. The version before writes nothing that the old index would have been needed for.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create unique index payment_operations_child_of_payment on payment_operations (payment_id, child_session_id)
      where child_session_id is not null`.execute(db);
  await sql`drop index payment_operations_child`.execute(db);
}
