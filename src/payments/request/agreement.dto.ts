import {
  field,
  FreeObject,
  Nested,
  OneOf,
  Text,
  WholeNumber,
  DecimalAmount,
  type FieldOptions,
} from '../../http/fields/index.ts';
import { isCurrencyCode, type CurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import type { FieldError } from '../../problems/problem.ts';

export const AGREEMENT_TYPES = ['recurring', 'installment', 'unscheduled', 'event_based', 'other'] as const;
const FREQUENCIES = [
  'irregular',
  'daily',
  'weekly',
  'semi_monthly',
  'monthly',
  'quarterly',
  'semi_annually',
  'yearly',
  'other',
] as const;

/** Ottu's samples write days as DD/MM/YYYY, its schema as YYYY-MM-DD (F2.4): both pass, as they came. */
function AgreementDay(options: FieldOptions): PropertyDecorator {
  return field(
    (value) => (isDay(value) ? undefined : 'must be a real day written as YYYY-MM-DD or DD/MM/YYYY'),
    { type: 'string', pattern: String.raw`^(\d{4}-\d{2}-\d{2}|\d{2}/\d{2}/\d{4})$` },
    options,
  );
}

function isDay(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const parts = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(value);
  const iso = parts === null ? value : `${parts[3]}-${parts[2]}-${parts[1]}`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return false;
  const day = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}

export class AgreementSeller {
  @Text({ max: 128, optional: true })
  name?: string;

  @Text({ max: 64, optional: true })
  short_name?: string;

  @Text({ max: 64, optional: true, description: 'Merchant category code.', example: '5411' })
  category_code?: string;
}

/** F2.4: what a payer has consented to. */
class AgreementMembers {
  @OneOf(AGREEMENT_TYPES, { optional: true, description: '`recurring` when left out.' })
  type?: string;

  @OneOf(['fixed', 'variable'], { optional: true })
  amount_variability?: string;

  @OneOf(FREQUENCIES, { optional: true, description: 'Always `irregular` for `unscheduled`.' })
  frequency?: string;

  @AgreementDay({ optional: true })
  start_date?: string;

  @AgreementDay({ optional: true, example: '2027-12-31' })
  expiry_date?: string;

  @DecimalAmount({ optional: true })
  max_amount_per_cycle?: string;

  @WholeNumber({ min: 1, max: 366, orText: true, optional: true })
  cycle_interval_days?: number | string;

  @WholeNumber({ min: 1, max: 999, orText: true, optional: true })
  total_cycles?: number | string;

  @Nested(() => AgreementSeller, { optional: true })
  seller?: AgreementSeller;

  @FreeObject({ optional: true })
  extra_params?: Record<string, unknown>;
}

/** F2.4: the payer's consent to later charges. What is needed depends on `type` (F13.3). */
export class Agreement extends AgreementMembers {
  @Text({ max: 128, description: 'Chosen by the merchant.', example: 'AGR-9' })
  id: string;
}

/** The terms of an agreement that did not begin here; its id stands beside it. */
export class AdoptedAgreement extends AgreementMembers {}

const RECURRING = [
  'id',
  'frequency',
  'amount_variability',
  'expiry_date',
  'cycle_interval_days',
  'total_cycles',
] as const;
const UNSCHEDULED = ['id', 'frequency', 'type'] as const;

/** What the rules look at; members may still hold any JSON value. */
interface AgreementLike {
  readonly type?: unknown;
  readonly frequency?: unknown;
  readonly max_amount_per_cycle?: unknown;
}

interface AgreementRules {
  /** Where a saved card is charged under an agreement that exists already, Ottu takes a reduced `{id, type}`. */
  readonly reducedAllowed: boolean;
  /** Where it is given, the largest amount must be one of this currency. */
  readonly currency?: unknown;
}

/** F13.3: what an agreement needs by its type. */
export function agreementViolations(agreement: object, rules: AgreementRules): FieldError[] {
  const { max_amount_per_cycle: largest } = agreement as AgreementLike;
  const violations = missingMembers(agreement, rules);
  if (largest === undefined || !isCurrencyCode(rules.currency) || isAmount(largest, rules.currency)) return violations;
  const message = `must be an amount of ${rules.currency}`;
  return [...violations, { pointer: '/agreement/max_amount_per_cycle', message }];
}

function isAmount(text: unknown, currency: CurrencyCode): boolean {
  try {
    Money.fromProvider(text, currency);
    return true;
  } catch {
    return false;
  }
}

function missingMembers(agreement: object, { reducedAllowed }: AgreementRules): FieldError[] {
  const { type = 'recurring', frequency } = agreement as AgreementLike;
  // A DTO has all its members, those that were left out as undefined.
  const given = Object.entries(agreement).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (reducedAllowed && given.every((name) => name === 'id' || name === 'type')) return [];
  switch (type) {
    case 'recurring':
      return missing(given, RECURRING, type);
    case 'installment':
      return missing(given, [...RECURRING, 'seller'], type);
    case 'unscheduled':
      return [
        ...missing(given, UNSCHEDULED, type),
        ...(frequency !== undefined && frequency !== 'irregular'
          ? [{ pointer: '/agreement/frequency', message: 'must be "irregular" for an unscheduled agreement' }]
          : []),
      ];
    default:
      // Nothing is documented for the other types: Ottu decides.
      return [];
  }
}

function missing(given: readonly string[], needed: readonly string[], type: string): FieldError[] {
  return needed
    .filter((name) => !given.includes(name))
    .map((name) => ({ pointer: `/agreement/${name}`, message: `is required for an agreement of type "${type}"` }));
}
