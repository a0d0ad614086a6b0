import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { Caller } from '../access/caller.ts';
import { Operator } from '../access/decorators.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { SERVICE_PROBLEMS } from '../problems/problem-groups.ts';
import { parsePaymentId } from '../payments/identifiers.ts';
import { PAYMENT_ID } from '../payments/reading/payments.controller.ts';
import { Problem } from '../problems/problem.ts';
import { AnyCustomer, CUSTOMER_ID } from '../saved-cards/any-customer.ts';
import type { CardHolder } from '../saved-cards/customer-cards.ts';
import { EraseCustomer } from './erase-customer.ts';
import { ErasureAnswer } from './erasure.response.ts';

const ERASURE_DESCRIPTION = `
Takes the customer out of what is stored here: out of payments, carts, agreements, timelines, Ottu's events and those to the
merchant. Amounts, states, numbers and times stay, and a payment that is open is followed as before. What Ottu says of such a
payment later is kept without the person.

A customer who may still be charged by an agreement is refused: 409 \`agreements_open\`, with its \`agreements\`. Cancel them first.
Carts of the customer expire. Asked again it finds nothing more. Ottu has data of its own, which this route does not touch.
`.trim();

const PAYMENT_DESCRIPTION = `
A guest has no id of a customer: his payments are erased one by one, each with its cart, as those of a customer are. Find them by
your own order (\`GET /v1/payments?order_no=…\` or \`merchant_reference=…\`).
`.trim();

@ApiTags('Privacy')
@Controller('v1')
export class ErasureController {
  constructor(private readonly erase: EraseCustomer) {}

  @Post('customers/:id/erasure')
  @HttpCode(200)
  @Operator('privacy:operate')
  @ApiParam(CUSTOMER_ID)
  @ApiOperation({
    operationId: 'eraseCustomer',
    summary: 'Take a person out of what is stored',
    description: ERASURE_DESCRIPTION,
  })
  @ApiOkResponse({ type: ErasureAnswer, description: 'How much was erased; zeros for a customer who is not known.' })
  @ApiProblems('validation_failed', 'agreements_open', ...SERVICE_PROBLEMS)
  async customer(
    @Param('id', AnyCustomer) { customerId }: CardHolder,
    @Caller() { name }: Caller,
  ): Promise<ErasureAnswer> {
    return this.erase.execute(customerId, name);
  }

  @Post('payments/:id/erasure')
  @HttpCode(200)
  @Operator('privacy:operate')
  @ApiParam(PAYMENT_ID)
  @ApiOperation({
    operationId: 'erasePayment',
    summary: 'Take a guest out of one payment',
    description: PAYMENT_DESCRIPTION,
  })
  @ApiOkResponse({ type: ErasureAnswer, description: 'How much was erased; zeros when it was before.' })
  @ApiProblems('not_found', ...SERVICE_PROBLEMS)
  async payment(@Param('id') id: string, @Caller() { name }: Caller): Promise<ErasureAnswer> {
    const paymentId = parsePaymentId(id);
    const answer = paymentId === undefined ? undefined : await this.erase.onePayment(paymentId, name);
    if (answer === undefined) throw new Problem('not_found', { detail: 'There is no such payment.' });
    return answer;
  }
}
