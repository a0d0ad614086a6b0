import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { APPLE_PAY, CREATE, GOOGLE_PAY, SAMSUNG_PAY, TOKEN, WALLET, call, charge, order } from '../testing/client.ts';

const REQUIRED = ['This field is required.'];
const long = (length: number): string => 'x'.repeat(length);
const tooLong = (max: number): string[] => [`Ensure this field has no more than ${max} characters.`];
const notAChoice = (value: string): string[] => [`"${value}" is not a valid choice.`];
const address = { line1: 'Street 12', city: 'Kuwait City', country: 'KW' };
const shipping = {
  ...address,
  first_name: 'Sara',
  last_name: 'Test',
  email: 'sara@example.com',
  phone: '+96550000001',
};
const recurring = {
  id: 'AGR-1',
  frequency: 'monthly',
  amount_variability: 'fixed',
  expiry_date: '01/06/2029',
  cycle_interval_days: 30,
  total_cycles: 12,
};
const autoDebit = { payment_type: 'auto_debit', customer_id: 'cust-1', agreement: recurring };

describe('rules of a checkout request', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());

  const refusals: [string, JsonObject, JsonObject][] = [
    ['no type', { type: undefined }, { type: REQUIRED }],
    ['no amount', { amount: undefined }, { amount: REQUIRED }],
    ['no currency', { currency_code: undefined }, { currency_code: REQUIRED }],
    ['no gateway', { pg_codes: undefined }, { pg_codes: REQUIRED }],
    ['an unknown type', { type: 'shop' }, { type: notAChoice('shop') }],
    ['null', { type: null }, { type: ['This field may not be null.'] }],
    ['an unknown currency', { currency_code: 'kwd' }, { currency_code: notAChoice('kwd') }],
    ['an amount as a number', { amount: 12.5 }, { amount: ['Not a valid string.'] }],
    ['an amount that is no number', { amount: '1e3' }, { amount: ['A valid number is required.'] }],
    ['an amount with spaces', { amount: ' 1' }, { amount: ['A valid number is required.'] }],
    [
      'more decimals than KWD has',
      { amount: '1.0005' },
      { amount: ['Ensure that there are no more than 3 decimal places.'] },
    ],
    [
      'more decimals than SAR has',
      { amount: '1.000', currency_code: 'SAR' },
      { amount: ['Ensure that there are no more than 2 decimal places.'] },
    ],
    [
      'decimals of JPY',
      { amount: '1.5', currency_code: 'JPY' },
      { amount: ['Ensure that there are no more than 0 decimal places.'] },
    ],
    ['an amount below 0.01', { amount: '0.009' }, { amount: ['Ensure this value is greater than or equal to 0.01.'] }],
    ['a negative amount', { amount: '-1.000' }, { amount: ['Ensure this value is greater than or equal to 0.01.'] }],
    ['zero', { amount: '0' }, { amount: ['Ensure this value is greater than or equal to 0.01.'] }],
    ['an amount of 25 characters', { amount: `${'9'.repeat(21)}.000` }, { amount: tooLong(24) }],
    [
      'gateways that are no list',
      { pg_codes: 'credit-card' },
      { pg_codes: ['Expected a list of items but got type "str".'] },
    ],
    ['an empty list of gateways', { pg_codes: [] }, { pg_codes: ['This list may not be empty.'] }],
    ['an unknown gateway', { pg_codes: ['nope'] }, { pg_codes: ['Object with code=nope does not exist.'] }],
    [
      'a gateway code that is no slug',
      { pg_codes: ['a b'] },
      { pg_codes: ['Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.'] },
    ],
    ['a gateway code of 51 characters', { pg_codes: [long(51)] }, { pg_codes: tooLong(50) }],
    [
      'a gateway without the currency',
      { pg_codes: ['knet'], currency_code: 'SAR', amount: '1.00' },
      { pg_codes: ['Payment gateway knet does not accept SAR.'] },
    ],
    [
      "F16.6: two gateways with the same provider of Ottu's own wallet",
      { pg_codes: ['credit-card', 'ottu-sandbox'] },
      { pg_codes: ['Payment gateways credit-card and ottu-sandbox both offer wallet for KWD; use one of them.'] },
    ],
    ['an unknown payment type', { payment_type: 'subscription' }, { payment_type: notAChoice('subscription') }],
    ['a long customer_id', { customer_id: long(65) }, { customer_id: tooLong(64) }],
    ['a wrong customer_email', { customer_email: 'sara' }, { customer_email: ['Enter a valid email address.'] }],
    ['a long customer_email', { customer_email: `${long(120)}@example.com` }, { customer_email: tooLong(128) }],
    ['a long phone', { customer_phone: '+'.padEnd(17, '9') }, { customer_phone: tooLong(16) }],
    ['a long second phone', { customer_phone_2: '+'.padEnd(17, '9') }, { customer_phone_2: tooLong(16) }],
    ['a long first name', { customer_first_name: long(65) }, { customer_first_name: tooLong(64) }],
    ['a long last name', { customer_last_name: long(65) }, { customer_last_name: tooLong(64) }],
    [
      'a birthdate that is no day',
      { customer_birthdate: '2026-02-30' },
      { customer_birthdate: ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'] },
    ],
    ['a long order_no', { order_no: long(129), pg_codes: ['knet'] }, { order_no: tooLong(128) }],
    ['an order_no that MPGS does not take', { order_no: long(38) }, { order_no: tooLong(37) }],
    ['an order_no that is no string', { order_no: 7 }, { order_no: ['Not a valid string.'] }],
    ['another language', { language: 'fr' }, { language: notAChoice('fr') }],
    ['a redirect_url that is none', { redirect_url: 'shop' }, { redirect_url: ['Enter a valid URL.'] }],
    [
      'a redirect_url that a browser would run',
      { redirect_url: 'javascript://x/%0aalert(1)' },
      { redirect_url: ['Enter a valid URL.'] },
    ],
    [
      'a webhook_url of another scheme',
      { webhook_url: 'ftp://shop.example/' },
      { webhook_url: ['Enter a valid URL.'] },
    ],
    ['a long webhook_url', { webhook_url: `https://shop.example/${long(2000)}` }, { webhook_url: tooLong(2000) }],
    [
      'an expiration_time in minutes',
      { expiration_time: '30' },
      { expiration_time: ['Duration has wrong format. Use one of these formats instead: [DD] [HH:[MM:]]ss[.uuuuuu].'] },
    ],
    [
      'a due_datetime that is none',
      { due_datetime: 'tomorrow' },
      {
        due_datetime: [
          'Datetime has wrong format. Use one of these formats instead: DD/MM/YYYY hh:mm, YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].',
        ],
      },
    ],
    [
      'an address without its members',
      { billing_address: {} },
      { billing_address: { line1: REQUIRED, city: REQUIRED, country: REQUIRED } },
    ],
    [
      'a country that is none',
      { billing_address: { ...address, country: 'XX' } },
      { billing_address: { country: notAChoice('XX') } },
    ],
    [
      'address lines over their limits',
      {
        billing_address: {
          ...address,
          line1: long(129),
          line2: long(129),
          city: long(41),
          state: long(41),
          postal_code: long(13),
        },
      },
      {
        billing_address: {
          line1: tooLong(128),
          line2: tooLong(128),
          city: tooLong(40),
          state: tooLong(40),
          postal_code: tooLong(12),
        },
      },
    ],
    [
      'a shipping address without a person',
      { shipping_address: address },
      { shipping_address: { first_name: REQUIRED, last_name: REQUIRED, email: REQUIRED, phone: REQUIRED } },
    ],
    [
      'a shipping address with a wrong email',
      { shipping_address: { ...shipping, email: 'x' } },
      { shipping_address: { email: ['Enter a valid email address.'] } },
    ],
    [
      'an address that is no object',
      { billing_address: 'Street' },
      { billing_address: ['Invalid data. Expected a dictionary, but got str.'] },
    ],
    [
      'an unknown notification',
      { customer_email: 'a@b.co', notifications: { email: ['shipped'] } },
      { notifications: { email: notAChoice('shipped') } },
    ],
    [
      'a notification that WhatsApp lacks',
      { notifications: { whatsapp: ['refunded'] } },
      { notifications: { whatsapp: notAChoice('refunded') } },
    ],
    [
      'email notifications without an address',
      { notifications: { email: ['paid'] } },
      { notifications: { email: ['customer_email is required when email notifications are set.'] } },
    ],
    [
      'SMS notifications without a phone',
      { notifications: { sms: ['paid'] } },
      { notifications: { sms: ['customer_phone is required when sms notifications are set.'] } },
    ],
    [
      'recipients that are no addresses',
      { email_recipients: ['x'] },
      { email_recipients: ['Enter a valid email address.'] },
    ],
    [
      'an attachment in JSON',
      { attachment: 'file.pdf' },
      { attachment: ['The submitted data was not a file. Check the encoding type on the form.'] },
    ],
    [
      'an attachment URL with another extension',
      { attachment_upload_url: 'a.exe' },
      { attachment_upload_url: ['This value does not match the required pattern.'] },
    ],
    [
      'a card criterion out of range',
      { card_acceptance_criteria: { min_expiry_time: 366 } },
      { card_acceptance_criteria: { min_expiry_time: ['Ensure this value is less than or equal to 365.'] } },
    ],
    ['an extra that is no object', { extra: 'x' }, { extra: ['Invalid data. Expected a dictionary, but got str.'] }],
    ['a long product_type', { product_type: long(129) }, { product_type: tooLong(128) }],
    ['a long vendor_name', { vendor_name: long(65) }, { vendor_name: tooLong(64) }],
    ['an initiator_id that is no number', { initiator_id: 'me' }, { initiator_id: ['A valid integer is required.'] }],
    ['a flag that is none', { generate_qr_code: 'yes' }, { generate_qr_code: ['Must be a valid boolean.'] }],
    ['loyalty without enabled', { loyalty: {} }, { loyalty: { enabled: REQUIRED } }],
    [
      'F16.9: branding of nothing',
      { branding_options: { payment_methods: {} } },
      { branding_options: { payment_methods: ['This dictionary may not be empty.'] } },
    ],
    [
      'F16.9: branding of a gateway that is not in the request',
      { branding_options: { payment_methods: { knet: { text: 'x', color: '#fff' } } } },
      { branding_options: { payment_methods: ['Not among pg_codes: knet.'] } },
    ],
    [
      'branding with a colour name',
      { branding_options: { payment_methods: { knet: { text: 'x', color: 'red' } } } },
      { branding_options: { payment_methods: { knet: { color: ['Enter a valid value.'] } } } },
    ],
    [
      'F16.7: auto_debit on two gateways',
      { ...autoDebit, pg_codes: ['credit-card', 'autopay'] },
      { pg_codes: ['Exactly one payment gateway code is required with payment_type auto_debit.'] },
    ],
    [
      'auto_debit without agreement and customer',
      { payment_type: 'auto_debit' },
      { agreement: REQUIRED, customer_id: REQUIRED },
    ],
    [
      'auto_debit on a gateway that keeps no cards',
      { ...autoDebit, pg_codes: ['knet'] },
      { pg_codes: ['Payment gateway knet does not support tokenization.'] },
    ],
    [
      'an agreement with one_off',
      { agreement: recurring },
      { agreement: ['This field is not allowed when payment_type is one_off.'] },
    ],
    [
      'a recurring agreement without its members',
      { ...autoDebit, agreement: { id: 'A' } },
      {
        agreement: {
          frequency: REQUIRED,
          amount_variability: REQUIRED,
          expiry_date: REQUIRED,
          cycle_interval_days: REQUIRED,
          total_cycles: REQUIRED,
        },
      },
    ],
    [
      'agreement members out of range',
      { ...autoDebit, agreement: { ...recurring, total_cycles: 1000, cycle_interval_days: 0, frequency: 'hourly' } },
      {
        agreement: {
          total_cycles: ['Ensure this value is less than or equal to 999.'],
          cycle_interval_days: ['Ensure this value is greater than or equal to 1.'],
          frequency: notAChoice('hourly'),
        },
      },
    ],
    [
      'an installment without seller',
      { ...autoDebit, agreement: { ...recurring, type: 'installment' } },
      { agreement: { seller: REQUIRED } },
    ],
    [
      'an unscheduled agreement with a frequency and cycles',
      { ...autoDebit, agreement: { id: 'A', type: 'unscheduled', frequency: 'daily', total_cycles: 3 } },
      {
        agreement: {
          frequency: ['Must be irregular for unscheduled agreements.'],
          total_cycles: ['This field is not allowed for unscheduled agreements.'],
        },
      },
    ],
    [
      'save_card with an amount',
      { payment_type: 'save_card', customer_id: 'c', webhook_url: 'https://shop.example/' },
      { amount: ['The amount must be 0 when payment_type is save_card.'] },
    ],
    [
      'save_card without customer, webhook and a gateway that keeps cards',
      { payment_type: 'save_card', amount: '0', pg_codes: ['knet'] },
      {
        customer_id: REQUIRED,
        webhook_url: REQUIRED,
        pg_codes: ['Payment gateway knet does not support tokenization.'],
      },
    ],
    [
      'an instrument with two gateways',
      { payment_instrument: APPLE_PAY, pg_codes: ['mpgs-apple', 'mpgs-google'] },
      {
        pg_codes: [
          'Exactly one payment gateway code is required with payment_instrument.',
          'Payment gateway mpgs-google does not support apple_pay.',
        ],
      },
    ],
    [
      'an instrument that the gateway lacks',
      { payment_instrument: APPLE_PAY, pg_codes: ['knet'] },
      { pg_codes: ['Payment gateway knet does not support apple_pay.'] },
    ],
    [
      'an instrument without members',
      { payment_instrument: {} },
      { payment_instrument: { instrument_type: REQUIRED, payload: REQUIRED } },
    ],
    [
      'an unknown instrument',
      { payment_instrument: { instrument_type: 'cash', payload: {} } },
      { payment_instrument: { instrument_type: notAChoice('cash') } },
    ],
    [
      'Apple Pay without its members',
      { payment_instrument: { instrument_type: 'apple_pay', payload: {} } },
      {
        payment_instrument: {
          payload: { paymentData: REQUIRED, paymentMethod: REQUIRED, transactionIdentifier: REQUIRED },
        },
      },
    ],
    [
      'Google Pay with an empty token',
      {
        payment_instrument: {
          ...GOOGLE_PAY,
          payload: {
            ...GOOGLE_PAY.payload,
            paymentMethodData: {
              ...GOOGLE_PAY.payload.paymentMethodData,
              tokenizationData: { type: 'PAYMENT_GATEWAY', token: '' },
            },
          },
        },
      },
      {
        payment_instrument: {
          payload: { paymentMethodData: { tokenizationData: { token: ['This field may not be blank.'] } } },
        },
      },
    ],
    [
      'Samsung Pay without token',
      { payment_instrument: { ...SAMSUNG_PAY, payload: {} } },
      { payment_instrument: { payload: { token: REQUIRED } } },
    ],
    [
      'a wallet without code',
      { customer_id: 'c', payment_instrument: { ...WALLET, payload: {} } },
      { payment_instrument: { payload: { wallet_code: REQUIRED } } },
    ],
    ['a wallet without customer', { payment_instrument: WALLET }, { customer_id: REQUIRED }],
    ['a token without customer', { payment_instrument: TOKEN }, { customer_id: REQUIRED }],
    [
      'a saved card of another customer',
      {
        customer_id: 'someone',
        payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
      },
      { payment_instrument: { payload: { token: ['The token belongs to another customer.'] } } },
    ],
    [
      'a saved card on another gateway',
      {
        customer_id: 'cust-77',
        pg_codes: ['autopay'],
        payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
      },
      { pg_codes: ['The token belongs to payment gateway credit-card.'] },
    ],
  ];

  it.each(refusals)('F2, F3, F13: refuses %s', async (_, changes, problems) => {
    const reply = await call(simulator, 'POST', CREATE, order(changes));
    expect(reply.body).toEqual(problems);
    expect(reply.status).toBe(400);
    expect(simulator.ledger()).toEqual([]);
  });

  it('F2.2: with the rule of before, two gateways must not share Apple Pay either', async () => {
    simulator.setSwitches({ wallet_clash: 'every_wallet' });
    const reply = await call(simulator, 'POST', CREATE, order({ pg_codes: ['credit-card', 'mpgs-apple'] }));
    simulator.setSwitches({ wallet_clash: 'own_wallet' });
    expect(reply.body).toEqual({
      pg_codes: ['Payment gateways credit-card and mpgs-apple both offer apple_pay for KWD; use one of them.'],
    });
  });

  const acceptances: [string, JsonObject][] = [
    ['the least', { order_no: undefined }],
    ['a payment request', { type: 'payment_request' }],
    ['an amount without decimals', { amount: '14' }],
    ['several gateways', { pg_codes: ['credit-card', 'knet', 'tabby'] }],
    ['wallets of two gateways that differ', { pg_codes: ['mpgs-apple', 'mpgs-google'] }],
    ['F16.6: Apple Pay and Google Pay of several gateways', { pg_codes: ['credit-card', 'mpgs-apple', 'mpgs-google'] }],
    ['F16.16: a deep link', { redirect_url: 'myapp://thanks' }],
    ['an order_no of 128 characters on a gateway that takes it', { pg_codes: ['knet'], order_no: long(128) }],
    [
      'addresses',
      { billing_address: { ...address, line2: '', state: 'x', postal_code: '13001' }, shipping_address: shipping },
    ],
    [
      'all notifications',
      {
        customer_email: 'a@b.co',
        customer_phone: '+965',
        notifications: { email: ['paid'], sms: ['captured'], whatsapp: ['created'] },
      },
    ],
    ['dates of both forms', { due_datetime: '01/06/2027 10:00', customer_birthdate: '1990-01-01' }],
    ['an ISO date-time', { due_datetime: '2027-06-01T10:00:00Z' }],
    ['an agreement with slashed dates', autoDebit],
    ['an agreement with ISO dates', { ...autoDebit, agreement: { ...recurring, expiry_date: '2029-06-01' } }],
    ['an unscheduled agreement', { ...autoDebit, agreement: { id: 'A', type: 'unscheduled', frequency: 'irregular' } }],
    [
      'an installment',
      {
        ...autoDebit,
        agreement: { ...recurring, type: 'installment', seller: { name: 'Shop', category_code: '5411' } },
      },
    ],
    [
      'save_card',
      {
        payment_type: 'save_card',
        amount: '0',
        customer_id: 'c',
        webhook_url: 'http://127.0.0.1:3000/v1/webhooks/ottu',
      },
    ],
    ['loyalty and none', { loyalty: null }],
    ['flags as strings', { generate_qr_code: 'true' }],
    ['members that nobody knows', { brand_new: { a: 1 } }],
    [
      'a later charge that names its agreement by id and type',
      {
        ...autoDebit,
        customer_id: 'cust-77',
        agreement: { id: 'AGR-9', type: 'recurring' },
        payment_instrument: { instrument_type: 'token', payload: { token: '9990001112223334' } },
      },
    ],
    ['Samsung Pay', { payment_instrument: SAMSUNG_PAY }],
    ['a wallet', { payment_instrument: WALLET, customer_id: 'c' }],
    ['a token that was issued elsewhere', { payment_instrument: TOKEN, customer_id: 'c' }],
    ['Google Pay', { payment_instrument: GOOGLE_PAY }],
  ];

  it.each(acceptances)('F2, F3, F13: accepts %s', async (_, changes) => {
    const reply = await call(simulator, 'POST', CREATE, order(changes));
    expect([reply.status, reply.text]).toEqual([201, expect.any(String)]);
  });

  it('tells every fault at once', async () => {
    const reply = await call(simulator, 'POST', CREATE, {});
    expect(Object.keys(reply.body).toSorted()).toEqual(['amount', 'currency_code', 'pg_codes', 'type']);
  });

  it('F3.1: accepts both Apple Pay forms, and keeps a warning where transactionId is missing', async () => {
    const { transactionId: _, ...header } = APPLE_PAY.payload.paymentData.header;
    const inner = { ...APPLE_PAY, payload: { ...APPLE_PAY.payload.paymentData, header } };
    simulator.clearRequests();
    expect((await call(simulator, 'POST', CREATE, charge({ payment_instrument: inner }))).status).toBe(201);
    expect((await call(simulator, 'POST', CREATE, charge())).status).toBe(201);
    const [first, second] = simulator.requests();
    expect(first?.warnings).toEqual([
      "payment_instrument.payload: paymentData.header.transactionId is missing; Ottu's schema asks for it, its samples do not send it.",
      'payment_instrument.payload: only the inner paymentData of Apple Pay was sent.',
    ]);
    expect(second?.warnings).toEqual([]);
  });

  it('F2.3: knows the 249 countries of ISO 3166-1', async () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
    const { billingAddress } = await import('./addresses.ts');
    const known = letters
      .flatMap((a) => letters.map((b) => a + b))
      .filter((country) => billingAddress({ ...address, country }) === undefined);
    expect(known).toHaveLength(249);
  });
});
