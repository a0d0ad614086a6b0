import { sql, type Kysely } from 'kysely';

/**
 * M24: that a card was saved is proved by Ottu's list of cards, which is looked at like everything else that is owed. Of the
 * card an event's keyed hash is known, never its token (M70).
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      drop constraint payments_next_check_check,
      add constraint payments_next_check_check
        check (next_check in ('retrieve', 'look', 'inquiry', 'expire', 'give_up', 'card_list'))`.execute(db);
  await sql`
    alter table payment_facts
      add column card_hash text,
      drop constraint payment_facts_source_check,
      add constraint payment_facts_source_check check (source in (
        'one_step', 'native', 'create', 'webhook', 'retrieve', 'inquiry', 'operator', 'card_list'))`.execute(db);
}
