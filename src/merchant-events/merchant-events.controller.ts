import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { noteForAudit } from '../audit/key-use.ts';
import { Caller } from '../access/caller.ts';
import { Operator } from '../access/decorators.ts';
import { QueryParameters } from '../http/query-parameters.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../problems/problem-groups.ts';
import { Problem } from '../problems/problem.ts';
import { Deliveries } from './delivery/deliveries.ts';
import { MerchantEventAnswer, MerchantEventsAnswer, TestEventAnswer } from './reading/merchant-event.response.ts';
import { MerchantEventsReader, MerchantEventsQuery } from './reading/merchant-events-reader.ts';
import { Redeliver } from './redeliver.ts';

const LIST_DESCRIPTION = `
The outbox. Each settlement that changes what a merchant must know writes one event, in the same transaction; it is sent to
\`MERCHANT_EVENTS_URL\` with a Standard Webhooks signature, at least once, per payment or cart in the order of \`sequence\`. An event
that nobody took for three days, or that was answered with 410, is a dead letter (\`state=dead\`), and the next one goes out.

While \`MERCHANT_EVENTS_URL\` is not set no event is written but \`cart.completed\`, which waits for it.
`.trim();

const REDELIVER_DESCRIPTION = `
Sends an event again, with the same \`webhook-id\` and the same text, whatever became of it before: a dead letter gets another
three days, and one that waits for a later try is tried now, after the payment's earlier events. Later events do not wait for
one that is sent again, so that a receiver drops it by its \`sequence\` when it knows better already.
`.trim();

const TEST_DESCRIPTION = `
Sends one event of the type \`test\` to \`MERCHANT_EVENTS_URL\`, with a signature as every event has, waits up to ten seconds
and says what came back. It is about no payment, is sent once, and stands in no list.
`.trim();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@ApiTags('Merchant events')
@Controller('v1/merchant-events')
export class MerchantEventsController {
  constructor(
    private readonly events: MerchantEventsReader,
    private readonly again: Redeliver,
    private readonly deliveries: Deliveries,
  ) {}

  @Get()
  @Operator('events:operate')
  @ApiOperation({
    operationId: 'listMerchantEvents',
    summary: 'What the merchant was told, is still to be told, or never took',
    description: LIST_DESCRIPTION,
  })
  @ApiOkResponse({ type: MerchantEventsAnswer, description: 'One page, newest first.' })
  @ApiProblems(...SERVICE_PROBLEMS)
  async listMerchantEvents(
    @QueryParameters(MerchantEventsQuery) query: MerchantEventsQuery,
  ): Promise<MerchantEventsAnswer> {
    return this.events.list(query);
  }

  @Post('test')
  @HttpCode(200)
  @Operator('events:operate')
  @ApiOperation({
    operationId: 'testMerchantEvents',
    summary: 'Send a test event to the order system, and say what came back',
    description: TEST_DESCRIPTION,
  })
  @ApiOkResponse({ type: TestEventAnswer, description: 'What became of it.' })
  @ApiProblems('merchant_events_off', ...SERVICE_PROBLEMS)
  async testMerchantEvents(): Promise<TestEventAnswer> {
    const sent = await this.deliveries.test();
    if (sent === undefined) throw new Problem('merchant_events_off', { detail: 'Set MERCHANT_EVENTS_URL first.' });
    const { id, outcome } = sent;
    noteForAudit({ ids: { event_id: id }, after: { delivered: outcome.kind === 'delivered' } });
    return {
      id,
      delivered: outcome.kind === 'delivered',
      status: outcome.status ?? null,
      fault: outcome.kind === 'failed' ? (outcome.fault ?? null) : null,
    };
  }

  @Post(':id/redeliver')
  @HttpCode(202)
  @Operator('events:operate')
  @ApiParam({
    name: 'id',
    format: 'uuid',
    description: 'The id of the event, as the list shows it; it is its `webhook-id`.',
  })
  @ApiOperation({
    operationId: 'redeliverMerchantEvent',
    summary: 'Send one event again',
    description: REDELIVER_DESCRIPTION,
  })
  @ApiAcceptedResponse({
    type: MerchantEventAnswer,
    description: 'It is being sent; read the list for what became of it.',
  })
  @ApiProblems(...SERVICE_PROBLEMS, 'not_found')
  async redeliverMerchantEvent(@Param('id') id: string, @Caller() caller: Caller): Promise<MerchantEventAnswer> {
    const sent = UUID.test(id) && (await this.again.redeliver(id, caller));
    const event = sent ? await this.events.find(id) : undefined;
    if (event === undefined) throw new Problem('not_found', { detail: 'There is no such event.' });
    return { event };
  }
}
