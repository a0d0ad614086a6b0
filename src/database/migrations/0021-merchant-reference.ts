import { sql, type Kysely } from 'kysely';

/**
 * The merchant's own name of an order, which is no order number of Ottu's: callers find payments by it. Writes to
 * `payments` wait while the index is built, which reads the table once and holds no row of it yet.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table payments add column merchant_reference text`.execute(db);
  await sql`alter table carts add column merchant_reference text`.execute(db);
  await sql`
    create index payments_merchant_reference on payments (merchant_reference, created_at desc, id desc)
      where merchant_reference is not null`.execute(db);
}
