import { Module } from '@nestjs/common';
import { Metrics, MetricsText, OttuCalls } from './metrics.ts';

@Module({ providers: [Metrics, MetricsText, OttuCalls], exports: [Metrics, MetricsText, OttuCalls] })
export class MetricsModule {}
