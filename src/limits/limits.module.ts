import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { outgoingFetch } from '../outgoing/outgoing-fetch.ts';
import { AttemptLimits, AttemptPermits } from './attempt-limits.ts';
import { AttemptOutcomes } from './attempt-outcomes.ts';
import { CardLimits, CartLimits, CheckoutLimits } from './request-limits.ts';
import { Captcha, NoCaptcha, SiteverifyCaptcha } from './captcha.ts';
import { Counters, LimitMetrics } from './counters.ts';
import { LimitsPurge } from './limits-purge.ts';
import { StorefrontRateLimit } from './storefront-rate-limit.ts';

/** Limits on what shoppers' browsers may do (M95, M96). Needs `AccessModule` for the table of routes. */
@Module({
  imports: [DatabaseModule, MetricsModule],
  providers: [
    AttemptLimits,
    AttemptOutcomes,
    AttemptPermits,
    CardLimits,
    CartLimits,
    CheckoutLimits,
    Counters,
    LimitMetrics,
    LimitsPurge,
    StorefrontRateLimit,
    {
      provide: Captcha,
      inject: [Settings, AttemptOutcomes],
      useFactory: ({ storefront: { captcha }, proxy }: Settings, outcomes: AttemptOutcomes): Captcha =>
        captcha === undefined ? new NoCaptcha() : new SiteverifyCaptcha(captcha, outcomes, outgoingFetch(proxy)),
    },
  ],
  exports: [CardLimits, AttemptLimits, AttemptOutcomes, AttemptPermits, CartLimits, Captcha, CheckoutLimits],
})
export class LimitsModule {}
