import type { Shopper } from '../../access/customer-jwt.ts';
import { customerJwtMissing } from '../../access/current-shopper.ts';
import type { CartRow } from '../../database/cart-tables.ts';
import { Problem } from '../../problems/problem.ts';

/**
 * M58: a bound cart is paid by its token and a JWT of the same customer.
 *
 * @throws Problem `customer_jwt_missing`; `not_found` for another customer, as if there were no such cart
 */
export function assertSameCustomer({ customer_sub: sub }: CartRow, shopper: Shopper | undefined): void {
  if (sub === null) return;
  if (shopper === undefined) throw customerJwtMissing();
  if (shopper.id !== sub) throw new Problem('not_found', { outcome: 'none' });
}
