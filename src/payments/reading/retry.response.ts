import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Whether a charge that came to nothing is worth another try. */
export class RetryView {
  @ApiProperty({
    enum: ['never', 'later', 'new_card', 'payer'],
    description:
      '`later`: the same again, under a new key. `new_card`: the customer needs another card first. `payer`: the payer has to pay once by himself. `never`: not under this agreement.',
    example: 'later',
  })
  advice: 'never' | 'later' | 'new_card' | 'payer';

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'No sooner than then.',
    example: '2026-06-02T10:15:30.000Z',
  })
  after?: string;
}
