import { Module } from '@nestjs/common';

import { CatalogModule } from '../catalog/catalog.module.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { BuyNow } from './buy-now/buy-now.ts';
import { BuyNowController } from './buy-now/buy-now.controller.ts';
import { ChargeAnswerWriter } from './charging/charge-answer-writer.ts';
import { Charge } from './charging/charge.ts';
import { Claim } from './charging/claim.ts';
import { LeaseSweep } from './charging/lease-sweep.ts';
import { RetrieveNow } from './charging/retrieve-now.ts';
import { GatewayDirectory } from './gateways/gateway-directory.ts';
import { PaymentsController } from './reading/payments.controller.ts';
import { PaymentsReader } from './reading/payments-reader.ts';
import { PersistentSettle } from './settlement/persistent-settle.ts';
import { Settle } from './settlement/settle.ts';

@Module({
  imports: [DatabaseModule, CatalogModule],
  controllers: [BuyNowController, PaymentsController],
  providers: [
    BuyNow,
    Charge,
    ChargeAnswerWriter,
    Claim,
    GatewayDirectory,
    LeaseSweep,
    PaymentsReader,
    PersistentSettle,
    RetrieveNow,
    Settle,
  ],
  // For the capabilities that begin or follow payments by other routes.
  exports: [
    Charge,
    ChargeAnswerWriter,
    DatabaseModule,
    GatewayDirectory,
    PaymentsReader,
    PersistentSettle,
    RetrieveNow,
    Settle,
  ],
})
export class PaymentsModule {}
