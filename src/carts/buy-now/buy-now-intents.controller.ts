import { Controller, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import type { Shopper } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Answer } from '../../http/answer.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ShopperNetwork, type Network } from '../../limits/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { newCartAnswer } from '../routes/send-cart.ts';
import { CREATED_HEADERS, NEW_CART_PROBLEMS } from '../routes/carts.docs.ts';
import { BuyNowIntentAnswer } from './buy-now-intent.response.ts';
import { INTENT_DESCRIPTION, INTENT_EXAMPLES } from './buy-now-intent.docs.ts';
import { BuyNowIntentRequest } from './buy-now-intent.request.ts';
import { BuyNowIntent } from './buy-now-intent.ts';

@ApiTags('Checkout')
@Controller('v1/buy-now/intents')
export class BuyNowIntentsController {
  constructor(private readonly intent: BuyNowIntent) {}

  @Post()
  @Storefront('newShopper')
  @ApiOperation({ operationId: 'createBuyNowIntent', summary: 'Buy one product now', description: INTENT_DESCRIPTION })
  @ApiCreatedResponse({ type: BuyNowIntentAnswer, headers: CREATED_HEADERS, description: 'A cart, ready to be paid.' })
  @ApiProblems(...NEW_CART_PROBLEMS, 'checkout_unavailable')
  async create(
    @JsonBody(BuyNowIntentRequest, { examples: INTENT_EXAMPLES }) { dto }: JsonBody<BuyNowIntentRequest>,
    @CurrentShopper('newShopper') shopper: Shopper | undefined,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<BuyNowIntentAnswer>> {
    const { cart, token, checkout } = await this.intent.execute(dto, { shopper, network });
    return newCartAnswer(cart, { cart_token: token, checkout });
  }
}
