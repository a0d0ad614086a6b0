import { sql, type Kysely } from 'kysely';

/**
 * The attempts at a cart, by which its payment status is told: each look of a storefront read every attempt of the shop
 * without it. Writes to `payment_attempts` wait while it is built.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create index if not exists payment_attempts_cart on payment_attempts (cart_id, started_at desc)
      where cart_id is not null`.execute(db);
}
