import { Module } from '@nestjs/common';
import { Metrics, OttuCalls } from './metrics.ts';

@Module({ providers: [Metrics, OttuCalls], exports: [Metrics, OttuCalls] })
export class MetricsModule {}
