import { Module } from '@nestjs/common';

import { MetricsModule } from '../observability/metrics.module.ts';
import { PaymentsModule } from '../payments/payments.module.ts';
import { InboxController } from './inbox/inbox.controller.ts';
import { InboxReader } from './inbox/inbox-reader.ts';
import { ReplayEvent } from './inbox/replay-event.ts';
import { AskOttu } from './processing/ask-ottu.ts';
import { ConfirmEvent } from './processing/confirm-event.ts';
import { InboxWorker } from './processing/inbox-worker.ts';
import { ProcessEvent } from './processing/process-event.ts';
import { SettleEvent } from './processing/settle-event.ts';
import { UnverifiedHint } from './processing/unverified-hint.ts';
import { KeepEvent } from './receiving/keep-event.ts';
import { ReceiveEvent } from './receiving/receive-event.ts';
import { WebhookMetrics } from './webhook-metrics.ts';
import { WebhooksController } from './webhooks.controller.ts';

/** What Ottu reports: verified, stored, answered, then processed. */
@Module({
  imports: [PaymentsModule, MetricsModule],
  controllers: [WebhooksController, InboxController],
  providers: [
    AskOttu,
    ConfirmEvent,
    InboxReader,
    InboxWorker,
    KeepEvent,
    ProcessEvent,
    ReceiveEvent,
    ReplayEvent,
    SettleEvent,
    UnverifiedHint,
    WebhookMetrics,
  ],
})
export class WebhooksModule {}
