import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import request, { type Response } from 'supertest';

import { call, order } from '../../sandbox/testing/client.ts';
import { buyNow } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { answerLost, CREATE, PATCH, payAtOttu, PUT, RETRIEVE, sentTexts, SESSIONS } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { authorization } from '../support/service-keys.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import {
  createTransaction,
  getTransaction,
  patchTransaction,
  putTransaction,
  relatedPayment,
  transactionBody,
} from '../support/transactions.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_TIMEOUT_MS: '1500', PUBLIC_URL: 'https://bff.example' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const VERBS = [
  ['PATCH', patchTransaction, PATCH, {}],
  ['PUT', putTransaction, PUT, transactionBody()],
] as const;

const AGREEMENT = {
  id: 'AGR-1',
  type: 'recurring',
  frequency: 'monthly',
  amount_variability: 'fixed',
  expiry_date: '2030-01-01',
  cycle_interval_days: 30,
  total_cycles: 12,
};

async function amountsOf(paymentId: unknown) {
  return withRows(service, (db) =>
    db.selectFrom('payment_amounts').selectAll().where('payment_id', '=', String(paymentId)).orderBy('id').execute(),
  );
}

describe('F2.10, M50: PATCH', () => {
  it('a new amount reaches Ottu as it is, and is what is asked once Ottu shows it', async () => {
    const created = await createTransaction(service.url);
    const answer = await patchTransaction(service.url, created.body.session_id, { amount: '10.000' });
    expect(answer.status).toBe(200);
    expect(sentTexts(service, PATCH)).toEqual(['{"amount":"10.000"}']);
    expect(answer.body).toMatchObject({ session_id: created.body.session_id, amount: '10.000' });
    expect(answer.body.payment_methods[0].amount).toBe('10.000');
    expect(answer.headers['link']).toBe(created.headers['link']);
    const { payment, events } = await relatedPayment(service.url, created);
    expect(payment['amount']).toBe('10.000');
    expect(events).toEqual(['creating', 'created', 'changing', 'changed']);
  });

  it('unknown members pass in the spelling of the caller, and come back', async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([{ match: PATCH, fault: { kind: 'tamper', set: { later: [1] } } }]);
    const answer = await patchTransaction(
      service.url,
      created.body.session_id,
      '{ "tomorrow" : {"x":1.0} ,"amount":"11"}',
    );
    expect(sentTexts(service, PATCH)).toEqual(['{"tomorrow":{"x":1.0},"amount":"11"}']);
    expect(answer.body.later).toEqual([1]);
  });

  it('the payment has the order as it is now', async () => {
    const created = await createTransaction(service.url, {
      body: transactionBody({ customer_id: 'c', customer_phone: '1', extra: { a: 1 } }),
    });
    await patchTransaction(service.url, created.body.session_id, { customer_email: 'a@b.example', extra: { b: 2 } });
    expect((await relatedPayment(service.url, created)).purchase).toEqual({
      customer: { id: 'c', phone: '1', email: 'a@b.example' },
      extra: { b: 2 },
    });
  });

  it('another currency needs an amount, and then counts', async () => {
    const created = await createTransaction(service.url);
    const session = created.body.session_id;
    expect((await patchTransaction(service.url, session, { currency_code: 'SAR' })).body.errors).toEqual([
      { pointer: '/amount', message: 'is required when currency_code changes' },
    ]);
    expect((await patchTransaction(service.url, session, { currency_code: 'SAR', amount: '5.5' })).status).toBe(200);
    expect((await relatedPayment(service.url, created)).payment).toMatchObject({
      amount: '5.50',
      currency_code: 'SAR',
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['more decimals than the stored currency has', { amount: '1.0005' }, '/amount'],
    ['nothing', { amount: '0' }, '/amount'],
    ['a number', { amount: 5 }, '/amount'],
    ['a language that Ottu has not', { language: 'fr' }, '/language'],
    ['an address without a city', { billing_address: { line1: 'a', country: 'KW' } }, '/billing_address/city'],
    ['no gateway', { pg_codes: [] }, '/pg_codes'],
  ])('%s is refused before Ottu is called', async (_what, body, pointer) => {
    const created = await createTransaction(service.url);
    service.simulator.clearRequests();
    const answer = await patchTransaction(service.url, created.body.session_id, body);
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ pointer }] });
    expect(service.simulator.requests(SESSIONS)).toHaveLength(0);
  });

  it("Ottu's own refusal changes nothing here", async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([
      { match: PATCH, fault: { kind: 'status', status: 400, body: { detail: 'Not now.' } } },
    ]);
    const answer = await patchTransaction(service.url, created.body.session_id, { amount: '9' });
    expect(answer.body).toMatchObject({ status: 400, code: 'ottu_rejected', detail: 'Not now.' });
    const { payment, events } = await relatedPayment(service.url, created);
    expect({ amount: payment['amount'], last: events.at(-1) }).toEqual({ amount: '12.500', last: 'change_refused' });
    expect((await amountsOf(payment['id']))[1]?.refuted_at).not.toBeNull();
  });
});

