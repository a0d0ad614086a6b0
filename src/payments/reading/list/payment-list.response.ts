import { ApiProperty } from '@nestjs/swagger';

import { PaymentView } from '../payment.response.ts';

export class PaymentListAnswer {
  @ApiProperty({ type: [PaymentView], description: 'Newest first.' })
  payments: PaymentView[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.', example: null })
  next_cursor: string | null;
}
