import { AlsoCheck, DecimalAmount, FreeObject, Nested, OneOf, Text } from '../../http/fields/index.ts';
import type { FieldError } from '../../problems/problem.ts';
import { AdoptedAgreement, agreementViolations } from '../request/agreement.dto.ts';

/** What can be seen, and plain spaces between it: two names that look alike must not be two cycles (M82). */
const CYCLE = /^(?! )(?:[^\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]| )+(?<! )$/u;

/** The name of a cycle as it is kept: one form of what Unicode can spell in several. */
export function cycleName(cycle: string): string {
  return cycle.normalize('NFKC');
}

/** One charge of a customer who is not there, under an agreement with him. */
@AlsoCheck(conditions)
export class AutoDebitRequest {
  @Text({ max: 128, description: 'The `id` of the agreement, as its first payment named it.', example: 'AGR-9' })
  agreement_id: string;

  @Text({ max: 64, example: 'cust-77' })
  customer_id: string;

  @Text({
    max: 64,
    pattern: CYCLE,
    patternMessage: 'must be visible characters, with plain spaces between them only',
    description:
      'What is charged for, in the words of your billing, such as the month. It is charged once, under whatever key.',
    example: '2026-12',
  })
  cycle: string;

  @DecimalAmount({
    optional: true,
    description: 'Above zero, in the digits of the currency. May be left out where the agreement has one fixed amount.',
    example: '19.000',
  })
  amount?: string;

  @Text({
    min: 3,
    max: 3,
    pattern: /^[A-Z]{3}$/,
    patternMessage: 'must be three capital letters (ISO 4217)',
    example: 'KWD',
  })
  currency_code: string;

  @Text({
    max: 50,
    pattern: /^[-a-zA-Z0-9_]+$/,
    patternMessage: 'must be a gateway code: letters, digits, - and _',
    optional: true,
    description: 'The gateway of the agreement, when left out. It cannot be another.',
    example: 'credit-card',
  })
  pg_code?: string;

  @Text({
    max: 37,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternMessage: 'must be letters, digits, - and _ only',
    optional: true,
    description: 'Made by this service when left out. Used once, unless nothing came of it.',
  })
  order_no?: string;

  @Nested(() => AdoptedAgreement, {
    optional: true,
    description:
      'The terms of an agreement that began elsewhere, with the first charge of it here; then `pg_code` is needed too.',
  })
  agreement?: AdoptedAgreement;

  @OneOf(['payment_link'], {
    optional: true,
    description:
      'What is done where Ottu declines for a reason that the payer can mend: `payment_link` makes a link for the same cycle and the same amount, to be passed on to him.',
  })
  on_decline?: 'payment_link';

  @FreeObject({ optional: true, description: "The merchant's own members; Ottu returns them in its events." })
  extra?: Record<string, unknown>;
}

/** Members may hold any JSON value when this runs. */
function conditions({ agreement, agreement_id, currency_code, pg_code, amount }: AutoDebitRequest): FieldError[] {
  if (typeof agreement !== 'object' || agreement === null) return [];
  const violations = agreementViolations(
    { ...Object.fromEntries(Object.entries(agreement)), id: agreement_id },
    {
      reducedAllowed: false,
      currency: currency_code,
    },
  );
  if (pg_code === undefined) violations.push({ pointer: '/pg_code', message: 'is required with agreement' });
  if (agreement.amount_variability === 'fixed' && amount === undefined) {
    violations.push({ pointer: '/amount', message: 'is required with an agreement of fixed amounts' });
  }
  return violations;
}
