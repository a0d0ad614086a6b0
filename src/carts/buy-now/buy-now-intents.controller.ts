import { Controller, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import type { Customer } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import { RedirectUrls } from '../../access/redirect-urls.ts';
import { ShopperCustomer } from '../../access/shopper-customer.ts';
import { JsonBody } from '../../http/json-body.ts';
import { CartLimits } from '../../limits/cart-limits.ts';
import { ShopperNetwork, type Network } from '../../limits/network.ts';
import { parseCurrency } from '../../money/currency.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { Problem } from '../../problems/problem.ts';
import { answerCart } from '../routes/cart-answers.ts';
import { CREATED_HEADERS } from '../routes/carts.docs.ts';
import { refuseForeignRedirect } from '../routes/redirect-url.ts';
import { contentOfNewCart } from '../routes/request/wanted-content.ts';
import { BuyNowIntentAnswer } from './buy-now-intent.answer.ts';
import { INTENT_DESCRIPTION, INTENT_EXAMPLES } from './buy-now-intent.docs.ts';
import { BuyNowIntentRequest } from './buy-now-intent.request.ts';
import { BuyNowIntent } from './buy-now-intent.ts';

@ApiTags('Checkout')
@Controller('v1/buy-now/intents')
export class BuyNowIntentsController {
  constructor(
    private readonly intent: BuyNowIntent,
    private readonly limits: CartLimits,
    private readonly redirects: RedirectUrls,
  ) {}

  @Post()
  @Storefront('newShopper')
  @ApiOperation({ operationId: 'createBuyNowIntent', summary: 'Buy one product now', description: INTENT_DESCRIPTION })
  @ApiCreatedResponse({ type: BuyNowIntentAnswer, headers: CREATED_HEADERS, description: 'A cart, ready to be paid.' })
  @ApiProblems('too_many_carts', 'catalog_unavailable', 'quote_unusable', 'checkout_unavailable')
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async create(
    @JsonBody(BuyNowIntentRequest, { examples: INTENT_EXAMPLES }) { dto }: JsonBody<BuyNowIntentRequest>,
    @ShopperCustomer('newShopper') customer: Customer | undefined,
    @ShopperNetwork() network: Network,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BuyNowIntentAnswer> {
    const { sku, quantity = 1, currency_code, ...details } = dto;
    refuseForeignRedirect(details.redirect_url, this.redirects);
    await this.limits.take(network);
    const content = contentOfNewCart({ ...details, currency_code, items: [{ sku, quantity }] }, customer?.id);
    const ready = await this.intent
      .execute(parseCurrency(currency_code), content, { customer, network })
      .catch(pointAtTheBody);
    void reply.header('location', `/v1/carts/${ready.cart.id}`);
    return { ...answerCart(ready.cart, reply), cart_token: ready.token, checkout: ready.checkout };
  }
}

/** The one item of the cart is the body itself. */
function pointAtTheBody(error: unknown): never {
  if (!(error instanceof Problem) || error.options.errors === undefined) throw error;
  const errors = error.options.errors.map(({ pointer, message }) => ({
    pointer: pointer.replace(/^\/items(?:\/0)?/, ''),
    message,
  }));
  throw new Problem(error.code, { ...error.options, errors });
}
