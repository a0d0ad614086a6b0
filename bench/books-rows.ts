import type { Client } from 'pg';

/** What grows with the shop. */
export const BIG_TABLES: readonly string[] = [
  'payments',
  'payment_attempts',
  'payment_amounts',
  'payment_facts',
  'payment_operations',
  'payment_timeline',
  'payment_inquiries',
  'idempotency_keys',
  'merchant_events',
  'webhook_inbox',
  'agreements',
  'agreement_charges',
];

interface Example {
  readonly payment: string;
  readonly order_no: string;
  readonly session_id: string;
  readonly agreement: string;
}

/**
 * So many payments over the year from June 2025 on, in three currencies and at four gateways, most of them paid, with their
 * attempts, facts, operations and events as the service would have written them.
 *
 * @returns one of them, that was paid.
 */
export async function fill(database: Client, payments: number): Promise<Example> {
  for (const statement of paymentRows(payments)) await database.query(statement);
  // Not in one batch with another: it takes no transaction.
  await database.query('vacuum analyze');
  const { rows } = await database.query<Example>(`
    select p.id as payment, p.order_no, p.session_id, (select agreement_id from agreements limit 1) as agreement
      from payments p where state = 'paid' and refunded_minor > 0 order by created_at desc limit 1`);
  const [example] = rows;
  if (example === undefined) throw new Error('nothing was written');
  return example;
}

