import { ApiProperty } from '@nestjs/swagger';

import { AUDIT_ACTIONS, type AuditAction } from './audit-actions.ts';

export const AUDIT_OUTCOMES = ['done', 'refused', 'failed', 'open'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

export class AuditKeyView {
  @ApiProperty({ example: 'sk_4f1c2d3e5a6b' })
  id: string;

  @ApiProperty({ description: 'As it was called then.', example: 'huda' })
  name: string;
}

/** One use of a service key on a route that changes something. */
export class AuditEntryView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time', description: 'When it began.' })
  at: string;

  @ApiProperty({ type: AuditKeyView, description: 'Whose key it was.' })
  key: AuditKeyView;

  @ApiProperty({ enum: AUDIT_ACTIONS, example: 'operation.request' })
  action: AuditAction;

  @ApiProperty({ example: 'POST' })
  method: string;

  @ApiProperty({ description: 'The pattern of the route.', example: '/v1/payments/:id/operations' })
  route: string;

  @ApiProperty({
    description: 'From where: the address of the caller, behind the proxies of TRUST_PROXY.',
    example: '10.0.4.17',
  })
  address: string;

  @ApiProperty({
    enum: AUDIT_OUTCOMES,
    description:
      '`done`: it was answered with 2xx. `refused`: with 4xx. `failed`: with 5xx; what it changed before stands. `open`: it is under way, or nothing is known of its end.',
  })
  outcome: AuditOutcome;

  @ApiProperty({ type: Number, nullable: true, description: 'HTTP status of the answer.', example: 201 })
  status: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Code of the problem that was answered.', example: null })
  code: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  ended_at: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The payment that it was about. It may no longer be kept.',
  })
  payment_id: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What else it was about: operation, agreement, cart, card, event.',
    example: { operation_id: '7b1f7b8a-2f9c-4d8f-9a55-0d5ab6b2f1c4' },
  })
  ids: Record<string, string>;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What was before, as far as it changes: states, amounts, counts.',
    example: { state: 'paid', refundable_amount: '10.000', refunded_amount: '0.000' },
  })
  before: Record<string, unknown> | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What was by the time of the answer.',
    example: { state: 'paid', refundable_amount: '7.500', refunded_amount: '2.500', operation_state: 'succeeded' },
  })
  after: Record<string, unknown> | null;
}

export class AuditAnswer {
  @ApiProperty({ type: [AuditEntryView], description: 'Newest first.' })
  entries: AuditEntryView[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.', example: null })
  next_cursor: string | null;
}
