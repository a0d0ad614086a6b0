import { Controller, Delete, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Storefront } from '../../access/decorators.ts';
import { isSku } from '../../catalog/check-items.ts';
import type { Answer } from '../../http/answer.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { Problem } from '../../problems/problem.ts';
import type { CartCredentials } from '../cart-access.ts';
import { EditCart, type CartEdit } from './edit-cart.ts';
import { withItem, withoutItem } from './items.ts';
import { itemUnavailable, removeUnavailable } from './unavailable-items.ts';
import type { TagCondition } from '../entity-tag.ts';
import { CartAnswer } from '../presenting/cart.response.ts';
import { CartAccess, SkuOfPath } from '../routes/cart-access.ts';
import { cartAnswer } from '../routes/send-cart.ts';
import * as docs from '../routes/carts.docs.ts';
import { IfMatch } from '../routes/if-match.ts';
import { SetItemRequest } from '../routes/request/items.ts';

@ApiTags('Carts')
@Controller('v1/carts/:id/items')
export class CartItemsController {
  constructor(private readonly editCart: EditCart) {}

  @Put(':sku')
  @Storefront()
  @ApiOperation({ operationId: 'setCartItem', summary: 'Set a quantity', description: docs.SET_ITEM_DESCRIPTION })
  @ApiOkResponse({
    type: CartAnswer,
    headers: docs.ETAG_HEADERS,
    description: 'The cart, also when the item is new in it.',
  })
  @ApiProblems(...docs.EDIT_PROBLEMS)
  async setItem(
    @CartAccess() access: CartCredentials,
    @SkuOfPath() sku: string,
    @JsonBody(SetItemRequest, { examples: docs.SET_ITEM_EXAMPLES }) { dto }: JsonBody<SetItemRequest>,
    @IfMatch() ifMatch: TagCondition | undefined,
  ): Promise<Answer<CartAnswer>> {
    const edit: CartEdit = {
      apply: (content) => withItem(content, checkedSku(sku), dto.quantity),
      unavailable: (error, content) => {
        throw itemUnavailable(error, content, sku);
      },
    };
    const { cart } = await this.editCart.execute(access, edit, ifMatch);
    return cartAnswer(cart);
  }

  @Delete(':sku')
  @Storefront()
  @ApiOperation({
    operationId: 'removeCartItem',
    summary: 'Take an item out',
    description: docs.REMOVE_ITEM_DESCRIPTION,
  })
  @ApiOkResponse({ type: CartAnswer, headers: docs.ETAG_HEADERS, description: 'The cart without the item.' })
  @ApiProblems(...docs.EDIT_PROBLEMS)
  async removeItem(
    @CartAccess() access: CartCredentials,
    @SkuOfPath() sku: string,
    @IfMatch() ifMatch: TagCondition | undefined,
  ): Promise<Answer<CartAnswer>> {
    const edit: CartEdit = { apply: (content) => withoutItem(content, sku), unavailable: removeUnavailable };
    const { cart } = await this.editCart.execute(access, edit, ifMatch);
    return cartAnswer(cart);
  }
}

/** Inside the edit, so that a cart that is not the caller's is 404 whatever else is wrong. */
function checkedSku(sku: string): string {
  if (isSku(sku)) return sku;
  const message = 'must be 1 to 64 printable ASCII characters without white space';
  throw new Problem('validation_failed', { errors: [{ pointer: '/sku', message }], outcome: 'none' });
}
