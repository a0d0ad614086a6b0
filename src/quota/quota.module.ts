import { Module } from '@nestjs/common';

import { DatabaseModule } from '../database/database.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { SharedQuota } from './shared-quota.ts';

/** Ottu's daily limit over all replicas (M95). Needs `OttuModule` for what this one has counted. */
@Module({ imports: [DatabaseModule, MetricsModule], providers: [SharedQuota] })
export class QuotaModule {}
