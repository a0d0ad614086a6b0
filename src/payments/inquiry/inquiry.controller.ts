import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { Operator } from '../../access/decorators.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { PAYMENT_ID } from '../reading/payments.docs.ts';
import { InquiryAnswer } from './inquiry.response.ts';
import { INQUIRY_DESCRIPTION } from './inquiry.docs.ts';
import { OperatorInquiry } from './operator-inquiry.ts';

@ApiTags('Payments')
@ApiParam(PAYMENT_ID)
@Controller('v1/payments')
export class InquiryController {
  constructor(private readonly inquiry: OperatorInquiry) {}

  @Post(':id/inquiry')
  @HttpCode(200)
  @Operator('payments:read')
  @ApiOperation({
    operationId: 'inquirePayment',
    summary: 'Ask Ottu what became of a payment',
    description: INQUIRY_DESCRIPTION,
  })
  @ApiOkResponse({ type: InquiryAnswer, description: 'Ottu was asked: what it said, and the payment as it is now.' })
  @ApiProblems('not_found', 'inquiry_too_early', 'inquiry_busy', 'inquiries_used_up', 'store_unavailable')
  @ApiProblems('ottu_refused_credentials', 'ottu_throttled', 'ottu_overloaded', 'ottu_failed', 'ottu_bad_answer')
  @ApiProblems('ottu_timeout', 'ottu_unreachable')
  async inquire(@Param('id') id: string): Promise<InquiryAnswer> {
    return this.inquiry.execute(id);
  }
}
