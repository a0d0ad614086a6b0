import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';

import { Operator } from '../../access/decorators.ts';
import { ApiProblems } from '../../problems/api-problems.ts';
import { PAYMENT_ID } from '../reading/payments.controller.ts';
import { InquiryAnswer } from './inquiry.response.ts';
import { OperatorInquiry } from './operator-inquiry.ts';

/** What Swagger UI shows above the route. */
export const INQUIRY_DESCRIPTION = `
Makes one of the three inquiries that Ottu takes about a payment, ever, and settles what it says. Mostly there is no need:
payments whose outcome is not known are inquired by themselves, out of the same budget. So this is refused with
\`Retry-After\` before minute 12 after the charge, within 31 minutes of the last inquiry, and while 29 inquiries were made
within a minute over all payments; and for good once two were made, because the last one is kept for the service itself.

\`inquiry.result\` says what the answer was worth: \`answered\` (verified, and settled), \`not_found\` (Ottu knows no such
transaction), \`refused\` (Ottu would not say) or \`unverified\` (it could not be verified and was not believed).
`.trim();

@ApiTags('Reviews')
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
