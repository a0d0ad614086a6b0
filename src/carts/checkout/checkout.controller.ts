import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import type { Answer } from '../../http/answer.ts';
import { ShopperNetwork, type Network } from '../../http/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { CartAccess, type CartCredentials } from '../cart-access.ts';
import { IfMatch, type TagCondition } from '../entity-tag.ts';
import { toCartResponse } from '../routes/to-cart-response.ts';
import { CART_PROBLEMS, CHECKOUT_PROBLEMS, ETAG_HEADERS } from '../routes/carts.docs.ts';
import { CheckoutAnswer } from './checkout.response.ts';
import { Checkout } from './checkout.ts';

export const CHECKOUT_DESCRIPTION = `
Brings Ottu's transaction to the cart's total and hands it out: the session for the Checkout SDK with its set-up, and
Ottu's own page. Ask again after every edit; the session may be another one then. A cart that is bound to a customer
needs the cart token and a token of the same customer.

The shop is asked once more what the cart costs. Another total is a new version of the cart: with \`If-Match\` the answer
is 409 \`price_changed\` with the cart, and nothing is handed out; without, checkout goes on at the new total, and
\`price_changed\` is true. 409 \`items_not_sold\`: something is sold out.

503 \`checkout_unavailable\`: Ottu could not be brought in step. Nothing was charged; the cart can still be edited.
`.trim();

@ApiTags('Checkout')
@Controller('v1/carts/:id')
export class CheckoutController {
  constructor(private readonly checkout: Checkout) {}

  @Post('checkout')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'checkoutCart', summary: 'Get ready to pay', description: CHECKOUT_DESCRIPTION })
  @ApiOkResponse({ type: CheckoutAnswer, headers: ETAG_HEADERS, description: "Ottu's session shows the cart's total." })
  @ApiProblems(...CART_PROBLEMS, ...CHECKOUT_PROBLEMS, 'price_changed')
  async begin(
    @CartAccess() access: CartCredentials,
    @CurrentShopper() shopper: Shopper | undefined,
    @ShopperNetwork() network: Network,
    @IfMatch() ifMatch: TagCondition | undefined,
  ): Promise<Answer<CheckoutAnswer>> {
    const { cart, checkout, priceChanged } = await this.checkout.execute(access, shopper, { network, ifMatch });
    return toCartResponse(cart, { checkout, price_changed: priceChanged });
  }
}
