import { Module, type DynamicModule } from '@nestjs/common';

import { AccessModule } from './access/access.module.ts';
import { AuditModule } from './audit/audit.module.ts';
import { AttachmentsModule } from './attachments/attachments.module.ts';
import { QuotaModule } from './quota/quota.module.ts';
import { CartModule } from './carts/cart.module.ts';
import { Settings } from './config/settings.ts';
import { underPublicPath } from './config/public-path.ts';
import { SettingsModule } from './config/settings.module.ts';
import { assertNotInTransaction } from './database/transaction-context.ts';
import { Background } from './background/background.ts';
import { BackgroundModule } from './background/background.module.ts';
import { HealthModule } from './observability/health.module.ts';
import { MetricsModule } from './observability/metrics.module.ts';
import { ObservabilityModule } from './observability/observability.module.ts';
import { OttuCalls } from './observability/metrics.ts';
import { OttuCallLog } from './observability/ottu-call-log.ts';
import type { OttuObserver } from './ottu/transport/observer.ts';
import { OttuModule } from './ottu/ottu.module.ts';
import { CALL_GROUPS } from './ottu/transport/call-policy.ts';
import { PaymentLinksModule } from './payment-links/payment-links.module.ts';
import { PaymentMethodsModule } from './payment-methods/payment-methods.module.ts';
import { PaymentsModule } from './payments/payments.module.ts';
import { PrivacyModule } from './privacy/privacy.module.ts';
import { ProblemsModule } from './problems/problems.module.ts';
import { SavedCardsModule } from './saved-cards/saved-cards.module.ts';
import { TransactionsModule } from './transactions/transactions.module.ts';
import { WebhooksModule } from './webhooks/webhooks.module.ts';

@Module({})
export class AppModule {
  /** @param background of a test that runs it by itself. */
  static forSettings(settings: Settings, background = new Background()): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.forSettings(settings),
        BackgroundModule.with(background),
        ProblemsModule.withLinks((link) => underPublicPath(settings.http.publicPath, link)),
        AccessModule,
        ObservabilityModule,
        HealthModule,
        // The one thing that `ottu` must know of the database (M2) is handed to it here.
        OttuModule.forRootAsync({
          isGlobal: true,
          imports: [MetricsModule],
          inject: [Settings, OttuCalls, OttuCallLog],
          useFactory: ({ ottu, proxy }: Settings, metrics: OttuCalls, log: OttuCallLog) => {
            // The client tells of changes only.
            for (const group of CALL_GROUPS) metrics.onBreaker(group, 'closed');
            const observer = observedBy(metrics, log);
            return { ...ottu, proxy, assertMayCall: assertNotInTransaction, observer };
          },
        }),
        QuotaModule,
        AuditModule,
        PaymentsModule,
        TransactionsModule,
        CartModule,
        SavedCardsModule,
        AttachmentsModule,
        PaymentLinksModule,
        PaymentMethodsModule,
        WebhooksModule,
        PrivacyModule,
      ],
    };
  }
}

/** Metrics first: a line that cannot be written takes no number away. */
function observedBy(metrics: OttuCalls, log: OttuCallLog): OttuObserver {
  return {
    onCall: (call) => {
      metrics.onCall(call);
      log.onCall(call);
    },
    onBreaker: (group, state) => metrics.onBreaker(group, state),
  };
}
