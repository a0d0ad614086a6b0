import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import type { Shopper } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Answer } from '../../http/answer.ts';
import { ShopperNetwork, type Network } from '../../limits/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import type { CartCredentials } from '../cart-access.ts';
import { CartAccess } from '../routes/cart-access.ts';
import { cartAnswer } from '../routes/send-cart.ts';
import { CART_PROBLEMS, ETAG_HEADERS } from '../routes/carts.docs.ts';
import { CheckoutAnswer } from './checkout.response.ts';
import { CHECKOUT_DESCRIPTION } from './checkout.docs.ts';
import { Checkout } from './checkout.ts';

@ApiTags('Checkout')
@Controller('v1/carts/:id')
export class CheckoutController {
  constructor(private readonly checkout: Checkout) {}

  @Post('checkout')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'checkoutCart', summary: 'Get ready to pay', description: CHECKOUT_DESCRIPTION })
  @ApiOkResponse({ type: CheckoutAnswer, headers: ETAG_HEADERS, description: "Ottu's session shows the cart's total." })
  @ApiProblems(...CART_PROBLEMS, 'cart_empty', 'cart_frozen', 'cart_closed', 'checkout_unavailable')
  async begin(
    @CartAccess() access: CartCredentials,
    @CurrentShopper() shopper: Shopper | undefined,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<CheckoutAnswer>> {
    const { cart, checkout } = await this.checkout.execute(access, shopper, network);
    return cartAnswer(cart, { checkout });
  }
}
