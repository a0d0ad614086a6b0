import { ApiProperty } from '@nestjs/swagger';

import { DISCREPANCY_KINDS, type DiscrepancyKind } from '../comparison/compare-with-ottu.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';

export class DifferenceView {
  @ApiProperty({ enum: DISCREPANCY_KINDS, example: 'refunded_differs' })
  kind: DiscrepancyKind;

  @ApiProperty({
    description: 'The same in a sentence.',
    example: 'Ottu has given back another sum than is known here.',
  })
  text: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'A state, or an amount in the digits of `currency`.',
    example: '0.000',
  })
  here: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The same by what Ottu showed.', example: '0.300' })
  ottu: string | null;
}

export class DiscrepancyView {
  @ApiProperty({ format: 'uuid', example: '0197a3f0-5b1c-7d10-9a55-0d5ab6b2f1c4' })
  payment_id: string;

  @ApiProperty({ example: 'ORD-1001' })
  order_no: string;

  @ApiProperty({ type: String, nullable: true, example: '9fd2b0b4c7f54a0d9f4c2d1e6a7b8c9d0e1f2a3b' })
  session_id: string | null;

  @ApiProperty({ enum: PAYMENT_STATES, example: 'paid' })
  state: PaymentState;

  @ApiProperty({ example: 'KWD' })
  currency: string;

  @ApiProperty({ format: 'date-time', description: 'When Ottu was asked last.', example: '2026-06-02T10:15:04.000Z' })
  compared_at: string;

  @ApiProperty({ type: [DifferenceView], description: 'What differed then.' })
  differences: DifferenceView[];
}

export class DiscrepanciesAnswer {
  @ApiProperty({ type: [DiscrepancyView] })
  discrepancies: DiscrepancyView[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last.' })
  next_cursor: string | null;
}
