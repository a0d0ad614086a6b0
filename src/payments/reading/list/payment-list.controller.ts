import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';

import { Operator } from '../../../access/decorators.ts';
import { QueryParameters } from '../../../http/query-parameters.ts';
import { ApiProblems } from '../../../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../../../problems/problem-groups.ts';
import { LIST_DESCRIPTION } from '../payments.docs.ts';
import { PaymentListAnswer } from './payment-list.response.ts';
import { PaymentList } from './payment-list.ts';
import { PaymentListQuery } from './payment-list.query.ts';

@ApiTags('Payments')
@Controller('v1/payments')
export class PaymentListController {
  constructor(private readonly payments: PaymentList) {}

  @Get()
  @Operator('payments:read')
  @ApiOperation({
    operationId: 'listPayments',
    summary: 'Payments, found by state, order number, session, customer or time',
    description: LIST_DESCRIPTION,
  })
  @ApiOkResponse({ type: PaymentListAnswer, description: 'One page.' })
  @ApiProblems(...SERVICE_PROBLEMS)
  async listPayments(@QueryParameters(PaymentListQuery) query: PaymentListQuery): Promise<PaymentListAnswer> {
    return this.payments.list(query);
  }
}
