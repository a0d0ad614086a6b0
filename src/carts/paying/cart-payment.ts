import type { Shopper } from '../../access/customer-jwt.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import type { IdempotencyClaim } from '../../payments/attempts/idempotency-keys.ts';
import type { Network } from '../../http/network.ts';
import type { ReplayRules } from '../../payments/attempts/idempotency-replay.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { problemPayment } from '../../payments/reading/to-payment-response.ts';
import type { CartCredentials } from '../cart-access.ts';
import type { TagCondition } from '../entity-tag.ts';
import type { PaymentMethodInput } from './resolve-instrument.ts';

/** One request to pay a cart. */
export interface CartPayment {
  readonly credentials: CartCredentials;
  readonly shopper: Shopper | undefined;
  readonly network: Network;
  readonly ifMatch: TagCondition;
  /** Its caller is the cart's id (M7). */
  readonly idempotency: IdempotencyClaim;
  readonly paymentMethod: PaymentMethodInput;
  readonly captchaResponse: string | undefined;
}

/** Where the shopper's front end follows the payment of a cart. */
export function statusLink(cartId: string): string {
  return `/v1/carts/${cartId}/payment`;
}

/** M5a: a cart's key that claims again charges the cart's present transaction. A replay shows the key's own attempt. */
export const CART_REPLAY: ReplayRules = {
  describe: ({ caller: cartId }, payment, { own }) => {
    // What was not processed charged nothing, although a later attempt on the same payment may have.
    const outcome = own?.state === 'not_processed' ? 'none' : problemPayment(payment, own).outcome;
    return { id: payment.id, order_no: payment.order_no, outcome, self: statusLink(cartId) };
  },
  mayClaimAgain: async (_tx, { attempt }) => attempt.state === 'not_processed',
};

export type PayResult =
  /** By this request. */
  | { readonly kind: 'tried'; readonly cart: CartRow }
  /** By an earlier one with the same key, which is answered with its payment as it is now (M9). */
  | { readonly kind: 'replay'; readonly paymentId: PaymentId };
