import { Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { CallingServer, type Caller } from '../../access/caller.ts';
import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import type { Answer } from '../../http/answer.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ShopperNetwork, type Network } from '../../http/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { BuyNowIntentAnswer } from '../checkout/checkout.response.ts';
import { toNewCartResponse } from '../routes/to-cart-response.ts';
import { CREATED_HEADERS, NEW_CART_PROBLEMS } from '../routes/carts.docs.ts';
import { INTENT_DESCRIPTION, INTENT_EXAMPLES, BuyNowIntentRequest } from './buy-now-intent.request.ts';
import { BuyNowIntent } from './buy-now-intent.ts';

@ApiTags('Checkout')
@Controller('v1/buy-now/intents')
export class BuyNowIntentsController {
  constructor(private readonly intent: BuyNowIntent) {}

  @Post()
  @Storefront('newShopper', { server: 'transactions:write' })
  @ApiOperation({ operationId: 'createBuyNowIntent', summary: 'Buy one product now', description: INTENT_DESCRIPTION })
  @ApiCreatedResponse({ type: BuyNowIntentAnswer, headers: CREATED_HEADERS, description: 'A cart, ready to be paid.' })
  @ApiProblems(
    ...NEW_CART_PROBLEMS,
    'items_not_sold',
    'nothing_to_pay',
    'customer_details_refused',
    'ottu_refused',
    'checkout_unavailable',
  )
  async create(
    @JsonBody(BuyNowIntentRequest, { examples: INTENT_EXAMPLES }) { dto }: JsonBody<BuyNowIntentRequest>,
    @CurrentShopper('newShopper') shopper: Shopper | undefined,
    @CallingServer() server: Caller | undefined,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<BuyNowIntentAnswer>> {
    const { cart, token, checkout } = await this.intent.execute(dto, { shopper, server, network });
    return toNewCartResponse(cart, { cart_token: token, checkout });
  }
}
