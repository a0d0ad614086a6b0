import { AlsoCheck, OneOf, Text } from '../../../http/fields/index.ts';
import { Cursor, Moment, PageSize } from '../../../http/query-parameters.ts';
import type { FieldError } from '../../../problems/problem.ts';
import { PAYMENT_STATES, type PaymentState } from '../../states/payment-state.ts';

export const USUAL_PAGE = 50;

/** Filters of the list of payments; a payment is in it when all that are given fit. */
@AlsoCheck(conditions)
export class PaymentListQuery {
  @OneOf(PAYMENT_STATES, { optional: true })
  state?: PaymentState;

  @Text({
    max: 128,
    pattern: /^[\x20-\x7e]+$/,
    patternMessage: 'must be printable ASCII',
    optional: true,
    example: 'ORD-1001',
  })
  order_no?: string;

  @Text({ max: 128, pattern: /^[-\w]+$/, patternMessage: 'must be letters, digits, - and _ only', optional: true })
  session_id?: string;

  @Text({
    max: 64,
    pattern: /^[^\p{Cc}]+$/u,
    patternMessage: 'must hold no control character',
    optional: true,
    example: 'cust-77',
  })
  customer_id?: string;

  @Moment({ optional: true, description: 'Created then or later.', example: '2026-06-01T00:00:00Z' })
  created_from?: string;

  @Moment({ optional: true, description: 'Created before then.', example: '2026-07-01T00:00:00Z' })
  created_to?: string;

  @PageSize({ largest: 200, usual: USUAL_PAGE })
  limit?: string;

  @Cursor()
  cursor?: string;
}

function conditions({ created_from, created_to }: PaymentListQuery): FieldError[] {
  if (typeof created_from !== 'string' || typeof created_to !== 'string') return [];
  if (new Date(created_from) < new Date(created_to)) return [];
  return [{ pointer: '/created_to', message: 'must be after created_from' }];
}
