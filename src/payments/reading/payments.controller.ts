import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { Operator } from '../../access/decorators.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { Problem } from '../../problems/problem.ts';
import { parsePaymentId, type PaymentId } from '../identifiers.ts';
import { PaymentDetailsAnswer, TimelineAnswer } from './payment.response.ts';
import { PAYMENT_ID } from './payments.docs.ts';
import { PaymentsReader } from './payments-reader.ts';

@ApiTags('Payments')
@ApiParam(PAYMENT_ID)
@Controller('v1/payments')
export class PaymentsController {
  constructor(private readonly payments: PaymentsReader) {}

  @Get(':id')
  @Operator('payments:read')
  @ApiOperation({ operationId: 'getPayment', summary: 'One payment, as it is now, with what was bought' })
  @ApiOkResponse({ type: PaymentDetailsAnswer, description: 'The payment.' })
  @ApiProblems('not_found', 'store_unavailable')
  async payment(@Param('id') id: string): Promise<PaymentDetailsAnswer> {
    return found(await this.payments.details(idOf(id)));
  }

  @Get(':id/timeline')
  @Operator('payments:read')
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
