import { sql, type Kysely } from 'kysely';

/** M96: the tokens of attempts under way, to be given back when one succeeds, however late. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table attempt_tokens (
      attempt_id uuid primary key,
      -- Names of limits and hashes of whose tokens they are; removed when no window lasts any more.
      tokens jsonb not null,
      window_ends timestamptz not null
    )`.execute(db);
  await sql`create index attempt_tokens_ends on attempt_tokens (window_ends)`.execute(db);
}
