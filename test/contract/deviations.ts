import type { Deviation } from './deviation.ts';
import type { Schema } from './openapi-file.ts';

/**
 * The one list of places where Ottu's OpenAPI file is not taken at its word, each with its reason. F-numbers are those of
 * `docs/ottu-facts.md`. Whatever is listed here and not needed fails the check.
 */

const CREATE = { method: 'post', path: '/b/checkout/v1/pymt-txn/' } as const;
/** The answers of the Checkout API: one set of members under four names (F2). */
const CHECKOUT_ANSWERS = ['CheckoutPOSTResponse', 'CheckoutGETResponse', 'CheckoutPATCHResponse', 'Checkout'] as const;
const UPLOAD_FAILURES = [
  'WithoutTXN',
  'TXNNotFoundOrderNo',
  'TXNNotFoundSessionID',
  'TXNNotBoth',
  'NoFile',
  'WrongExtension',
].map((name) => `AttachmentUploadFailure${name}`);
const TEXT: Schema = { type: 'string' };
const FREE_OBJECT: Schema = { type: 'object' };
const AMOUNT: Schema = { type: ['string', 'number'] };
const SPACED_UTC: Schema = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$' };
const SLASHED: Schema = { type: 'string', pattern: '^\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d$' };
const MESSAGES: Schema = { type: 'array', items: TEXT, minItems: 1 };
/** E1 and E2, also mixed. */
const FIELD_ERRORS: Schema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { anyOf: [MESSAGES, { type: 'object', minProperties: 1, additionalProperties: MESSAGES }] },
};

const ref = (schema: string): Schema => ({ $ref: `#/components/schemas/${schema}` });

const optional = (
  of: Deviation['of'],
  schemas: readonly string[],
  members: readonly string[],
  reason: string,
): Deviation[] =>
  schemas.flatMap((schema) => members.map((member) => ({ kind: 'optional', of, schema, member, reason }) as const));

const member = (
  of: Deviation['of'],
  schemas: readonly string[],
  name: string,
  file: Schema | undefined,
  reads: Schema,
  reason: string,
): Deviation[] => schemas.map((schema) => ({ kind: 'member', of, schema, member: name, file, reads, reason }) as const);

const REQUESTS: readonly Deviation[] = [
  ...optional(
    'requests',
    ['CheckoutPOSTRequest', 'Checkout'],
    [
      'attachment_short_url',
      'billing',
      'checkout_page_url',
      'checkout_short_url',
      'checkout_url',
      'operation',
      'payment_methods',
      'qr_code_url',
      'sdk_setup_preload_payload',
      'session_id',
      'settled_pg_code',
      'state',
    ],
    'read-only: the generator lists what an answer has as required of the request too (F0)',
  ),
  ...member(
    'requests',
    ['CheckoutPOSTRequest', 'PatchedCheckoutPATCHRequest', 'Checkout'],
    'extra',
    undefined,
    FREE_OBJECT,
    'documented by the guides and returned in events; missing from the file (F2.2)',
  ),
];

const FILES: readonly Deviation[] = (
  [
    ['AttachmentUpload', 'file'],
    ['CheckoutPOSTRequest', 'attachment'],
  ] as const
).flatMap(([schema, name]) =>
  member(
    'requests',
    [schema],
    name,
    { type: 'string', format: 'uri' },
    { type: 'string', pattern: '\\.(pdf|jpeg|png|doc|docx|jpg|xls|xlsx|txt)$' },
    'typed as the address that an answer shows; what is sent is a file, which stands here by its name (F2.2, F5)',
  ),
);

