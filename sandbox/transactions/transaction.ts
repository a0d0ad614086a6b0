import type { Gateway } from '../gateways/gateways.ts';
import type { JsonObject } from '../json.ts';
import type { AttemptResult, State } from './states.ts';

export type SessionId = string & { readonly brand: 'SessionId' };

/** One try to pay; `reference_number` is its own. */
export interface Attempt {
  readonly referenceNumber: string;
  readonly gateway: Gateway;
  /** How it was paid: an instrument type, `hosted`, … */
  readonly method: string;
  readonly startedAt: number;
  result: AttemptResult;
  message: string;
  /** The card that was charged or saved, as events show it. */
  token: JsonObject | undefined;
  pgParams: JsonObject;
}

/** A payment transaction as Ottu keeps it. */
export interface Transaction {
  readonly sessionId: SessionId;
  type: 'e_commerce' | 'payment_request';
  amountMinor: bigint;
  currency: string;
  paymentType: 'one_off' | 'auto_debit' | 'save_card';
  gateways: readonly Gateway[];
  operation: 'purchase' | 'authorize';
  state: State;
  orderNo: string | undefined;
  customerId: string | undefined;
  /** What was sent and is shown again. */
  echo: JsonObject;
  /** Links and texts that are made on request: short links, QR code, attachment. */
  links: JsonObject;
  readonly initiator: JsonObject;
  readonly createdAt: number;
  expiresAt: number;
  attempts: Attempt[];
  settledPgCode: string | undefined;
}
