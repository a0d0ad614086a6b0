import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { APPLE_PAY } from '../support/buy-now.ts';
import { answerLost, CREATE, sentTexts, SESSIONS } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { chargeTransaction, createTransaction, paymentAt, transactionBody } from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_CHARGE_TIMEOUT_MS: '2000' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const TOKEN = { instrument_type: 'token', payload: { token: '9990001112223334' } };
const INSTRUMENTS: Record<string, Record<string, unknown>> = {
  apple_pay: { payment_instrument: APPLE_PAY },
  google_pay: {
    payment_instrument: {
      instrument_type: 'google_pay',
      payload: {
        apiVersion: 2,
        apiVersionMinor: 0,
        paymentMethodData: {
          type: 'CARD',
          description: 'Visa 1019',
          info: { cardNetwork: 'VISA', cardDetails: '1019' },
          tokenizationData: { type: 'PAYMENT_GATEWAY', token: '{"signature":"x"}' },
        },
      },
    },
  },
  samsung_pay: { payment_instrument: { instrument_type: 'samsung_pay', payload: { token: 'samsung-token' } } },
  token: { payment_instrument: TOKEN, customer_id: 'cust-77' },
  wallet: {
    payment_instrument: { instrument_type: 'wallet', payload: { wallet_code: 'wallet_ottu' } },
    customer_id: 'cust-77',
  },
};
const charge = (changes: Record<string, unknown> = {}) => transactionBody({ ...INSTRUMENTS['apple_pay'], ...changes });

describe('promise 3, F13.2, M60: a create with payment_instrument is a charge', () => {
  it.each(Object.keys(INSTRUMENTS))('%s is charged and answered as every charge is', async (name) => {
    const answer = await chargeTransaction(service.url, { body: transactionBody(INSTRUMENTS[name]) });
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({
      state: 'paid',
      result: 'success',
      outcome: 'final',
      amount: '12.500',
      captured_amount: '12.500',
    });
    expect(answer.headers['location']).toBe(answer.body.links.self);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('a later charge under an agreement names it by id and type', async () => {
    const body = transactionBody({
      ...INSTRUMENTS['token'],
      payment_type: 'auto_debit',
      agreement: { id: 'AGR-9', type: 'recurring' },
    });
    expect((await chargeTransaction(service.url, { body })).body.payment).toMatchObject({ state: 'paid' });
  });

  it('the instrument reaches Ottu as it was written, with what else is not known here', async () => {
    const payload = '{"token" :"99\\u00390001112223334", "n":1.50,"n":2 }';
    const text =
      '{"type":"e_commerce","payment_instrument":{"new":[1.0],"instrument_type":"token","payload":' +
      `${payload}},"amount":"1","currency_code":"KWD","pg_codes":["credit-card"],"customer_id":"cust-77","later":1e2}`;
    const answer = await chargeTransaction(service.url, { body: text });
    expect(answer.status).toBe(201);
    const [sent = ''] = sentTexts(service);
    expect(sent).toContain(`"payment_instrument":{"new":[1.0],"instrument_type":"token","payload":${payload}}`);
    expect(sent).toContain('"later":1e2');
    expect(sent).toContain('"amount":"1"');
  });
});

describe('M11, M13, M14: what becomes of a one-step charge', () => {
  it('the charge can be paid for half an hour, unless the caller says otherwise', async () => {
    await chargeTransaction(service.url, { body: charge() });
    await chargeTransaction(service.url, { body: charge({ expiration_time: '01:00:00' }) });
    const times = sentTexts(service).map((text) => JSON.parse(text).expiration_time);
    expect(times).toEqual(['00:30:00', '01:00:00']);
  });

  it.each([
    ['400', 'failed'],
    ['201', 'attempted'],
  ] as const)('a decline, which Ottu answers with %s, is a settled answer', async (decline_as, state) => {
    service.simulator.setSwitches({ decline_as });
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome: 'declined' } }]);
    const answer = await chargeTransaction(service.url, { body: charge() });
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ state, result: 'failed', outcome: 'final' });
    expect(service.simulator.ledger()).toHaveLength(0);
  });

  it('a lost answer is unknown, charged once, and never charged again by the same key', async () => {
    service.simulator.setFaults([answerLost(CREATE, 1)]);
    const call = { key: randomUUID(), body: charge() };
    const answer = await chargeTransaction(service.url, call);
    expect({ status: answer.status, outcome: answer.body.payment.outcome }).toEqual({
      status: 202,
      outcome: 'unknown',
    });
    const replay = await chargeTransaction(service.url, call);
    expect({ status: replay.status, replayed: replay.headers['idempotent-replayed'] }).toEqual({
      status: 202,
      replayed: 'true',
    });
    expect(service.simulator.ledger()).toHaveLength(1);
    expect(service.simulator.requests(CREATE)).toHaveLength(1);
  });
});

