import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { PAYMENT_METHODS } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { authorization } from '../support/service-keys.ts';

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ OTTU_PG_CODES: 'knet,credit-card,live-card,gone' });
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const offered = (url: string) => request(url).get('/v1/payment-methods');
const query = (body: unknown, headers: Record<string, string> = { authorization: authorization('reader') }) =>
  request(service.url)
    .post('/v1/payment-methods/query')
    .set({ 'content-type': 'application/json', ...headers })
    .send(typeof body === 'string' ? body : JSON.stringify(body));

describe('M97, promise 2: GET /v1/payment-methods: what the storefront may offer', () => {
  it("is what the merchant offers, in his order, in this service's mode, and no more of it than a page needs", async () => {
    const answer = await offered(service.url);
    expect(answer.status).toBe(200);
    expect(answer.body.payment_methods.map(({ code }: { code: string }) => code)).toEqual(['knet', 'credit-card']);
    expect(Object.keys(answer.body.payment_methods[1]).toSorted()).toEqual([
      'accepted_currencies',
      'code',
      'default_currency',
      'logo',
      'name',
      'payment_services',
    ]);
    expect(answer.body.payment_methods[1].payment_services[0]).toEqual({
      code: 'apple_pay',
      name: 'Apple Pay',
      name_ar: expect.any(String),
    });
  });

  it('is asked of Ottu once, however many shoppers come, and stands while Ottu fails', async () => {
    const fresh = await startTestService({ OTTU_PG_CODES: 'knet' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => offered(fresh.url)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    // What this service itself wants to know of its gateways when it starts comes on top.
    expect(fresh.simulator.requests(PAYMENT_METHODS).length).toBeLessThanOrEqual(3);
    fresh.simulator.setFaults([{ match: PAYMENT_METHODS, fault: { kind: 'status', status: 500 } }]);
    expect((await offered(fresh.url)).body.payment_methods).toHaveLength(1);
    await fresh.close();
  });

  it('is missing only while Ottu has never answered', async () => {
    const away = await startTestService({
      OTTU_PG_CODES: 'knet',
      OTTU_BASE_URL: 'http://127.0.0.1:9',
      OTTU_TIMEOUT_MS: '500',
    });
    const answer = await offered(away.url);
    expect({
      status: answer.status,
      type: answer.type,
      code: answer.body.code,
      wait: answer.headers['retry-after'],
    }).toEqual({
      status: 503,
      type: 'application/problem+json',
      code: 'ottu_unreachable',
      wait: '5',
    });
    await away.close();
  });

  it('is empty where the merchant offers nothing', async () => {
    const none = await startTestService();
    expect((await offered(none.url)).body).toEqual({ payment_methods: [] });
    await none.close();
  });

  it('payment_instrument is refused here as everywhere', async () => {
    const answer = await request(service.url).get('/v1/payment-methods?payment_instrument=x');
    expect(answer.body).toMatchObject({ status: 403, code: 'server_to_server_only' });
  });
});

describe("F7: POST /v1/payment-methods/query: Ottu's full query", () => {
  it('every filter reaches Ottu as it was written, and the answer is its own', async () => {
    const text =
      '{ "plugin":"e_commerce", "currencies":["KWD"], "customer_id":"cust-77", "operation":"purchase", "tokenizable":"true", "auto_debit":true,' +
      ' "pg_names":["mpgs"], "type":"sandbox", "tags":["e_commerce","retail"], "payment_services":["apple_pay"], "tomorrow":1.50 }';
    service.simulator.setFaults([{ match: PAYMENT_METHODS, fault: { kind: 'tamper', set: { new_member: [1] } } }]);
    const answer = await query(text);
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 200, type: 'application/json' });
    expect(service.simulator.requests(PAYMENT_METHODS)[0]?.raw_body).toBe(text);
    expect(answer.body.payment_methods.map(({ code }: { code: string }) => code)).toEqual(['credit-card']);
    expect(answer.body.payment_methods[0]).toMatchObject({
      pg: 'mpgs',
      is_sandbox: true,
      operations: ['refund', 'void'],
    });
    expect(answer.body.new_member).toEqual([1]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['plugin is required', { plugin: undefined }, '/plugin'],
    ['plugin has 50 characters at most', { plugin: 'x'.repeat(51) }, '/plugin'],
    ['currencies are ISO codes', { currencies: ['dinar'] }, '/currencies'],
    ['customer_id has 64 characters at most', { customer_id: 'x'.repeat(65) }, '/customer_id'],
    ['operation is one of two', { operation: 'refund' }, '/operation'],
    ['tokenizable is true or false', { tokenizable: 'yes' }, '/tokenizable'],
    ['auto_debit is true or false', { auto_debit: 1 }, '/auto_debit'],
    ['pg_names is a list', { pg_names: 'mpgs' }, '/pg_names'],
    ['type is one of two', { type: 'live' }, '/type'],
    ['tags are of a closed list', { tags: ['toys'] }, '/tags'],
    ['payment_services are of a closed list', { payment_services: ['paypal'] }, '/payment_services'],
  ])('holds to the rule that %s', async (_rule, changes, pointer) => {
    const answer = await query({ plugin: 'e_commerce', ...changes });
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ pointer }] });
    expect(service.simulator.requests()).toHaveLength(0);
  });

  it.each<[string, Record<string, unknown>, number, string]>([
    ['a refusal', { kind: 'status', status: 400, body: { plugin: ['No.'] } }, 400, 'ottu_rejected'],
    ['a missing permission', { kind: 'status', status: 403 }, 502, 'ottu_refused_credentials'],
    ['throttling', { kind: 'status', status: 429, headers: { 'retry-after': '30' } }, 503, 'ottu_throttled'],
    ['a fault of Ottu', { kind: 'status', status: 500 }, 502, 'ottu_failed'],
    ['no JSON', { kind: 'malformed' }, 502, 'ottu_bad_answer'],
  ])('has a problem of its own for %s', async (_what, fault, status, code) => {
    service.simulator.setFaults([{ match: PAYMENT_METHODS, fault: fault as never }]);
    const answer = await query({ plugin: 'e_commerce' });
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  });

  it("is for operators: Swagger UI's own origin passes, another one does not, nor a key without the scope", async () => {
    const own = { authorization: authorization('reader'), origin: service.url };
    expect((await query({ plugin: 'e_commerce' }, own)).status).toBe(200);
    expect((await query({ plugin: 'e_commerce' }, { ...own, origin: 'https://shop.example' })).body.code).toBe(
      'server_to_server_only',
    );
    expect((await query({ plugin: 'e_commerce' }, { authorization: authorization('writer') })).body.code).toBe(
      'scope_missing',
    );
    expect((await query({ plugin: 'e_commerce' }, {})).body.code).toBe('service_key_missing');
  });
});
