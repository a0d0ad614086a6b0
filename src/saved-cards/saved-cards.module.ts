import { Module } from '@nestjs/common';

import { LimitsModule } from '../limits/limits.module.ts';
import { CardIds } from './card-ids.ts';
import { CustomerCardsController } from './customer-cards.controller.ts';
import { CustomerCards } from './customer-cards.ts';
import { SavedCardsController } from './saved-cards.controller.ts';

/**
 * The cards that customers have kept at Ottu: shown and forgotten, for a signed-in customer and for servers of the
 * merchant, and found for the cart that one of them pays.
 */
@Module({
  imports: [LimitsModule],
  controllers: [SavedCardsController, CustomerCardsController],
  providers: [CardIds, CustomerCards],
  exports: [CustomerCards],
})
export class SavedCardsModule {}
