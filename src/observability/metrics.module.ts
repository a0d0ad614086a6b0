import { Module } from '@nestjs/common';
import { Metrics, MetricsText, OttuCalls } from './metrics.ts';
import { OttuCallLog } from './ottu-call-log.ts';

const PROVIDERS = [Metrics, MetricsText, OttuCalls, OttuCallLog];

@Module({ providers: PROVIDERS, exports: PROVIDERS })
export class MetricsModule {}
