/** An entry of Ottu's ledger. */
export interface Charged {
  readonly order_no: string | null;
  readonly session_id: string;
  readonly amount: string;
  readonly kind: string;
  readonly reference_number: string;
  /** When it was charged, in ms since 1970 of real time. The simulator's own clock runs faster. */
  readonly chargedAt: number;
}

/** Entries that moved money. */
export const MONEY: ReadonlySet<string> = new Set(['charge', 'authorization']);

/** States in which money is with the merchant, or promised to him. */
export const SUCCESS: ReadonlySet<string> = new Set(['paid', 'authorized', 'cod']);
