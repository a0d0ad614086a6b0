import { Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { CartToken, type CartTokenHash } from '../../access/cart-token.ts';
import type { Customer } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import { ShopperCustomer } from '../../access/shopper-customer.ts';
import { ShopperNetwork, type Network } from '../../limits/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import type { TagCondition } from '../entity-tag.ts';
import { Freeze } from '../freezing/freeze.ts';
import { CartAnswer } from '../presenting/cart.answer.ts';
import { answerCart } from '../routes/cart-answers.ts';
import { CART_ID, ETAG_HEADERS } from '../routes/carts.docs.ts';
import { RequiredIfMatch } from '../routes/if-match.ts';
import { CheckoutAnswer } from './checkout.answer.ts';
import { CHECKOUT_DESCRIPTION, FREEZE_DESCRIPTION, UNFREEZE_DESCRIPTION } from './checkout.docs.ts';
import { Checkout } from './checkout.ts';

@ApiTags('Checkout')
@ApiParam(CART_ID)
@Controller('v1/carts/:id')
export class CheckoutController {
  constructor(
    private readonly checkout: Checkout,
    private readonly freezing: Freeze,
  ) {}

  @Post('checkout')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'checkoutCart', summary: 'Get ready to pay', description: CHECKOUT_DESCRIPTION })
  @ApiOkResponse({ type: CheckoutAnswer, headers: ETAG_HEADERS, description: "Ottu's session shows the cart's total." })
  @ApiProblems('not_found', 'cart_empty', 'cart_frozen', 'cart_closed', 'checkout_unavailable')
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async begin(
    @Param('id') cartId: string,
    @CartToken() tokenSha256: CartTokenHash | undefined,
    @ShopperCustomer() customer: Customer | undefined,
    @ShopperNetwork() network: Network,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CheckoutAnswer> {
    const { cart, checkout } = await this.checkout.execute({ cartId, tokenSha256 }, customer, network);
    return { ...answerCart(cart, reply), checkout };
  }

  @Post('freeze')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'freezeCart', summary: 'Hold the basket still', description: FREEZE_DESCRIPTION })
  @ApiOkResponse({ type: CartAnswer, headers: ETAG_HEADERS, description: 'The cart, frozen.' })
  @ApiProblems('not_found', 'cart_empty', 'cart_frozen', 'cart_closed', 'session_replaced', 'checkout_unavailable')
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async freeze(
    @Param('id') cartId: string,
    @CartToken() tokenSha256: CartTokenHash | undefined,
    @ShopperCustomer() customer: Customer | undefined,
    @RequiredIfMatch() ifMatch: TagCondition,
    @ShopperNetwork() network: Network,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CartAnswer> {
    return answerCart(await this.freezing.freeze({ cartId, tokenSha256 }, customer, { ifMatch, network }), reply);
  }

  @Post('unfreeze')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'unfreezeCart', summary: 'Let the basket go', description: UNFREEZE_DESCRIPTION })
  @ApiOkResponse({ type: CartAnswer, headers: ETAG_HEADERS, description: 'The cart, open.' })
  @ApiProblems('not_found', 'cart_frozen', 'checkout_unavailable')
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async unfreeze(
    @Param('id') cartId: string,
    @CartToken() tokenSha256: CartTokenHash | undefined,
    @ShopperCustomer() customer: Customer | undefined,
    @ShopperNetwork() network: Network,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CartAnswer> {
    return answerCart(await this.freezing.unfreeze({ cartId, tokenSha256 }, customer, network), reply);
  }
}
