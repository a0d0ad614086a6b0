import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Open } from '../access/decorators.ts';
import { Metrics, MetricsText } from './metrics.ts';

@ApiTags('System')
@Controller()
export class MetricsController {
  readonly #metrics: Metrics;
  readonly #text: MetricsText;

  constructor(@Inject(Metrics) metrics: Metrics, @Inject(MetricsText) text: MetricsText) {
    this.#metrics = metrics;
    this.#text = text;
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
    return this.#text.read();
  }
}