/** `n` numbers the payments; whatever differs between them is a remainder of it, so that each run is the same. */
export function paymentRows(payments: number): string[] {
  return [
    // Triggers would write the hour of the run.
    `set session_replication_role = replica`,
    `insert into payments (id, order_no, session_id, origin, caller, transaction_type, payment_type, pg_codes,
        instrument_type, customer_id, merchant_reference, amount_minor, currency_code, captured_minor, refunded_minor,
        state, result, reference_number, message, pg_params, snapshot, mode, gateway_name, fee_minor, succeeded_at,
        claimed_at, created_at, updated_at, cart_id)
      select gen_random_uuid(), 'ORD-' || n, md5(n::text) || 'aaaaaaaa', (array['cart', 'buy_now', 'cart'])[1 + n % 3], 'shop', 'e_commerce', 'one_off',
          '["credit-card"]', (array['apple_pay', 'google_pay', 'token', null])[1 + n % 4], 'cust-' || n % 20000,
          case when n % 3 = 0 then 'R-' || n % 60000 end, amount,
          (array['KWD', 'SAR', 'KWD', 'JPY', 'KWD'])[1 + n % 5], case when state = 'paid' then amount else 0 end,
          case when state = 'paid' and n % 10 = 1 then amount / 2 else 0 end, state, 'success', 'REF' || n,
          case when state = 'failed' then (array['Card expired.', 'Insufficient funds.', null])[1 + n % 3] end,
          '{"auth_code": "A10001", "card_number": "**** 4242"}',
          '{"items": [{"sku": "KARAK-TEA", "quantity": 2, "unit_price": "0.500"}], "customer": {"email": "s@example.com"}}',
          'sandbox', (array['mpgs', 'knet', 'cybersource', null])[1 + n % 4], case when n % 4 = 0 then 250 end,
          case when state in ('paid', 'authorized', 'cod') then at + interval '3 seconds' end, at, at, at,
          case when n % 3 <> 1 then gen_random_uuid() end
        from (
          select n, 100 + (n::bigint * 7919) % 50000 as amount,
              timestamptz '2025-06-01' + n * (interval '365 days' / ${payments}) as at,
              case when n % 100 < 84 then 'paid' when n % 100 < 88 then 'authorized' when n % 100 < 90 then 'cod'
                when n % 100 < 96 then 'failed' when n % 100 < 99 then 'expired'
                when n % 5000 = 99 then 'needs_review' else 'canceled' end as state
            from generate_series(0, ${payments - 1}) n
        ) as made`,
    `insert into payment_attempts (id, payment_id, number, method, state, started_at, lease_until, finished_at)
      select gen_random_uuid(), id, 1, 'one_step', case when state in ('paid', 'authorized', 'cod') then 'succeeded'
          when state = 'failed' then 'declined' else 'not_processed' end, created_at, created_at, created_at
        from payments`,
    `insert into payment_amounts (payment_id, amount_minor, currency_code, at, acknowledged_at)
      select id, amount_minor, currency_code, created_at, created_at from payments`,
    `insert into payment_facts (payment_id, source, digest, state, result, counts, mismatches, at)
      select id, 'one_step', md5(order_no), state, 'success', true, '[]', created_at from payments`,
    `insert into payment_operations (id, payment_id, operation, source, state, amount_minor, requested_by, child_session_id,
        reference_number, sends, sent_at, created_at, updated_at, finished_at)
      select gen_random_uuid(), id, 'refund', 'api', 'succeeded', refunded_minor / 2, 'operator', md5(id || part::text),
          'REFUND' || part, 1, at, at, at, at
        from payments, generate_series(0, 1) part, lateral (select succeeded_at + part * interval '30 hours' as at) as moved
        where refunded_minor > 2`,
    `insert into payment_operations (id, payment_id, operation, source, state, amount_minor, requested_by, child_session_id,
        reference_number, sends, sent_at, created_at, updated_at, finished_at)
      select gen_random_uuid(), id, case when amount_minor % 3 = 0 then 'void' else 'capture' end, 'api', 'succeeded',
          amount_minor, 'operator', md5(id || 'c'), 'CAPTURE', 1, at, at, at, at
        from payments, lateral (select succeeded_at + interval '5 hours' as at) as moved
        where state = 'authorized' and amount_minor % 2 = 0`,
    `insert into payment_timeline (payment_id, at, event, details)
      select id, created_at, event, '{}' from payments, unnest(array['claimed', 'sent', 'settled']) event`,
    `insert into payment_inquiries (payment_id, number, asked_by, sent_at, result, finished_at)
      select id, 1, 'reconciliation', created_at, 'answered', created_at from payments where state = 'expired'`,
    `insert into idempotency_keys (caller, method, path, key, body_sha256, payment_id, created_at)
      select 'shop', 'POST', '/v1/buy-now', order_no, repeat('a', 64), id, created_at from payments`,
    `insert into merchant_events (id, payment_id, sequence, type, body, state, tries, created_at, finished_at)
      select gen_random_uuid(), id, 1, case when state in ('paid', 'authorized', 'cod', 'failed', 'expired', 'canceled',
          'needs_review') then 'payment.' || state else 'payment.unknown' end, repeat('x', 800),
          case when order_no like '%77777' then 'dead' else 'delivered' end, 1, created_at, created_at from payments`,
    `insert into merchant_events (id, payment_id, sequence, type, body, state, tries, created_at, finished_at)
      select gen_random_uuid(), id, 2, 'payment.refunded', repeat('x', 800), 'delivered', 1, created_at, created_at
        from payments where refunded_minor > 0`,
    `insert into webhook_inbox (body_sha256, body, kind, scheme, order_no, session_id, payment_id, state, tries, next_try_at,
        received_at, finished_at)
      select md5(order_no) || md5(session_id), repeat('x', 900), 'payment', 'standard', order_no, session_id, id, 'processed',
          1, null, created_at, created_at from payments order by created_at`,
    `insert into agreements (id, agreement_id, customer_id, source, first_payment_id, type, currency_code, canceled_at,
        began_at, created_at, updated_at)
      select gen_random_uuid(), 'SUB-' || order_no, customer_id, 'first_payment', id, 'recurring', currency_code,
          case when order_no like '%0' then created_at end, created_at, created_at, created_at
        from payments where state = 'paid' and order_no ~ '[05]$'`,
    `insert into agreement_charges (payment_id, agreement, cycle, holds, claimed_at, charged_at)
      select p.id, a.id, '2026-' || p.id, true, p.created_at, p.created_at
        from payments p join agreements a on a.first_payment_id = p.id`,
    `set session_replication_role = origin`,
  ];
}
