import { Controller, Post, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { FromOttu } from '../access/decorators.ts';
import { Settings } from '../config/settings.ts';
import { Answer } from '../http/answer.ts';
import { rawBodyOf } from '../http/raw-body.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../problems/problem-groups.ts';
import { ReceiveEvent } from './receiving/receive-event.ts';
import * as docs from './webhooks.docs.ts';

export class EventReceived {
  @ApiProperty({ enum: ['Success'] })
  detail: 'Success';
}

@ApiTags('Webhooks')
@Controller('v1/webhooks/ottu')
export class WebhooksController {
  constructor(
    private readonly receive: ReceiveEvent,
    private readonly settings: Settings,
  ) {}

  @Post()
  @FromOttu()
  @ApiOperation({
    operationId: 'receiveOttuEvent',
    summary: 'Payment and operation events from Ottu',
    description: docs.RECEIVE_DESCRIPTION,
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({ required: true, schema: docs.EVENT_SCHEMA, examples: docs.EVENT_EXAMPLES })
  @ApiOkResponse({ type: EventReceived, description: 'Stored, now or by an earlier delivery.' })
  @ApiCreatedResponse({ type: EventReceived, description: 'The same, with `WEBHOOK_SUCCESS_STATUS=201`.' })
  @ApiProblems('webhook_not_verified', 'malformed_json', 'unsupported_media_type', 'payload_too_large')
  @ApiProblems(...SERVICE_PROBLEMS)
  async receiveOttuEvent(@Req() request: FastifyRequest): Promise<Answer<EventReceived>> {
    const body = rawBodyOf(request) ?? { contentType: request.headers['content-type'], bytes: Buffer.alloc(0) };
    await this.receive.execute(body, request.headers['content-encoding']);
    return new Answer({ detail: 'Success' }, { status: this.settings.webhookSuccessStatus });
  }
}
