import { Controller, Get, Header, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { CartToken, type CartTokenHash } from '../../access/cart-token.ts';
import type { Customer } from '../../access/customer-jwt.ts';
import { CarriesWalletPayload, MovesMoney, Storefront } from '../../access/decorators.ts';
import { ShopperCustomer } from '../../access/shopper-customer.ts';
import { Database } from '../../database/database.ts';
import { IdempotencyKey } from '../../http/idempotency-key.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ShopperNetwork, type Network } from '../../limits/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { beforeClaim } from '../../problems/before-claim.ts';
import { Problem } from '../../problems/problem.ts';
import { openCart, type CartDoor } from '../cart-door.ts';
import type { TagCondition } from '../entity-tag.ts';
import { CART_ID } from '../routes/carts.docs.ts';
import { RequiredIfMatch } from '../routes/if-match.ts';
import { statusLink, type PayResult } from './cart-payment.ts';
import { PayCart } from './pay-cart.ts';
import { PAY_DESCRIPTION, PAY_EXAMPLES, STATUS_DESCRIPTION } from './paying.docs.ts';
import { PayCartRequest } from './pay-cart.request.ts';
import { paymentSha256 } from './payment-hash.ts';
import { PaymentStatusAnswer, type PaymentStatusView } from './payment-status.answer.ts';
import { PaymentStatus } from './payment-status.ts';
import type { PaymentMethodInput } from './resolve-instrument.ts';
import { isSettledStatus } from './shopper-status.ts';

@ApiTags('Checkout')
@ApiParam(CART_ID)
@Controller('v1/carts/:id')
export class PayingController {
  constructor(
    private readonly database: Database,
    private readonly payCart: PayCart,
    private readonly status: PaymentStatus,
  ) {}

  @Post('payments')
  @Storefront()
  @CarriesWalletPayload()
  @MovesMoney()
  @ApiOperation({ operationId: 'payCart', summary: 'Pay with a wallet or a saved card', description: PAY_DESCRIPTION })
  @ApiCreatedResponse({ type: PaymentStatusAnswer, description: 'It is known what became of it: paid, or declined.' })
  @ApiAcceptedResponse({
    type: PaymentStatusAnswer,
    description: 'It is not known yet. Follow the status; do not pay again.',
  })
  @ApiProblems('not_found', 'idempotency_key_reused', 'idempotency_in_flight')
  @ApiProblems('cart_empty', 'cart_frozen', 'cart_closed', 'price_changed', 'payment_refused')
  @ApiProblems('customer_jwt_missing', 'card_not_found', 'card_not_usable', 'cards_unavailable')
  @ApiProblems('challenge_required', 'too_many_attempts', 'catalog_unavailable', 'quote_unusable')
  @ApiProblems('checkout_unavailable', 'store_unavailable', 'shutting_down', 'internal_error')
  async pay(
    @Param('id') cartId: string,
    @CartToken() tokenSha256: CartTokenHash | undefined,
    @ShopperCustomer() customer: Customer | undefined,
    @IdempotencyKey() key: string,
    @RequiredIfMatch() ifMatch: TagCondition,
    @ShopperNetwork() network: Network,
    @JsonBody(PayCartRequest, { examples: PAY_EXAMPLES, opaque: ['/payload'] }) body: JsonBody<PayCartRequest>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentStatusAnswer> {
    const door = { cartId: cartId.toLowerCase(), tokenSha256 };
    const { bodySha256, means } = await beforeClaim(() => ({
      bodySha256: paymentSha256(body.document),
      means: meansOf(body),
    }));
    const paid = await this.payCart.execute({
      door,
      customer,
      network,
      ifMatch,
      idempotency: {
        caller: door.cartId,
        method: 'POST',
        path: `/v1/carts/${door.cartId}/payments`,
        key,
        bodySha256,
      },
      means,
      challengeToken: body.dto.challenge_token,
    });
    return this.#answer(paid, door, reply);
  }

  @Get('payment')
  @Storefront()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'readCartPayment', summary: 'What became of it', description: STATUS_DESCRIPTION })
  @ApiOkResponse({ type: PaymentStatusAnswer })
  @ApiProblems('not_found', 'store_unavailable', 'shutting_down', 'internal_error')
  async read(
    @Param('id') cartId: string,
    @CartToken() tokenSha256: CartTokenHash | undefined,
  ): Promise<PaymentStatusAnswer> {
    const cart = await this.database.read((db) => openCart(db, { cartId, tokenSha256 }));
    return { payment: await this.status.of(cart) };
  }

  async #answer(paid: PayResult, door: CartDoor, reply: FastifyReply): Promise<PaymentStatusAnswer> {
    const payment = await this.#now(paid, door);
    void reply.status(isSettledStatus(payment.status) ? 201 : 202).header('location', statusLink(door.cartId));
    if (paid.kind === 'replay') void reply.header('idempotent-replayed', 'true');
    return { payment };
  }

  async #now(paid: PayResult, door: CartDoor): Promise<PaymentStatusView> {
    try {
      const cart = await this.database.read((db) => openCart(db, door));
      return paid.kind === 'replay' ? await this.status.ofPayment(cart, paid.paymentId) : await this.status.of(cart);
    } catch (error) {
      if (error instanceof Problem && error.code !== 'store_unavailable') throw error;
      // M4: after a charge a store that fails is no reason to tell the shopper anything but that it is being checked.
      if (paid.kind === 'tried') return this.status.unstored(paid.cart);
      throw new Problem('store_unavailable', { outcome: 'unknown', retryAfterSeconds: 2, cause: error });
    }
  }
}

function meansOf({ dto: { card_id, wallet }, document }: JsonBody<PayCartRequest>): PaymentMethodInput {
  if (card_id !== undefined) return { kind: 'card', cardId: card_id };
  const payload = document.source('/payload');
  if (wallet === undefined || payload === undefined) throw new Error('a body of neither form passed its DTO');
  return { kind: 'wallet', wallet, payload };
}
