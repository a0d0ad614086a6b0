import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** One row; the members by which it was not grouped are left out. */
export class SummaryRow {
  @ApiPropertyOptional({ format: 'date', example: '2026-06-01' })
  day?: string;

  @ApiProperty({ example: 'KWD' })
  currency: string;

  @ApiPropertyOptional({ description: 'Of the payment, as it is now.', example: 'paid' })
  state?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: "Ottu's name of the gateway, or its code.",
    example: 'mpgs',
  })
  gateway?: string | null;

  @ApiPropertyOptional({
    description: '`apple_pay`, `google_pay`, `token`, or `page` where the payer used the page or the SDK.',
    example: 'apple_pay',
  })
  method?: string;

  @ApiProperty({ type: 'integer', description: 'Payments that succeeded then.', example: 12 })
  count: number;

  @ApiProperty({
    description: 'What was taken for orders: paid, captured, or to be collected (`cod`).',
    example: '14.500',
  })
  gross: string;

  @ApiProperty({ description: 'What was given back on that day, whenever it was paid.', example: '0.500' })
  refunded: string;

  @ApiProperty({
    description: 'What payers paid on top, where Ottu tells it. It is in neither `gross` nor `net`.',
    example: '0.250',
  })
  fees: string;

  @ApiProperty({ description: '`gross` less `refunded`; below zero with a minus.', example: '14.000' })
  net: string;
}

export class DeclineRow {
  @ApiProperty({
    type: String,
    nullable: true,
    description: "Ottu's words; null where it gave none.",
    example: 'Card expired.',
  })
  reason: string | null;

  @ApiProperty({ type: 'integer', example: 3 })
  count: number;
}

export class SummaryAnswer {
  @ApiProperty({ type: [SummaryRow] })
  rows: SummaryRow[];

  @ApiProperty({ type: [DeclineRow], description: 'Declined attempts, the most frequent reason first, fifty at most.' })
  declines: DeclineRow[];
}
