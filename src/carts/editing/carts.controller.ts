import { Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';

import { CallingServer, type Caller } from '../../access/caller.ts';
import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import type { Secret } from '../../config/secret.ts';
import type { Answer } from '../../http/answer.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ShopperNetwork, type Network } from '../../http/network.ts';
import { parseCurrency } from '../../money/currency.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { CartReader, CartAccess, SentCartToken, withSignIn, type CartCredentials } from '../cart-access.ts';
import { IfMatch, IfNoneMatch, type TagCondition } from '../entity-tag.ts';
import { toCartResponse, toCartResponseUnlessKnown, toNewCartResponse } from '../routes/to-cart-response.ts';
import { ChangeCartRequest, CreateCartRequest } from '../routes/cart.request.ts';
import { CartAnswer, ChangedCartAnswer, NewCartAnswer } from '../routes/cart.response.ts';
import * as docs from '../routes/carts.docs.ts';
import { AbandonCart } from './abandon-cart.ts';
import { CreateCart } from './create-cart.ts';
import { EditCart } from './edit-cart.ts';
import { WantedContent } from './map-request.ts';

/** What a shopper does with a cart. None of it calls Ottu. */
@ApiTags('Carts')
@Controller('v1/carts')
export class CartsController {
  constructor(
    private readonly carts: CartReader,
    private readonly createCart: CreateCart,
    private readonly editCart: EditCart,
    private readonly abandonCart: AbandonCart,
    private readonly wanted: WantedContent,
  ) {}

  @Post()
  @Storefront('newShopper', { server: 'transactions:write' })
  @ApiOperation({ operationId: 'createCart', summary: 'Begin a cart', description: docs.CREATE_DESCRIPTION })
  @ApiCreatedResponse({ type: NewCartAnswer, headers: docs.CREATED_HEADERS, description: 'The cart and its secret.' })
  @ApiProblems(...docs.NEW_CART_PROBLEMS)
  async create(
    @JsonBody(CreateCartRequest, { examples: docs.CREATE_EXAMPLES }) { dto: request }: JsonBody<CreateCartRequest>,
    @CurrentShopper('newShopper') shopper: Shopper | undefined,
    @CallingServer() server: Caller | undefined,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<NewCartAnswer>> {
    const content = await this.wanted.ofNewCart(request, { shopper, server, network });
    const { cart, token } = await this.createCart.execute(parseCurrency(request.currency_code), content);
    return toNewCartResponse(cart, { cart_token: token });
  }

  @Get(':id')
  @Storefront()
  @ApiOperation({ operationId: 'getCart', summary: 'A cart as it is now', description: docs.READ_DESCRIPTION })
  @ApiOkResponse({ type: CartAnswer, headers: docs.ETAG_HEADERS, description: 'The cart.' })
  @ApiResponse({ status: 304, headers: docs.ETAG_HEADERS, description: 'The cart is the one of `If-None-Match`.' })
  @ApiProblems(...docs.CART_PROBLEMS)
  async read(
    @CartAccess() access: CartCredentials,
    @IfNoneMatch() ifNoneMatch: TagCondition | undefined,
  ): Promise<Answer<CartAnswer> | Answer<undefined>> {
    return toCartResponseUnlessKnown(await this.carts.read(access), ifNoneMatch);
  }

  @Patch(':id')
  @Storefront()
  @ApiOperation({
    operationId: 'changeCart',
    summary: 'Change details, or sign in',
    description: docs.CHANGE_DESCRIPTION,
  })
  @ApiOkResponse({ type: ChangedCartAnswer, headers: docs.ETAG_HEADERS, description: 'The cart as it is now.' })
  @ApiProblems(...docs.EDIT_PROBLEMS)
  async change(
    @CartAccess() access: CartCredentials,
    @SentCartToken() token: Secret | undefined,
    @JsonBody(ChangeCartRequest, { examples: docs.CHANGE_EXAMPLES }) { dto: request }: JsonBody<ChangeCartRequest>,
    @CurrentShopper() shopper: Shopper | undefined,
    @IfMatch() ifMatch: TagCondition | undefined,
  ): Promise<Answer<ChangedCartAnswer>> {
    const edit = this.wanted.after(request, shopper);
    const { cart, newToken } = await this.editCart.execute(withSignIn(access, shopper, token), edit, ifMatch);
    return toCartResponse(cart, newToken === undefined ? {} : { cart_token: newToken });
  }

  @Delete(':id')
  @HttpCode(204)
  @Storefront()
  @ApiOperation({ operationId: 'abandonCart', summary: 'Give a cart up', description: docs.ABANDON_DESCRIPTION })
  @ApiNoContentResponse({ description: 'The cart is given up, or was before.' })
  @ApiProblems(...docs.CART_PROBLEMS, 'cart_frozen', 'attempt_open', 'cart_closed')
  async abandon(@CartAccess() access: CartCredentials, @IfMatch() ifMatch: TagCondition | undefined): Promise<void> {
    await this.abandonCart.execute(access, ifMatch);
  }
}
