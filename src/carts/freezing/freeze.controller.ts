import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { CurrentShopper } from '../../access/current-shopper.ts';
import type { Shopper } from '../../access/customer-jwt.ts';
import { Storefront } from '../../access/decorators.ts';
import type { Answer } from '../../http/answer.ts';
import { ShopperNetwork, type Network } from '../../http/network.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { CartAccess, type CartCredentials } from '../cart-access.ts';
import { RequiredIfMatch, type TagCondition } from '../entity-tag.ts';
import { toCartResponse } from '../routes/to-cart-response.ts';
import { CartAnswer } from '../routes/cart.response.ts';
import { CART_PROBLEMS, CHECKOUT_PROBLEMS, ETAG_HEADERS } from '../routes/carts.docs.ts';
import { Unfreeze } from './end-freeze.ts';
import { Freeze } from './freeze.ts';

export const FREEZE_DESCRIPTION = `
For the \`beforePayment\` hook of the Checkout SDK: from now on edits are refused, for 15 minutes at most, so that what
the shopper pays is what the cart shows. A decline opens the cart again. To repeat it does no harm, and prolongs nothing.

The shop is asked once more what the cart costs. 409 \`price_changed\`: another total, with the cart; show it first.

409 \`session_replaced\`: the session that the SDK has can't be paid any more. Check out again, and set the SDK up anew.
`.trim();

export const UNFREEZE_DESCRIPTION = `
For a shopper who gave up paying. Ottu is asked first. While the payer's page is open the answer is 409
\`payer_is_paying\`, and \`Retry-After\` says when to ask again, two minutes at most after the page was seen: then the
page is closed, and the cart opens. To repeat it does no harm.
`.trim();

@ApiTags('Checkout')
@Controller('v1/carts/:id')
export class FreezeController {
  constructor(
    private readonly freezing: Freeze,
    private readonly unfreezing: Unfreeze,
  ) {}

  @Post('freeze')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'freezeCart', summary: 'Hold the basket still', description: FREEZE_DESCRIPTION })
  @ApiOkResponse({ type: CartAnswer, headers: ETAG_HEADERS, description: 'The cart, frozen.' })
  @ApiProblems(...CART_PROBLEMS, ...CHECKOUT_PROBLEMS, 'price_changed', 'session_replaced')
  async freeze(
    @CartAccess() access: CartCredentials,
    @CurrentShopper() shopper: Shopper | undefined,
    @RequiredIfMatch() ifMatch: TagCondition,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<CartAnswer>> {
    return toCartResponse(await this.freezing.execute(access, shopper, { ifMatch, network }));
  }

  @Post('unfreeze')
  @HttpCode(200)
  @Storefront()
  @ApiOperation({ operationId: 'unfreezeCart', summary: 'Let the basket go', description: UNFREEZE_DESCRIPTION })
  @ApiOkResponse({ type: CartAnswer, headers: ETAG_HEADERS, description: 'The cart, open.' })
  @ApiProblems(...CART_PROBLEMS, 'cart_frozen', 'payer_is_paying', 'cart_closed', 'checkout_unavailable')
  async unfreeze(
    @CartAccess() access: CartCredentials,
    @CurrentShopper() shopper: Shopper | undefined,
    @ShopperNetwork() network: Network,
  ): Promise<Answer<CartAnswer>> {
    return toCartResponse(await this.unfreezing.execute(access, shopper, network));
  }
}
