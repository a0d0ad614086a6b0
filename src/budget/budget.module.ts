import { Module } from '@nestjs/common';

import { DatabaseModule } from '../database/database.module.ts';
import { MetricsModule } from '../observability/metrics.module.ts';
import { SharedBudget } from './shared-budget.ts';

/** Ottu's daily limit over all replicas (M95). Needs `OttuModule` for what this one has counted. */
@Module({ imports: [DatabaseModule, MetricsModule], providers: [SharedBudget] })
export class BudgetModule {}