describe('promise 5, M9: the key of a one-step charge', () => {
  it('is answered with the payment as it is now', async () => {
    const call = { key: randomUUID(), body: charge() };
    const first = await chargeTransaction(service.url, call);
    const replay = await chargeTransaction(service.url, call);
    expect({ status: replay.status, replayed: replay.headers['idempotent-replayed'] }).toEqual({
      status: 201,
      replayed: 'true',
    });
    expect(replay.body.payment.id).toBe(first.body.payment.id);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('charges once in fifty requests at once', async () => {
    const call = { key: randomUUID(), body: charge() };
    const answers = await Promise.all(Array.from({ length: 50 }, () => chargeTransaction(service.url, call)));
    expect(service.simulator.ledger()).toHaveLength(1);
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(new Set(answers.map(({ body }) => body.payment.id)).size).toBe(1);
  });
});

describe('M11: a one-step charge is refused', () => {
  it("by Ottu's validation, which charges nothing and points into the body of the caller", async () => {
    service.simulator.setFaults([
      { match: CREATE, fault: { kind: 'status', status: 400, body: { customer_email: ['Not this one.'] } } },
    ]);
    const answer = await chargeTransaction(service.url, { body: charge() });
    expect(answer.body).toMatchObject({
      status: 400,
      code: 'ottu_rejected',
      outcome: 'none',
      errors: [{ pointer: '/customer_email', message: 'Not this one.' }],
    });
  });

  it('for the gateway of its instrument only where Ottu itself denies it', async () => {
    const answer = await chargeTransaction(service.url, { body: charge({ pg_codes: ['mpgs-google'] }) });
    expect(answer.body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/pg_codes/0', message: 'does not support apple_pay' }],
    });
    expect(service.simulator.requests(CREATE)).toHaveLength(0);
  });
});

describe('what is stored of a one-step charge', () => {
  it('is what was bought, never the instrument', async () => {
    const answer = await chargeTransaction(service.url, { body: charge({ customer_id: 'cust-1', extra: { a: 1 } }) });
    const stored = await paymentAt(service.url, answer.body.links.self);
    expect(stored.purchase).toEqual({ customer: { id: 'cust-1' }, extra: { a: 1 } });
    expect(JSON.stringify(stored)).not.toContain(APPLE_PAY.payload.paymentData.data);
  });
});

describe('promise 2: who may charge here', () => {
  it('a key that may write transactions and not charge is refused, and Ottu hears nothing', async () => {
    const answer = await chargeTransaction(service.url, { body: charge(), caller: 'writer' });
    expect(answer.body).toMatchObject({ status: 403, code: 'scope_missing', outcome: 'none' });
    expect((await createTransaction(service.url, { caller: 'writer' })).status).toBe(201);
    expect(service.simulator.ledger()).toHaveLength(0);
  });

  it('a charge without a key is refused, and Ottu hears nothing', async () => {
    const answer = await createTransaction(service.url, { body: charge() });
    expect(answer.body).toMatchObject({ status: 400, code: 'idempotency_key_missing', outcome: 'none' });
    expect(service.simulator.requests(SESSIONS)).toHaveLength(0);
  });

  it('a key that created a transaction does not charge another', async () => {
    const key = randomUUID();
    await createTransaction(service.url, { key });
    expect((await chargeTransaction(service.url, { key, body: charge() })).body.code).toBe('idempotency_key_reused');
    const other = randomUUID();
    await chargeTransaction(service.url, { key: other, body: charge() });
    expect((await createTransaction(service.url, { key: other })).body.code).toBe('idempotency_key_reused');
  });

  it.each([{ origin: 'https://shop.example' }, { 'sec-fetch-site': 'same-origin' }, { cookie: 'a=1' }])(
    'a browser is refused whatever key it bears: %j',
    async (headers) => {
      const answer = await chargeTransaction(service.url, { body: charge(), headers });
      expect(answer.body).toMatchObject({ status: 403, code: 'server_to_server_only', outcome: 'none' });
      expect(service.simulator.requests(SESSIONS)).toHaveLength(0);
    },
  );

  it.each<[string, string]>([
    ['two instruments', '{"payment_instrument":{},"payment_instrument":{}}'],
    ['an instrument spelled twice', String.raw`{"payment_instrument":{},"payment\u005finstrument":{}}`],
    ['two payloads', '{"payment_instrument":{"payload":{},"payload":{}}}'],
    [
      'two tokens',
      '{"payment_instrument":{"instrument_type":"token","payload":{"token":"1","token":"2"}},"type":"e_commerce","amount":"1","currency_code":"KWD","pg_codes":["credit-card"],"customer_id":"c"}',
    ],
    ['an amount given twice', '{"amount":"1","amount":"2"}'],
  ])('what can be read in two ways is refused: %s', async (_what, body) => {
    const answer = await chargeTransaction(service.url, { body });
    expect(answer.body).toMatchObject({ status: 400, code: 'ambiguous_json', outcome: 'none' });
    expect(service.simulator.requests(SESSIONS)).toHaveLength(0);
  });
});
