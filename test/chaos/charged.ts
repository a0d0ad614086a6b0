/** An entry of Ottu's ledger. */
export interface Charged {
  readonly order_no: string | null;
  readonly amount: string;
  readonly kind: string;
}

/** Entries that moved money. */
export const MONEY: ReadonlySet<string> = new Set(['charge', 'authorization']);

/** States in which money is with the merchant, or promised to him. */
export const SUCCESS: ReadonlySet<string> = new Set(['paid', 'authorized', 'cod']);
