import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import type { OperationRow } from '../../database/schema.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import { moneyOf } from '../payment-rows.ts';
import { PaymentLinks, PaymentView } from '../reading/payment.response.ts';
import { OPERATION_KINDS, OPERATION_STATES, type OperationKind, type OperationState } from './operation-states.ts';

/** A refund, capture, void, cancellation, expiry or deletion, as callers see it. */
export class OperationView {
  @ApiProperty({ format: 'uuid', example: '7b1f7b8a-2f9c-4d8f-9a55-0d5ab6b2f1c4' })
  id: string;

  @ApiProperty({
    enum: OPERATION_KINDS,
    description: 'What it is. Of a `reverse`: whether it was a void or a refund.',
    example: 'refund',
  })
  operation: OperationKind;

  @ApiPropertyOptional({ description: 'It was asked for as `reverse`.', example: true })
  reversal?: true;

  @ApiProperty({
    enum: OPERATION_STATES,
    description:
      '`unknown`: it may have been done; it is looked up, and its amount is held back until then. `queued`: the gateway has it, and money has not moved yet. `rejected`: Ottu or the gateway refused it. `refused`: nobody approved it.',
    example: 'succeeded',
  })
  state: OperationState;

  @ApiProperty({
    enum: ['api', 'ottu'],
    description: '`ottu`: made in its dashboard or at the gateway.',
    example: 'api',
  })
  source: 'api' | 'ottu';

  @ApiProperty({ type: String, nullable: true, description: 'Null of what moves no money.', example: '0.500' })
  amount: string | null;

  @ApiProperty({ example: 'KWD' })
  currency_code: string;

  @ApiPropertyOptional({ enum: ['pg', 'wallet'], description: 'Of a refund: where the money goes.', example: 'pg' })
  destination?: 'pg' | 'wallet';

  @ApiProperty({ type: String, nullable: true, example: 'sandboxCC3003' })
  reference_number: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "Ottu's id of the child transaction.",
    example: 'fedcba9876543210fedcba9876543210fedcba98',
  })
  session_id: string | null;

  @ApiProperty({ type: String, nullable: true, description: "Ottu's words, for people.", example: null })
  message: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'One box arrived broken.' })
  reason: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Name of the service key that asked for it.',
    example: 'support',
  })
  requested_by: string | null;

  @ApiPropertyOptional({ description: 'Name of the service key that approved or refused it.', example: 'finance' })
  decided_by?: string;

  @ApiProperty({ format: 'date-time', example: '2026-06-02T09:00:00.000Z' })
  created_at: string;

  @ApiProperty({ format: 'date-time', example: '2026-06-02T09:00:01.000Z' })
  updated_at: string;
}

export class OperationLinks extends PaymentLinks {
  @ApiProperty({ example: '/v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/operations' })
  operations: string;
}

export class OperationAnswer {
  @ApiProperty({ type: OperationView })
  operation: OperationView;

  @ApiProperty({ type: PaymentView })
  payment: PaymentView;

  @ApiProperty({ type: OperationLinks })
  links: OperationLinks;
}

export class OperationListAnswer {
  @ApiProperty({ type: [OperationView], description: 'Oldest first.' })
  operations: OperationView[];

  @ApiProperty({ type: [String], enum: OPERATION_KINDS, description: 'What can be done to the payment now.' })
  allowed: OperationKind[];

  @ApiProperty({ type: PaymentView })
  payment: PaymentView;

  @ApiProperty({ type: OperationLinks })
  links: OperationLinks;
}

export function toOperationView(row: OperationRow, currency: CurrencyCode): OperationView {
  return {
    id: row.id,
    operation: row.operation,
    ...(row.reversal ? { reversal: true } : {}),
    state: row.state,
    source: row.source,
    amount: row.amount_minor === null ? null : moneyOf(row.amount_minor, currency).toString(),
    currency_code: currency,
    ...(row.destination === null ? {} : { destination: row.destination }),
    reference_number: row.reference_number,
    session_id: row.child_session_id,
    message: row.message,
    reason: row.reason,
    requested_by: row.requested_by,
    ...(row.decided_by === null ? {} : { decided_by: row.decided_by }),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
