import { sql, type Kysely } from 'kysely';

/** What counts against Ottu's daily limit (M95), of all replicas together. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table ottu_calls (
      -- The UTC day.
      day date not null,
      -- As src/ottu/transport/call-policy.ts names it; a rolling update may bring a name that one of two versions lacks.
      call_group text not null,
      calls integer not null check (calls >= 0),
      primary key (day, call_group)
    )`.execute(db);
}