const ANSWERS: readonly Deviation[] = [
  ...optional('answers', CHECKOUT_ANSWERS, ['attachment_short_url'], 'only with shortify_attachment_url (F2.5)'),
  ...optional('answers', CHECKOUT_ANSWERS, ['checkout_short_url'], 'only with shortify_checkout_url (F2.5)'),
  ...optional('answers', CHECKOUT_ANSWERS, ['qr_code_url'], 'only with generate_qr_code (F2.5)'),
  ...optional('answers', CHECKOUT_ANSWERS, ['sdk_setup_preload_payload'], 'only with include_sdk_setup_preload (F2.5)'),
  ...optional('answers', CHECKOUT_ANSWERS, ['settled_pg_code'], 'only once a gateway has settled (F2.5)'),
  ...optional(
    'answers',
    CHECKOUT_ANSWERS,
    ['billing'],
    'a text by the file, an object by its description; in no sample (F2.5)',
  ),
  ...member(
    'answers',
    CHECKOUT_ANSWERS,
    'payment_methods',
    { allOf: [ref('PaymentMethodsForRedirect')] },
    { type: 'array', items: ref('PaymentMethodsForRedirect') },
    'an array in every sample; the file types its one entry (F2.5)',
  ),
  ...member(
    'answers',
    CHECKOUT_ANSWERS,
    'due_datetime',
    { format: 'date-time' },
    SLASHED,
    'echoed as DD/MM/YYYY HH:MM:SS (F2.2)',
  ),
  ...member(
    'answers',
    ['PaymentMethodsForRedirect'],
    'type',
    { enum: ['e_commerce', 'payment_request'] },
    TEXT,
    'the environment, such as sandbox, in every sample (F2.6)',
  ),
  ...member(
    'answers',
    ['CheckoutSDK'],
    'billing',
    { type: 'string' },
    FREE_OBJECT,
    'an object by its description and in the samples (F2.5, F2.10)',
  ),
  {
    kind: 'schema',
    of: 'answers',
    schema: 'Success',
    file: { oneOf: [ref('CheckoutPOSTResponse'), ref('DirectPaymentResponse')] },
    reads: {
      oneOf: ['CheckoutPOSTResponse', 'DirectPaymentResponse', 'IFrame3DSResponse', 'Redirect3DSResponse'].map(ref),
    },
    reason:
      'whether a one-step charge can answer with 3DS is not said; the service takes it, so the simulator gives it (F3.4, F15.6)',
  },
  ...optional(
    'answers',
    ['DirectPaymentResponse'],
    ['customer_address_country'],
    'only where the transaction has an address',
  ),
  ...optional('answers', ['DirectPaymentResponse'], ['settled_amount'], 'only once something is settled'),
  ...optional(
    'answers',
    ['DirectPaymentResponse'],
    ['remaining_amount', 'agreement', 'card_acceptance_criteria'],
    'absent from an event that was seen; required by the file (F16.15)',
  ),
  ...member(
    'answers',
    ['DirectPaymentResponse'],
    'settled_amount',
    { type: 'number' },
    AMOUNT,
    'text in the samples, number in the file (F15.23)',
  ),
  ...member(
    'answers',
    ['DirectPaymentResponse'],
    'remaining_amount',
    { type: 'number' },
    AMOUNT,
    'text in the samples, number in the file (F15.23)',
  ),
  ...member(
    'answers',
    ['DirectPaymentResponse'],
    'timestamp_utc',
    { format: 'date-time' },
    SPACED_UTC,
    'a space and no zone in every sample (F3.3, F15.24)',
  ),
  ...member(
    'answers',
    ['DirectPaymentResponse'],
    'initiator',
    { allOf: [ref('InitiatorUser')] },
    { anyOf: [ref('InitiatorUser'), { type: 'object', maxProperties: 0 }] },
    'empty with an API key, which belongs to no user (F1.2, F3.3)',
  ),
  ...optional(
    'answers',
    ['Card'],
    ['cvv_required', 'expiry_month', 'expiry_year', 'is_expired', 'is_preferred', 'name_on_card', 'pg_name'],
    'the samples of payment answers show the token, its brand, number and gateway alone (F3.3)',
  ),
  {
    kind: 'schema',
    of: 'answers',
    schema: 'ClientErrors',
    file: { oneOf: ['FieldErrors', 'NestedFieldErrors', 'GenericErrorMessage', 'OperationErrorResponse'].map(ref) },
    reads: {
      anyOf: [
        FIELD_ERRORS,
        ref('GenericErrorMessage'),
        { allOf: [ref('OperationErrorResponse'), { required: ['detail', 'result'] }] },
      ],
    },
    reason:
      'field_name stands for any field or object (E1, E2); what is E4 is E3 too, and as it is written every object fits the last one (F1.6)',
  },
  {
    kind: 'schema',
    of: 'answers',
    schema: 'AttachmentUploadSuccessSerializers',
    file: { oneOf: ['AttachmentUploadSuccess', 'AttachmentUploadSuccessWithShortURL'].map(ref) },
    reads: { anyOf: ['AttachmentUploadSuccess', 'AttachmentUploadSuccessWithShortURL'].map(ref) },
    reason: 'what has a short address fits both (F5)',
  },
  {
    kind: 'schema',
    of: 'answers',
    schema: 'AttachmentUploadClientErrors',
    file: { oneOf: UPLOAD_FAILURES.map(ref) },
    reads: { anyOf: UPLOAD_FAILURES.map(ref) },
    reason: 'no file and a wrong extension are the same member; both identifiers together fit three of them (F5)',
  },
  {
    kind: 'status',
    of: 'answers',
    ...CREATE,
    status: 409,
    reads: ref('GenericErrorMessage'),
    reason: 'not listed; the money protocol foresees it, so the simulator gives it (M11)',
  },
];

export const DEVIATIONS: readonly Deviation[] = [...REQUESTS, ...FILES, ...ANSWERS];
