import { ChoiceList } from '../../http/fields/index.ts';
import type { FieldError } from '../../problems/problem.ts';
import { isGiven } from './formats.ts';

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
  const needs = (channel: string, pointer: string, value: unknown): FieldError[] =>
    eventsOf(notifications, channel).length > 0 && !isGiven(value)
      ? [{ pointer, message: `is required for notifications by ${channel}` }]
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
