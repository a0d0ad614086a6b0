import type { Customer } from '../../access/customer-jwt.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import type { Network } from '../../limits/network.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import type { CartDoor } from '../cart-door.ts';
import type { TagCondition } from '../entity-tag.ts';
import type { Means } from './chosen-instrument.ts';

/** One request to pay a cart. */
export interface CartPayment {
  readonly door: CartDoor;
  readonly customer: Customer | undefined;
  readonly network: Network;
  readonly ifMatch: TagCondition;
  readonly idempotency: IdempotencyClaim;
  readonly means: Means;
  readonly challengeToken: string | undefined;
}

/** Where the shopper's front end follows the payment of a cart. */
export function statusLink(cartId: string): string {
  return `/v1/carts/${cartId}/payment`;
}

export type CartPaid =
  /** By this request. */
  | { readonly kind: 'tried'; readonly cart: CartRow }
  /** By an earlier one with the same key, which is answered with its payment as it is now (M9). */
  | { readonly kind: 'replay'; readonly paymentId: PaymentId };
