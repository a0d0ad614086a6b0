import { sql, type Kysely } from 'kysely';

/** M60: a subscription (F16.8) is passed on like every other type of payment, and Ottu judges it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table payments
      drop constraint payments_payment_type_check,
      add constraint payments_payment_type_check
        check (payment_type in ('one_off', 'auto_debit', 'save_card', 'auto_pay'))`.execute(db);
}
