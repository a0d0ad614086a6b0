import { Controller, Get, Header, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { CarriesWalletPayload, MovesMoney, Storefront } from '../../access/decorators.ts';
import type { Answer } from '../../http/answer.ts';
import { IdempotencyKey } from '../../http/idempotency-key.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ShopperNetwork, type Network } from '../../http/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { beforeClaim } from '../../problems/before-claim.ts';
import { CartAccess, type CartCredentials } from '../cart-access.ts';
import { RequiredIfMatch, type TagCondition } from '../entity-tag.ts';
import { CART_PROBLEMS } from '../routes/carts.docs.ts';
import { PAY_DESCRIPTION, PAY_EXAMPLES, PAYING_PROBLEMS, PayCartRequest, paymentSha256 } from './pay-cart.request.ts';
import { PayCart } from './pay-cart.ts';
import { PaymentStatusAnswer, STATUS_DESCRIPTION, STATUS_HEADERS } from './payment-status.response.ts';
import { PaidResponses } from './payment-status.ts';
import type { PaymentMethodInput } from './resolve-instrument.ts';

@ApiTags('Checkout')
@Controller('v1/carts/:id')
export class PayingController {
  constructor(
    private readonly payCart: PayCart,
    private readonly responses: PaidResponses,
  ) {}

  @Post('payments')
  @Storefront()
  @CarriesWalletPayload()
  @MovesMoney()
  @ApiOperation({ operationId: 'payCart', summary: 'Pay with a wallet or a saved card', description: PAY_DESCRIPTION })
  @ApiCreatedResponse({
    type: PaymentStatusAnswer,
    headers: STATUS_HEADERS,
    description: 'It is known what became of it: paid, or declined.',
  })
  @ApiAcceptedResponse({
    type: PaymentStatusAnswer,
    headers: STATUS_HEADERS,
    description: 'It is not known yet. Follow the status; do not pay again.',
  })
  @ApiProblems(...PAYING_PROBLEMS)
  async pay(
    @CartAccess() access: CartCredentials,
    @CurrentShopper() shopper: Shopper | undefined,
    @IdempotencyKey() key: string,
    @RequiredIfMatch() ifMatch: TagCondition,
    @ShopperNetwork() network: Network,
    @JsonBody(PayCartRequest, { examples: PAY_EXAMPLES, opaque: ['/payload'] }) body: JsonBody<PayCartRequest>,
  ): Promise<Answer<PaymentStatusAnswer>> {
    const { bodySha256, paymentMethod } = await beforeClaim(() => ({
      bodySha256: paymentSha256(body.document),
      paymentMethod: paymentMethodOf(body),
    }));
    const paid = await this.payCart.execute({
      credentials: access,
      shopper,
      network,
      ifMatch,
      idempotency: {
        caller: access.cartId,
        method: 'POST',
        path: `/v1/carts/${access.cartId}/payments`,
        key,
        bodySha256,
      },
      paymentMethod,
      captchaResponse: body.dto.challenge_token,
    });
    return this.responses.afterPaying(paid, access);
  }

  @Get('payment')
  @Storefront()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'readCartPayment', summary: 'What became of it', description: STATUS_DESCRIPTION })
  @ApiOkResponse({ type: PaymentStatusAnswer })
  @ApiProblems(...CART_PROBLEMS)
  async read(@CartAccess() access: CartCredentials): Promise<PaymentStatusAnswer> {
    return this.responses.now(access);
  }
}

function paymentMethodOf({ dto: { card_id, wallet }, document }: JsonBody<PayCartRequest>): PaymentMethodInput {
  if (card_id !== undefined) return { kind: 'card', cardId: card_id };
  const payload = document.source('/payload');
  if (wallet === undefined || payload === undefined) throw new Error('a body of neither form passed its DTO');
  return { kind: 'wallet', wallet, payload };
}
