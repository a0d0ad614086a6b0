import { Controller, createParamDecorator, Delete, Put, type ExecutionContext } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { Storefront } from '../../access/decorators.ts';
import { isSku } from '../../catalog/check-items.ts';
import type { Answer } from '../../http/answer.ts';
import { documentedInPath } from '../../http/documented.ts';
import { JsonBody } from '../../http/json-body.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { Problem } from '../../problems/problem.ts';
import { CartAccess, type CartCredentials } from '../cart-access.ts';
import { withItem, withoutItem, itemUnavailable, removeUnavailable } from '../cart-content.ts';
import { IfMatch, type TagCondition } from '../entity-tag.ts';
import { toCartResponse } from '../routes/to-cart-response.ts';
import { SetItemRequest } from '../routes/cart.request.ts';
import { CartAnswer } from '../routes/cart.response.ts';
import * as docs from '../routes/carts.docs.ts';
import { EditCart, type CartEdit } from './edit-cart.ts';

const SKU = {
  name: 'sku',
  schema: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[!-~]+$' },
  description: 'The SKU of the product, percent-encoded where it must be.',
  example: 'DATES-KHALAS',
} as const;

const Sku = createParamDecorator(
  (_data: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest<{ Params: { readonly sku: string } }>>().params.sku,
);

/** The `:sku` of a route, decoded and as it was sent: the edit checks it, once the caller is authorized. */
function SkuOfPath(): ParameterDecorator {
  return documentedInPath(Sku(), SKU);
}

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
    return toCartResponse(cart);
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
    return toCartResponse(cart);
  }
}

/** Called inside the edit, so that a caller without access to the cart gets 404 before this is checked. */
function checkedSku(sku: string): string {
  if (isSku(sku)) return sku;
  const message = 'must be 1 to 64 printable ASCII characters without white space';
  throw new Problem('validation_failed', { errors: [{ pointer: '/sku', message }], outcome: 'none' });
}
