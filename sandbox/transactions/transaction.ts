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
  /** What the gateway was asked for; a later PATCH of the transaction does not change it. */
  readonly amountMinor: bigint;
  readonly currency: string;
  result: AttemptResult;
  message: string;
  /** The card that was charged or saved, as events show it. */
  token: JsonObject | undefined;
  pgParams: JsonObject;
  /** What the gateway says when it is asked again, while Ottu does not know it yet. */
  later: GatewayWord | undefined;
  /** Whether the ledger has this attempt's money. */
  moneyMoved: boolean;
}

/** What a gateway has decided, or will have decided at that time of the simulator's clock. */
export interface GatewayWord {
  readonly says: 'success' | 'declined';
  readonly at: number;
}

/** A refund, capture or void, which Ottu keeps as a transaction of its own (F8.2). */
export interface Child {
  readonly sessionId: SessionId;
  readonly operation: 'refund' | 'capture' | 'void';
  readonly referenceNumber: string;
  readonly amountMinor: bigint;
  readonly trackingKey: string | undefined;
  state: 'paid' | 'refunded' | 'refund_queued' | 'refund_rejected' | 'voided';
}

/** What a create with `payment_type: auto_pay` begins (F16.8). */
export interface Subscription {
  readonly id: string;
  /** The write-only `autopay` as it was sent. */
  readonly block: JsonObject;
}

/** A payment transaction as Ottu keeps it. */
export interface Transaction {
  readonly sessionId: SessionId;
  type: 'e_commerce' | 'payment_request';
  amountMinor: bigint;
  currency: string;
  paymentType: 'one_off' | 'auto_debit' | 'save_card' | 'auto_pay';
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
  /** Keys of native payments that succeeded (F16.2). */
  readonly usedKeys: Set<string>;
  settledPgCode: string | undefined;
  /** Times of the inquiries that were accepted (F9). */
  readonly inquiries: number[];
  readonly children: Child[];
  readonly subscription: Subscription | undefined;
}
