import { Module } from '@nestjs/common';
import { Metrics } from './metrics.ts';
import { OttuCalls } from './ottu-calls.ts';

@Module({ providers: [Metrics, OttuCalls], exports: [Metrics, OttuCalls] })
export class MetricsModule {}
