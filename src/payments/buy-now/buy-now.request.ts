import { MAX_LINES, MAX_QUANTITY } from '../../catalog/catalog.ts';
import {
  AlsoCheck,
  DecimalAmount,
  FreeObject,
  ListOf,
  Nested,
  LanguageTag,
  OneOf,
  Text,
  TextList,
  WholeNumber,
} from '../../http/fields/index.ts';
import type { FieldError } from '../../problems/problem.ts';
import { Agreement, agreementViolations } from '../request/agreement.dto.ts';
import { BillingAddress, ShippingAddress, Customer } from '../request/customer.dto.ts';
import { PaymentInstrument } from '../request/instrument.ts';
import { MerchantReference } from '../request/merchant-reference.ts';

export class BuyNowItem {
  @Text({ max: 64, example: 'dates-500g' })
  sku: string;

  @WholeNumber({ min: 1, max: MAX_QUANTITY, example: 1 })
  quantity: number;
}

/** One-step checkout: what is bought, for how much, and the instrument that pays for it. */
@AlsoCheck(conditions)
export class BuyNowRequest {
  @ListOf(() => BuyNowItem, {
    max: MAX_LINES,
    optional: true,
    description: 'Priced by the catalog. Either this or `amount`.',
  })
  items?: BuyNowItem[];

  @DecimalAmount({
    optional: true,
    description: 'Above zero, in the digits of the currency. Either this or `items`.',
    example: '1.000',
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

  @OneOf(['e_commerce', 'payment_request'], { optional: true, description: '`e_commerce` when left out.' })
  type?: 'e_commerce' | 'payment_request';

  @TextList({
    min: 1,
    max: 1,
    each: { max: 50, pattern: /^[-a-zA-Z0-9_]+$/, patternMessage: 'must be a gateway code: letters, digits, - and _' },
    description: 'Exactly one gateway code.',
    example: ['credit-card'],
  })
  pg_codes: string[];

  @Text({
    max: 37,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternMessage: 'must be letters, digits, - and _ only',
    optional: true,
    description: 'Made by this service when left out. Used once, unless nothing came of it.',
    example: 'ORD-1001',
  })
  order_no?: string;

  @MerchantReference({
    description: "The merchant's own name of the order, for answers, events and searches. Ottu is not told.",
  })
  merchant_reference?: string;

  @OneOf(['one_off', 'auto_debit'], { optional: true, description: '`one_off` when left out.' })
  payment_type?: 'one_off' | 'auto_debit';

  @Nested(() => Customer, { optional: true })
  customer?: Customer;

  @Nested(() => BillingAddress, { optional: true })
  billing_address?: BillingAddress;

  @Nested(() => ShippingAddress, { optional: true })
  shipping_address?: ShippingAddress;

  @Nested(() => Agreement, { optional: true, description: 'With `payment_type: auto_debit` only.' })
  agreement?: Agreement;

  @FreeObject({ optional: true, description: "The merchant's own members; Ottu returns them in its webhooks." })
  extra?: Record<string, unknown>;

  @LanguageTag({ optional: true })
  language?: string;

  @Nested(() => PaymentInstrument)
  payment_instrument: PaymentInstrument;
}

/** Conditions between members (F2.2, F3.2, F13). Members may hold any JSON value when this runs. */
function conditions(request: BuyNowRequest): FieldError[] {
  const violations: FieldError[] = [];
  const { items, amount, payment_type, agreement, customer, payment_instrument } = request;
  if ((items === undefined) === (amount === undefined)) {
    const message = items === undefined ? 'is required, or items' : 'must not be given together with items';
    violations.push({ pointer: '/amount', message });
  }
  const instrument = payment_instrument?.instrument_type;
  if (payment_type === 'auto_debit') {
    if (agreement === undefined) violations.push({ pointer: '/agreement', message: 'is required for auto_debit' });
    if (customer?.id === undefined) violations.push({ pointer: '/customer/id', message: 'is required for auto_debit' });
  } else if (agreement !== undefined) {
    violations.push({ pointer: '/agreement', message: 'may be given with payment_type auto_debit only' });
  }
  if (instrument === 'wallet' && customer?.id === undefined) {
    violations.push({ pointer: '/customer/id', message: 'is required to pay from a wallet' });
  }
  if (payment_type === 'auto_debit' && typeof agreement === 'object' && agreement !== null) {
    violations.push(
      ...agreementViolations(agreement, { reducedAllowed: instrument === 'token', currency: request.currency_code }),
    );
  }
  return violations;
}
