import type { Customer } from '../../access/customer-jwt.ts';
import type { IdempotencyClaim } from '../../idempotency/idempotency-keys.ts';
import type { Network } from '../../limits/network.ts';
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

export interface CartPaid {
  readonly cartId: string;
  readonly replayed: boolean;
  /** False when Ottu answered and the store failed then: the shopper is told that it is being checked (M4). */
  readonly stored: boolean;
}
