import { Module } from '@nestjs/common';
import { Settings } from '../config/settings.ts';
import { DatabaseModule } from '../database/database.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { AttemptLimits } from './attempt-limits.ts';
import { AttemptOutcomes } from './attempt-outcomes.ts';
import { AttemptTokens } from './attempt-tokens.ts';
import { CardLimits } from './card-limits.ts';
import { CartLimits } from './cart-limits.ts';
import { Challenge, NoChallenge, SiteverifyChallenge } from './challenge.ts';
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
    AttemptTokens,
    CardLimits,
    CartLimits,
    CheckoutLimits,
    Counters,
    LimitMetrics,
    LimitsPurge,
    StorefrontRateLimit,
    {
      provide: Challenge,
      inject: [Settings, AttemptOutcomes],
      useFactory: ({ storefront: { captcha } }: Settings, outcomes: AttemptOutcomes): Challenge =>
        captcha === undefined ? new NoChallenge() : new SiteverifyChallenge(captcha, outcomes),
    },
  ],
  exports: [CardLimits, AttemptLimits, AttemptOutcomes, AttemptTokens, CartLimits, Challenge, CheckoutLimits],
})
export class LimitsModule {}
