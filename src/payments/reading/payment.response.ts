import type { AddedLine } from '../../database/schema.ts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import type { Outcome } from '../../problems/problem.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';
import { RetryView } from './retry.response.ts';

export class ActionRequiredAnswer {
  @ApiProperty({ enum: ['redirect', 'iframe'] })
  type: 'redirect' | 'iframe';

  @ApiPropertyOptional({ description: 'Where the payer goes (`redirect`).', example: 'https://pay.example/3ds/7f3a' })
  url?: string;

  @ApiPropertyOptional({ description: 'HTML to show in a frame (`iframe`).' })
  html?: string;
}

/** A payment as every route about one payment answers it. */
export class PaymentView {
  @ApiProperty({ format: 'uuid', example: '5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4' })
  id: string;

  @ApiProperty({ example: 'ORD-1001' })
  order_no: string;

  @ApiPropertyOptional({
    description: "The merchant's own name of the order, where one was given.",
    example: 'طلب ٢٠٢٦/١٠٠١',
  })
  merchant_reference?: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "Ottu's id of the transaction, once it is known.",
    example: '0123456789abcdef0123456789abcdef01234567',
  })
  session_id: string | null;

  @ApiProperty({ enum: PAYMENT_STATES, example: 'paid' })
  state: PaymentState;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "Ottu's word on the last attempt; for messages, not for decisions.",
    example: 'success',
  })
  result: string | null;

  @ApiProperty({
    enum: ['none', 'unknown', 'final'],
    description:
      '`none`: nothing was charged and nothing will be. `unknown`: not settled; ask again. `final`: settled.',
    example: 'final',
  })
  outcome: Outcome;

  @ApiProperty({ example: '1.000' })
  amount: string;

  @ApiProperty({ example: 'KWD' })
  currency_code: string;

  @ApiProperty({ example: '1.000' })
  captured_amount: string;

  @ApiProperty({ example: '0.000' })
  refunded_amount: string;

  @ApiProperty({ description: 'Captured, and neither given back nor asked to be.', example: '1.000' })
  refundable_amount: string;

  @ApiProperty({ description: 'Of an authorized payment: what can still be captured.', example: '0.000' })
  capturable_amount: string;

  @ApiProperty({ example: false })
  voided: boolean;

  @ApiProperty({
    type: [String],
    description: 'Why an operator should look, also when the state is stronger than `needs_review`.',
    example: [],
  })
  review_reasons: string[];

  @ApiPropertyOptional({
    description:
      'Of a payment under review that an operator accepted: what was really received, in `currency_received`. It may differ from `amount`.',
    example: '0.500',
  })
  amount_received?: string;

  @ApiPropertyOptional({ description: 'The currency of `amount_received`.', example: 'KWD' })
  currency_received?: string;

  @ApiPropertyOptional({
    type: ActionRequiredAnswer,
    description: 'What the payer still has to do, while there is something.',
  })
  action_required?: ActionRequiredAnswer;

  @ApiPropertyOptional({
    type: RetryView,
    description: 'Of an auto-debit that was declined: whether to try again. Not in lists.',
  })
  retry?: RetryView;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    description:
      'Where the cart had moved past the version that was paid: the lines, or so many pieces of them, that were added since. They are not paid.',
    example: [{ sku: 'KARAK-TEA', quantity: 1 }],
  })
  added_since?: readonly AddedLine[];

  @ApiProperty({ type: String, nullable: true, description: 'Of the attempt that decided.', example: 'sandboxAA1001' })
  reference_number: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'successful payment' })
  message: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    nullable: true,
    description: 'What the gateway said of the attempt that decided, each value as text.',
    example: { auth_code: 'A10001', rrn: '612345678901' },
  })
  pg_params: Record<string, string> | null;

  @ApiProperty({ format: 'date-time', example: '2026-06-01T10:15:30.000Z' })
  created_at: string;

  @ApiProperty({ format: 'date-time', example: '2026-06-01T10:15:31.000Z' })
  updated_at: string;
}

export class PaymentLinks {
  @ApiProperty({ example: '/v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4' })
  self: string;

  @ApiProperty({ example: '/v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/timeline' })
  timeline: string;
}

export class PaymentAnswer {
  @ApiProperty({ type: PaymentView })
  payment: PaymentView;

  @ApiProperty({ type: PaymentLinks })
  links: PaymentLinks;
}

export class PaymentItem {
  @ApiProperty({ example: 'dates-500g' })
  sku: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { en: 'Ajwa dates', ar: 'تمر عجوة' },
  })
  name: Record<string, string>;

  @ApiProperty({ example: 1 })
  quantity: number;

  @ApiPropertyOptional({ description: 'Absent where the shop named none.', example: '1.000' })
  unit_price?: string;

  @ApiProperty({ example: '1.000' })
  line_total: string;
}

/** What was bought, for whom: enough to fulfil the order from (M50). */
export class PurchaseView {
  @ApiPropertyOptional({ type: [PaymentItem] })
  items?: PaymentItem[];

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  customer?: Record<string, unknown>;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  billing_address?: Record<string, unknown>;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  shipping_address?: Record<string, unknown>;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  extra?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Of an auto-debit: the `agreement_id`, and the cycle that it is for.',
    example: { id: 'AGR-9', cycle: '2026-12' },
  })
  agreement?: { id: string; cycle: string };

  @ApiPropertyOptional({ type: [String], description: 'Vouchers and gift cards of the cart.', example: ['EID'] })
  codes?: string[];
}

export class PaymentDetailsAnswer extends PaymentAnswer {
  @ApiProperty({ type: PurchaseView })
  purchase: PurchaseView;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: '`pg_params` in the shape in which Ottu gave them, for operators, without card numbers and secrets.',
    example: { auth_code: { value: 'A10001', verbose_name_en: 'Auth code', verbose_name_ar: 'رمز التفويض' } },
  })
  pg_params_of_ottu: Record<string, unknown> | null;
}

export class TimelineEntry {
  @ApiProperty({ format: 'date-time', example: '2026-06-01T10:15:30.000Z' })
  at: string;

  @ApiProperty({ example: 'ottu_answered' })
  event: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    example: { status: 201, read_as: 'success', from: 'sending', to: 'paid' },
  })
  details: Record<string, unknown>;
}

export class TimelineAnswer {
  @ApiProperty({ format: 'uuid' })
  payment_id: string;

  @ApiProperty({ example: 'ORD-1001' })
  order_no: string;

  @ApiProperty({ type: [TimelineEntry], description: 'Oldest first.' })
  entries: TimelineEntry[];
}

export class PaymentListAnswer {
  @ApiProperty({ type: [PaymentView], description: 'Newest first.' })
  payments: PaymentView[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.', example: null })
  next_cursor: string | null;
}
