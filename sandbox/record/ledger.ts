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
}

/** What was really charged, whatever the caller was told. */
export interface Ledger {
  add(entry: LedgerEntry): void;
  entries(): readonly LedgerEntry[];
  clear(): void;
}

export function createLedger(): Ledger {
  let entries: LedgerEntry[] = [];
  return {
    add: (entry) => void entries.push(entry),
    entries: () => [...entries],
    clear() {
      entries = [];
    },
  };
}
