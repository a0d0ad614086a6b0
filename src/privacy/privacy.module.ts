import { Module } from '@nestjs/common';

import { MerchantEventsModule } from '../merchant-events/merchant-events.module.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { EraseCustomer } from './erase-customer.ts';
import { ErasureController } from './erasure.controller.ts';

/** Takes persons out of what is stored. */
@Module({
  imports: [PaymentsModule, MerchantEventsModule],
  controllers: [ErasureController],
  providers: [EraseCustomer],
})
export class PrivacyModule {}
