import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';

import { Open } from '../../access/decorators.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { Problem } from '../../problems/problem.ts';
import { Readiness } from './readiness.ts';

class HealthAnswer {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}

@ApiTags('System')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

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
    summary: 'The service takes requests: database open and migrated, not shutting down',
  })
  @ApiOkResponse({ type: HealthAnswer, description: 'It takes requests.' })
  @ApiProblems('store_unavailable', 'shutting_down')
  async ready(): Promise<HealthAnswer> {
    const trouble = await this.readiness.trouble();
    if (trouble !== undefined) throw new Problem(trouble, { retryAfterSeconds: 5 });
    return { status: 'ok' };
  }
}
