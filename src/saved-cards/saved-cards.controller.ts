import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { SignedInShopper } from '../access/current-shopper.ts';
import type { Shopper } from '../access/customer-jwt.ts';
import { Storefront } from '../access/decorators.ts';
import { ClientAbort } from '../http/client-abort.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { CustomerCards, ownCards } from './customer-cards.ts';
import { toSavedCardView } from './saved-card.ts';
import { SavedCardsAnswer } from './saved-cards.response.ts';

const CARDS_DESCRIPTION = `
The saved cards of the signed-in customer: of the token's \`sub\` and of nobody else, on the gateways that shoppers are
offered. An \`id\` stays the same as long as the card does, and is of no use to another customer. A card that is not
\`payable\` can be used on the provider's page only, by \`checkout\`.
`.trim();

const DELETE_DESCRIPTION = `
Makes Ottu forget the card. An id that is not, or no longer, that of one of the customer's cards is 404
\`card_not_found\`: after a lost answer that is what success looks like. A card that agreements (subscriptions, installments)
are paid with stays: 409 \`card_in_use\`, with their ids in \`agreements\`.
`.trim();

const CARD_ID = {
  name: 'id',
  description: 'The `id` of the card, as `GET /v1/cards` shows it.',
  example: 'q9Xh0w5c3yM1n0cJb4Jq2l7oJ6mC1w2s9a0Qk3u8TzE',
} as const;

@ApiTags('Saved cards')
@Controller('v1/cards')
export class SavedCardsController {
  constructor(private readonly cards: CustomerCards) {}

  @Get()
  @Storefront('signedIn')
  @ApiOperation({ operationId: 'listCards', summary: "The customer's saved cards", description: CARDS_DESCRIPTION })
  @ApiOkResponse({ type: SavedCardsAnswer })
  @ApiProblems('cards_unavailable', 'ottu_api_key_needed', 'shutting_down', 'internal_error')
  async list(@SignedInShopper() shopper: Shopper, @ClientAbort() gone: AbortSignal): Promise<SavedCardsAnswer> {
    const cards = await this.cards.list(ownCards(shopper), gone);
    return { cards: cards.map(({ id, card }) => toSavedCardView(id, card)) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Storefront('signedIn')
  @ApiParam(CARD_ID)
  @ApiOperation({ operationId: 'deleteCard', summary: 'Forget a saved card', description: DELETE_DESCRIPTION })
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ApiProblems('card_not_found', 'card_in_use', 'cards_unavailable', 'ottu_api_key_needed')
  @ApiProblems('shutting_down', 'internal_error')
  async delete(@SignedInShopper() shopper: Shopper, @Param('id') id: string): Promise<void> {
    await this.cards.delete(ownCards(shopper), id);
  }
}
