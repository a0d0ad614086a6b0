import { Module } from '@nestjs/common';

import { LimitsModule } from '../limits/limits.module.ts';
import { CardIds } from './card-ids.ts';
import { CustomerCards } from './customer-cards.ts';
import { SavedCardsController } from './saved-cards.controller.ts';

/** The cards that a signed-in customer has kept at Ottu: shown, forgotten, and found for the cart that one of them pays. */
@Module({
  imports: [LimitsModule],
  controllers: [SavedCardsController],
  providers: [CardIds, CustomerCards],
  exports: [CustomerCards],
})
export class SavedCardsModule {}
