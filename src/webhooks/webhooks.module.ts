import { Module } from '@nestjs/common';

import { MetricsModule } from '../observability/metrics.module.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { InboxPurge } from './inbox-purge.ts';
import { InboxController } from './inbox/inbox.controller.ts';
import { Inbox } from './inbox/inbox.ts';
import { ConfirmWithOttu } from './processing/confirm-with-ottu.ts';
import { ConfirmEvent } from './processing/confirm-event.ts';
import { InboxWorker } from './processing/inbox-worker.ts';
import { ProcessEvent } from './processing/process-event.ts';
import { SettleEvent } from './processing/settle-event.ts';
import { UnverifiedEventCheck } from './processing/unverified-event-check.ts';
import { StoreWithRetry } from './receiving/store-with-retry.ts';
import { ReceiveEvent } from './receiving/receive-event.ts';
import { WebhookMetrics } from './webhook-metrics.ts';
import { WebhooksController } from './webhooks.controller.ts';

/** What Ottu reports: verified, stored, answered, then processed. */
@Module({
  imports: [PaymentsModule, MetricsModule],
  controllers: [InboxController, WebhooksController],
  providers: [
    ConfirmWithOttu,
    ConfirmEvent,
    Inbox,
    InboxPurge,
    InboxWorker,
    StoreWithRetry,
    ProcessEvent,
    ReceiveEvent,
    SettleEvent,
    UnverifiedEventCheck,
    WebhookMetrics,
  ],
})
export class WebhooksModule {}
