import { Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { Settings } from '../config/settings.ts';
import { openTraces } from '../tracing/open-traces.ts';
import { Traces } from '../tracing/traces.ts';
import { logOptions } from './log-options.ts';
import { MetricsController } from './metrics.controller.ts';
import { MetricsModule } from './metrics.module.ts';
import { RequestObserver } from './request-observer.ts';

/** Logs and metrics. `Settings` must be global. */
@Module({
  imports: [MetricsModule, LoggerModule.forRootAsync({ inject: [Settings], useFactory: logOptions })],
  controllers: [MetricsController],
  providers: [RequestObserver, { provide: Traces, inject: [Settings], useFactory: openTraces }],
  exports: [Traces],
})
export class ObservabilityModule {}
