import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { CREATE, sentTexts, SESSIONS } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { chargeTransaction, createTransaction, transactionBody } from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const TOKEN = { instrument_type: 'token', payload: { token: '9990001112223334' } };
const ADDRESS = { line1: 'Block 4', city: 'Kuwait City', country: 'KW' };
const DELIVERY = { ...ADDRESS, first_name: 'Sara', last_name: 'T', email: 'sara@example.com', phone: '+96550000001' };
const AGREEMENT = {
  id: 'AGR-1',
  type: 'recurring',
  frequency: 'monthly',
  amount_variability: 'fixed',
  expiry_date: '2030-01-01',
  cycle_interval_days: 30,
  total_cycles: 12,
};
const AUTO = { payment_type: 'auto_debit', customer_id: 'c', agreement: AGREEMENT };
const without = (object: object, name: string): object =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

/** Rule of the facts, what is changed in a good request, and where the caller is told to look. */
const REFUSED: [string, Record<string, unknown>, string][] = [
  ['2.1 type is required', { type: undefined }, '/type'],
  ['2.1 amount is required', { amount: undefined }, '/amount'],
  ['2.1 currency_code is required', { currency_code: undefined }, '/currency_code'],
  ['2.1 pg_codes is required', { pg_codes: undefined }, '/pg_codes'],
  ['2.1 pg_codes is not empty', { pg_codes: [] }, '/pg_codes'],
  ['2.2 type is one of two', { type: 'bulk' }, '/type'],
  ['2.2 amount is a string', { amount: 12.5 }, '/amount'],
  ['2.2 amount is at least 0.01', { amount: '0.009' }, '/amount'],
  ['2.2 amount is above zero', { amount: '0' }, '/amount'],
  ['2.2 amount has no sign', { amount: '-1' }, '/amount'],
  ['2.8 amount has the decimals of KWD', { amount: '1.0005' }, '/amount'],
  ['2.8 amount has the decimals of SAR', { amount: '1.005', currency_code: 'SAR' }, '/amount'],
  ['2.8 amount has the decimals of JPY', { amount: '1.5', currency_code: 'JPY' }, '/amount'],
  ['2.2 currency_code has three letters', { currency_code: 'KWDX' }, '/currency_code'],
  ['2.2 currency_code is one of ISO 4217', { currency_code: 'XXQ' }, '/currency_code'],
  ['2.2 a gateway code is a slug', { pg_codes: ['credit card'] }, '/pg_codes'],
  ['2.2 a gateway code has 50 characters at most', { pg_codes: ['x'.repeat(51)] }, '/pg_codes'],
  ['2.2 payment_type is one of four', { payment_type: 'gift' }, '/payment_type'],
  ['2.2 customer_id has 64 characters at most', { customer_id: 'x'.repeat(65) }, '/customer_id'],
  ['2.2 customer_email is one', { customer_email: 'nobody' }, '/customer_email'],
  [
    '2.2 customer_email has 128 characters at most',
    { customer_email: `${'x'.repeat(60)}@${'y'.repeat(60)}.example` },
    '/customer_email',
  ],
  ['2.2 customer_phone has 16 characters at most', { customer_phone: '1'.repeat(17) }, '/customer_phone'],
  ['2.2 customer_phone_2 has 16 characters at most', { customer_phone_2: '1'.repeat(17) }, '/customer_phone_2'],
  [
    '2.2 customer_first_name has 64 characters at most',
    { customer_first_name: 'x'.repeat(65) },
    '/customer_first_name',
  ],
  ['2.2 customer_last_name has 64 characters at most', { customer_last_name: 'x'.repeat(65) }, '/customer_last_name'],
  ['2.2 customer_birthdate is a day', { customer_birthdate: '1990-02-30' }, '/customer_birthdate'],
  ['2.2 order_no has 128 characters at most', { order_no: 'x'.repeat(129) }, '/order_no'],
  ['M40 order_no is printable ASCII', { order_no: 'طلب' }, '/order_no'],
  ['2.2 language is one of two', { language: 'fr' }, '/language'],
  ['2.2 redirect_url is an address', { redirect_url: '/return' }, '/redirect_url'],
  ['2.2 redirect_url is nothing that a browser runs', { redirect_url: 'javascript://x/%0aalert(1)' }, '/redirect_url'],
  ['2.2 redirect_url has no user', { redirect_url: 'myapp://me@thanks' }, '/redirect_url'],
  [
    '2.2 redirect_url has 2000 characters at most',
    { redirect_url: `https://s.example/${'x'.repeat(2000)}` },
    '/redirect_url',
  ],
  ['2.2 webhook_url is an address', { webhook_url: 'ftp://shop.example' }, '/webhook_url'],
  ['2.2 expiration_time is a duration', { expiration_time: '30 minutes' }, '/expiration_time'],
  ['2.2 expiration_time is more than nothing', { expiration_time: '00:00:00' }, '/expiration_time'],
  ['2.2 due_datetime is a moment', { due_datetime: '2026-13-01T00:00:00Z' }, '/due_datetime'],
  ['2.2 due_datetime is a real day', { due_datetime: '31/02/2026 10:00' }, '/due_datetime'],
  ['2.2 notifications is an object', { notifications: ['paid'] }, '/notifications'],
  [
    '2.2 an email event is a known one',
    { notifications: { email: ['sold'] }, customer_email: 'a@b.example' },
    '/notifications/email',
  ],
  ['2.2 WhatsApp knows fewer events', { notifications: { whatsapp: ['refunded'] } }, '/notifications/whatsapp'],
  ['2.2 notifications by email need customer_email', { notifications: { email: ['paid'] } }, '/customer_email'],
  [
    '2.2 an empty customer_email is none',
    { notifications: { email: ['paid'] }, customer_email: '' },
    '/customer_email',
  ],
  ['2.2 notifications by sms need customer_phone', { notifications: { sms: ['paid'] } }, '/customer_phone'],
  ['2.2 email_recipients is a list of addresses', { email_recipients: 'a@b.example' }, '/email_recipients'],
  ['2.2 each of email_recipients is an address', { email_recipients: ['nobody'] }, '/email_recipients'],
  ['2.2 attachment is for multipart only', { attachment: 'data:application/pdf;base64,' }, '/attachment'],
  [
    '2.2 attachment_upload_url ends in an extension',
    { attachment_upload_url: 'x/invoice.exe' },
    '/attachment_upload_url',
  ],
  [
    '2.2 min_expiry_time is a day at least',
    { card_acceptance_criteria: { min_expiry_time: 0 } },
    '/card_acceptance_criteria/min_expiry_time',
  ],
  [
    '2.2 min_expiry_time is a year at most',
    { card_acceptance_criteria: { min_expiry_time: 366 } },
    '/card_acceptance_criteria/min_expiry_time',
  ],
  ['2.2 extra is an object', { extra: 'x' }, '/extra'],
  ['2.2 product_type has 128 characters at most', { product_type: 'x'.repeat(129) }, '/product_type'],
  ['2.2 vendor_name has 64 characters at most', { vendor_name: 'x'.repeat(65) }, '/vendor_name'],
  ['2.2 initiator_id is a whole number', { initiator_id: '3.5' }, '/initiator_id'],
  ['2.2 a flag is true or false', { generate_qr_code: 'yes' }, '/generate_qr_code'],
  ['2.2 include_sdk_setup_preload is true or false', { include_sdk_setup_preload: 1 }, '/include_sdk_setup_preload'],
  ['2.2 branding needs payment_methods', { branding_options: {} }, '/branding_options/payment_methods'],
  [
    '2.2 branding needs a text',
    { branding_options: { payment_methods: { knet: { color: '#abc' } } } },
    '/branding_options/payment_methods/knet/text',
  ],
  [
    '2.2 branding needs a color',
    { branding_options: { payment_methods: { knet: { text: 'K', color: 'red' } } } },
    '/branding_options/payment_methods/knet/color',
  ],
  [
    '2.2 a font weight is a whole number',
    { branding_options: { payment_methods: { knet: { text: 'K', color: '#abc', font_weight: 'bold' } } } },
    '/branding_options/payment_methods/knet/font_weight',
  ],
  ['2.2 loyalty says whether it is enabled', { loyalty: {} }, '/loyalty/enabled'],
  [
    '2.2 a loyalty reference has 128 characters at most',
    { loyalty: { enabled: true, reference: 'x'.repeat(129) } },
    '/loyalty/reference',
  ],
  ['2.3 an address needs a first line', { billing_address: without(ADDRESS, 'line1') }, '/billing_address/line1'],
  ['2.3 an address needs a city', { billing_address: without(ADDRESS, 'city') }, '/billing_address/city'],
  [
    '2.3 a city has 40 characters at most',
    { billing_address: { ...ADDRESS, city: 'x'.repeat(41) } },
    '/billing_address/city',
  ],
  [
    '2.3 a country is one of ISO 3166-1',
    { billing_address: { ...ADDRESS, country: 'XX' } },
    '/billing_address/country',
  ],
  [
    '2.3 a postal code has 12 characters at most',
    { billing_address: { ...ADDRESS, postal_code: '1'.repeat(13) } },
    '/billing_address/postal_code',
  ],
  [
    '2.3 a delivery needs a first name',
    { shipping_address: without(DELIVERY, 'first_name') },
    '/shipping_address/first_name',
  ],
  [
    '2.3 a delivery needs a last name',
    { shipping_address: without(DELIVERY, 'last_name') },
    '/shipping_address/last_name',
  ],
  ['2.3 a delivery needs an email', { shipping_address: without(DELIVERY, 'email') }, '/shipping_address/email'],
  ['2.3 a delivery needs a phone', { shipping_address: without(DELIVERY, 'phone') }, '/shipping_address/phone'],
  [
    '2.4 agreement.id has 128 characters at most',
    { ...AUTO, agreement: { ...AGREEMENT, id: 'x'.repeat(129) } },
    '/agreement/id',
  ],
  ['2.4 agreement.type is one of five', { ...AUTO, agreement: { ...AGREEMENT, type: 'weekly' } }, '/agreement/type'],
  [
    '2.4 amount_variability is one of two',
    { ...AUTO, agreement: { ...AGREEMENT, amount_variability: 'none' } },
    '/agreement/amount_variability',
  ],
  [
    '2.4 frequency is one of nine',
    { ...AUTO, agreement: { ...AGREEMENT, frequency: 'hourly' } },
    '/agreement/frequency',
  ],
  [
    '2.4 expiry_date is a day',
    { ...AUTO, agreement: { ...AGREEMENT, expiry_date: '2030-02-30' } },
    '/agreement/expiry_date',
  ],
  [
    '2.4 cycle_interval_days is 366 at most',
    { ...AUTO, agreement: { ...AGREEMENT, cycle_interval_days: 367 } },
    '/agreement/cycle_interval_days',
  ],
  [
    '2.4 total_cycles is 999 at most',
    { ...AUTO, agreement: { ...AGREEMENT, total_cycles: 1000 } },
    '/agreement/total_cycles',
  ],
  [
    '2.4 max_amount_per_cycle is a decimal string',
    { ...AUTO, agreement: { ...AGREEMENT, max_amount_per_cycle: 5 } },
    '/agreement/max_amount_per_cycle',
  ],
  [
    '2.4 a seller name has 128 characters at most',
    { ...AUTO, agreement: { ...AGREEMENT, seller: { name: 'x'.repeat(129) } } },
    '/agreement/seller/name',
  ],
  ['2.2 an agreement is for auto_debit and auto_pay only', { agreement: AGREEMENT }, '/agreement'],
  [
    '2.2 an agreement is not for save_card',
    { payment_type: 'save_card', amount: '0', customer_id: 'c', agreement: AGREEMENT },
    '/agreement',
  ],
  ['2.2 auto_debit needs an agreement', { payment_type: 'auto_debit', customer_id: 'c' }, '/agreement'],
  ['2.2 auto_debit needs a customer', { payment_type: 'auto_debit', agreement: AGREEMENT }, '/customer_id'],
  ['2.2 save_card needs a customer', { payment_type: 'save_card', amount: '0' }, '/customer_id'],
  ['2.2 save_card is for nothing', { payment_type: 'save_card', amount: '1', customer_id: 'c' }, '/amount'],
  ['13.3 recurring needs a frequency', { ...AUTO, agreement: without(AGREEMENT, 'frequency') }, '/agreement/frequency'],
  [
    '13.3 recurring needs amount_variability',
    { ...AUTO, agreement: without(AGREEMENT, 'amount_variability') },
    '/agreement/amount_variability',
  ],
  ['13.3 recurring needs an end', { ...AUTO, agreement: without(AGREEMENT, 'expiry_date') }, '/agreement/expiry_date'],
  [
    '13.3 recurring needs an interval',
    { ...AUTO, agreement: without(AGREEMENT, 'cycle_interval_days') },
    '/agreement/cycle_interval_days',
  ],
  [
    '13.3 recurring needs a number of cycles',
    { ...AUTO, agreement: without(AGREEMENT, 'total_cycles') },
    '/agreement/total_cycles',
  ],
  [
    '13.3 recurring is what an agreement is without a type',
    { ...AUTO, agreement: { id: 'A', amount_variability: 'fixed' } },
    '/agreement/frequency',
  ],
  [
    '13.3 an instalment needs a seller',
    { ...AUTO, agreement: { ...AGREEMENT, type: 'installment' } },
    '/agreement/seller',
  ],
  [
    '13.3 unscheduled needs a frequency',
    { ...AUTO, agreement: { id: 'A', type: 'unscheduled', amount_variability: 'fixed' } },
    '/agreement/frequency',
  ],
  [
    '2.4 unscheduled is irregular',
    { ...AUTO, agreement: { id: 'A', type: 'unscheduled', frequency: 'daily' } },
    '/agreement/frequency',
  ],
  ['3.1 an instrument is an object', { payment_instrument: 'apple_pay' }, '/payment_instrument'],
  [
    '3.1 an instrument is one of five',
    { payment_instrument: { ...TOKEN, instrument_type: 'cash' } },
    '/payment_instrument/instrument_type',
  ],
  [
    '3.1 an instrument has a type',
    { payment_instrument: { payload: TOKEN.payload } },
    '/payment_instrument/instrument_type',
  ],
  [
    '3.1 an instrument has a payload',
    { payment_instrument: { instrument_type: 'token' } },
    '/payment_instrument/payload',
  ],
  [
    '3.1 a token is not empty',
    { payment_instrument: { ...TOKEN, payload: { token: '' } } },
    '/payment_instrument/payload/token',
  ],
  ['3.2 an instrument has one gateway', { payment_instrument: TOKEN, pg_codes: ['credit-card', 'knet'] }, '/pg_codes'],
  [
    '2.2 a wallet has an owner',
    { payment_instrument: { instrument_type: 'wallet', payload: { wallet_code: 'w' } } },
    '/customer_id',
  ],
  ['a null is no value', { customer_email: null }, '/customer_email'],
];

