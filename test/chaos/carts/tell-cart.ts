import pg from 'pg';

import type { Charged } from '../charged.ts';
import type { Shopped } from './told-shopper.ts';

interface TimelineEntry {
  readonly order_no: string;
  readonly at_ms: number;
  readonly event: string;
  readonly details: unknown;
}

/** A fault that names more carts than that is told by the first ones. */
const MAX_CARTS = 3;

const CART = /cart ([0-9a-f]{8}-[0-9a-f-]{27})/;

/**
 * All that is known of the carts that faults name, in the order in which it happened: a schedule of two replicas seldom comes
 * twice, so what went wrong has to be read from the run that saw it.
 */
export async function tellCarts(
  faults: readonly string[],
  databaseUrl: string,
  { shopped, ledger }: { readonly shopped: readonly Shopped[]; readonly ledger: readonly Charged[] },
): Promise<string[]> {
  const ids = [...new Set(faults.flatMap((fault) => CART.exec(fault)?.[1] ?? []))].slice(0, MAX_CARTS);
  const lines: string[] = [];
  for (const id of ids) {
    const entries = await timelineOf(databaseUrl, id);
    const orders = new Set(entries.map(({ order_no }) => order_no));
    const by = shopped.find(({ cartId }) => cartId === id);
    const all = [
      ...entries.map(({ at_ms, order_no, event, details }) => ({
        at: at_ms,
        text: `${order_no} ${event} ${JSON.stringify(details)}`,
      })),
      ...ledger
        .filter(({ order_no }) => order_no !== null && orders.has(order_no))
        .map((charge) => ({
          at: charge.chargedAt,
          text: `CHARGED ${charge.order_no} ${charge.amount} ${charge.reference_number}`,
        })),
      ...(by?.keys.map((key, index) => ({ at: by.keysMadeAt[index] ?? 0, text: `key ${key} was made` })) ?? []),
      ...(by?.told.map((told) => ({
        at: told.heard,
        text: `told ${told.about} ${told.key ?? ''} ${told.httpStatus} ${told.code ?? ''} ${told.outcome ?? ''} ${JSON.stringify(told.payment ?? null)}, asked ${told.heard - told.asked} ms before`,
      })) ?? []),
    ].toSorted((one, other) => one.at - other.at);
    const from = all[0]?.at ?? 0;
    lines.push(`cart ${id}, by ${JSON.stringify(by?.shopper ?? null)}, acts ${JSON.stringify(by?.acts ?? [])}:`);
    lines.push(...all.map(({ at, text }) => `  ${String(Math.round(at - from)).padStart(7)} ms  ${text}`));
  }
  return lines;
}

async function timelineOf(databaseUrl: string, cartId: string): Promise<TimelineEntry[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<TimelineEntry>(
      `select p.order_no, (extract(epoch from t.at) * 1000)::float8 as at_ms, t.event, t.details
        from payment_timeline t join payments p on p.id = t.payment_id where p.cart_id = $1 order by t.id`,
      [cartId],
    );
    return rows;
  } finally {
    await client.end();
  }
}
