export type LedgerKind = 'charge' | 'authorization' | 'capture' | 'refund' | 'void' | 'uncompensated_debit';

/** One movement of real money, or a hold of it (`authorization`). Amounts in the currency's digits. */
export interface LedgerEntry {
  readonly order_no: string | null;
  readonly session_id: string;
  readonly amount: string;
  readonly currency: string;
  /** ISO 8601, the simulator's time. */
  readonly at: string;
  readonly kind: LedgerKind;
  readonly reference_number: string;
  readonly pg_code: string;
  /** Of a refund, capture or void: the child that Ottu keeps of it. */
  readonly child_session_id?: string;
  /** Of the same: the key that it was asked with; null without one. */
  readonly tracking_key?: string | null;
  /** Of the same: by API or Ottu's dashboard (`input`), or at the gateway (`pg`). */
  readonly source?: 'input' | 'pg';
  /** Of a refund: where the money went. */
  readonly destination?: 'pg' | 'wallet';
}

/** What was really charged, also where the caller got another answer or none. */
export interface Ledger {
  add(entry: LedgerEntry): void;
  /** Oldest first; of one order where it is named. */
  entries(orderNo?: string): readonly LedgerEntry[];
  clear(): void;
}

export function createLedger(): Ledger {
  let entries: LedgerEntry[] = [];
  const byOrder = new Map<string, LedgerEntry[]>();
  return {
    add(entry) {
      entries.push(entry);
      if (entry.order_no === null) return;
      const own = byOrder.get(entry.order_no);
      if (own === undefined) byOrder.set(entry.order_no, [entry]);
      else own.push(entry);
    },
    entries: (orderNo) => [...(orderNo === undefined ? entries : (byOrder.get(orderNo) ?? []))],
    clear() {
      entries = [];
      byOrder.clear();
    },
  };
}
