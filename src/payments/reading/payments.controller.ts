import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiParam } from '@nestjs/swagger';

import { Operator } from '../../access/decorators.ts';
import { Answer } from '../../http/answer.ts';
import { QueryParameters } from '../../http/query-parameters.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../../problems/problem-groups.ts';
import { Problem } from '../../problems/problem.ts';
import { parsePaymentId, type PaymentId } from '../identifiers.ts';
import { PaymentList, PaymentListQuery } from './payment-list.ts';
import { PaymentListAnswer, PaymentDetailsAnswer, TimelineAnswer } from './payment.response.ts';
import { PAYMENT_TAG_HEADERS } from './payment-tag.ts';
import { PaymentsReader } from './payments-reader.ts';

/** The path parameter of every route of one payment. */
export const PAYMENT_ID = {
  name: 'id',
  format: 'uuid',
  // No example, which Swagger UI would fill in: there is no such payment.
  description: 'The id of the payment, as `GET /v1/payments` shows it.',
} as const;

const LIST_DESCRIPTION = `
Newest first, a page at a time: send \`next_cursor\` as \`cursor\`, with the same filters, until it is null. Pages stay right
while payments are written. A filter by \`state\` shows what fits when its page is read. Parameters that are not known are
refused, so that a filter that is misspelt does not match everything.
`.trim();

@ApiTags('Payments')
@Controller('v1/payments')
export class PaymentsController {
  constructor(
    private readonly payments: PaymentsReader,
    private readonly list: PaymentList,
  ) {}

  @Get()
  @Operator('payments:read', { servers: true })
  @ApiOperation({
    operationId: 'listPayments',
    summary: 'Find payments by order number, session, reference, customer, amount, state or time',
    description: LIST_DESCRIPTION,
  })
  @ApiOkResponse({ type: PaymentListAnswer, description: 'One page.' })
  @ApiProblems(...SERVICE_PROBLEMS)
  async listPayments(@QueryParameters(PaymentListQuery) query: PaymentListQuery): Promise<PaymentListAnswer> {
    return this.list.list(query);
  }

  @Get(':id')
  @Operator('payments:read', { servers: true })
  @ApiParam(PAYMENT_ID)
  @ApiOperation({ operationId: 'getPayment', summary: 'One payment, as it is now, with what was bought' })
  @ApiOkResponse({ type: PaymentDetailsAnswer, headers: PAYMENT_TAG_HEADERS, description: 'The payment.' })
  @ApiProblems('not_found', 'store_unavailable')
  async payment(@Param('id') id: string): Promise<Answer<PaymentDetailsAnswer>> {
    const { details, etag } = found(await this.payments.details(idOf(id)));
    return new Answer(details, { headers: { etag } });
  }

  @Get(':id/timeline')
  @Operator('payments:read')
  @ApiParam(PAYMENT_ID)
  @ApiOperation({ operationId: 'getPaymentTimeline', summary: 'Everything that happened to one payment' })
  @ApiOkResponse({
    type: TimelineAnswer,
    description: 'What happened, oldest first. It holds no secret, payload or token.',
  })
  @ApiProblems('not_found', 'store_unavailable')
  async timeline(@Param('id') id: string): Promise<TimelineAnswer> {
    return found(await this.payments.timeline(idOf(id)));
  }
}

function idOf(text: string): PaymentId {
  return found(parsePaymentId(text));
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Problem('not_found', { detail: 'There is no such payment.' });
  return value;
}
