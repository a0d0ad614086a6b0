import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import type { AddedLine } from '../../database/schema.ts';
import { EARLIER_PAYMENT } from '../routes/carts.docs.ts';
import { SHOPPER_STATUSES, type ShopperStatus } from './shopper-status.ts';

/** Of the answer to a try to pay, for its document. */
export const STATUS_HEADERS = {
  Location: { description: 'Where the status can be read.', required: true, schema: { type: 'string' as const } },
  'Idempotent-Replayed': {
    description: '`true` when this key was used before and nothing was sent to Ottu for this request.',
    schema: { type: 'string' as const, enum: ['true'] },
  },
};

export const STATUS_DESCRIPTION = `
\`open\` before anybody has tried to pay. \`checking\` means that nobody knows yet whether money moved: say so, and ask
again. It is never \`open\` while the cart is held (frozen); \`held_until\` says until when at most. Ottu's own words are
never in it.
`.trim();

export class ActionView {
  @ApiProperty({ enum: ['redirect', 'iframe'] })
  type: 'redirect' | 'iframe';

  @ApiPropertyOptional({ description: 'The page to go to.' })
  url?: string;

  @ApiPropertyOptional({ description: 'What to show in a frame.' })
  html?: string;
}

export class PaymentStatusView {
  @ApiProperty({
    enum: SHOPPER_STATUSES,
    description:
      '`checking`: it is not known yet whether money moved; never let the shopper pay again, follow the status. ' +
      '`declined` and `try_another_method`: nothing was charged, the cart is open again.',
    example: 'paid',
  })
  status: ShopperStatus;

  @ApiPropertyOptional({ type: ActionView, description: "What the shopper's bank wants done (3-D Secure)." })
  action_required?: ActionView;

  @ApiPropertyOptional({
    format: 'date-time',
    description:
      'While the cart is held: until when at most, where that is known. People who look at it take their time.',
    example: '2026-06-01T10:32:30.000Z',
  })
  held_until?: string;

  @ApiPropertyOptional({ enum: ['checking'], description: EARLIER_PAYMENT })
  earlier_payment?: 'checking';

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description:
      'Where the cart had moved past what was paid: the lines, or so many pieces of them, that were added since. They are not part of the order.',
    example: [{ sku: 'KARAK-TEA', quantity: 1 }],
  })
  added_since?: readonly AddedLine[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'For questions to the shop.',
    example: '7QX9V6B3M1K8T4R2W5Y0Z3A6C9',
  })
  order_no: string | null;

  @ApiProperty({ description: 'What the cart costs, or what was paid.', example: '12.500' })
  amount: string;

  @ApiProperty({ example: 'KWD' })
  currency_code: string;

  @ApiProperty({ type: 'integer', description: 'Of the cart.', example: 3 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-06-01T10:15:31.000Z' })
  updated_at: string;
}

export class PaymentStatusAnswer {
  @ApiProperty({ type: PaymentStatusView })
  payment: PaymentStatusView;
}
