import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { AttemptLimits } from './attempt-limits.ts';
import { AttemptOutcomes } from './attempt-outcomes.ts';
import { AttemptPermits } from './attempt-permits.ts';
import { CardLimits } from './card-limits.ts';
import { CartLimits } from './cart-limits.ts';
import { Captcha, NoCaptcha, SiteverifyCaptcha } from './captcha.ts';
import { CheckoutLimits } from './checkout-limits.ts';
import { Counters } from './counters.ts';
import { LimitMetrics } from './limit-metrics.ts';
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
      useFactory: ({ storefront: { captcha } }: Settings, outcomes: AttemptOutcomes): Captcha =>
        captcha === undefined ? new NoCaptcha() : new SiteverifyCaptcha(captcha, outcomes),
    },
  ],
  exports: [CardLimits, AttemptLimits, AttemptOutcomes, AttemptPermits, CartLimits, Captcha, CheckoutLimits],
})
export class LimitsModule {}