describe('F1.3, F2.1, M61: PUT', () => {
  it('gets the stored order_no and webhook_url where it lacks them', async () => {
    const ours = await createTransaction(service.url);
    await putTransaction(service.url, ours.body.session_id, transactionBody({ amount: '10' }));
    const own = await createTransaction(service.url, {
      body: transactionBody({ order_no: 'PUT 1', webhook_url: 'https://shop.example/hook' }),
    });
    const answer = await putTransaction(service.url, own.body.session_id, transactionBody({ amount: '11' }));
    const added = sentTexts(service, PUT).map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(added[0]).toMatchObject({
      order_no: ours.body.order_no,
      webhook_url: 'https://bff.example/v1/webhooks/ottu',
    });
    expect(added[1]).toMatchObject({ order_no: 'PUT 1', webhook_url: 'https://shop.example/hook' });
    expect(answer.body).toMatchObject({ amount: '11.000', order_no: 'PUT 1' });
    expect((await relatedPayment(service.url, own)).payment['amount']).toBe('11.000');
  });

  it('says the whole order anew', async () => {
    const created = await createTransaction(service.url, {
      body: transactionBody({ customer_phone: '1', extra: { a: 1 } }),
    });
    await putTransaction(service.url, created.body.session_id, transactionBody({ extra: { b: 2 } }));
    expect((await relatedPayment(service.url, created)).purchase).toEqual({ extra: { b: 2 } });
  });

  it.each(['type', 'amount', 'currency_code', 'pg_codes'])('%s is required again', async (member) => {
    const created = await createTransaction(service.url);
    const answer = await putTransaction(service.url, created.body.session_id, transactionBody({ [member]: undefined }));
    expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer: `/${member}`, message: 'is required' }] });
    expect(service.simulator.requests(PUT)).toHaveLength(0);
  });

  it('what it would remove and must not has to come again', async () => {
    const body = transactionBody({ payment_type: 'auto_debit', customer_id: 'cust-77', agreement: AGREEMENT });
    const created = await createTransaction(service.url, { body });
    const without = await putTransaction(service.url, created.body.session_id, transactionBody());
    expect(without.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/customer_id',
      '/payment_type',
      '/agreement',
    ]);
    const reordered = { ...body, agreement: Object.fromEntries(Object.entries(AGREEMENT).toReversed()) };
    expect((await putTransaction(service.url, created.body.session_id, reordered)).status).toBe(200);
  });

  it('the permission that PUT needs and PATCH does not is told to the operator, the caller gets the problem', async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([{ match: PUT, fault: { kind: 'status', status: 403 } }]);
    expect((await patchTransaction(service.url, created.body.session_id, { amount: '3' })).status).toBe(200);
    const answer = await putTransaction(service.url, created.body.session_id, transactionBody());
    expect(answer.body).toMatchObject({ status: 502, code: 'ottu_refused_credentials' });
  });
});

