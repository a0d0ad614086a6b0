import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { CREATE, sentTexts } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { createTransaction, relatedPayment, transactionBody } from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ PUBLIC_URL: 'https://bff.example', ORDER_NO_PREFIX: 'T-' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

/** F2.10: the documented example. */
const DOCUMENTED = {
  type: 'e_commerce',
  amount: '12.5',
  currency_code: 'KWD',
  pg_codes: ['credit-card'],
  order_no: 'ORD-1001',
  customer_id: 'cust-77',
  customer_email: 'sara@example.com',
  webhook_url: 'https://shop.example/ottu/webhook',
  redirect_url: 'https://shop.example/return',
};

const AGREEMENT = {
  id: 'AGR-9',
  type: 'recurring',
  frequency: 'monthly',
  amount_variability: 'fixed',
  start_date: '01/06/2026',
  expiry_date: '31/12/2027',
  cycle_interval_days: 30,
  total_cycles: 12,
};

describe('F2.10, M40: a transaction for a payer to pay', () => {
  it('the documented example reaches Ottu as it is and comes back as Ottu answered', async () => {
    const answer = await createTransaction(service.url, { body: DOCUMENTED });
    expect(answer.status).toBe(201);
    expect(JSON.parse(sentTexts(service)[0] ?? '')).toEqual(DOCUMENTED);
    expect(answer.body).toMatchObject({
      state: 'created',
      amount: '12.500',
      currency_code: 'KWD',
      order_no: 'ORD-1001',
      payment_type: 'one_off',
      webhook_url: DOCUMENTED.webhook_url,
    });
    expect(answer.body.session_id).toMatch(/^[0-9a-f]{40}$/);
    expect(answer.headers['location']).toBe(`/v1/payment-transactions/${answer.body.session_id}`);
    expect(answer.type).toBe('application/json');
  });

  it('every transaction has a payment of its own, handed out, with what was bought', async () => {
    const extra = { basket: 7 };
    const answer = await createTransaction(service.url, {
      body: transactionBody({ customer_id: 'cust-1', customer_email: 'a@b.example', extra }),
    });
    const { payment, purchase, events } = await relatedPayment(service.url, answer);
    expect(payment).toMatchObject({
      state: 'created',
      outcome: 'unknown',
      session_id: answer.body.session_id,
      order_no: answer.body.order_no,
      amount: '12.500',
    });
    expect(purchase).toEqual({ customer: { id: 'cust-1', email: 'a@b.example' }, extra });
    expect(events).toEqual(['creating', 'created']);
  });

  it('only what is missing is added: order_no and webhook_url, after what was sent', async () => {
    const text = '{ "type":"e_commerce", "amount":"1", "currency_code":"KWD", "pg_codes":["credit-card"] }';
    await createTransaction(service.url, { body: text });
    const [sent = ''] = sentTexts(service);
    expect(sent).toMatch(
      /^\{"type":"e_commerce","amount":"1","currency_code":"KWD","pg_codes":\["credit-card"\],"order_no":"T-[0-9A-Z]{26}","webhook_url":"https:\/\/bff\.example\/v1\/webhooks\/ottu"\}$/,
    );
  });

  it("the caller's own spelling goes out, and the payment has the currency's digits", async () => {
    const answer = await createTransaction(service.url, { body: transactionBody({ amount: '1' }) });
    expect(sentTexts(service)[0]).toContain('"amount":"1"');
    expect((await relatedPayment(service.url, answer)).payment['amount']).toBe('1.000');
  });

  it('an order number of the caller is taken as it came, up to 128 printable characters', async () => {
    const order_no = `order #1 / ${'x'.repeat(117)}`;
    const answer = await createTransaction(service.url, { body: transactionBody({ order_no, pg_codes: ['knet'] }) });
    expect({ status: answer.status, order_no: answer.body.order_no }).toEqual({ status: 201, order_no });
    expect(order_no).toHaveLength(128);
  });

  it('both types and all payment types are created', async () => {
    const bodies = [
      { type: 'payment_request', due_datetime: '31/12/2026 18:00', email_recipients: ['a@b.example'] },
      { payment_type: 'auto_debit', customer_id: 'cust-77', agreement: AGREEMENT },
      {
        payment_type: 'auto_debit',
        customer_id: 'cust-77',
        agreement: { id: 'A', type: 'unscheduled', frequency: 'irregular' },
      },
      {
        payment_type: 'auto_debit',
        customer_id: 'cust-77',
        agreement: { ...AGREEMENT, type: 'installment', seller: { name: 'Shop', category_code: '5411' } },
      },
      { payment_type: 'save_card', amount: '0', customer_id: 'cust-77' },
    ];
    for (const changes of bodies) {
      const answer = await createTransaction(service.url, { body: transactionBody(changes) });
      expect({ status: answer.status, errors: answer.body.errors }).toEqual({ status: 201, errors: undefined });
    }
  });

  it('every documented member is accepted', async () => {
    const body = transactionBody({
      customer_id: 'cust-77',
      customer_email: 'sara@example.com',
      customer_phone: '+96550000001',
      customer_phone_2: 'ext 12',
      customer_first_name: 'Sara',
      customer_last_name: '',
      customer_birthdate: '1990-04-23',
      billing_address: { line1: 'Block 4', city: 'Kuwait City', country: 'KW', postal_code: '13001' },
      shipping_address: {
        line1: 'Block 4',
        city: 'Kuwait City',
        country: 'KW',
        first_name: 'Sara',
        last_name: 'T',
        email: 'sara@example.com',
        phone: '5000',
      },
      language: 'ar',
      redirect_url: 'https://shop.example/return',
      expiration_time: '1 00:00:00',
      due_datetime: '2026-12-31T18:00:00Z',
      notifications: { email: ['created', 'paid'], sms: ['paid'], whatsapp: [] },
      attachment_upload_url: 'payment_transactions/attachments/invoice.pdf',
      card_acceptance_criteria: { min_expiry_time: 30 },
      extra: { 'any name': [1, null] },
      product_type: 'dates',
      vendor_name: 'Shop',
      initiator_id: 3,
      generate_qr_code: true,
      shortify_checkout_url: true,
      include_sdk_setup_preload: true,
      preload_checkout_page: true,
      branding_options: { payment_methods: { 'credit-card': { text: 'Card', color: '#abc', font_weight: 700 } } },
      loyalty: { enabled: true, reference: 'L-1', metadata: { a: 1 } },
      unit_code: 'main',
      mode: 'sandbox',
    });
    const answer = await createTransaction(service.url, { body });
    expect({ status: answer.status, errors: answer.body.errors }).toEqual({ status: 201, errors: undefined });
    expect(answer.body).toMatchObject({
      qr_code_url: expect.any(String),
      sdk_setup_preload_payload: expect.any(Object),
    });
    const sent = JSON.parse(sentTexts(service)[0] ?? '') as Record<string, unknown>;
    expect(sent).toMatchObject(body);
  });
});

