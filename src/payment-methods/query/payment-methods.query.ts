import { ChoiceList, field, OneOf, Text, TextList, type FieldOptions } from '../../http/fields/index.ts';

const TAGS = [
  'e_commerce',
  'crm',
  'pos',
  'invoicing',
  'subscriptions',
  'marketplace',
  'mobile_app',
  'ticket_booking',
  'donations',
  'government',
  'education',
  'healthcare',
  'insurance',
  'logistics',
  'hospitality',
  'real_estate',
  'retail',
  'telecom',
  'utilities',
  'demo',
  'test',
] as const;

/** `true` or `false`; one of Ottu's samples writes it as a string. */
function FlagOrText(options: FieldOptions): PropertyDecorator {
  return field(
    (value) => ([true, false, 'true', 'false'].includes(value as never) ? undefined : 'must be true or false'),
    { oneOf: [{ type: 'boolean' }, { type: 'string', enum: ['true', 'false'] }] },
    options,
  );
}

/** Every filter of Ottu's query (F7). What this service does not know is passed on. */
export class PaymentMethodsQuery {
  @Text({ max: 50, description: '`e_commerce` or `payment_request`.', example: 'e_commerce' })
  plugin: string;

  @TextList({
    min: 0,
    max: 200,
    each: { min: 3, max: 3, pattern: /^[A-Z]{3}$/, patternMessage: 'must be three capital letters (ISO 4217)' },
    optional: true,
    description: 'Gateways that take one of them.',
    example: ['KWD'],
  })
  currencies?: string[];

  @Text({
    max: 64,
    optional: true,
    description: 'Narrows `customer_payment_methods` to those that this customer has paid with.',
    example: 'cust-77',
  })
  customer_id?: string;

  @OneOf(['purchase', 'authorize'], { optional: true, example: 'purchase' })
  operation?: string;

  @FlagOrText({ optional: true, example: true })
  tokenizable?: boolean | 'true' | 'false';

  @FlagOrText({ optional: true, example: true })
  auto_debit?: boolean | 'true' | 'false';

  @TextList({
    min: 0,
    max: 100,
    each: { max: 50 },
    optional: true,
    description: 'Names of gateways.',
    example: ['mpgs'],
  })
  pg_names?: string[];

  @OneOf(['sandbox', 'production'], { optional: true, example: 'sandbox' })
  type?: string;

  @ChoiceList(TAGS, { optional: true, description: 'Gateways that have one of them.', example: ['e_commerce'] })
  tags?: string[];

  @ChoiceList(['apple_pay', 'google_pay', 'samsung_pay', 'wallet'], {
    optional: true,
    description: 'Gateways that have one of them.',
    example: ['apple_pay'],
  })
  payment_services?: string[];
}
