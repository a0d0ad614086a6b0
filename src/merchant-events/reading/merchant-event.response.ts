import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import { DELIVERY_STATES, EVENT_TYPES, type DeliveryState, type EventType } from '../event-types.ts';

/** An event and its delivery. What it tells is the payment, which `GET /v1/payments/{id}` shows as it is now. */
export class MerchantEventView {
  @ApiProperty({
    format: 'uuid',
    description: 'The `webhook-id`, the same at every try.',
    example: '0b7c1d1e-52d5-4b4e-8a37-6f1f3b0f9a11',
  })
  id: string;

  @ApiProperty({ enum: EVENT_TYPES, example: 'payment.paid' })
  type: EventType;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The payment that it is about; null where it is about a cart.',
    example: '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4',
  })
  payment_id: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Of that payment.', example: 'ORD-1001' })
  order_no: string | null;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'The cart that it is about (`cart.completed`).',
    example: '0b8d6a3e-4f1c-4d6e-9a51-2f6f0c1d7e90',
  })
  cart_id?: string;

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'Counts the events of one payment, or of one cart.',
    example: 1,
  })
  sequence: number;

  @ApiProperty({
    enum: DELIVERY_STATES,
    description:
      '`waiting` for its first or next try, `delivered`, or `dead`: refused with 410, or three days without success.',
    example: 'delivered',
  })
  state: DeliveryState;

  @ApiProperty({ type: 'integer', description: 'Tries since it was written or last sent again by hand.', example: 1 })
  tries: number;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'HTTP status of the last answer; null when none came.',
    example: 204,
  })
  last_status: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why no answer came, in a word.', example: 'ECONNREFUSED' })
  last_fault: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-06-01T10:15:31.000Z' })
  created_at: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-06-01T10:15:31.000Z' })
  last_tried_at: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'While it waits; earlier events of the same payment or cart go first.',
    example: null,
  })
  next_try_at: string | null;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it was delivered, or died.',
    example: '2026-06-01T10:15:31.000Z',
  })
  finished_at: string | null;
}

export class MerchantEventAnswer {
  @ApiProperty({ type: MerchantEventView })
  event: MerchantEventView;
}

export class MerchantEventsAnswer {
  @ApiProperty({ type: [MerchantEventView], description: 'Newest first.' })
  events: MerchantEventView[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.', example: null })
  next_cursor: string | null;
}

export class TestEventAnswer {
  @ApiProperty({
    format: 'uuid',
    description: 'The `webhook-id` that it was sent with.',
    example: '0b7c1d1e-52d5-4b4e-8a37-6f1f3b0f9a11',
  })
  id: string;

  @ApiProperty({ description: 'The receiver answered 2xx.', example: true })
  delivered: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'HTTP status of the answer; null where none came.',
    example: 204,
  })
  status: number | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why no answer came, in a word such as `ECONNREFUSED` or `TIMEOUT`.',
    example: null,
  })
  fault: string | null;
}
