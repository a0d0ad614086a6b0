import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { CartToken, CartTokenItself, type CartTokenHash } from '../../access/cart-token.ts';
import type { Customer } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import { RedirectUrls } from '../../access/redirect-urls.ts';
import { ShopperCustomer } from '../../access/shopper-customer.ts';
import type { Secret } from '../../config/secret.ts';
import { Database } from '../../database/database.ts';
import { JsonBody } from '../../http/json-body.ts';
import { CartLimits } from '../../limits/cart-limits.ts';
import { ShopperNetwork, type Network } from '../../limits/network.ts';
import { parseCurrency } from '../../money/currency.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { openCart } from '../cart-door.ts';
import { AbandonCart } from '../editing/abandon-cart.ts';
import { CreateCart } from '../editing/create-cart.ts';
import { EditCart } from '../editing/edit-cart.ts';
import { itemsNotSold } from '../editing/unsold.ts';
import { isUnchanged, type TagCondition } from '../entity-tag.ts';
import { CartAnswer, ChangedCartAnswer, NewCartAnswer } from '../presenting/cart.answer.ts';
import { answerCart, answerEdited } from './cart-answers.ts';
import * as docs from './carts.docs.ts';
import { IfMatch, IfNoneMatch } from './if-match.ts';
import { refuseForeignRedirect } from './redirect-url.ts';
import { ChangeCartRequest } from './request/change-cart.request.ts';
import { CreateCartRequest } from './request/create-cart.request.ts';
import { contentAfter, contentOfNewCart } from './request/wanted-content.ts';

/** What a shopper does with a cart of his own. Ottu is not called by any of it. */
@ApiTags('Carts')
@Controller('v1/carts')
export class CartsController {
  constructor(
    private readonly database: Database,
    private readonly createCart: CreateCart,
    private readonly editCart: EditCart,
    private readonly abandonCart: AbandonCart,
    private readonly limits: CartLimits,
    private readonly redirects: RedirectUrls,
  ) {}

  @Post()
  @Storefront('newShopper')
  @ApiOperation({ operationId: 'createCart', summary: 'Begin a cart', description: docs.CREATE_DESCRIPTION })
  @ApiCreatedResponse({ type: NewCartAnswer, headers: docs.CREATED_HEADERS, description: 'The cart and its secret.' })
  @ApiProblems('too_many_carts', 'catalog_unavailable', 'quote_unusable')
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async create(
    @JsonBody(CreateCartRequest, { examples: docs.CREATE_EXAMPLES }) { dto: request }: JsonBody<CreateCartRequest>,
    @ShopperCustomer('newShopper') customer: Customer | undefined,
    @ShopperNetwork() network: Network,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewCartAnswer> {
    refuseForeignRedirect(request.redirect_url, this.redirects);
    await this.limits.take(network);
    const content = contentOfNewCart(request, customer?.id);
    const { cart, token } = await this.createCart.execute(parseCurrency(request.currency_code), content);
    void reply.header('location', `/v1/carts/${cart.id}`);
    return { ...answerCart(cart, reply), cart_token: token };
  }

  @Get(':id')
  @Storefront()
  @ApiParam(docs.CART_ID)
  @ApiOperation({ operationId: 'getCart', summary: 'A cart as it is now', description: docs.READ_DESCRIPTION })
  @ApiOkResponse({ type: CartAnswer, headers: docs.ETAG_HEADERS, description: 'The cart.' })
  @ApiResponse({ status: 304, headers: docs.ETAG_HEADERS, description: 'The cart is the one of `If-None-Match`.' })
  @ApiProblems('not_found', 'store_unavailable', 'shutting_down', 'internal_error')
  async read(
    @Param('id') cartId: string,
    @CartToken() tokenSha256: CartTokenHash | undefined,
    @IfNoneMatch() ifNoneMatch: TagCondition | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CartAnswer | undefined> {
    const cart = await this.database.read((db) => openCart(db, { cartId, tokenSha256 }));
    const answer = answerCart(cart, reply);
    if (ifNoneMatch === undefined || !isUnchanged(ifNoneMatch, cart)) return answer;
    void reply.status(304);
    return undefined;
  }

  @Patch(':id')
  @Storefront()
  @ApiParam(docs.CART_ID)
  @ApiOperation({
    operationId: 'changeCart',
    summary: 'Change details, or sign in',
    description: docs.CHANGE_DESCRIPTION,
  })
  @ApiOkResponse({ type: ChangedCartAnswer, headers: docs.ETAG_HEADERS, description: 'The cart as it is now.' })
  @ApiProblems('not_found', 'cart_frozen', 'cart_closed', 'cart_busy', 'items_not_sold')
  @ApiProblems('catalog_unavailable', 'quote_unusable', 'store_unavailable', 'shutting_down', 'internal_error')
  async change(
    @Param('id') cartId: string,
    @CartToken() tokenSha256: CartTokenHash | undefined,
    @CartTokenItself() token: Secret | undefined,
    @JsonBody(ChangeCartRequest, { examples: docs.CHANGE_EXAMPLES }) { dto: request }: JsonBody<ChangeCartRequest>,
    @ShopperCustomer() customer: Customer | undefined,
    @IfMatch() ifMatch: TagCondition | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangedCartAnswer> {
    refuseForeignRedirect(request.redirect_url, this.redirects);
    const edit = {
      apply: (content: Parameters<typeof contentAfter>[0]) => contentAfter(content, request, customer?.id),
      unsold: (...why: Parameters<typeof itemsNotSold>): never => {
        throw itemsNotSold(...why);
      },
    };
    const signingIn = customer === undefined || token === undefined ? undefined : { customerId: customer.id, token };
    return answerEdited(await this.editCart.execute({ cartId, tokenSha256, signingIn }, edit, ifMatch), reply);
  }

  @Delete(':id')
  @HttpCode(204)
  @Storefront()
  @ApiParam(docs.CART_ID)
  @ApiOperation({ operationId: 'abandonCart', summary: 'Give a cart up', description: docs.ABANDON_DESCRIPTION })
  @ApiNoContentResponse({ description: 'The cart is given up, or was before.' })
  @ApiProblems('not_found', 'cart_frozen', 'attempt_open', 'cart_closed')
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async abandon(
    @Param('id') cartId: string,
    @CartToken() tokenSha256: CartTokenHash | undefined,
    @IfMatch() ifMatch: TagCondition | undefined,
  ): Promise<void> {
    await this.abandonCart.execute({ cartId, tokenSha256 }, ifMatch);
  }
}
