import type { JsonObject } from '../json.ts';
import type { Attempt, Child, Transaction } from '../transactions/transaction.ts';

/** One operation that was done, or queued: its child, and what only its request knew. */
export interface Done {
  readonly transaction: Transaction;
  readonly attempt: Attempt;
  readonly child: Child;
  readonly initiator: JsonObject;
  readonly extra: unknown;
  /** Asked for at Ottu, by API or in its dashboard, or made at the gateway itself (F11.1). */
  readonly source: 'input' | 'pg';
  /** Where refunded money goes. */
  readonly destination: 'pg' | 'wallet';
}
