import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

import type { AgreementRow } from '../../database/schema.ts';
import { moneyOf } from '../payment-rows.ts';
import { AGREEMENT_TYPES } from '../request/agreement.dto.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';

/** What may be charged without the customer, as far as it was agreed on. */
export class AgreementView {
  @ApiProperty({ format: 'uuid', description: "This service's own id of it." })
  id: string;

  @ApiProperty({ description: "The merchant's name of it.", example: 'AGR-9' })
  agreement_id: string;

  @ApiProperty({ example: 'cust-77' })
  customer_id: string;

  @ApiProperty({ enum: ['active', 'ended', 'canceled'], description: '`active`: cycles may be charged.' })
  state: 'active' | 'ended' | 'canceled';

  @ApiProperty({
    enum: ['first_payment', 'adopted'],
    description: 'Whether it was kept from the success of its first payment, or taken over by its terms.',
  })
  source: 'first_payment' | 'adopted';

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    description: 'The payment that began it, while it is kept.',
  })
  first_payment: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'credit-card' })
  pg_code: string | null;

  @ApiProperty({ enum: AGREEMENT_TYPES, example: 'recurring' })
  type: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the first payment; where amounts are `fixed`, of every charge.',
    example: '19.000',
  })
  amount: string | null;

  @ApiProperty({ example: 'KWD' })
  currency_code: string;

  @ApiProperty({ type: String, nullable: true, enum: ['fixed', 'variable', null], example: 'variable' })
  amount_variability: string | null;

  @ApiProperty({ type: String, nullable: true, example: '25.000' })
  max_amount_per_cycle: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'monthly' })
  frequency: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Days between two charges at least.', example: 28 })
  cycle_interval_days: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 12 })
  total_cycles: number | null;

  @ApiProperty({ type: String, nullable: true, format: 'date', description: 'The last day.', example: '2030-12-31' })
  expiry_date: string | null;

  @ApiProperty({ description: 'Cycles that were charged here since it began.', example: 3 })
  cycles_charged: number;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When a cycle was charged last.' })
  last_charged_at: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  canceled_at: string | null;

  @ApiProperty({ format: 'date-time' })
  began_at: string;
}

export class AgreementAnswer {
  @ApiProperty({ type: AgreementView })
  agreement: AgreementView;
}

/** The card that an agreement is paid with, by Ottu's list at this moment. It is kept nowhere here. */
export class AgreementCardView {
  @ApiProperty({ type: String, nullable: true, description: 'Masked.', example: '**** 1019' })
  number: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'VISA' })
  brand: string | null;

  @ApiProperty({ type: String, nullable: true, example: '12' })
  expiry_month: string | null;

  @ApiProperty({ type: String, nullable: true, example: '30' })
  expiry_year: string | null;

  @ApiProperty({ example: false })
  is_expired: boolean;

  @ApiProperty({ description: 'Within 30 days, which an auto-debit minds.', example: false })
  will_expire_soon: boolean;

  @ApiProperty({ example: 'credit-card' })
  pg_code: string;
}

export class CardProblemView {
  @ApiProperty({ description: 'A problem code.', example: 'card_not_found' })
  code: string;
}

/** A try to charge a cycle. */
export class AgreementChargeView {
  @ApiProperty({ example: '2026-12' })
  cycle: string;

  @ApiProperty({ format: 'uuid' })
  payment_id: string;

  @ApiProperty({
    type: String,
    enum: [...PAYMENT_STATES, null],
    nullable: true,
    description: 'Of its payment; null once that is no longer kept.',
    example: 'paid',
  })
  state: PaymentState | null;

  @ApiProperty({ type: String, nullable: true, example: '19.000' })
  amount: string | null;

  @ApiProperty({ format: 'date-time' })
  claimed_at: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'When its success was recorded.' })
  charged_at: string | null;
}

export class WholeAgreementAnswer extends AgreementAnswer {
  @ApiProperty({
    type: AgreementCardView,
    nullable: true,
    description: 'Null where Ottu shows none, or could not be asked.',
  })
  card: AgreementCardView | null;

  @ApiPropertyOptional({ type: CardProblemView, description: 'Why there is no card.' })
  card_problem?: CardProblemView;

  @ApiProperty({ type: [AgreementChargeView], description: 'The last 100 tries, newest first, those in vain too.' })
  charges: AgreementChargeView[];
}

export class AgreementListAnswer {
  @ApiProperty({ type: [AgreementView], description: 'Newest first.' })
  agreements: AgreementView[];

  @ApiProperty({ type: String, nullable: true, description: 'For the next page; null on the last one.', example: null })
  next_cursor: string | null;
}

/** An agreement's row with what was charged under it. */
export interface AgreementWithCharges extends AgreementRow {
  readonly cycles_charged: number;
  readonly last_charged_at: Date | null;
  /** Its last day has passed, in UTC, by the database's clock. */
  readonly expired: boolean;
}

export function toAgreementView(row: AgreementWithCharges): AgreementView {
  const amountText = (minor: string | null): string | null =>
    minor === null ? null : moneyOf(minor, row.currency_code).toString();
  return {
    id: row.id,
    agreement_id: row.agreement_id,
    customer_id: row.customer_id,
    state: stateOf(row),
    source: row.source,
    first_payment: row.first_payment_id,
    pg_code: row.pg_code,
    type: row.type,
    amount: amountText(row.amount_minor),
    currency_code: row.currency_code,
    amount_variability: row.amount_variability,
    max_amount_per_cycle: amountText(row.max_minor),
    frequency: row.frequency,
    cycle_interval_days: row.interval_days,
    total_cycles: row.total_cycles,
    expiry_date: row.expires_on,
    cycles_charged: row.cycles_charged,
    last_charged_at: row.last_charged_at?.toISOString() ?? null,
    canceled_at: row.canceled_at?.toISOString() ?? null,
    began_at: row.began_at.toISOString(),
  };
}

function stateOf(row: AgreementWithCharges): AgreementView['state'] {
  if (row.canceled_at !== null) return 'canceled';
  const allCharged = row.total_cycles !== null && row.cycles_charged >= row.total_cycles;
  return row.expired || allCharged ? 'ended' : 'active';
}
