import { billingAddress, shippingAddress } from './addresses.ts';
import { agreement } from './agreement.ts';
import { boolean, choice, dictionary, integer, listOf, matching, nullable, shape, text } from './fields.ts';
import type { Shape } from './fields.ts';
import { agreementDate, dateTime, duration, email, isoDate, returnAddress, slug, url } from './formats.ts';
import type { Rule } from './problems.ts';

const MAIL_EVENTS = [
  'created',
  'paid',
  'canceled',
  'failed',
  'expired',
  'authorized',
  'voided',
  'refunded',
  'captured',
];
const WHATSAPP_EVENTS = ['created', 'paid', 'canceled', 'failed', 'expired', 'authorized'];

const branding: Rule = (value) => {
  const problem = shape({ payment_methods: dictionary })(value);
  if (problem !== undefined) return problem;
  const items = (value as { payment_methods: Record<string, unknown> }).payment_methods;
  const item = shape(
    { text: text(), color: matching(/^#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})$/, 'Enter a valid value.') },
    { font_weight: integer() },
  );
  return shape({ payment_methods: shape({}, Object.fromEntries(Object.keys(items).map((code) => [code, item]))) })(
    value,
  );
};

const decimal = matching(/^\d+(\.\d+)?$/, 'A valid number is required.', 24);

/** Required on create and PUT (F2.1). `amount` and `currency_code` depend on each other: `amount.ts`. */
export const REQUIRED_FIELDS: Shape = {
  type: choice(['e_commerce', 'payment_request']),
  pg_codes: listOf(slug, { empty: false }),
};

/** Optional fields that are echoed in answers (F2.2). */
export const ECHOED_FIELDS: Shape = {
  payment_type: choice(['one_off', 'auto_debit', 'save_card', 'auto_pay']),
  agreement,
  customer_id: text({ max: 64 }),
  customer_email: email,
  customer_phone: text({ max: 16 }),
  customer_phone_2: text({ max: 16 }),
  customer_first_name: text({ max: 64 }),
  customer_last_name: text({ max: 64 }),
  customer_birthdate: isoDate,
  billing_address: billingAddress,
  shipping_address: shippingAddress,
  order_no: text({ max: 128 }),
  language: choice(['en', 'ar']),
  redirect_url: returnAddress,
  webhook_url: url(2000),
  expiration_time: duration,
  due_datetime: dateTime,
  notifications: shape(
    {},
    { email: listOf(choice(MAIL_EVENTS)), sms: listOf(choice(MAIL_EVENTS)), whatsapp: listOf(choice(WHATSAPP_EVENTS)) },
  ),
  email_recipients: listOf(email),
  attachment_upload_url: matching(
    /(?:pdf|jpeg|png|doc|docx|jpg|xls|xlsx|txt)$/,
    'This value does not match the required pattern.',
  ),
  card_acceptance_criteria: shape({}, { min_expiry_time: integer({ min: 1, max: 365 }) }),
  extra: dictionary,
  product_type: text({ max: 128 }),
  vendor_name: text({ max: 64 }),
  initiator_id: integer(),
  loyalty: nullable(shape({ enabled: boolean }, { reference: text({ max: 128 }), metadata: dictionary })),
  mode: text(),
};

/** Optional fields that are never echoed. */
export const WRITE_ONLY_FIELDS: Shape = {
  autopay: shape({ frequency: text({ blank: false }), recurring_amount: decimal }, { start_date: agreementDate }),
  generate_qr_code: boolean,
  shortify_checkout_url: boolean,
  shortify_attachment_url: boolean,
  include_sdk_setup_preload: boolean,
  preload_checkout_page: boolean,
  branding_options: branding,
  unit_code: text(),
};