describe.each(VERBS)('M52, M61 for both: %s', (_verb, change, match, whole) => {
  it.each([{ instrument_type: 'token', payload: { token: '1' } }, null, 'x'])(
    'payment_instrument is refused, whatever the scopes: %j',
    async (payment_instrument) => {
      const created = await createTransaction(service.url);
      for (const caller of ['shop', 'writer'] as const) {
        const answer = await change(service.url, created.body.session_id, { ...whole, payment_instrument }, { caller });
        expect(answer.body).toMatchObject({
          status: 400,
          code: 'validation_failed',
          errors: [{ pointer: '/payment_instrument' }],
        });
      }
      expect((await change(service.url, 'f'.repeat(40), { ...whole, payment_instrument })).status).toBe(400);
      expect(service.simulator.requests(match)).toHaveLength(0);
    },
  );

  it.each<[string, unknown]>([
    ['order_no', 'OTHER'],
    ['webhook_url', 'https://evil.example/hook'],
    ['customer_id', 'other'],
    ['type', 'payment_request'],
    ['payment_type', 'save_card'],
    ['agreement', { ...AGREEMENT, total_cycles: 13 }],
    ['autopay', { frequency: 'monthly', recurring_amount: '5.000', start_date: '2030-01-01' }],
  ])('%s cannot change', async (member, value) => {
    const stored = transactionBody({
      order_no: `FIX ${match.method} ${member}`,
      payment_type: 'auto_debit',
      customer_id: 'cust-77',
      agreement: AGREEMENT,
    });
    const created = await createTransaction(service.url, { body: stored });
    // A PUT of another payment type must be right in itself to get as far as that.
    const amount = member === 'payment_type' ? { amount: '0', agreement: undefined } : {};
    const base = match.method === 'PUT' ? { ...stored, ...amount } : {};
    const answer = await change(service.url, created.body.session_id, { ...base, [member]: value });
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' });
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toContain(`/${member}`);
    expect(service.simulator.requests(match)).toHaveLength(0);
  });

  it('the same values pass', async () => {
    const stored = transactionBody({
      order_no: `SAME ${match.method}`,
      webhook_url: 'https://shop.example/hook',
      payment_type: 'auto_debit',
      customer_id: 'cust-77',
      agreement: AGREEMENT,
    });
    const created = await createTransaction(service.url, { body: stored });
    const answer = await change(service.url, created.body.session_id, stored);
    expect({ status: answer.status, errors: answer.body.errors }).toEqual({ status: 200, errors: undefined });
  });

  it('a session that a cart owns is changed by its cart only', async () => {
    const created = await createTransaction(service.url);
    const { payment } = await relatedPayment(service.url, created);
    await withRows(service, (db) =>
      db.updateTable('payments').set({ origin: 'cart' }).where('id', '=', String(payment['id'])).execute(),
    );
    const answer = await change(service.url, created.body.session_id, whole);
    expect(answer.body).toMatchObject({ status: 409, code: 'session_owned_by_cart' });
    expect(service.simulator.requests(match)).toHaveLength(0);
  });

  it('a session with an open attempt is left alone', async () => {
    service.simulator.setFaults([{ match: CREATE, fault: { kind: 'outcome', outcome: 'three_ds_redirect' } }]);
    const charged = await buyNow(service.url);
    expect(charged.body.payment).toMatchObject({ outcome: 'unknown', session_id: expect.any(String) });
    const answer = await change(service.url, charged.body.payment.session_id, whole);
    expect(answer.body).toMatchObject({
      status: 409,
      code: 'attempt_open',
      payment: { id: charged.body.payment.id, outcome: 'unknown' },
    });
    expect(service.simulator.requests(match)).toHaveLength(0);
  });

  it('a session without a payment of ours is passed through, order_no and all', async () => {
    const { body } = await call(service.simulator, 'POST', '/b/checkout/v1/pymt-txn/', order());
    const answer = await change(service.url, String(body['session_id']), { ...whole, order_no: 'ORD-2', amount: '7' });
    expect(answer.body).toMatchObject({ order_no: 'ORD-2', amount: '7.000' });
    expect(answer.headers['link']).toBeUndefined();
    expect(sentTexts(service, match)[0]).not.toContain('webhook_url');
  });

  it('a session that Ottu does not know is not found', async () => {
    expect((await change(service.url, 'f'.repeat(40), whole)).body).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('after a lost answer both amounts are possible until Ottu shows one', async () => {
    const created = await createTransaction(service.url);
    // Done, and never answered; and no retrieve answers for now.
    service.simulator.setFaults([answerLost(match), { match: RETRIEVE, fault: { kind: 'status', status: 500 } }]);
    const answer = await change(service.url, created.body.session_id, { ...whole, amount: '20' });
    expect(answer.body).toMatchObject({ status: 502, code: 'ottu_bad_answer' });
    const { payment } = await relatedPayment(service.url, created);
    expect(payment['amount']).toBe('12.500');
    expect(await amountsOf(payment['id'])).toMatchObject([
      { amount_minor: '12500', acknowledged_at: expect.any(Date) },
      { amount_minor: '20000', acknowledged_at: null, refuted_at: null },
    ]);
    service.simulator.clearFaults();
    expect((await getTransaction(service.url, created.body.session_id)).body.amount).toBe('20.000');
    await service.settled();
    expect((await relatedPayment(service.url, created)).payment['amount']).toBe('20.000');
  });

  it('a change that never came about is denied once the call for it can do nothing any more', async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([{ match, fault: { kind: 'status', status: 500, when: 'before' } }]);
    await change(service.url, created.body.session_id, { ...whole, amount: '20' });
    service.simulator.clearFaults();
    const { payment } = await relatedPayment(service.url, created);
    await getTransaction(service.url, created.body.session_id);
    await service.settled();
    expect((await amountsOf(payment['id']))[1]).toMatchObject({ acknowledged_at: null, refuted_at: null });
    await withRows(service, (db) =>
      db
        .updateTable('payment_amounts')
        .set({ refutable_from: new Date(0) })
        .where('refutable_from', 'is not', null)
        .execute(),
    );
    await getTransaction(service.url, created.body.session_id);
    await service.settled();
    expect((await amountsOf(payment['id']))[1]?.refuted_at).toEqual(expect.any(Date));
    expect((await relatedPayment(service.url, created)).payment['amount']).toBe('12.500');
  });

  it('an answer that does not show the new amount does not make it count', async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([{ match, fault: { kind: 'tamper', set: { amount: '12.500' } } }]);
    const answer = await change(service.url, created.body.session_id, { ...whole, amount: '20' });
    expect(answer.body.amount).toBe('12.500');
    const { payment } = await relatedPayment(service.url, created);
    expect(payment['amount']).toBe('12.500');
    expect((await amountsOf(payment['id']))[1]?.refuted_at).not.toBeNull();
  });

  it('changes of one transaction are made one after the other', async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([{ match: { ...match, nth: 1 }, fault: { kind: 'hold' } }]);
    const first = change(service.url, created.body.session_id, { ...whole, amount: '13' }).then((answer) => answer);
    await eventually(() => service.simulator.requests(match).length > 0);
    const second = await change(service.url, created.body.session_id, { ...whole, amount: '14' });
    expect(second.body).toMatchObject({ status: 409, code: 'change_in_flight' });
    expect(second.headers['retry-after']).toBe('2');
    service.simulator.clearFaults();
    expect((await first).body.amount).toBe('13.000');
    expect((await change(service.url, created.body.session_id, { ...whole, amount: '14' })).body.amount).toBe('14.000');
    expect((await relatedPayment(service.url, created)).payment['amount']).toBe('14.000');
  });

  it.each([{ origin: 'https://shop.example' }, { cookie: 'a=1' }])('a browser is refused: %j', async (headers) => {
    const answer = await change(service.url, 'f'.repeat(40), whole, { headers });
    expect(answer.body).toMatchObject({ status: 403, code: 'server_to_server_only' });
  });
});

