import { sql, type Kysely } from 'kysely';

/**
 * From when on something is due for a cart: to bring its transaction in step, to look at its freeze, or to let it expire.
 * The database derives it, so that it is right also for what replicas of the version before write. Held for people to
 * look at, a cart has no `frozen_until`, and is due when it expires.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table carts add column next_action_at timestamptz generated always as (
      least(sync_at, case state when 'open' then expires_at when 'frozen' then coalesce(frozen_until, expires_at) end)
    ) stored`.execute(db);
  await sql`create index carts_next_action on carts (next_action_at, id) where next_action_at is not null`.execute(db);
}
