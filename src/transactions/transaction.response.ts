import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import { noteForAudit } from '../audit/key-use.ts';
import { PassedOn } from '../http/passed-on.ts';
import { jsonText, type Answer } from '../http/answer.ts';
import { selfLink } from '../payments/reading/to-payment-response.ts';

const STATES = [
  'created',
  'pending',
  'attempted',
  'authorized',
  'paid',
  'failed',
  'canceled',
  'expired',
  'invalided',
  'refunded',
  'cod',
] as const;

/** One way to pay on a page (F2.6). Ottu may send more. */
@PassedOn()
export class TransactionPaymentMethod {
  @ApiProperty({ description: 'The gateway code.', example: 'credit-card' })
  code: string;

  @ApiProperty({ example: 'Credit Card' })
  name: string;

  @ApiProperty({ description: 'Fee included.', example: '12.750' })
  amount: string;

  @ApiProperty({ example: 'KWD' })
  currency_code: string;

  @ApiProperty({ example: '0.250' })
  fee: string;

  @ApiProperty({ example: 'Service fee' })
  fee_description: string;

  @ApiPropertyOptional({ example: 'redirect' })
  flow?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123',
  })
  redirect_url?: string | null;
}

/**
 * A transaction as Ottu answered it, untouched: what was sent and may be shown, and these members of Ottu's own (F2.5).
 * Ottu may send more than stands here; all of it is passed on.
 */
@PassedOn()
export class TransactionAnswer {
  @ApiProperty({ description: 'The key of everything.', example: '0123456789abcdef0123456789abcdef01234567' })
  session_id: string;

  @ApiProperty({ enum: STATES, example: 'created' })
  state: string;

  @ApiProperty({ example: 'e_commerce' })
  type: string;

  @ApiProperty({ description: 'With the digits of its currency.', example: '12.500' })
  amount: string;

  @ApiProperty({ example: 'KWD' })
  currency_code: string;

  @ApiProperty({ type: [String], example: ['credit-card'] })
  pg_codes: string[];

  @ApiPropertyOptional({ enum: ['purchase', 'authorize'], description: 'Decided by the gateway.', example: 'purchase' })
  operation?: string;

  @ApiPropertyOptional({ example: 'one_off' })
  payment_type?: string;

  @ApiPropertyOptional({ example: 'ORD-1001' })
  order_no?: string;

  @ApiPropertyOptional({
    description: 'Where the payer goes.',
    example: 'https://sandbox.ottu.net/b/checkout/redirect/start/?session_id=0123',
  })
  checkout_url?: string;

  @ApiPropertyOptional({ type: [TransactionPaymentMethod] })
  payment_methods?: TransactionPaymentMethod[];

  @ApiPropertyOptional({ description: 'The gateway that settled.', example: 'credit-card' })
  settled_pg_code?: string;

  @ApiPropertyOptional({ example: '1 00:00:00' })
  expiration_time?: string;

  @ApiPropertyOptional({ example: '01/06/2026 10:00:00' })
  due_datetime?: string;

  @ApiPropertyOptional({ description: 'With `shortify_checkout_url`.' })
  checkout_short_url?: string;

  @ApiPropertyOptional({ description: 'With `generate_qr_code`.' })
  qr_code_url?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'With `include_sdk_setup_preload`: what the Checkout SDK needs. Not again on a replay.',
  })
  sdk_setup_preload_payload?: Record<string, unknown>;
}

/** Ottu's own answer on its way to the caller: its bytes, and what this service knows beside them. */
export interface PassedResponse {
  readonly status: number;
  readonly body: Buffer;
  readonly sessionId?: string | undefined;
  /** Our row about it, where there is one. */
  readonly paymentId?: string | undefined;
  /** Nothing was created for this request: its key was used before (M9). */
  readonly replayed?: boolean | undefined;
}

/** Ottu's JSON text as it came, unknown members, number spellings and their order included, under a head of ours. */
export function toPassedResponse({ status, body, sessionId, paymentId, replayed }: PassedResponse): Answer<Buffer> {
  noteForAudit(paymentId === undefined && sessionId !== undefined ? { ids: { session_id: sessionId } } : { paymentId });
  return jsonText(body, {
    status,
    headers: {
      location: status === 201 && sessionId !== undefined ? transactionLink(sessionId) : undefined,
      link: paymentId === undefined ? undefined : `<${selfLink(paymentId)}>; rel="related"`,
      'idempotent-replayed': replayed === true ? 'true' : undefined,
    },
  });
}

export function transactionLink(sessionId: string): string {
  return `/v1/payment-transactions/${encodeURIComponent(sessionId)}`;
}