describe('promise 8, M50, M51, M61: what is paid after a change', () => {
  const paidBy = (set: Record<string, unknown>): void =>
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'tamper', set: { state: 'paid', ...set } } }]);

  async function retrieved(created: Response): Promise<Record<string, unknown>> {
    await getTransaction(service.url, created.body.session_id);
    await service.settled();
    return (await relatedPayment(service.url, created)).payment;
  }

  async function told(created: Response, amount: string): Promise<Record<string, unknown>> {
    const { payment } = await relatedPayment(service.url, created);
    const fields = { session_id: payment['session_id'] as string, amount, settled_amount: amount };
    await deliver(service, signed(paymentEvent(String(payment['order_no']), fields)));
    await service.runDue('Inbox');
    return (await relatedPayment(service.url, created)).payment;
  }

  it('changed before anybody can have tried to pay it: the new amount proves itself', async () => {
    const created = await createTransaction(service.url);
    await patchTransaction(service.url, created.body.session_id, { amount: '10' });
    paidBy({});
    expect(await retrieved(created)).toMatchObject({ state: 'paid', amount: '10.000', captured_amount: '10.000' });
  });

  it('changed after a try: a page may be open, so what was settled has to be known, and the event says it', async () => {
    const created = await createTransaction(service.url);
    await payAtOttu(service, created.body.session_id, { outcome: 'declined' });
    await patchTransaction(service.url, created.body.session_id, { amount: '10' });
    paidBy({ settled_amount: '10.000' });
    expect(await retrieved(created)).toMatchObject({ state: 'confirming', outcome: 'unknown', review_reasons: [] });
    expect(await told(created, '10.000')).toMatchObject({ state: 'paid', amount: '10.000', captured_amount: '10.000' });
  });

  it('the amount from before the change: what was settled has to be known, and then that one is paid', async () => {
    const created = await createTransaction(service.url);
    await patchTransaction(service.url, created.body.session_id, { amount: '20' });
    paidBy({ amount: '12.500', settled_amount: '12.500' });
    expect(await retrieved(created)).toMatchObject({ state: 'confirming', review_reasons: [] });
    expect(await told(created, '12.500')).toMatchObject({ state: 'paid', amount: '12.500', review_reasons: [] });
  });

  it('after a lost answer the payment is paid with the amount that Ottu shows, and with the order that it was for', async () => {
    const created = await createTransaction(service.url, { body: transactionBody({ extra: { gift: 'none' } }) });
    service.simulator.setFaults([answerLost(PATCH), { match: RETRIEVE, fault: { kind: 'status', status: 500 } }]);
    await patchTransaction(service.url, created.body.session_id, { amount: '20', extra: { gift: 'ribbon' } });
    const paid = await told(created, '20.000');
    expect(paid).toMatchObject({ state: 'paid', amount: '20.000', captured_amount: '20.000' });
    expect(await purchaseOf(paid['id'])).toMatchObject({ extra: { gift: 'ribbon' } });
  });

  it('and where Ottu had not made the change, with the order from before', async () => {
    const created = await createTransaction(service.url, { body: transactionBody({ extra: { gift: 'none' } }) });
    service.simulator.setFaults([{ match: PATCH, fault: { kind: 'status', status: 502, when: 'before' } }]);
    await patchTransaction(service.url, created.body.session_id, { amount: '20', extra: { gift: 'ribbon' } });
    const paid = await told(created, '12.500');
    expect(paid).toMatchObject({ state: 'paid', amount: '12.500' });
    expect(await purchaseOf(paid['id'])).toMatchObject({ extra: { gift: 'none' } });
  });

  it.each([
    ['had made it', answerLost(PATCH)],
    ['had not', { match: PATCH, fault: { kind: 'status', status: 502, when: 'before' } }],
  ] as const)(
    'a lost change may have been on a page, also when it is refuted: a retrieve alone proves nothing, where Ottu %s',
    async (_what, lost) => {
      const created = await createTransaction(service.url);
      const session = created.body.session_id as string;
      service.simulator.setFaults([lost, { match: RETRIEVE, fault: { kind: 'status', status: 500 } }]);
      await patchTransaction(service.url, session, { amount: '20' });
      await service.settled();
      service.simulator.clearFaults();
      await patchTransaction(service.url, session, { amount: '12.5' });
      await service.moveTime(MINUTE);
      expect(await retrieved(created)).toMatchObject({ state: 'created', amount: '12.500' });
      paidBy({ settled_amount: '12.500' });
      expect(await retrieved(created)).toMatchObject({ state: 'confirming', outcome: 'unknown', review_reasons: [] });
      expect(await told(created, '12.500')).toMatchObject({ state: 'paid', amount: '12.500', review_reasons: [] });
    },
  );

  it('a change that Ottu refused was on no page: the amount still proves itself', async () => {
    const created = await createTransaction(service.url);
    const session = created.body.session_id as string;
    service.simulator.setFaults([
      { match: { ...PATCH, nth: 1 }, fault: { kind: 'status', status: 400, body: { detail: 'No.' } } },
    ]);
    await patchTransaction(service.url, session, { amount: '20' });
    await patchTransaction(service.url, session, { amount: '10' });
    paidBy({});
    expect(await retrieved(created)).toMatchObject({ state: 'paid', amount: '10.000' });
  });

  it('an answer that comes after a newer change was made does not bring the older order back', async () => {
    const patient = await startTestService({ OTTU_TIMEOUT_MS: '20000', PUBLIC_URL: 'https://bff.example' });
    try {
      const created = await createTransaction(patient.url);
      const session = created.body.session_id as string;
      patient.simulator.setFaults([{ match: { ...PATCH, nth: 1 }, fault: { kind: 'hold' } }]);
      const late = patchTransaction(patient.url, session, { extra: { gift: 'ribbon' } }).then((answer) => answer);
      await eventually(() => patient.simulator.requests(PATCH).length > 0);
      // By the database's clock the process that made the call is dead.
      await withRows(patient, (db) =>
        db
          .updateTable('transaction_writes')
          .set({ lease_until: new Date(0) })
          .where('state', '=', 'sending')
          .execute(),
      );
      await patchTransaction(patient.url, session, { extra: { gift: 'box' } });
      patient.simulator.clearFaults();
      expect((await late).status).toBe(200);
      const { payment } = await relatedPayment(patient.url, created);
      expect(await purchaseOf(payment['id'], patient)).toMatchObject({ extra: { gift: 'box' } });
    } finally {
      await patient.close();
    }
  });

  it('an amount that nobody asked for is for people to look at', async () => {
    const created = await createTransaction(service.url);
    await patchTransaction(service.url, created.body.session_id, { amount: '20' });
    paidBy({ amount: '15.000', settled_amount: '15.000' });
    expect(await retrieved(created)).toMatchObject({ state: 'needs_review', review_reasons: ['amount_differs'] });
  });

  async function purchaseOf(id: unknown, { url } = service): Promise<unknown> {
    const answer = await request(url)
      .get(`/v1/payments/${String(id)}`)
      .set('authorization', authorization('reader'));
    return answer.body.purchase as unknown;
  }
});
