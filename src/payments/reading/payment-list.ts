import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';

import { Database } from '../../database/database.ts';
import { comesAfter, cursorAt } from '../../database/page-of-rows.ts';
import type { AttemptRow, PaymentRow, Schema } from '../../database/schema.ts';
import { AlsoCheck, OneOf, Text } from '../../http/fields/index.ts';
import { readPage, USUAL_PAGE } from '../../http/page.ts';
import { Cursor, Moment, PageSize, readCursor } from '../../http/query-parameters.ts';
import type { FieldError } from '../../problems/problem.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';
import { MerchantReference } from '../request/merchant-reference.ts';
import type { PaymentListAnswer } from './payment.response.ts';
import { toPaymentResponse } from './to-payment-response.ts';

/** Filters of the list of payments; a payment is in it when all that are given fit. */
@AlsoCheck(createdConditions)
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

  @MerchantReference({ description: 'As it was given, to the letter.' })
  merchant_reference?: string;

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

/** Of a list with a span of creation. */
export function createdConditions({
  created_from,
  created_to,
}: {
  readonly created_from?: unknown;
  readonly created_to?: unknown;
}): FieldError[] {
  if (typeof created_from !== 'string' || typeof created_to !== 'string') return [];
  if (new Date(created_from) < new Date(created_to)) return [];
  return [{ pointer: '/created_to', message: 'must be after created_from' }];
}

/** Payments by time of creation and id, newest first. */
@Injectable()
export class PaymentList {
  constructor(private readonly database: Database) {}

  async list(query: PaymentListQuery): Promise<PaymentListAnswer> {
    const { rows, next_cursor } = await readPage(query.limit, (atMost) =>
      this.database.query((db) => filtered(db, query).limit(atMost).execute()),
    );
    return { payments: rows.map((row) => toPaymentResponse(row, newestOf(row)).payment), next_cursor };
  }

  /** The same of payment links alone. */
  async links(
    query: PaymentListQuery,
  ): Promise<{ readonly links: readonly PaymentRow[]; readonly next_cursor: string | null }> {
    // In the words of the index that is for them.
    const { rows: links, next_cursor } = await readPage(query.limit, (atMost) =>
      this.database.query((db) =>
        filtered(db, query)
          .where(sql<boolean>`payment.origin = 'link'`)
          .limit(atMost)
          .execute(),
      ),
    );
    return { links, next_cursor };
  }
}

function filtered(db: Kysely<Schema>, { cursor, ...filters }: PaymentListQuery) {
  const after = readCursor(cursor);
  const { state, order_no, session_id, merchant_reference, customer_id, created_from: from, created_to: to } = filters;
  return db
    .selectFrom('payments as payment')
    .leftJoinLateral(
      (row) =>
        row
          .selectFrom('payment_attempts as attempt')
          .select(['attempt.state as attempt_state', 'attempt.action_required as attempt_action'])
          .whereRef('attempt.payment_id', '=', 'payment.id')
          .orderBy('attempt.number', 'desc')
          .limit(1)
          .as('newest'),
      (join) => join.onTrue(),
    )
    .selectAll('payment')
    .select(['newest.attempt_state', 'newest.attempt_action'])
    .select(cursorAt('payment.created_at').as('cursor_at'))
    .$call((query) => (state === undefined ? query : query.where('payment.state', '=', state)))
    .$if(order_no !== undefined, (query) => query.where('payment.order_no', '=', order_no ?? ''))
    .$if(session_id !== undefined, (query) => query.where('payment.session_id', '=', session_id ?? ''))
    .$if(merchant_reference !== undefined, (query) =>
      query.where('payment.merchant_reference', '=', merchant_reference ?? ''),
    )
    .$if(customer_id !== undefined, (query) => query.where('payment.customer_id', '=', customer_id ?? ''))
    .$if(from !== undefined, (query) => query.where('payment.created_at', '>=', sql<Date>`${from}::timestamptz`))
    .$if(to !== undefined, (query) => query.where('payment.created_at', '<', sql<Date>`${to}::timestamptz`))
    .$call((query) =>
      after === undefined ? query : query.where(comesAfter(after, ['payment.created_at', 'payment.id'])),
    )
    .orderBy('payment.created_at', 'desc')
    .orderBy('payment.id', 'desc');
}

function newestOf(row: {
  readonly attempt_state: AttemptRow['state'] | null;
  readonly attempt_action: AttemptRow['action_required'];
}): Pick<AttemptRow, 'state' | 'action_required'> | undefined {
  return row.attempt_state === null ? undefined : { state: row.attempt_state, action_required: row.attempt_action };
}
