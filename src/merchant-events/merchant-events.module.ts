import { Module } from '@nestjs/common';

import { DatabaseModule } from '../database/database.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { EventMetrics } from './event-metrics.ts';
import { MerchantEventsController } from './merchant-events.controller.ts';
import { Outbox } from './outbox.ts';
import { MerchantEventsReader } from './reading/merchant-events-reader.ts';
import { Redeliver } from './redeliver.ts';

/** Telling the merchant's order system what became of every payment, and of carts that cost nothing (M90). */
@Module({
  imports: [DatabaseModule, MetricsModule],
  controllers: [MerchantEventsController],
  providers: [Deliveries, EventMetrics, MerchantEventsReader, Outbox, Redeliver],
  exports: [Outbox],
})
export class MerchantEventsModule {}
