import pg from 'pg';

/** A cart as it stands in the database. */
export interface CartRecord {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly frozen_by: string | null;
  readonly payment_id: string | null;
  readonly total_minor: string;
  readonly sync_due: boolean;
  readonly attempt_open: boolean;
}

/** A payment of a cart, and how far its transaction follows the cart. */
export interface TransactionRecord {
  readonly payment_id: string;
  readonly cart_id: string;
  readonly order_no: string;
  readonly session_id: string | null;
  readonly state: string;
  readonly review_reasons: readonly string[];
  readonly handed_out: boolean;
  readonly shown_version: number | null;
  /** Every amount that it was, or may have been, brought to, newest version first (M50). */
  readonly amounts: readonly AmountRecord[];
  readonly doubted: boolean;
  /** The wish to close it is still open. */
  readonly closing: boolean;
  /** States of its attempts, oldest first. */
  readonly attempts: readonly string[];
  /** Of them, that of the attempt which is open and holds the cart (M6, M35). */
  readonly holding: string | null;
  /** M35: an attempt of it has let its cart go on. */
  readonly detached: boolean;
  /** What can be found out soon has been asked: the next check is far away. */
  readonly next_is_far: boolean;
}

export interface AmountRecord {
  readonly version: number | null;
  readonly amount_minor: string;
  readonly acknowledged: boolean;
  readonly refuted: boolean;
}

export interface QuoteRecord {
  readonly cart_id: string;
  readonly version: number;
  readonly total_minor: string;
  /** What that version's lines are, as the catalog priced them. */
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

/** The service's own rows about carts. What it answers about them is compared with these, and with Ottu. */
export interface CartRows {
  readonly carts: readonly CartRecord[];
  readonly transactions: readonly TransactionRecord[];
  readonly quotes: readonly QuoteRecord[];
}

export const NO_CARTS: CartRows = { carts: [], transactions: [], quotes: [] };

/** Beyond every early look of M31 and M32 in the run's scale: what comes then is the session's own expiry. */
const FAR = '60 seconds';

/** States of an attempt that is not decided. */
const OPEN = `('sending', 'unknown', 'action_required')`;

const CARTS = `
  select id, state, version, frozen_by, payment_id, total_minor, sync_at is not null as sync_due,
      exists (select from payment_attempts a where a.cart_id = c.id and a.state in ${OPEN} and a.detached_at is null)
        as attempt_open
    from carts c`;

const TRANSACTIONS = `
  select t.payment_id, t.cart_id, p.order_no, p.session_id, p.state, p.review_reasons,
      p.handed_out_at is not null as handed_out, t.shown_version, t.doubt_since is not null as doubted,
      t.close_wanted_at is not null and t.closed_at is null as closing,
      coalesce((select jsonb_agg(jsonb_build_object('version', m.cart_version, 'amount_minor', m.amount_minor::text,
          'acknowledged', m.acknowledged_at is not null, 'refuted', m.refuted_at is not null)
          order by m.cart_version desc, m.id desc) from payment_amounts m where m.payment_id = p.id), '[]') as amounts,
      (select a.state from payment_attempts a
        where a.payment_id = p.id and a.state in ${OPEN} and a.detached_at is null limit 1) as holding,
      exists (select from payment_attempts a where a.payment_id = p.id and a.detached_at is not null) as detached,
      array(select a.state from payment_attempts a where a.payment_id = p.id order by a.number) as attempts,
      coalesce(p.next_check_at > now() + interval '${FAR}', false) as next_is_far
    from cart_transactions t join payments p on p.id = t.payment_id`;

const QUOTES = `
  select cart_id, version, total_minor, coalesce(quote->'items', quote->'lines', '[]') as lines from cart_quotes`;

/** All of them as they are at one moment. */
export async function readCartRows(databaseUrl: string): Promise<CartRows> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A database that restarts ends the session: the query says so too.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    const { rows: carts } = await client.query<CartRecord>(CARTS);
    const { rows: transactions } = await client.query<TransactionRecord>(TRANSACTIONS);
    const { rows: quotes } = await client.query<QuoteRecord>(QUOTES);
    return { carts, transactions, quotes };
  } finally {
    await client.end().catch(() => undefined);
  }
}
