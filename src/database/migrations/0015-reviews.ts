import { sql, type Kysely } from 'kysely';

/**
 * M27: what an operator has decided about a payment under review, and through which fact he has seen: those count no more.
 * What a fact was about is kept, so that a later one that is about another charge is told from the same word said again.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      add column decided_state text check (decided_state in ('canceled', 'cod', 'authorized', 'paid')),
      add column decided_through bigint,
      add column received_minor bigint,
      add column received_currency text,
      add constraint payments_decided_whole check ((decided_state is null) = (decided_through is null)),
      add constraint payments_received_whole check ((received_minor is null) = (received_currency is null))`.execute(
    db,
  );
  await sql`
    alter table payment_facts
      add column session_id text,
      add column amount text,
      add column settled_amount text,
      add column currency_code text`.execute(db);
}
