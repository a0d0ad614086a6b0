import { Module } from '@nestjs/common';

import { OfferedMethods } from './offered/offered-methods.ts';
import { PaymentMethodsController } from './payment-methods.controller.ts';
import { QueryPaymentMethods } from './query/query-payment-methods.ts';

/** Which gateways there are: the few that shoppers may use, and for operators everything that Ottu says. */
@Module({
  controllers: [PaymentMethodsController],
  providers: [OfferedMethods, QueryPaymentMethods],
})
export class PaymentMethodsModule {}
