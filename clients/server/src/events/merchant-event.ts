import type { Operation, Payment, SavedCard } from '../types.ts';

/** What was bought, as it was when it was paid: enough to fulfil the order from. */
export interface Purchase {
  readonly items?: readonly PurchasedItem[];
  readonly customer?: Readonly<Record<string, unknown>>;
  readonly billing_address?: Readonly<Record<string, unknown>>;
  readonly shipping_address?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly codes?: readonly string[];
  /** Of an auto-debit. */
  readonly agreement?: { readonly id: string; readonly cycle: string };
  readonly [more: string]: unknown;
}

export interface PurchasedItem {
  readonly sku: string;
  readonly quantity: number;
  readonly name?: Readonly<Record<string, string>>;
  /** Decimal strings. */
  readonly unit_price: string;
  readonly line_total: string;
}

interface PaymentData {
  /** Counts the events of this payment from 1, without gaps. */
  readonly sequence: number;
  readonly previous_state: Payment['state'];
  /** The whole payment at that moment. */
  readonly payment: Payment;
  readonly links: { readonly self: string; readonly timeline: string };
  readonly purchase: Purchase;
  /** Of a review that a person has ended. */
  readonly decided_by?: 'operator';
}

/** The types of events that tell of the payment's own state. */
export type PaymentStateEventType =
  | 'payment.paid'
  | 'payment.authorized'
  | 'payment.cod'
  | 'payment.pending'
  | 'payment.unknown'
  | 'payment.failed'
  | 'payment.expired'
  | 'payment.canceled'
  | 'payment.rejected'
  | 'payment.not_processed'
  | 'payment.needs_review'
  | 'payment.authorization_expiring';

/** The types of events that tell of an operation on it. */
export type OperationEventType =
  'payment.captured' | 'payment.voided' | 'payment.refund_queued' | 'payment.refunded' | 'payment.refund_rejected';

interface Told<Type extends string, Data> {
  readonly type: Type;
  /** When it was written, in ISO 8601. */
  readonly timestamp: string;
  readonly data: Data;
}

/** A second success: of one cart, or of this same payment. People look at it (M53). */
interface DuplicateData extends PaymentData {
  readonly duplicate?: {
    readonly of: { readonly id: string; readonly order_no: string; readonly reference_number: string | null } | null;
    readonly reference_number: string | null;
  };
}

interface SavedCardData extends PaymentData {
  /** `null` where no event of Ottu's has said which it is: list the customer's cards. */
  readonly card: SavedCard | null;
}

interface CompletedCartData {
  /** Counts the events of this cart. */
  readonly sequence: number;
  readonly cart: {
    readonly id: string;
    readonly version: number;
    readonly total: string;
    readonly currency_code: string;
    readonly language: string;
    readonly customer_id: string | null;
    readonly completed_at: string;
  };
  readonly purchase: Purchase;
}

/** What arrives at the merchant's order system: docs/merchant-events.md. */
export type MerchantEvent =
  | Told<PaymentStateEventType, PaymentData>
  | Told<OperationEventType, PaymentData & { readonly operation: Operation }>
  | Told<'payment.duplicate', DuplicateData>
  | Told<'card.saved', SavedCardData>
  | Told<'cart.completed', CompletedCartData>
  /** Of `POST /v1/merchant-events/test`: it tells of nothing. */
  | Told<'test', Readonly<Record<string, unknown>>>
  /** Of a later version of the service. Its signature is good: answer it with 2xx. */
  | Told<'unrecognized', { readonly type: string; readonly data: unknown }>;

export type MerchantEventType = MerchantEvent['type'];

/** Those that carry the whole payment because something became of it. */
export type PaymentEvent = Extract<MerchantEvent, { readonly type: `payment.${string}` }>;

export function isPaymentEvent(event: MerchantEvent): event is PaymentEvent {
  return event.type.startsWith('payment.');
}

/** Every type that this version knows, as keys so that none can be forgotten. */
const KNOWN: Readonly<Record<Exclude<MerchantEventType, 'unrecognized'>, true>> = {
  'payment.paid': true,
  'payment.authorized': true,
  'payment.cod': true,
  'payment.pending': true,
  'payment.unknown': true,
  'payment.failed': true,
  'payment.expired': true,
  'payment.canceled': true,
  'payment.rejected': true,
  'payment.not_processed': true,
  'payment.needs_review': true,
  'payment.authorization_expiring': true,
  'payment.captured': true,
  'payment.voided': true,
  'payment.refund_queued': true,
  'payment.refunded': true,
  'payment.refund_rejected': true,
  'payment.duplicate': true,
  'card.saved': true,
  'cart.completed': true,
  test: true,
};

/** Of all types that this version of the client knows. */
export const MERCHANT_EVENT_TYPES: readonly string[] = Object.keys(KNOWN);
