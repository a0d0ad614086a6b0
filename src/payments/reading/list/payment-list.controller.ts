import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Operator } from '../../../access/decorators.ts';
import { QueryParameters } from '../../../http/query-parameters.ts';
import { ApiProblems } from '../../../problems/api-problems.ts';
import { PaymentListAnswer } from './payment-list.answer.ts';
import { PaymentList } from './payment-list.ts';
import { PaymentListQuery } from './payment-list.query.ts';

const DESCRIPTION = `
Newest first, a page at a time: send \`next_cursor\` as \`cursor\`, with the same filters, until it is null. Pages stay right
while payments are written. A filter by \`state\` shows what fits when its page is read. Parameters that are not known are
refused, so that a filter that is misspelt does not match everything.
`.trim();

@ApiTags('Payments')
@Controller('v1/payments')
export class PaymentListController {
  constructor(private readonly payments: PaymentList) {}

  @Get()
  @Operator('payments:read')
  @ApiOperation({
    operationId: 'listPayments',
    summary: 'Payments, found by state, order number, session, customer or time',
    description: DESCRIPTION,
  })
  @ApiOkResponse({ type: PaymentListAnswer, description: 'One page.' })
  @ApiProblems('store_unavailable', 'shutting_down', 'internal_error')
  async listPayments(@QueryParameters(PaymentListQuery) query: PaymentListQuery): Promise<PaymentListAnswer> {
    return this.payments.list(query);
  }
}
