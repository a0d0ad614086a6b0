import { sql, type Kysely } from 'kysely';

/**
 * How operators look for a payment: by its customer's e-mail address or phone, by its amount, by a reference of Ottu's.
 * What others have written is cut, since an index takes no text of any length. Writes to `payments` and `payment_facts`
 * wait while these are built.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create index payments_by_email on payments (
      left(lower(snapshot #>> '{customer,email}'), 254), created_at desc, id desc)
      where left(lower(snapshot #>> '{customer,email}'), 254) is not null`.execute(db);
  await sql`
    create index payments_by_phone on payments (
      left(ltrim(regexp_replace(snapshot #>> '{customer,phone}', '[^0-9]', '', 'g'), '0'), 32), created_at desc, id desc)
      where left(ltrim(regexp_replace(snapshot #>> '{customer,phone}', '[^0-9]', '', 'g'), '0'), 32) is not null`.execute(
    db,
  );
  await sql`
    create index payments_by_amount on payments (currency_code, amount_minor, created_at desc, id desc)`.execute(db);
  await sql`
    create index payment_facts_by_reference on payment_facts (left(reference_number, 128), payment_id)
      where left(reference_number, 128) is not null`.execute(db);
}
