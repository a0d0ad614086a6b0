import { MONEY, SUCCESS, type Charged } from '../charged.ts';
import type { CartRecord, CartRows, TransactionRecord } from './cart-rows.ts';
import type { History } from './history.ts';
import type { Hold } from './hold.ts';
import type { Shopped } from './told-shopper.ts';

/** What there is to compare about carts. */
export interface CartBooks {
  readonly rows: CartRows;
  readonly shopped: readonly Shopped[];
  /** How often Ottu got the call of each Idempotency-Key. */
  readonly calls: ReadonlyMap<string, number>;
  readonly holds: readonly Hold[];
  /** Empty before the end. */
  readonly history: History;
  readonly timeScale: number;
  /** What the machine may take beside the rules' minutes, in real ms. */
  readonly machine: number;
  /** Orders that an operator has decided about, and those of them whose payer has his money back (M27). */
  readonly decided: ReadonlySet<string>;
  readonly givenBack: ReadonlySet<string>;
}

/** A payment of a cart with what Ottu really charged for it. */
export interface CartCharge {
  readonly transaction: TransactionRecord;
  readonly cart: CartRecord | undefined;
  readonly charges: readonly Charged[];
}

/** Every payment of every cart. */
export function chargesOfCarts({ carts, transactions }: CartRows, ledger: readonly Charged[]): CartCharge[] {
  const byOrder = Map.groupBy(
    ledger.filter(({ kind }) => MONEY.has(kind)),
    ({ order_no }) => order_no ?? '',
  );
  const byId = new Map(carts.map((cart) => [cart.id, cart]));
  return transactions.map((transaction) => ({
    transaction,
    cart: byId.get(transaction.cart_id),
    charges: byOrder.get(transaction.order_no) ?? [],
  }));
}

export function isSuccess(state: string): boolean {
  return SUCCESS.has(state);
}

/** M50: the newest acknowledged version with the amount that was charged; else the newest that may have been asked for. */
export function paidVersion({ amounts }: TransactionRecord, charged: string): number | undefined {
  const own = amounts.filter(({ amount_minor: minor }) => dinars(minor) === charged);
  const paid = own.find(({ acknowledged }) => acknowledged) ?? own.find(({ refuted }) => !refuted);
  return paid?.version ?? undefined;
}

/** Carts are in dinars here, which have three digits. */
export function dinars(minor: string): string {
  const digits = minor.padStart(4, '0');
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`;
}

/** For sentences: what is stored of a cart's payment. */
export function saying({ order_no, state, review_reasons: reasons, attempts }: TransactionRecord): string {
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return `${order_no} is ${state}${why}, attempts: ${attempts.join(', ') || 'none'}`;
}
