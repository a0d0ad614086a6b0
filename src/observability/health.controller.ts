import { Injectable, type BeforeApplicationShutdown, Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Gauge } from 'prom-client';

import { Open } from '../access/decorators.ts';
import { Database } from '../database/database.ts';
import { foreignMigrations, pendingMigrations } from '../database/migrate.ts';
import { assertTakesWrites } from '../database/takes-writes.ts';
import { isStoreUnavailable } from '../database/store-unavailable.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { Problem } from '../problems/problem.ts';
import { Metrics } from './metrics.ts';
import { UnnamedProxy } from './unnamed-proxy.ts';

/** Whether this process takes requests. Ottu is never asked: its trouble must not take every replica out at once. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  #draining = false;
  #migrated = false;

  constructor(
    private readonly database: Database,
    { registry }: Metrics,
  ) {
    const ready = new Gauge({
      name: 'ottu_bff_ready',
      help: 'What /health/ready answers: 1 for 200, 0 for 503',
      registers: [registry],
      collect: async () => {
        ready.set((await this.trouble().catch(() => 'unknown')) === undefined ? 1 : 0);
      },
    });
  }

  beforeApplicationShutdown(): void {
    this.drain();
  }

  /** From now on nobody is sent here who has not been yet; who comes all the same is served until the listener closes. */
  drain(): void {
    this.#draining = true;
  }

  /** What is in the way; nothing when requests are taken. */
  async trouble(): Promise<'store_unavailable' | 'shutting_down' | undefined> {
    if (this.#draining) return 'shutting_down';
    try {
      // A schema that was current stays current under this process: afterwards a cheap statement is enough.
      this.#migrated ||= (await pendingMigrations(this.database)).length === 0;
      await assertTakesWrites(this.database);
      // A later version may take away what this one needs while it runs.
      const { refusal } = await foreignMigrations(this.database);
      return this.#migrated && refusal === undefined ? undefined : 'store_unavailable';
    } catch (error) {
      if (isStoreUnavailable(error)) return 'store_unavailable';
      throw error;
    }
  }
}

class HealthAnswer {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

class ReadyAnswer extends HealthAnswer {
  @ApiPropertyOptional({
    type: [String],
    description: 'What an operator should mend, although requests are taken; absent where there is nothing.',
    example: ['Requests carry X-Forwarded-For, and TRUST_PROXY is not set: ...'],
  })
  warnings?: string[];
}

@ApiTags('System')
@Controller('health')
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly proxy: UnnamedProxy,
  ) {}

  @Get('live')
  @Open()
  @Header('cache-control', 'no-store')
  @ApiOperation({ operationId: 'live', summary: 'The process runs; nothing else is looked at' })
  @ApiOkResponse({ type: HealthAnswer, description: 'It runs.' })
  live(): HealthAnswer {
    return { status: 'ok' };
  }

  @Get('ready')
  @Open()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    operationId: 'ready',
    summary: 'The service takes requests: database open, migrated and taking writes, not shutting down',
  })
  @ApiOkResponse({ type: ReadyAnswer, description: 'It takes requests.' })
  @ApiProblems('store_unavailable', 'shutting_down')
  async ready(): Promise<ReadyAnswer> {
    const trouble = await this.readiness.trouble();
    if (trouble !== undefined) throw new Problem(trouble, { retryAfterSeconds: 5 });
    const { warning } = this.proxy;
    return warning === undefined ? { status: 'ok' } : { status: 'ok', warnings: [warning] };
  }
}