describe('every rule of the facts, told before Ottu is called', () => {
  it.each(REFUSED)('what breaks the rule is refused: %s', async (_rule, changes, pointer) => {
    const answer = await chargeTransaction(service.url, { body: transactionBody(changes) });
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 400, type: 'application/problem+json' });
    expect(answer.body).toMatchObject({ code: 'validation_failed', outcome: 'none' });
    const errors = answer.body.errors as { pointer: string; message: string }[];
    expect(errors[0]).toEqual({ pointer, message: expect.stringMatching(/^\w+ .{5,}/) });
    // Nothing is told of members that are right.
    const [, member = ''] = pointer.split('/');
    expect(errors.every((error) => error.pointer.split('/')[1] === member)).toBe(true);
    expect(service.simulator.requests(SESSIONS)).toHaveLength(0);
  });

  it('all faults are told at once, those between members too', async () => {
    const body = transactionBody({
      amount: '1.0005',
      language: 'fr',
      pg_codes: ['a b'],
      payment_type: 'auto_debit',
      notifications: { sms: ['paid'] },
      billing_address: { country: 'Kuwait' },
    });
    const answer = await createTransaction(service.url, { body });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
      '/agreement',
      '/amount',
      '/billing_address/city',
      '/billing_address/country',
      '/billing_address/line1',
      '/customer_id',
      '/customer_phone',
      '/language',
      '/pg_codes',
    ]);
  });
});

