import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Open } from '../access/decorators.ts';
import { Metrics } from './metrics.ts';

@ApiTags('System')
@Controller()
export class MetricsController {
  readonly #metrics: Metrics;

  constructor(@Inject(Metrics) metrics: Metrics) {
    this.#metrics = metrics;
  }

  @Get('metrics')
  @Open('internal')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'readMetrics',
    summary: 'Metrics in the Prometheus text format',
    description: 'On the internal port only, where there is one.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'All metrics', schema: { type: 'string' } })
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.type(this.#metrics.registry.contentType);
    return this.#metrics.registry.metrics();
  }
}
