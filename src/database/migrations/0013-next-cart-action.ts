import { sql, type Kysely } from 'kysely';

/**
 * From when on something is due for a cart (`NEXT_ACTION_AT` of carts/lifecycle/due-carts.ts): to bring its transaction in
 * step, to look at its freeze, or to let it expire. Held for people to look at, a cart has no `frozen_until`, and is due
 * when it expires. An index over the expression needs no column: it is right also for what replicas of the version before
 * write, and `carts` is not rewritten for it; only writes wait while it is built.
 */
export async function up(db: Kysely<never>): Promise<void> {
  const at = sql`least(sync_at, case state when 'open' then expires_at when 'frozen' then coalesce(frozen_until, expires_at) end)`;
  await sql`create index carts_next_action on carts ((${at}), id) where ${at} is not null`.execute(db);
}
