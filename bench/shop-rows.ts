import type { Client } from 'pg';

import { paymentRows } from './books-rows.ts';

/**
 * The rows of `fill`, and beside them what shoppers leave: a cart for each payment that came of one and as many that were
 * left alone, with their quotes and Ottu transactions, keys of requests, limits, audit entries.
 *
 * Nothing of it is due and nothing is as old as retention.
 */
export async function fillShop(database: Client, payments: number): Promise<void> {
  for (const statement of [...paymentRows(payments), ...rowsBeside()]) await database.query(statement);
  await database.query('vacuum analyze');
}

function rowsBeside(): string[] {
  return [
    `set session_replication_role = replica`,
    `insert into carts (id, token_sha256, state, version, currency_code, language, items, customer, quote, total_minor,
        payment_id, expires_at, created_at, updated_at)
      select coalesce(cart_id, gen_random_uuid()), md5(id::text) || md5(order_no),
          case when cart_id is null then 'expired' when state in ('paid', 'cod', 'authorized') then 'paid'
            else 'abandoned' end, 3,
          currency_code, 'en', '[{"sku": "KARAK-TEA", "quantity": 2}]', '{"email": "s@example.com"}', quote,
          amount_minor, case when cart_id is not null then id end, now() - interval '1 day', created_at, created_at
        from payments, (select jsonb_build_object('currency_code', 'KWD', 'total', '2.500', 'lines',
          jsonb_build_array(jsonb_build_object('sku', 'KARAK-TEA', 'quantity', 2, 'name', repeat('Karak tea ', 6)))) as quote) q`,
    `insert into cart_quotes (cart_id, version, quote, total_minor, at)
      select id, number, quote, greatest(total_minor, 1), created_at from carts, generate_series(2, 3) number`,
    `update payment_attempts a set cart_id = p.cart_id from payments p where p.id = a.payment_id and p.cart_id is not null`,
    `insert into payment_inquiries (payment_id, number, asked_by, sent_at, result, finished_at)
      select id, 2, 'operator', created_at, 'answered', created_at from payments`,
    `insert into cart_transactions (payment_id, cart_id, shown_version, created_at, closed_at)
      select id, cart_id, 3, created_at, created_at from payments where cart_id is not null`,
    `insert into transaction_writes (id, payment_id, kind, state, started_at, lease_until, finished_at)
      select gen_random_uuid(), id, kind, 'done', created_at, created_at, created_at
        from payments, unnest(array['create', 'update']) kind where cart_id is not null`,
    `insert into webhook_confirmations (payment_id, asked_at) select id, created_at from payments where state = 'paid'`,
    `insert into attempt_tokens (attempt_id, tokens, window_ends)
      select id, '["cart:x", "network:y"]', now() + interval '1 hour' from payment_attempts`,
    `insert into limit_counts (key, points, expire)
      select 'networkCarts:' || md5(id::text), 3, extract(epoch from now() + interval '1 hour') * 1000 from payments`,
    `insert into retired_order_numbers (order_no, retired_at) select 'OLD-' || order_no, created_at from payments`,
    `insert into audit_entries (id, at, key_id, key_name, action, method, route, address, payment_id)
      select id, created_at, 'operator', 'operator', 'payment.read', 'GET', '/v1/payments/{id}', '127.0.0.1', id
        from payments`,
    `insert into audit_outcomes (entry_id, begun_at, ended_at, outcome, status, payment_id, ids)
      select id, created_at, created_at, 'done', 200, id, '{}' from payments`,
    `set session_replication_role = origin`,
  ];
}
