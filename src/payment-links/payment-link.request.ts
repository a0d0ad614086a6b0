import { MAX_LINES } from '../catalog/catalog.ts';
import {
  AlsoCheck,
  ChoiceList,
  DecimalAmount,
  FreeObject,
  LanguageTag,
  ListOf,
  Nested,
  ReturnAddress,
  Text,
} from '../http/fields/index.ts';
import { MESSAGE_CHANNELS, type MessageChannel } from '../ottu/messages-api.ts';
import { BuyNowItem } from '../payments/buy-now/buy-now.request.ts';
import { BillingAddress, Customer, ShippingAddress } from '../payments/request/customer.dto.ts';
import { MerchantReference } from '../payments/request/merchant-reference.ts';
import type { FieldError } from '../problems/problem.ts';
import { AttachmentAddress, Currency, Duration, GatewayCodes, Moment } from '../transactions/request/formats.ts';
import { Notifications } from '../transactions/request/nested-members.dto.ts';

/** What is to be paid by whoever has the link, and how the payer gets it. */
@AlsoCheck(conditions)
export class PaymentLinkRequest {
  @ListOf(() => BuyNowItem, {
    max: MAX_LINES,
    optional: true,
    description: 'Priced by the catalog. Either this or `amount`.',
  })
  items?: BuyNowItem[];

  @DecimalAmount({
    optional: true,
    description: 'Above zero, in the digits of the currency. Either this or `items`.',
    example: '12.500',
  })
  amount?: string;

  @Currency()
  currency_code: string;

  @GatewayCodes({ optional: true, description: 'The payer picks one of them. Those of `OTTU_PG_CODES` when left out.' })
  pg_codes?: string[];

  @Text({
    max: 37,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternMessage: 'must be letters, digits, - and _ only',
    optional: true,
    description: 'Made by this service when left out. Used once, unless nothing came of it.',
    example: 'LINK-1001',
  })
  order_no?: string;

  @MerchantReference({
    description: "The merchant's own name of the order, for answers, events and searches. Ottu is not told.",
  })
  merchant_reference?: string;

  @Nested(() => Customer, { optional: true })
  customer?: Customer;

  @Nested(() => BillingAddress, { optional: true })
  billing_address?: BillingAddress;

  @Nested(() => ShippingAddress, { optional: true })
  shipping_address?: ShippingAddress;

  @Nested(() => Notifications, {
    optional: true,
    description:
      'Which messages Ottu sends to the payer, and by what. `created` is the message with the link; without it nothing is sent, and the link is yours to pass on.',
  })
  notifications?: Notifications;

  @Duration({ optional: true, description: 'How long it can be paid; a day when left out.', example: '3 00:00:00' })
  expiration_time?: string;

  @Moment({ optional: true, description: 'A reminder only; it can be paid afterwards.' })
  due_datetime?: string;

  @AttachmentAddress({ optional: true })
  attachment_upload_url?: string;

  @LanguageTag({ optional: true, description: "Of Ottu's page and messages." })
  language?: string;

  @ReturnAddress({
    max: 2000,
    optional: true,
    description: 'Where the payer comes back to: one of those the shop allows (`REDIRECT_URLS`).',
  })
  redirect_url?: string;

  @FreeObject({ optional: true, description: "The merchant's own members; Ottu returns them in its webhooks." })
  extra?: Record<string, unknown>;
}

/** F2.2: a message needs the address that it reaches. Members may hold any JSON value when this runs. */
function conditions({ items, amount, customer, notifications }: PaymentLinkRequest): FieldError[] {
  const violations: FieldError[] = [];
  if ((items === undefined) === (amount === undefined)) {
    const message = items === undefined ? 'is required, or items' : 'must not be given together with items';
    violations.push({ pointer: '/amount', message });
  }
  for (const channel of MESSAGE_CHANNELS) {
    const events: unknown = notifications?.[channel];
    const address = channel === 'email' ? 'email' : 'phone';
    if (!Array.isArray(events) || events.length === 0 || customer?.[address] !== undefined) continue;
    violations.push({ pointer: `/customer/${address}`, message: `is required for notifications by ${channel}` });
  }
  return violations;
}

/** What can be changed of a link that was not paid yet. */
@AlsoCheck(changeConditions)
export class PaymentLinkChange {
  @DecimalAmount({
    optional: true,
    description: 'The new amount, in the currency of the link; for links that were made by an amount.',
    example: '10.000',
  })
  amount?: string;

  @DecimalAmount({
    optional: true,
    description:
      'The `amount` of the link as it was on the screen of whoever asks; required with `amount`. When it is another one by now, nothing is changed (`link_changed`).',
    example: '12.500',
  })
  expected_amount?: string;

  @Duration({ optional: true, description: 'How long it can be paid, counted as Ottu counts it.' })
  expiration_time?: string;

  @Moment({ optional: true, description: 'A reminder only; it can be paid afterwards.' })
  due_datetime?: string;
}

function changeConditions(change: PaymentLinkChange): FieldError[] {
  const { amount, expected_amount: expected, expiration_time: expiry, due_datetime: due } = change;
  if (amount !== undefined && expected === undefined) {
    return [{ pointer: '/expected_amount', message: 'is required with amount' }];
  }
  const nothing = amount === undefined && expiry === undefined && due === undefined;
  return nothing ? [{ pointer: '/amount', message: 'is required, or expiration_time, or due_datetime' }] : [];
}

export class ResendRequest {
  @ChoiceList(MESSAGE_CHANNELS, {
    optional: true,
    description: 'All by which the link was announced, when left out.',
    example: ['sms'],
  })
  channels?: MessageChannel[];
}