describe('what is left for Ottu to judge passes', () => {
  it.each<[string, Record<string, unknown>]>([
    ['a phone number in any spelling', { customer_phone: 'call me' }],
    ['a reminder in the past', { due_datetime: '01/01/2001 10:00' }],
    ['a birthday in the future', { customer_birthdate: '2190-01-01' }],
    ['an agreement that has ended', { ...AUTO, agreement: { ...AGREEMENT, expiry_date: '01/01/2001' } }],
    ['a loyalty of null', { loyalty: null }],
    ['an empty text where there is nothing to say', { customer_email: '', customer_first_name: '' }],
    ['several gateways', { pg_codes: ['credit-card', 'knet'] }],
    [
      'another kind of agreement, of which nothing is documented',
      { ...AUTO, agreement: { id: 'A', type: 'event_based' } },
    ],
    ['the smallest yen', { amount: '1', currency_code: 'JPY' }],
    ['the smallest dinar', { amount: '0.01' }],
  ])('%s', async (_what, changes) => {
    const answer = await createTransaction(service.url, { body: transactionBody(changes) });
    expect(sentTexts(service)).toHaveLength(1);
    expect({ status: answer.status, errors: answer.body.errors }).toEqual({ status: 201, errors: undefined });
  });
});

describe("Ottu's own refusal", () => {
  it('points into the body of the caller, nested members too, and charges nothing', async () => {
    const refused = { pg_codes: ['Not for you.'], notifications: { sms: ['Needs a phone.'] }, detail: 'No.' };
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status: 400, body: refused } }]);
    const answer = await createTransaction(service.url);
    expect(answer.body).toMatchObject({
      status: 400,
      code: 'ottu_rejected',
      outcome: 'none',
      errors: [
        { pointer: '/pg_codes', message: 'Not for you.' },
        { pointer: '/notifications/sms', message: 'Needs a phone.' },
      ],
      payment: { outcome: 'none' },
    });
  });

  it('an unknown gateway is refused by Ottu, at its own place', async () => {
    const answer = await createTransaction(service.url, { body: transactionBody({ pg_codes: ['nowhere'] }) });
    expect(answer.body).toMatchObject({ status: 400, code: 'ottu_rejected', errors: [{ pointer: '/pg_codes' }] });
  });
});
