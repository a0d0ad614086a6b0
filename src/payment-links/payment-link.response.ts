import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import type { AttemptRow, PaymentRow } from '../database/schema.ts';
import { MESSAGE_CHANNELS, type MessageChannel } from '../ottu/messages-api.ts';
import { moneyOf } from '../payments/payment-rows.ts';
import { PaymentView } from '../payments/reading/payment.response.ts';
import { toPaymentResponse } from '../payments/reading/to-payment-response.ts';
import { PAYMENT_STATES, type PaymentState } from '../payments/states/payment-state.ts';

export class PaymentLinkView {
  @ApiProperty({ format: 'uuid', description: 'Of the link, and of its payment.' })
  id: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: "Ottu's page, which the payer opens; null while it is not known whether Ottu has made it.",
    example: 'https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123',
  })
  url: string | null;

  @ApiPropertyOptional({
    description: 'The same, short, where Ottu gave one.',
    example: 'https://sandbox.ottu.net/b/aB3x',
  })
  short_url?: string;

  @ApiProperty({ enum: PAYMENT_STATES, description: 'Of its payment.', example: 'created' })
  state: PaymentState;

  @ApiProperty({ description: 'Whether a payer can pay it now, as far as is known here.', example: true })
  open: boolean;

  @ApiProperty({ example: '12.500' })
  amount: string;

  @ApiProperty({ example: 'KWD' })
  currency_code: string;

  @ApiProperty({ example: 'LINK-1001' })
  order_no: string;

  @ApiPropertyOptional({ example: 'طلب ٢٠٢٦/١٠٠١' })
  merchant_reference?: string;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'date-time',
    description: 'From when on it cannot be paid, once Ottu has said so.',
  })
  expires_at: string | null;

  @ApiPropertyOptional({ description: 'As it was given.', example: '31/12/2026 18:00' })
  due_datetime?: string;

  @ApiPropertyOptional({ example: 'payment_transactions/attachments/invoice.pdf' })
  attachment_upload_url?: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    description: 'Which messages Ottu sends to the payer, by channel.',
    example: { sms: ['created', 'paid'] },
  })
  notifications: Readonly<Record<string, readonly string[]>>;

  @ApiProperty({ format: 'date-time' })
  created_at: string;
}

export class PaymentLinkLinks {
  @ApiProperty({ example: '/v1/payment-links/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4' })
  self: string;

  @ApiProperty({ example: '/v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4' })
  payment: string;

  @ApiProperty({ example: '/v1/payments/5f0c3f0e-3a51-4a3e-9a55-0d5ab6b2f1c4/timeline' })
  timeline: string;
}

export class PaymentLinkAnswer {
  @ApiProperty({ type: PaymentLinkView })
  payment_link: PaymentLinkView;

  @ApiProperty({ type: PaymentView })
  payment: PaymentView;

  @ApiProperty({ type: PaymentLinkLinks })
  links: PaymentLinkLinks;
}

export class ResendAnswer extends PaymentLinkAnswer {
  @ApiProperty({ enum: MESSAGE_CHANNELS, isArray: true, description: 'By which Ottu was asked to send it.' })
  sent: readonly MessageChannel[];

  @ApiProperty({ type: String, nullable: true, description: "Ottu's own words.", example: 'Customer notified.' })
  message: string | null;
}

export class PaymentLinkListAnswer {
  @ApiProperty({ type: [PaymentLinkView], description: 'Newest first.' })
  payment_links: PaymentLinkView[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.', example: null })
  next_cursor: string | null;
}

/** F8.1: what a payer can still pay by a link. */
const OPEN: ReadonlySet<string> = new Set(['created', 'pending', 'attempted'] satisfies PaymentState[]);

export function isOpenLink({ state }: Pick<PaymentRow, 'state'>): boolean {
  return OPEN.has(state);
}

export function toLinkView(payment: PaymentRow): PaymentLinkView {
  const { link } = payment;
  return {
    id: payment.id,
    url: link?.url ?? null,
    ...(link?.short_url === undefined ? {} : { short_url: link.short_url }),
    state: payment.state,
    open: isOpenLink(payment),
    amount: moneyOf(payment.amount_minor, payment.currency_code).toString(),
    currency_code: payment.currency_code,
    order_no: payment.order_no,
    ...(payment.merchant_reference === null ? {} : { merchant_reference: payment.merchant_reference }),
    expires_at: payment.expires_at?.toISOString() ?? null,
    ...(link?.due_datetime === undefined ? {} : { due_datetime: link.due_datetime }),
    ...(link?.attachment_upload_url === undefined ? {} : { attachment_upload_url: link.attachment_upload_url }),
    notifications: link?.notifications ?? {},
    created_at: payment.created_at.toISOString(),
  };
}

export function toLinkAnswer(payment: PaymentRow, newest: AttemptRow | undefined): PaymentLinkAnswer {
  const { payment: view, links } = toPaymentResponse(payment, newest);
  return {
    payment_link: toLinkView(payment),
    payment: view,
    links: { self: linkPath(payment.id), payment: links.self, timeline: links.timeline },
  };
}

export function linkPath(id: string): string {
  return `/v1/payment-links/${id}`;
}
