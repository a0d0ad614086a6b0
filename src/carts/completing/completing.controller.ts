import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import { Answer } from '../../http/answer.ts';
import { IdempotencyKey } from '../../http/idempotency-key.ts';
import { ShopperNetwork, type Network } from '../../http/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { CartAccess, type CartCredentials } from '../cart-access.ts';
import { RequiredIfMatch, type TagCondition } from '../entity-tag.ts';
import { CartAnswer } from '../routes/cart.response.ts';
import { CART_PROBLEMS, ETAG_HEADERS } from '../routes/carts.docs.ts';
import { toCartResponse } from '../routes/to-cart-response.ts';
import { CompleteCart } from './complete-cart.ts';

export const COMPLETE_DESCRIPTION = `
For a cart that costs nothing, because a voucher pays for all of it, where the shop has switched that on
(\`FREE_ORDERS\`). The cart is closed as \`paid\` with its total of zero, and the shop is told by the event
\`cart.completed\`; Ottu is not asked to charge anything. Needs an \`Idempotency-Key\` for the intent and \`If-Match\` with
the ETag of the cart that the shopper has seen.

The shop is asked once more what the cart costs: 409 \`price_changed\` with the cart where that is another total. 409
\`payment_needed\`: it costs something. A session that was handed out for an earlier total is closed first, and a success
that is seen there counts instead.
`.trim();

@ApiTags('Checkout')
@Controller('v1/carts/:id')
export class CompletingController {
  constructor(private readonly completeCart: CompleteCart) {}

  @Post('complete')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'completeCart', summary: 'Order what costs nothing', description: COMPLETE_DESCRIPTION })
  @ApiOkResponse({
    type: CartAnswer,
    headers: {
      ...ETAG_HEADERS,
      'Idempotent-Replayed': {
        description: '`true` when this key has completed the cart before.',
        schema: { type: 'string', enum: ['true'] },
      },
    },
    description: 'The cart, closed.',
  })
  @ApiProblems(
    ...CART_PROBLEMS,
    'catalog_unavailable',
    'quote_unusable',
    'items_not_sold',
    'cart_empty',
    'cart_frozen',
    'cart_closed',
    'customer_jwt_missing',
    'forbidden',
    'payment_needed',
    'agreement_needs_page',
    'price_changed',
    'checkout_unavailable',
  )
  async complete(
    @CartAccess() access: CartCredentials,
    @CurrentShopper() shopper: Shopper | undefined,
    @IdempotencyKey() key: string,
    @RequiredIfMatch() ifMatch: TagCondition,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<CartAnswer>> {
    const { cart, replayed } = await this.completeCart.execute({
      credentials: access,
      shopper,
      network,
      key,
      ifMatch,
    });
    const { body, head } = toCartResponse(cart);
    const headers = { ...head.headers, 'idempotent-replayed': replayed ? 'true' : undefined };
    return new Answer(body, { ...head, headers });
  }
}
