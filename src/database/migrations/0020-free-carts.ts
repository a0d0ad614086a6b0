import { sql, type Kysely } from 'kysely';

/**
 * M57: a total of zero is a price, what it depends on has codes (vouchers, gift cards), and a cart that costs nothing is
 * completed without a payment. The event about that belongs to the cart, and counts by itself (M90).
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table cart_quotes
      drop constraint cart_quotes_total_minor_check,
      add constraint cart_quotes_total_minor_check check (total_minor >= 0)`.execute(db);
  await sql`
    alter table carts
      add column codes jsonb check (jsonb_typeof(codes) = 'array'),
      add column completed_at timestamptz,
      add column completed_key_sha256 text,
      add column event_sequence integer not null default 0,
      add constraint carts_completed_whole check ((completed_at is null) = (completed_key_sha256 is null))`.execute(db);
  // No reference to the cart: its event is still there when the cart has been purged.
  await sql`
    alter table merchant_events
      alter column payment_id drop not null,
      add column cart_id uuid,
      add constraint merchant_events_about_one check ((payment_id is null) <> (cart_id is null)),
      drop constraint merchant_events_type_check,
      add constraint merchant_events_type_check check (type in (
        'payment.pending', 'payment.authorized', 'payment.captured', 'payment.paid', 'payment.cod', 'payment.failed',
        'payment.expired', 'payment.canceled', 'payment.rejected', 'payment.unknown', 'payment.not_processed',
        'payment.needs_review', 'payment.duplicate', 'payment.refund_queued', 'payment.refunded',
        'payment.refund_rejected', 'payment.voided', 'card.saved', 'cart.completed'))`.execute(db);
  await sql`
    create unique index merchant_events_of_cart on merchant_events (cart_id, sequence)
      where cart_id is not null`.execute(db);
}