describe('what Ottu may add tomorrow', () => {
  it('F16.16: a deep link is a place to return to, with what Ottu appends', async () => {
    const { body } = await createTransaction(service.url, {
      body: transactionBody({ redirect_url: 'myapp://thanks?a=1' }),
    });
    expect(body).toMatchObject({ redirect_url: 'myapp://thanks?a=1' });
    const paid = await fetch(`${service.simulator.url}/__sandbox/sessions/${String(body.session_id)}/pay`, {
      method: 'POST',
    });
    const { return_url: back } = (await paid.json()) as { return_url: string };
    expect([...new URL(back).searchParams.keys()]).toEqual(['a', 'order_no', 'reference_number', 'session_id']);
  });

  it('unknown members reach Ottu at every depth in the spelling of the caller, known ones too', async () => {
    const text =
      '{"type":"e_commerce","new_flag" : 1.50,"amount":"\\u0031.5","currency_code":"KWD","pg_codes":["credit-card"],' +
      '"extra":{"9":1,"1":1e2,"__proto__":{"x":12345678901234567890.10}},"billing_address":{"line1":"a","city":"b","country":"KW","floor":[ 1 , {"z":null} ]},' +
      '"notifications":{"telegram":["paid"]}}';
    const answer = await createTransaction(service.url, { body: text });
    expect(answer.status).toBe(201);
    const [sent = ''] = sentTexts(service);
    for (const piece of [
      '"new_flag":1.50',
      '"amount":"\\u0031.5"',
      '"extra":{"9":1,"1":1e2,"__proto__":{"x":12345678901234567890.10}}',
      '"floor":[ 1 , {"z":null} ]',
      '"notifications":{"telegram":["paid"]}',
    ]) {
      expect(sent).toContain(piece);
    }
  });

  it("unknown members of Ottu's answer come back untouched, in Ottu's own text", async () => {
    const set = { new_member: { deep: [1, { 'a b': 'ü' }] }, another: null };
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'tamper', set: { new_member: set.new_member } } }]);
    const answer = await createTransaction(service.url);
    expect(answer.body.new_member).toEqual(set.new_member);
    expect(answer.text).toMatch(/^\{"session_id":"[0-9a-f]{40}",/);
  });

  it('a number in the answer keeps its digits', async () => {
    const session_id = 'a'.repeat(40);
    const body = `{"session_id":"${session_id}","state":"created","amount":"12.500","currency_code":"KWD","big":12345678901234567890.10}`;
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'status', status: 200, body } }]);
    const answer = await createTransaction(service.url);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: body });
  });

  it('names that differ from Ottu only by what PostgreSQL can store are no obstacle', async () => {
    const answer = await createTransaction(service.url, {
      body: transactionBody({ extra: { a: 'x\0y', b: '\uD800' } }),
    });
    expect(answer.status).toBe(201);
  });
});
