import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { call, order } from '../../sandbox/testing/client.ts';
import { buyNow } from '../support/buy-now.ts';
import { payAtOttu, RETRIEVE } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import { startTestService, type TestService } from '../support/service.ts';
import {
  createTransaction,
  getTransaction,
  paymentAt,
  relatedPayment,
  transactionBody,
} from '../support/transactions.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_TIMEOUT_MS: '1500' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const lost = 'f'.repeat(40);

describe('F2.10, M20: GET /v1/payment-transactions/{session_id}', () => {
  it("answers the transaction as Ottu shows it, in Ottu's own text", async () => {
    const created = await createTransaction(service.url);
    const answer = await getTransaction(service.url, created.body.session_id);
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 200, type: 'application/json' });
    expect(answer.body).toEqual(created.body);
    expect(answer.headers['link']).toBe(created.headers['link']);
    expect(answer.headers['location']).toBeUndefined();
  });

  it('what it says about a payment of ours is learnt behind the answer', async () => {
    const created = await createTransaction(service.url);
    await payAtOttu(service, created.body.session_id);
    expect((await getTransaction(service.url, created.body.session_id)).body.state).toBe('paid');
    await service.settled();
    const { payment } = await relatedPayment(service.url, created);
    expect(payment).toMatchObject({ state: 'paid', outcome: 'final', captured_amount: '12.500' });
  });

  it('a success that is not what was asked is needs_review, however the caller came to see it', async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([
      { match: RETRIEVE, fault: { kind: 'tamper', set: { state: 'paid', amount: '1.000' } } },
    ]);
    expect((await getTransaction(service.url, created.body.session_id)).body.amount).toBe('1.000');
    await service.settled();
    const { payment } = await relatedPayment(service.url, created);
    expect(payment).toMatchObject({ state: 'needs_review', review_reasons: ['amount_differs'] });
  });

  it('a merchant that polls does not fill the timeline', async () => {
    const created = await createTransaction(service.url);
    for (let times = 0; times < 5; times += 1) await getTransaction(service.url, created.body.session_id);
    await payAtOttu(service, created.body.session_id);
    for (let times = 0; times < 5; times += 1) await getTransaction(service.url, created.body.session_id);
    await service.settled();
    const { events } = await relatedPayment(service.url, created);
    expect(events.filter((event) => event === 'retrieved').length).toBeLessThanOrEqual(3);
  });

  it('a session of a charge can be read, too', async () => {
    const charged = await buyNow(service.url);
    const answer = await getTransaction(service.url, charged.body.payment.session_id);
    expect(answer.body).toMatchObject({ state: 'paid', order_no: charged.body.payment.order_no });
    expect(answer.headers['link']).toBe(`<${charged.body.links.self}>; rel="related"`);
  });

  it('a session without a payment of ours is passed through', async () => {
    const { body } = await call(service.simulator, 'POST', '/b/checkout/v1/pymt-txn/', order());
    const answer = await getTransaction(service.url, String(body['session_id']));
    expect({ status: answer.status, order_no: answer.body.order_no, link: answer.headers['link'] }).toEqual({
      status: 200,
      order_no: 'ORD-1',
      link: undefined,
    });
  });

  it('another merchant server sees it, too: a transaction belongs to the merchant', async () => {
    const created = await createTransaction(service.url, { caller: 'shop' });
    expect((await getTransaction(service.url, created.body.session_id, 'other')).body.session_id).toBe(
      created.body.session_id,
    );
  });

  it('unknown members come back untouched', async () => {
    const created = await createTransaction(service.url);
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'tamper', set: { later: { a: [1] } } } }]);
    expect((await getTransaction(service.url, created.body.session_id)).body.later).toEqual({ a: [1] });
  });

  it.each<[string, string, Record<string, unknown> | undefined, number, string]>([
    ['a session that Ottu does not know', lost, undefined, 404, 'not_found'],
    ['what cannot be a session', 'a.b', undefined, 404, 'not_found'],
    ['a refused credential', lost, { kind: 'status', status: 401 }, 502, 'ottu_refused_credentials'],
    ['a missing permission', lost, { kind: 'status', status: 403 }, 502, 'ottu_refused_credentials'],
    ['throttling', lost, { kind: 'status', status: 429, headers: { 'retry-after': '7' } }, 503, 'ottu_throttled'],
    ['a fault of Ottu', lost, { kind: 'status', status: 500 }, 502, 'ottu_failed'],
    ['silence', lost, { kind: 'hang' }, 504, 'ottu_timeout'],
    ['a page of HTML', lost, { kind: 'status', status: 200, content_type: 'text/html' }, 502, 'ottu_bad_answer'],
  ])('%s has its own problem', async (_what, session, fault, status, code) => {
    if (fault !== undefined) service.simulator.setFaults([{ match: RETRIEVE, fault: fault as never }]);
    const answer = await getTransaction(service.url, session);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    if (status === 503) expect(answer.headers['retry-after']).toBe('7');
  });

  it('the store being away does not fail the answer', async () => {
    const created = await createTransaction(service.url);
    const away = await startTestService({
      OTTU_BASE_URL: service.simulator.url,
      OTTU_API_KEY: service.simulator.apiKey,
    });
    await withRows(away, (db) => db.schema.dropTable('payments').cascade().execute());
    const answer = await getTransaction(away.url, created.body.session_id);
    expect({ status: answer.status, session: answer.body.session_id }).toEqual({
      status: 200,
      session: created.body.session_id,
    });
    await away.close();
  });
});

describe('M11, M23: a page that was never handed out is handed out by a retrieve', () => {
  it('from then on the payment counts as handed out', async () => {
    const charged = await buyNow(service.url, { key: randomUUID() });
    const handedOut = () =>
      withRows(service, (db) =>
        db
          .selectFrom('payments')
          .select('handed_out_at')
          .where('id', '=', charged.body.payment.id)
          .executeTakeFirstOrThrow(),
      );
    expect((await handedOut()).handed_out_at).toBeNull();
    await getTransaction(service.url, charged.body.payment.session_id);
    await service.settled();
    expect((await handedOut()).handed_out_at).toEqual(expect.any(Date));
    expect((await paymentAt(service.url, charged.body.links.self)).payment['state']).toBe('paid');
  });
});

it('a body on a GET does not smuggle an instrument', async () => {
  const created = await createTransaction(service.url, { body: transactionBody({ order_no: 'SMUGGLE' }) });
  expect((await getTransaction(service.url, `${created.body.session_id}?payment_instrument[payload]=x`)).status).toBe(
    200,
  );
  expect(service.simulator.requests(RETRIEVE).every(({ url }) => !url.includes('payment_instrument'))).toBe(true);
});
