import { sql, type Kysely } from 'kysely';

/**
 * What a shop's books are read by: when a payment succeeded, which a trigger writes, so that the replicas of the version
 * before write it too; and the fee that Ottu names.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table payments add column succeeded_at timestamptz, add column fee_minor bigint`.execute(db);
  await sql`
    create function payment_succeeded() returns trigger language plpgsql as $$
    begin
      if new.succeeded_at is null and new.state in ('paid', 'authorized', 'cod') then new.succeeded_at := now(); end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger payments_succeeded before insert or update of state on payments
      for each row execute function payment_succeeded()`.execute(db);
  await sql`
    update payments set succeeded_at = coalesce(
      (select min(at) from payment_facts f
        where f.payment_id = payments.id and f.state in ('paid', 'authorized', 'cod')), updated_at)
      where state in ('paid', 'authorized', 'cod')`.execute(db);
  await sql`create index payments_succeeded on payments (succeeded_at) where succeeded_at is not null`.execute(db);
  await sql`
    create index payment_operations_moved on payment_operations (finished_at)
      where state = 'succeeded' and operation in ('refund', 'capture')`.execute(db);
  await sql`
    create index payment_attempts_declined on payment_attempts (finished_at) where state = 'declined'`.execute(db);
}
