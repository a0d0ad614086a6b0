import { ApiProperty } from '@nestjs/swagger';

export class ErasedCounts {
  @ApiProperty({ type: 'integer', example: 12 })
  payments: number;

  @ApiProperty({ type: 'integer', example: 3 })
  carts: number;

  @ApiProperty({ type: 'integer', example: 1 })
  agreements: number;

  @ApiProperty({ type: 'integer', description: "Events to the merchant's order system.", example: 14 })
  merchant_events: number;

  @ApiProperty({ type: 'integer', description: 'Events of Ottu.', example: 13 })
  webhook_events: number;
}

export class ErasureAnswer {
  @ApiProperty({ type: ErasedCounts, description: 'What this request has erased.' })
  erased: ErasedCounts;

  @ApiProperty({ description: '`false`: there was more than one request takes. Send it again.', example: true })
  complete: boolean;
}
