import {
  DateOnly,
  Flag,
  FreeObject,
  Nested,
  OneOf,
  Text,
  ReturnAddress,
  Url,
  WholeNumber,
} from '../../http/fields/index.ts';
import { Agreement } from '../../payments/request/agreement.dto.ts';
import { BillingAddress } from '../../payments/request/customer.dto.ts';
import { AttachmentAddress, Duration, EmailList, EmailOrBlank, Moment, NotHere } from './formats.ts';
import {
  DeliveryAddress,
  BrandingOptions,
  CardAcceptanceCriteria,
  Loyalty,
  Notifications,
} from './nested-members.dto.ts';

const MAX_URL = 2000;

/** What every request about a transaction may have besides its four main members (F2.2). */
export class TransactionMembers {
  @OneOf(['one_off', 'auto_debit', 'save_card', 'auto_pay'], {
    optional: true,
    description:
      '`one_off` when left out. `auto_pay` begins a subscription by the member `autopay`, which Ottu judges.',
  })
  payment_type?: 'one_off' | 'auto_debit' | 'save_card' | 'auto_pay';

  @Nested(() => Agreement, {
    optional: true,
    description:
      'With `payment_type: auto_debit` or `auto_pay`, and only then. `{id, type}` names one that exists already.',
  })
  agreement?: Agreement;

  @Text({
    max: 128,
    pattern: /^[\x20-\x7E]+$/,
    patternMessage: 'must be printable ASCII',
    optional: true,
    description: 'Made by this service when left out. Used once, unless nothing came of it. MPGS takes 37 characters.',
    example: 'ORD-1001',
  })
  order_no?: string;

  @Text({
    min: 0,
    max: 64,
    pattern: /^\P{Cc}*$/u,
    patternMessage: 'must hold no control characters',
    optional: true,
    description: 'Owner of saved cards and wallets; needed for `auto_debit`, `save_card` and a wallet.',
    example: 'cust-77',
  })
  customer_id?: string;

  @EmailOrBlank({ max: 128, optional: true, example: 'sara@example.com' })
  customer_email?: string;

  @Text({ min: 0, max: 16, optional: true, example: '+96550000001' })
  customer_phone?: string;

  @Text({ min: 0, max: 16, optional: true })
  customer_phone_2?: string;

  @Text({ min: 0, max: 64, optional: true, example: 'Sara' })
  customer_first_name?: string;

  @Text({ min: 0, max: 64, optional: true, example: 'Al-Test' })
  customer_last_name?: string;

  @DateOnly({ optional: true })
  customer_birthdate?: string;

  @Nested(() => BillingAddress, { optional: true })
  billing_address?: BillingAddress;

  @Nested(() => DeliveryAddress, { optional: true })
  shipping_address?: DeliveryAddress;

  @OneOf(['en', 'ar'], { optional: true, description: '`en` when left out.' })
  language?: 'en' | 'ar';

  @ReturnAddress({
    max: MAX_URL,
    optional: true,
    description: 'Where the payer returns to; a deep link into an app, too.',
  })
  redirect_url?: string;

  @Url({
    max: MAX_URL,
    optional: true,
    description:
      "This service's own when left out. With an address of yours Ottu reports to you, and this service follows the " +
      'payment by asking Ottu.',
    example: 'https://shop.example/ottu/webhook',
  })
  webhook_url?: string;

  @Duration({ optional: true, description: 'How long it can be paid; a day when left out, half an hour for a charge.' })
  expiration_time?: string;

  @Moment({ optional: true, description: 'A reminder only; it can be paid afterwards.' })
  due_datetime?: string;

  @Nested(() => Notifications, { optional: true })
  notifications?: Notifications;

  @EmailList({ optional: true, description: "The merchant's own people.", example: ['orders@shop.example'] })
  email_recipients?: string[];

  @NotHere('must be sent as multipart/form-data; in JSON, upload the file first and name it in attachment_upload_url')
  attachment?: never;

  @AttachmentAddress({ optional: true })
  attachment_upload_url?: string;

  @Nested(() => CardAcceptanceCriteria, { optional: true })
  card_acceptance_criteria?: CardAcceptanceCriteria;

  @FreeObject({ optional: true, description: "The merchant's own members; Ottu returns them in its webhooks." })
  extra?: Record<string, unknown>;

  @Text({ min: 0, max: 128, optional: true })
  product_type?: string;

  @Text({ min: 0, max: 64, optional: true })
  vendor_name?: string;

  @WholeNumber({
    min: 1,
    max: Number.MAX_SAFE_INTEGER,
    orText: true,
    optional: true,
    description: 'An active user of the merchant.',
  })
  initiator_id?: number | string;

  @Flag({ optional: true, description: 'Adds `qr_code_url` to the answer.' })
  generate_qr_code?: boolean;

  @Flag({ optional: true, description: 'Adds `checkout_short_url` to the answer.' })
  shortify_checkout_url?: boolean;

  @Flag({ optional: true, description: 'Adds `attachment_short_url` to the answer.' })
  shortify_attachment_url?: boolean;

  @Flag({ optional: true, description: 'Adds `sdk_setup_preload_payload` to the answer.' })
  include_sdk_setup_preload?: boolean;

  @Flag({ optional: true, description: 'Prepares the checkout page; ignored by Ottu on changes.' })
  preload_checkout_page?: boolean;

  @Nested(() => BrandingOptions, { optional: true })
  branding_options?: BrandingOptions;

  @Nested(() => Loyalty, { optional: true, nullable: true })
  loyalty?: Loyalty | null;

  @Text({ min: 0, max: 255, optional: true, description: 'Slug of a unit of the merchant.' })
  unit_code?: string;

  @Text({ min: 0, max: 255, optional: true })
  mode?: string;
}
