import { sql, type Kysely } from 'kysely';

/**
 * M10: what refers to a payment or to an attempt is found by an index when that goes: without one, each payment of a purge
 * reads these tables from end to end. Writes to `payment_facts` and `carts` wait while they are built.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create index payment_facts_attempt on payment_facts (attempt_id) where attempt_id is not null`.execute(db);
  await sql`create index carts_payment on carts (payment_id) where payment_id is not null`.execute(db);
  // Orders that cost nothing: what has been told of them goes by its own time.
  await sql`
    create index merchant_events_of_carts_finished on merchant_events (finished_at)
      where cart_id is not null and state <> 'waiting'`.execute(db);
}
