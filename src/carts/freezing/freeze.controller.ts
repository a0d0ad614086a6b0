import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import type { Shopper } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Answer } from '../../http/answer.ts';
import { ShopperNetwork, type Network } from '../../limits/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import type { CartCredentials } from '../cart-access.ts';
import type { TagCondition } from '../entity-tag.ts';
import { CartAnswer } from '../presenting/cart.response.ts';
import { CartAccess } from '../routes/cart-access.ts';
import { cartAnswer } from '../routes/send-cart.ts';
import { CART_PROBLEMS, ETAG_HEADERS } from '../routes/carts.docs.ts';
import { RequiredIfMatch } from '../routes/if-match.ts';
import { FREEZE_DESCRIPTION, UNFREEZE_DESCRIPTION } from './freeze.docs.ts';
import { Freeze } from './freeze.ts';

@ApiTags('Checkout')
@Controller('v1/carts/:id')
export class FreezeController {
  constructor(private readonly freezing: Freeze) {}

  @Post('freeze')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'freezeCart', summary: 'Hold the basket still', description: FREEZE_DESCRIPTION })
  @ApiOkResponse({ type: CartAnswer, headers: ETAG_HEADERS, description: 'The cart, frozen.' })
  @ApiProblems(...CART_PROBLEMS, 'cart_empty', 'cart_frozen', 'cart_closed', 'session_replaced', 'checkout_unavailable')
  async freeze(
    @CartAccess() access: CartCredentials,
    @CurrentShopper() shopper: Shopper | undefined,
    @RequiredIfMatch() ifMatch: TagCondition,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<CartAnswer>> {
    return cartAnswer(await this.freezing.freeze(access, shopper, { ifMatch, network }));
  }

  @Post('unfreeze')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'unfreezeCart', summary: 'Let the basket go', description: UNFREEZE_DESCRIPTION })
  @ApiOkResponse({ type: CartAnswer, headers: ETAG_HEADERS, description: 'The cart, open.' })
  @ApiProblems(...CART_PROBLEMS, 'cart_frozen', 'checkout_unavailable')
  async unfreeze(
    @CartAccess() access: CartCredentials,
    @CurrentShopper() shopper: Shopper | undefined,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<CartAnswer>> {
    return cartAnswer(await this.freezing.unfreeze(access, shopper, network));
  }
}
