import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';

import { Operator } from '../../access/decorators.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { Problem } from '../../problems/problem.ts';
import * as docs from '../webhooks.docs.ts';
import { InboxAnswer, InboxEntryAnswer, toInboxEntryView, WEBHOOK_STATES } from './inbox.response.ts';
import { Inbox, MAX_LIMIT, type InboxQuery } from './inbox.ts';

@ApiTags('Webhooks')
@Controller('v1/webhook-inbox')
export class InboxController {
  constructor(private readonly inbox: Inbox) {}

  @Get()
  @Operator('events:operate')
  @ApiOperation({
    operationId: 'listWebhookInbox',
    summary: 'Events that Ottu has sent, and what became of them',
    description: docs.LIST_DESCRIPTION,
  })
  @ApiQuery({ name: 'state', required: false, enum: WEBHOOK_STATES })
  @ApiQuery({ name: 'order_no', required: false, schema: { type: 'string', minLength: 1, maxLength: 128 } })
  @ApiQuery({
    name: 'cursor',
    required: false,
    description: '`next_cursor` of the page before.',
    schema: { type: 'string' },
  })
  @ApiQuery({
    name: 'limit',
    required: false,
    schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: 50 },
  })
  @ApiOkResponse({ type: InboxAnswer, description: 'One page.' })
  @ApiProblems('validation_failed', 'store_unavailable', 'internal_error')
  async listWebhookInbox(@Query() query: InboxQuery): Promise<InboxAnswer> {
    const { entries, next } = await this.inbox.page(query);
    return { events: entries.map(toInboxEntryView), next_cursor: next ?? null };
  }

  @Post(':id/replay')
  @HttpCode(200)
  @Operator('events:operate')
  @ApiParam({ name: 'id', description: 'The id of the event, as the list shows it.', schema: { type: 'string' } })
  @ApiOperation({
    operationId: 'replayWebhook',
    summary: 'Run a stored event again',
    description: docs.REPLAY_DESCRIPTION,
  })
  @ApiOkResponse({ type: InboxEntryAnswer, description: 'The event afterwards.' })
  @ApiProblems('not_found', 'store_unavailable', 'internal_error')
  async replayWebhook(@Param('id') id: string): Promise<InboxEntryAnswer> {
    const entry = await this.inbox.replay(id);
    if (entry === undefined) throw new Problem('not_found', { detail: 'There is no such event.' });
    return { event: toInboxEntryView(entry) };
  }
}
