import { randomUUID } from 'node:crypto';

import { payAtOttu } from '../../support/ottu.ts';
import { expected } from './expected.ts';
import type { Heard, Stage } from './stage.ts';

const OTTU = '/b/checkout/v1/pymt-txn/';
const ROUTE = '/v1/payment-transactions';

const ADDRESS = {
  line1: 'Block 4',
  line2: 'Street 5',
  city: 'Kuwait City',
  state: 'Al Asimah',
  country: 'KW',
  postal_code: '13001',
};

/** The four members that Ottu requires (F2.1). */
const LEAST = { type: 'e_commerce', amount: '12.500', currency_code: 'KWD', pg_codes: ['credit-card'] };

/** Every member of a request that can stand beside the others (F2.2), but for an instrument. */
const EVERYTHING = {
  ...LEAST,
  pg_codes: ['credit-card', 'knet'],
  payment_type: 'one_off',
  customer_id: 'cust-77',
  customer_email: 'noura@example.com',
  customer_phone: '+96550000000',
  customer_phone_2: '+96550000001',
  customer_first_name: 'Noura',
  customer_last_name: 'Al-Sabah',
  customer_birthdate: '1990-04-23',
  billing_address: ADDRESS,
  shipping_address: {
    ...ADDRESS,
    first_name: 'Noura',
    last_name: 'Al-Sabah',
    email: 'noura@example.com',
    phone: '+96550000000',
  },
  language: 'ar',
  redirect_url: 'https://shop.example.com/return',
  webhook_url: 'https://shop.example.com/ottu',
  expiration_time: '1 00:00:00',
  due_datetime: '2030-06-01T10:00:00Z',
  notifications: { email: ['created', 'paid', 'refunded'], sms: ['paid'], whatsapp: ['failed'] },
  email_recipients: ['accounts@example.com', 'owner@example.com'],
  attachment_upload_url: 'payment_transactions/attachments/invoice.pdf',
  card_acceptance_criteria: { min_expiry_time: 30 },
  extra: { source: 'erp', basket: { gift: true } },
  product_type: 'dates',
  vendor_name: 'Khalas',
  generate_qr_code: true,
  shortify_checkout_url: true,
  include_sdk_setup_preload: true,
  preload_checkout_page: true,
  branding_options: { payment_methods: { 'credit-card': { text: 'Pay by card', color: '#0a7d4f', font_weight: 600 } } },
  loyalty: { enabled: true, reference: 'LOY-1', metadata: { campaign: 'spring' } },
};

const AGREEMENT = {
  id: 'AGR-11',
  type: 'recurring',
  frequency: 'semi_monthly',
  amount_variability: 'variable',
  start_date: '2026-01-01',
  expiry_date: '2030-01-01',
  max_amount_per_cycle: '50.000',
  cycle_interval_days: 15,
  total_cycles: 24,
  seller: { name: 'Dates of Kuwait', short_name: 'Dates', category_code: '5411' },
};

const AUTO_DEBIT = { ...LEAST, payment_type: 'auto_debit', customer_id: 'cust-77', agreement: AGREEMENT };
const SAVE_CARD = {
  ...LEAST,
  amount: '0',
  payment_type: 'save_card',
  customer_id: 'cust-77',
  webhook_url: 'https://shop.example.com/ottu',
};

/** Create, retrieve, PATCH and PUT: through the service where it has the route, else of Ottu itself. */
export async function driveTransactions(stage: Stage): Promise<void> {
  const api = apiOf(stage);
  const plain = await api.created(LEAST);
  await expected(200, api.call('PATCH', plain, { customer_first_name: 'Nura' }));
  await expected(200, api.call('PUT', plain, LEAST));
  await api.created({
    ...LEAST,
    type: 'payment_request',
    customer_email: 'noura@example.com',
    notifications: { email: ['created'] },
  });
  await api.created(AUTO_DEBIT);
  await api.created(SAVE_CARD);
  const sessionId = await api.created(EVERYTHING);
  await expected(200, api.call('GET', sessionId));
  await expected(
    200,
    api.call('PATCH', sessionId, { amount: '10.000', extra: { source: 'erp 2' }, include_sdk_setup_preload: true }),
  );
  await expected(200, api.call('PUT', sessionId, { ...EVERYTHING, amount: '11.000' }));
  await expected(400, stage.ottu('PATCH', `${OTTU}${sessionId}/`, { amount: 'many' }));
  await expected(400, stage.ottu('PUT', `${OTTU}${sessionId}/`, { amount: 'many' }));
  await paid(stage, api, sessionId);
}

/** What a payer does on the hosted page, so that an answer shows a settled transaction too. */
async function paid(stage: Stage, api: Api, sessionId: string): Promise<void> {
  await payAtOttu(stage, sessionId, { outcome: 'success' });
  await expected(200, api.call('GET', sessionId));
}

interface Api {
  created(body: Readonly<Record<string, unknown>>): Promise<string>;
  call(method: string, sessionId: string, body?: unknown): Promise<Heard>;
}

function apiOf(stage: Stage): Api {
  return {
    created: async (body) => {
      const numbered = { order_no: `CONTRACT-${randomUUID().slice(0, 18)}`, ...body };
      const answer = stage.serves('POST', ROUTE)
        ? stage.service('POST', ROUTE, numbered)
        : stage.ottu('POST', OTTU, numbered);
      return String((await expected(201, answer)).body['session_id']);
    },
    call: async (method, sessionId, body) =>
      stage.serves(method, `${ROUTE}/:session_id`)
        ? stage.service(method, `${ROUTE}/${sessionId}`, body)
        : stage.ottu(method, `${OTTU}${sessionId}/`, body),
  };
}
