import { Module } from '@nestjs/common';

import { LimitsModule } from '../limits/limits.module.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { TransactionsModule } from '../transactions/transactions.module.ts';
import { CardIds } from './card-ids.ts';
import { CustomerCardsController } from './customer-cards.controller.ts';
import { CustomerCards } from './customer-cards.ts';
import { SavedCardsController } from './saved-cards.controller.ts';
import { CardSetupController } from './setup/card-setup.controller.ts';
import { CustomerCardSetup } from './setup/customer-card-setup.ts';
import { KeepingGateways } from './setup/keeping-gateways.ts';
import { SetUpCard } from './setup/set-up-card.ts';
import { ShopperCardSetup } from './setup/shopper-card-setup.ts';
import { ShownCards } from './shown-cards.ts';

/**
 * The cards that customers have kept at Ottu: shown and forgotten, for a signed-in customer and for servers of the
 * merchant, and found for the cart that one of them pays.
 */
@Module({
  imports: [LimitsModule, PaymentsModule, TransactionsModule],
  controllers: [SavedCardsController, CustomerCardsController, CardSetupController],
  providers: [CardIds, CustomerCardSetup, CustomerCards, KeepingGateways, SetUpCard, ShopperCardSetup, ShownCards],
  exports: [CustomerCards],
})
export class SavedCardsModule {}
