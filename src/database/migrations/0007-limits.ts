import { sql, type Kysely } from 'kysely';

/** What counts against the limits of shoppers (M95, M96), over all replicas. */
export async function up(db: Kysely<never>): Promise<void> {
  // Columns as rate-limiter-flexible has them; `expire` is a time in milliseconds since 1970.
  await sql`
    create table limit_counts (
      -- The limit's name and a hash of whose it is: no customer and no address stands here.
      key varchar(255) primary key,
      points integer not null,
      expire bigint
    )`.execute(db);
  await sql`create index limit_counts_expire on limit_counts (expire)`.execute(db);

  // M96: the share of declined attempts, in small steps of time.
  await sql`
    create table attempt_outcomes (
      step timestamptz not null,
      outcome text not null check (outcome in ('declined', 'succeeded')),
      count integer not null check (count > 0),
      primary key (step, outcome)
    )`.execute(db);
}
