import pg from 'pg';

/** What this service learned of one payment of a cart, and when; all times in ms since 1970. */
export interface PaymentHistory {
  readonly payment_id: string;
  /** The first success that Ottu's word told of. */
  readonly found_at: number | null;
  /** The first time that Ottu showed `pending`. */
  readonly pending_at: number | null;
  /** What M31 counts its looks from, oldest first. */
  readonly activity: readonly number[];
  /** Ottu will be asked again. */
  readonly next_at: number | null;
}

export type History = ReadonlyMap<string, PaymentHistory>;

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

const HISTORY = `
  select p.id as payment_id, ${ms('p.next_check_at')} as next_at,
      (select ${ms('min(t.at)')} from payment_timeline t
        where t.payment_id = p.id and t.details->>'said' in ('paid', 'authorized', 'cod')) as found_at,
      (select ${ms('min(t.at)')} from payment_timeline t
        where t.payment_id = p.id and t.details->>'said' = 'pending') as pending_at,
      array(select ${ms('t.at')} from payment_timeline t
        where t.payment_id = p.id and (t.details->>'said' = 'pending' or t.event in
          ('created', 'changed', 'handed_out', 'claimed', 'claimed_again', 'expire_asked', 'ottu_answered', 'answer_lost'))
        order by t.id) as activity
    from payments p where p.cart_id is not null`;

/** Read once, at the end. */
export async function readHistory(databaseUrl: string): Promise<History> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<PaymentHistory>(HISTORY);
    return new Map(rows.map((row) => [row.payment_id, row]));
  } finally {
    await client.end();
  }
}
