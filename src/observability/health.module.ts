import { Module } from '@nestjs/common';

import { DatabaseModule } from '../database/database.module.ts';
import { HealthController, Readiness } from './health.controller.ts';
import { MetricsModule } from './metrics.module.ts';
import { UnnamedProxy } from './unnamed-proxy.ts';

@Module({
  imports: [DatabaseModule, MetricsModule],
  controllers: [HealthController],
  providers: [Readiness, UnnamedProxy],
})
export class HealthModule {}
