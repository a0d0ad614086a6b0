import { Injectable } from '@nestjs/common';
import { sql, type Kysely } from 'kysely';

import { Database } from '../../database/database.ts';
import { comesAfter, cursorAt } from '../../database/page-of-rows.ts';
import type { AttemptRow, PaymentRow, Schema } from '../../database/schema.ts';
import { AlsoCheck, DecimalAmount, Email, OneOf, Text } from '../../http/fields/index.ts';
import { readPage, USUAL_PAGE } from '../../http/page.ts';
import { Cursor, Moment, PageSize, readCursor } from '../../http/query-parameters.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { MoneyError } from '../../money/money-error.ts';
import type { FieldError } from '../../problems/problem.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';
import { MerchantReference } from '../request/merchant-reference.ts';
import type { PaymentListAnswer } from './payment.response.ts';
import { toPaymentResponse } from './to-payment-response.ts';

/** A phone number as it may be typed; the digits count. */
const PHONE = /^\+?[0-9 ()./-]{3,40}$/;

/**
 * Filters of the list of payments; a payment is in it when all that are given fit. None has an example, which Swagger UI
 * would fill in: a list that is asked for as it stands has to show what there is.
 */
@AlsoCheck(createdConditions)
@AlsoCheck(amountConditions)
export class PaymentListQuery {
  @OneOf(PAYMENT_STATES, { optional: true })
  state?: PaymentState;

  @Text({
    max: 128,
    pattern: /^[\x20-\x7e]+$/,
    patternMessage: 'must be printable ASCII',
    optional: true,
    description: 'Such as `ORD-1001`.',
  })
  order_no?: string;

  @Text({ max: 128, pattern: /^[-\w]+$/, patternMessage: 'must be letters, digits, - and _ only', optional: true })
  session_id?: string;

  @Text({
    max: 128,
    pattern: /^[^\p{Cc}]+$/u,
    patternMessage: 'must hold no control character',
    optional: true,
    description: 'Any `reference_number` that Ottu has told of an attempt at the payment, to the letter.',
  })
  reference_number?: string;

  @MerchantReference({ description: 'As it was given, to the letter.', example: undefined })
  merchant_reference?: string;

  @Text({
    max: 64,
    pattern: /^[^\p{Cc}]+$/u,
    patternMessage: 'must hold no control character',
    optional: true,
    description: "The shop's id of the customer, such as `cust-77`.",
  })
  customer_id?: string;

  @Email({ optional: true, description: "The customer's address; capitals do not count.", example: undefined })
  customer_email?: string;

  @Text({
    max: 41,
    pattern: PHONE,
    patternMessage: 'must be a phone number with its country code, such as +96550000001 (write + as %2B)',
    optional: true,
    description: "The customer's phone with its country code; spaces, `+` and `00` at its beginning do not count.",
  })
  customer_phone?: string;

  @DecimalAmount({
    optional: true,
    description: 'The amount of the payment; needs `currency_code`.',
    example: undefined,
  })
  amount?: string;

  @Text({
    max: 3,
    pattern: /^[A-Z]{3}$/,
    patternMessage: 'must be three capital letters',
    optional: true,
    description: 'The currency of `amount`.',
  })
  currency_code?: string;

  @Moment({ optional: true, description: 'Created then or later, such as `2026-06-01T00:00:00Z`.' })
  created_from?: string;

  @Moment({ optional: true, description: 'Created before then.' })
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

/** An amount means nothing without its currency, and a currency alone would be half of all payments. */
function amountConditions({
  amount,
  currency_code,
}: {
  readonly amount?: unknown;
  readonly currency_code?: unknown;
}): FieldError[] {
  if (amount === undefined && currency_code === undefined) return [];
  if (amount === undefined) return [{ pointer: '/amount', message: 'must be given with currency_code' }];
  if (currency_code === undefined) return [{ pointer: '/currency_code', message: 'must be given with amount' }];
  if (!isCurrencyCode(currency_code)) return [{ pointer: '/currency_code', message: 'is not a known currency' }];
  try {
    // The column is a bigint.
    return Money.parse(amount, currency_code).minor <= MAX_MINOR
      ? []
      : [{ pointer: '/amount', message: 'is larger than any payment' }];
  } catch (error) {
    if (error instanceof MoneyError) return [{ pointer: '/amount', message: `is no amount of ${currency_code}` }];
    throw error;
  }
}

const MAX_MINOR = 2n ** 63n - 1n;

/** Payments by time of creation and id, newest first. */
@Injectable()
export class PaymentList {
  constructor(private readonly database: Database) {}

  async list(query: PaymentListQuery): Promise<PaymentListAnswer> {
    const { rows, next_cursor } = await readPage(query.limit, (atMost) =>
      this.database.query((db) => paymentsOf(db, query).limit(atMost).execute()),
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
        paymentsOf(db, query)
          .where(sql<boolean>`payment.origin = 'link'`)
          .limit(atMost)
          .execute(),
      ),
    );
    return { links, next_cursor };
  }
}

/** The statement of a list, which a test looks at too. Each filter has its index: migrations 3, 21 and 36. */
export function paymentsOf(db: Kysely<Schema>, { cursor, ...filters }: PaymentListQuery) {
  const after = readCursor(cursor);
  const { state, order_no, session_id, merchant_reference, customer_id, created_from: from, created_to: to } = filters;
  const { reference_number: reference, customer_email: email, customer_phone: phone } = filters;
  const price = priceOf(filters);
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
    .$if(reference !== undefined, (query) =>
      query.where('payment.id', 'in', (facts) =>
        facts
          .selectFrom('payment_facts as fact')
          .select('fact.payment_id')
          .where(sql<boolean>`left(fact.reference_number, 128) = ${reference}`),
      ),
    )
    .$if(email !== undefined, (query) =>
      query.where(sql<boolean>`left(lower(payment.snapshot #>> '{customer,email}'), 254) = left(lower(${email}), 254)`),
    )
    .$if(phone !== undefined, (query) =>
      query.where(
        sql<boolean>`left(ltrim(regexp_replace(payment.snapshot #>> '{customer,phone}', '[^0-9]', '', 'g'), '0'), 32) = ${digitsOf(phone)}`,
      ),
    )
    .$call((query) =>
      price === undefined
        ? query
        : query
            .where('payment.currency_code', '=', price.currency)
            .where('payment.amount_minor', '=', String(price.minor)),
    )
    .$if(from !== undefined, (query) => query.where('payment.created_at', '>=', sql<Date>`${from}::timestamptz`))
    .$if(to !== undefined, (query) => query.where('payment.created_at', '<', sql<Date>`${to}::timestamptz`))
    .$call((query) =>
      after === undefined ? query : query.where(comesAfter(after, ['payment.created_at', 'payment.id'])),
    )
    .orderBy('payment.created_at', 'desc')
    .orderBy('payment.id', 'desc');
}

function priceOf({ amount, currency_code }: PaymentListQuery): Money | undefined {
  return amount === undefined || !isCurrencyCode(currency_code) ? undefined : Money.parse(amount, currency_code);
}

/** As the index has them: without what stands between the digits, and without the zeros of `00965`. */
function digitsOf(phone = ''): string {
  return phone
    .replaceAll(/[^0-9]/g, '')
    .replace(/^0+/, '')
    .slice(0, 32);
}

function newestOf(row: {
  readonly attempt_state: AttemptRow['state'] | null;
  readonly attempt_action: AttemptRow['action_required'];
}): Pick<AttemptRow, 'state' | 'action_required'> | undefined {
  return row.attempt_state === null ? undefined : { state: row.attempt_state, action_required: row.attempt_action };
}
