import { sql, type Kysely } from 'kysely';

/** Payment links are payments: where they came from, what belongs to the link alone, and the order of their list. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      add column link jsonb,
      drop constraint payments_origin_check,
      add constraint payments_origin_check
        check (origin in ('buy_now', 'auto_debit', 'cart', 'transaction', 'link'))`.execute(db);
  await sql`
    create index payments_links on payments (created_at desc, id desc) where origin = 'link'`.execute(db);
}
