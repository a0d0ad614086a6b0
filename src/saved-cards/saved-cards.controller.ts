import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import type { Shopper } from '../access/customer-jwt.ts';
import { Storefront } from '../access/decorators.ts';
import { SignedInShopper } from '../access/current-shopper.ts';
import { ClientAbort } from '../http/client-abort.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { SavedCardsAnswer } from './saved-cards.response.ts';
import { CARD_ID, CARDS_DESCRIPTION, DELETE_DESCRIPTION } from './saved-cards.docs.ts';
import { CustomerCards } from './customer-cards.ts';
import { toSavedCardView } from './saved-card.ts';

@ApiTags('Saved cards')
@Controller('v1/cards')
export class SavedCardsController {
  constructor(private readonly cards: CustomerCards) {}

  @Get()
  @Storefront('signedIn')
  @ApiOperation({ operationId: 'listCards', summary: "The customer's saved cards", description: CARDS_DESCRIPTION })
  @ApiOkResponse({ type: SavedCardsAnswer })
  @ApiProblems('cards_unavailable', 'shutting_down', 'internal_error')
  async list(@SignedInShopper() shopper: Shopper, @ClientAbort() gone: AbortSignal): Promise<SavedCardsAnswer> {
    const cards = await this.cards.list(shopper, gone);
    return { cards: cards.map(({ id, card }) => toSavedCardView(id, card)) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Storefront('signedIn')
  @ApiParam(CARD_ID)
  @ApiOperation({ operationId: 'deleteCard', summary: 'Forget a saved card', description: DELETE_DESCRIPTION })
  @ApiNoContentResponse({ description: 'It is gone.' })
  @ApiProblems('card_not_found', 'card_in_use', 'cards_unavailable', 'shutting_down', 'internal_error')
  async delete(@SignedInShopper() shopper: Shopper, @Param('id') id: string): Promise<void> {
    await this.cards.delete(shopper, id);
  }
}
