import { Email, Text, ChoiceList, AlsoCheck, FreeObject, WholeNumber, Flag } from '../../http/fields/index.ts';
import { pointer } from '../../json/json-pointer.ts';
import { BillingAddress } from '../../payments/request/customer.dto.ts';
import type { FieldError } from '../../problems/problem.ts';
import { isGiven } from './formats.ts';

/** F2.3: who receives the goods, and where. How a phone number is written is Ottu's to judge. */
export class DeliveryAddress extends BillingAddress {
  @Text({ max: 64, example: 'Sara' })
  first_name: string;

  @Text({ max: 64, example: 'Al-Test' })
  last_name: string;

  @Email({ max: 128, example: 'sara@example.com' })
  email: string;

  @Text({ max: 16, example: '+96550000001' })
  phone: string;
}

const WHATSAPP_EVENTS = ['created', 'paid', 'canceled', 'failed', 'expired', 'authorized'] as const;
const MAIL_EVENTS = [...WHATSAPP_EVENTS, 'voided', 'refunded', 'captured'] as const;

/** F2.2: what Ottu tells the payer, and by which channel. */
export class Notifications {
  @ChoiceList(MAIL_EVENTS, { optional: true, description: 'Needs `customer_email`.', example: ['paid', 'failed'] })
  email?: string[];

  @ChoiceList(MAIL_EVENTS, { optional: true, description: 'Needs `customer_phone`.', example: ['created'] })
  sms?: string[];

  @ChoiceList(WHATSAPP_EVENTS, { optional: true, example: [] })
  whatsapp?: string[];
}

/** F2.2: a channel that is used needs the address that it reaches. */
export function notificationViolations(request: {
  readonly notifications?: unknown;
  readonly customer_email?: unknown;
  readonly customer_phone?: unknown;
}): FieldError[] {
  const { notifications, customer_email, customer_phone } = request;
  const needs = (channel: string, at: string, value: unknown): FieldError[] =>
    eventsOf(notifications, channel).length > 0 && !isGiven(value)
      ? [{ pointer: at, message: `is required for notifications by ${channel}` }]
      : [];
  return [...needs('email', '/customer_email', customer_email), ...needs('sms', '/customer_phone', customer_phone)];
}

/** Whether Ottu itself sends the payer a link as soon as the transaction exists. */
export function announcesCreation(notifications: unknown): boolean {
  if (typeof notifications !== 'object' || notifications === null) return false;
  return Object.keys(notifications).some((channel) => eventsOf(notifications, channel).includes('created'));
}

function eventsOf(notifications: unknown, channel: string): unknown[] {
  if (typeof notifications !== 'object' || notifications === null) return [];
  const events = (notifications as Readonly<Record<string, unknown>>)[channel];
  return Array.isArray(events) ? events : [];
}

const COLOR = /^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$/;

/** F2.2: how gateways look in the preload, by their codes. */
@AlsoCheck(itemViolations)
export class BrandingOptions {
  @FreeObject({
    description: 'By gateway code: `text` (required), `color` (required, `#RGB` or `#RRGGBB`) and `font_weight`.',
    example: { 'credit-card': { text: 'Pay by card', color: '#1A73E8', font_weight: 600 } },
  })
  payment_methods: Record<string, unknown>;
}

function* itemViolations({ payment_methods: items }: BrandingOptions): Generator<FieldError, void, void> {
  if (typeof items !== 'object' || items === null || Array.isArray(items)) return;
  for (const [code, item] of Object.entries(items)) yield* violationsOf(item, pointer('payment_methods', code));
}

function violationsOf(item: unknown, at: string): FieldError[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return [{ pointer: at, message: 'must be an object' }];
  }
  const { text, color, font_weight: weight } = item as Readonly<Record<string, unknown>>;
  const violations: FieldError[] = [];
  if (typeof text !== 'string') violations.push({ pointer: `${at}/text`, message: 'must be a string' });
  if (typeof color !== 'string' || !COLOR.test(color)) {
    violations.push({ pointer: `${at}/color`, message: 'must be a color such as "#1A73E8"' });
  }
  if (weight !== undefined && !Number.isSafeInteger(weight)) {
    violations.push({ pointer: `${at}/font_weight`, message: 'must be a whole number' });
  }
  return violations;
}

/** F2.2: for direct payments only. */
export class CardAcceptanceCriteria {
  @WholeNumber({
    min: 1,
    max: 365,
    orText: true,
    optional: true,
    description: 'Days that a card must still be valid; 30 for `auto_debit` when left out.',
    example: 30,
  })
  min_expiry_time?: number | string;
}

/** F2.2: rewards that Ottu gives after `paid`. */
export class Loyalty {
  @Flag({ example: true })
  enabled: boolean;

  @Text({ max: 128, optional: true, description: '`order_no` when left out.', example: 'LOY-SPRING-1' })
  reference?: string;

  @FreeObject({ optional: true, example: { campaign_id: 'spring' } })
  metadata?: Record<string, unknown>;
}
