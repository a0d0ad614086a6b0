import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { ServerToServer } from '../access/decorators.ts';
import { ClientAbort } from '../http/client-abort.ts';
import { OneOf } from '../http/fields/plain-fields.ts';
import { QueryParameters } from '../http/query-parameters.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { OTTU_PROBLEMS, SERVICE_PROBLEMS } from '../problems/problem-groups.ts';
import { AnyCustomer, CUSTOMER_ID } from './any-customer.ts';
import { CustomerCards, type CardHolder } from './customer-cards.ts';
import { toCustomerCardView } from './saved-card.ts';
import { CustomerCardsAnswer } from './saved-cards.response.ts';

const CARDS_DESCRIPTION = `
Every card that Ottu has of this customer, on whichever gateway, in the mode of this service. A customer whom Ottu does not
know has none. An \`id\` is the one that the customer's own \`GET /v1/cards\` shows, and never Ottu's token.
`.trim();

const DELETE_DESCRIPTION = `
Makes Ottu forget the card. An id that is not, or no longer, that of one of this customer's cards is 404
\`card_not_found\`: after a lost answer that is what success looks like.

A card that agreements are paid with stays: 409 \`card_in_use\`, with their ids in \`agreements\`, and Ottu is not told. With
\`force=true\` Ottu is asked to forget it all the same, and then nothing can be charged by those agreements; Ottu may refuse,
which is \`card_in_use\` too.
`.trim();

const CARD_ID = {
  name: 'card_id',
  description: 'The `id` of the card, as `GET /v1/customers/{id}/cards` shows it.',
  example: 'q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE',
} as const;

class DeleteCardQuery {
  @OneOf(['true', 'false'], {
    optional: true,
    description: 'Whether a card goes that agreements are paid with. `false` unless given.',
    example: 'false',
  })
  force?: 'true' | 'false';
}

@ApiTags('Saved cards')
@Controller('v1/customers/:id/cards')
export class CustomerCardsController {
  constructor(private readonly cards: CustomerCards) {}

  @Get()
  @ServerToServer('cards:read')
  @ApiParam(CUSTOMER_ID)
  @ApiOperation({
    operationId: 'listCustomerCards',
    summary: 'The saved cards of any customer',
    description: CARDS_DESCRIPTION,
  })
  @ApiOkResponse({ type: CustomerCardsAnswer })
  @ApiProblems('validation_failed', 'ottu_api_key_needed', 'ottu_not_found', ...OTTU_PROBLEMS)
  @ApiProblems('shutting_down', 'internal_error')
  async list(
    @Param('id', AnyCustomer) customer: CardHolder,
    @ClientAbort() gone: AbortSignal,
  ): Promise<CustomerCardsAnswer> {
    const cards = await this.cards.list(customer, gone);
    return { cards: cards.map(({ id, card }) => toCustomerCardView(id, card)) };
  }

  @Delete(':card_id')
  @HttpCode(204)
  @ServerToServer('cards:write')
  @ApiParam(CUSTOMER_ID)
  @ApiParam(CARD_ID)
  @ApiOperation({
    operationId: 'deleteCustomerCard',
    summary: 'Forget a saved card of any customer',
    description: DELETE_DESCRIPTION,
  })
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ApiProblems('validation_failed', 'card_not_found', 'card_in_use', 'ottu_api_key_needed', 'ottu_not_found')
  @ApiProblems(...OTTU_PROBLEMS, ...SERVICE_PROBLEMS)
  async delete(
    @Param('id', AnyCustomer) customer: CardHolder,
    @Param('card_id') cardId: string,
    @QueryParameters(DeleteCardQuery) { force }: DeleteCardQuery,
  ): Promise<void> {
    await this.cards.delete(customer, cardId, { force: force === 'true' });
  }
}
