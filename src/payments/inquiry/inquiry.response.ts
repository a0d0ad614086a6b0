import { ApiProperty } from '@nestjs/swagger';

import { PaymentAnswer } from '../reading/payment.response.ts';

const RESULTS = ['answered', 'unverified', 'not_found', 'refused'] as const;

export class InquiryView {
  @ApiProperty({
    description: 'Which of the three inquiries of this payment it was.',
    minimum: 1,
    maximum: 3,
    example: 1,
  })
  number: number;

  @ApiProperty({ enum: RESULTS, description: "What Ottu's answer was worth.", example: 'answered' })
  result: string;
}

export class InquiryAnswer extends PaymentAnswer {
  @ApiProperty({ type: InquiryView })
  inquiry: InquiryView;
}
