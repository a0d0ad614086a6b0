import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';

import type { Fault } from '../../sandbox/simulator.ts';
import { LIMITS } from '../../src/limits/limits-table.ts';
import { CheckoutLimits } from '../../src/limits/request-limits.ts';
import { networkOf } from '../../src/http/network.ts';
import { startCheckoutService } from '../checkout/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { answerLost, CREATE } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';

const ALLOWED = 'https://shop.example/account';

let identity: IdentityProvider;
let service: TestService;
let url: string;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({
    ...identity.variables,
    OTTU_PG_CODES: 'knet,credit-card,autopay',
    REDIRECT_URLS: ALLOWED,
    OTTU_EXTRA: '{"branch":"web"}',
    OTTU_CUSTOMER_DEFAULTS: '{"last_name":"Guest"}',
  });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await identity.close();
});
afterEach(() => service.simulator.clearFaults());

const someone = (): string => `cust/${randomUUID()} é`;

interface Call {
  readonly body?: object;
  readonly key?: string;
  readonly at?: string;
}

const ofServer = (customer: string, { body = { currency_code: 'KWD' }, key, at = url }: Call = {}): Test =>
  withKey(request(at).post(`/v1/customers/${encodeURIComponent(customer)}/cards/setup`), key)
    .set('authorization', authorization('cards'))
    .send(body);

async function ofShopper(sub: string, { body = { currency_code: 'KWD' }, key, at = url }: Call = {}) {
  return withKey(request(at).post('/v1/cards/setup'), key)
    .set('authorization', await identity.bearer(sub))
    .send(body);
}

function withKey(test: Test, key: string | undefined): Test {
  return key === undefined ? test : test.set('idempotency-key', key);
}

const created = (): Record<string, unknown>[] =>
  service.simulator.requests(CREATE).map(({ raw_body }) => JSON.parse(raw_body) as Record<string, unknown>);

describe("F13.1: a server sets a customer's card up without a payment", () => {
  it("creates a save_card transaction of nothing, and answers Ottu's page and the payment", async () => {
    const customer = someone();
    const body = {
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      order_no: `CARD-${randomUUID().slice(0, 8)}`,
      merchant_reference: 'subscription 1042',
      redirect_url: `${ALLOWED}/cards?from=app`,
      language: 'ar-KW',
      customer: { email: 'sara@example.com', phone: '+965 5000 0001', first_name: 'Sara' },
      extra: { ticket: 7 },
    };
    const answer = await ofServer(customer, { body });
    expect(answer.status).toBe(201);
    const { payment, links, checkout_url: page } = answer.body;
    expect(payment).toMatchObject({
      order_no: body.order_no,
      merchant_reference: 'subscription 1042',
      state: 'created',
      outcome: 'unknown',
      amount: '0.000',
      currency_code: 'KWD',
    });
    expect(page).toContain(payment.session_id);
    expect(answer.headers['location']).toBe(links.self);
    expect(created().at(-1)).toEqual({
      type: 'e_commerce',
      payment_type: 'save_card',
      amount: '0',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      order_no: body.order_no,
      customer_id: customer,
      customer_email: 'sara@example.com',
      customer_phone: '+96550000001',
      customer_first_name: 'Sara',
      customer_last_name: 'Guest',
      extra: { branch: 'web', ticket: 7 },
      language: 'ar',
      redirect_url: body.redirect_url,
      webhook_url: expect.stringMatching(/\/v1\/webhooks\/ottu$/),
    });
    const operator = { authorization: authorization('operator') };
    const { body: details } = await request(url).get(links.self).set(operator);
    expect(details).toMatchObject({ payment, purchase: { customer: { id: customer }, extra: { ticket: 7 } } });
    const { body: timeline } = await request(url).get(links.timeline).set(operator);
    expect(timeline.entries.map(({ event }: { readonly event: string }) => event)).toEqual(['creating', 'created']);
  });

  it('takes the gateways of OTTU_PG_CODES that keep cards where none is named', async () => {
    expect((await ofServer(someone())).status).toBe(201);
    expect(created().at(-1)).toMatchObject({ pg_codes: ['credit-card', 'autopay'] });
  });

  it.each([
    ['KWD', '0.000'],
    ['SAR', '0.00'],
    ['JPY', '0'],
  ])('F2.2: nothing in %s is %s', async (currency, amount) => {
    const body = { currency_code: currency, pg_codes: ['credit-card'] };
    expect((await ofServer(someone(), { body })).body.payment).toMatchObject({ amount, currency_code: currency });
  });

  it.each<[string, object, string]>([
    ['a gateway that keeps no cards', { currency_code: 'KWD', pg_codes: ['credit-card', 'knet'] }, '/pg_codes/1'],
    [
      'an address that the shop does not allow',
      { currency_code: 'KWD', redirect_url: 'https://evil.example/' },
      '/redirect_url',
    ],
    ['no currency', {}, '/currency_code'],
    ['a currency that nobody has', { currency_code: 'XQX' }, '/currency_code'],
    ['an amount', { currency_code: 'KWD', amount: '1.000' }, '/amount'],
    ['another customer', { currency_code: 'KWD', customer: { id: 'somebody' } }, '/customer/id'],
    ['a number that is no phone', { currency_code: 'KWD', customer: { phone: '+965 1' } }, '/customer/phone'],
  ])('refuses %s, before Ottu hears of it', async (_what, body, at) => {
    const before = created().length;
    const answer = await ofServer(someone(), { body });
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed', outcome: 'none' });
    expect(answer.body.errors.map(({ pointer }: { readonly pointer: string }) => pointer)).toContain(at);
    expect(created()).toHaveLength(before);
  });

  it('says that no gateway of the shop keeps cards, where that is so', async () => {
    const other = await startCheckoutService({ ...identity.variables, OTTU_PG_CODES: 'knet' });
    try {
      expect((await ofServer(someone(), { at: other.url })).body).toMatchObject({
        status: 409,
        code: 'cards_not_kept',
        outcome: 'none',
      });
      expect((await ofShopper(someone(), { at: other.url })).body.code).toBe('cards_not_kept');
      expect(other.simulator.requests(CREATE)).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('M9: the same key and body is the same page; another body is refused', async () => {
    const [customer, key] = [someone(), randomUUID()];
    const first = await ofServer(customer, { key });
    const before = created().length;
    const again = await ofServer(customer, { key });
    expect(again.status).toBe(201);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body.payment.id).toBe(first.body.payment.id);
    expect(again.body.checkout_url).toBe(first.body.checkout_url);
    expect(created()).toHaveLength(before);
    const other = await ofServer(customer, { key, body: { currency_code: 'SAR' } });
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    // M7: for another customer the same key is another one.
    expect((await ofServer(someone(), { key })).body.payment.id).not.toBe(first.body.payment.id);
  });

  it('M1a, M9: of two at once with one key, and after a lost answer, one page is made', async () => {
    const [customer, key] = [someone(), randomUUID()];
    const before = created().length;
    const answers = await Promise.all([ofServer(customer, { key }), ofServer(customer, { key })]);
    const [made, ...more] = new Set(
      answers.filter(({ status }) => status === 201).map(({ body }) => body.payment.id as string),
    );
    expect([made === undefined, more]).toEqual([false, []]);
    for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe('idempotency_in_flight');
    expect(created()).toHaveLength(before + 1);

    const other = randomUUID();
    service.simulator.setFaults([answerLost(CREATE, 1)]);
    const lost = await ofServer(customer, { key: other });
    // A page that was handed to nobody can take no card; the payment itself stays unknown.
    expect(lost.body).toMatchObject({ outcome: 'none', payment: { outcome: 'unknown' } });
    const again = await ofServer(customer, { key: other });
    expect(again.body).toMatchObject({ code: lost.body.code, payment: { id: lost.body.payment.id } });
    expect(created()).toHaveLength(before + 2);
  });

  it("Ottu's refusal points into the body of the caller", async () => {
    const fault: Fault = { kind: 'status', status: 400, body: { customer_email: ['no.'] } };
    service.simulator.setFaults([{ match: CREATE, fault }]);
    const body = { currency_code: 'KWD', customer: { email: 'sara@example.com' } };
    const answer = await ofServer(someone(), { body });
    expect(answer.body).toMatchObject({ status: 400, code: 'ottu_rejected', outcome: 'none' });
    expect(answer.body.errors).toEqual([{ pointer: '/customer/email', message: expect.any(String) }]);
  });

  it('needs a key with the scope', async () => {
    const path = '/v1/customers/cust-77/cards/setup';
    const answer = await request(url)
      .post(path)
      .set('authorization', authorization('card-reader'))
      .send({ currency_code: 'KWD' });
    expect(answer.body.code).toBe('scope_missing');
  });
});

describe('M58: a signed-in shopper sets a card up', () => {
  it("is the token's sub and nobody else, on the gateways of shoppers; the answer has no word of Ottu's (M91)", async () => {
    const sub = someone();
    const body = { currency_code: 'KWD', redirect_url: ALLOWED, customer: { first_name: 'Sara' } };
    const answer = await ofShopper(sub, { body });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body).toSorted()).toEqual(['checkout_url', 'session_id']);
    expect(created().at(-1)).toMatchObject({
      payment_type: 'save_card',
      amount: '0',
      customer_id: sub,
      pg_codes: ['credit-card', 'autopay'],
      redirect_url: ALLOWED,
    });
    const list = await request(url)
      .get('/v1/payments')
      .query({ session_id: answer.body.session_id })
      .set('authorization', authorization('operator'));
    expect(list.body.payments).toMatchObject([{ state: 'created', amount: '0.000' }]);
  });

  it('guests cannot, and a shopper names no customer, gateway, order number or extra', async () => {
    const before = created().length;
    expect((await request(url).post('/v1/cards/setup').send({ currency_code: 'KWD' })).body.code).toBe(
      'customer_jwt_missing',
    );
    for (const more of [
      { customer_id: 'cust-77' },
      { customer: { id: 'cust-77' } },
      { pg_codes: ['credit-card'] },
      { order_no: 'X-1' },
      { merchant_reference: 'X' },
      { extra: { a: 1 } },
      { redirect_url: 'https://evil.example/' },
    ]) {
      const answer = await ofShopper(someone(), { body: { currency_code: 'KWD', ...more } });
      expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed', outcome: 'none' });
    }
    expect(created()).toHaveLength(before);
  });

  it('M9: a key belongs to its shopper', async () => {
    const [sara, omar, key] = [someone(), someone(), randomUUID()];
    const first = await ofShopper(sara, { key });
    const again = await ofShopper(sara, { key });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    const other = await ofShopper(omar, { key });
    expect(other.body.session_id).not.toBe(first.body.session_id);
  });

  it.each<[string, Fault, string, number]>([
    ['fails', { kind: 'status', status: 500, body: { detail: 'the words' } }, 'checkout_unavailable', 503],
    ['asks for patience', { kind: 'status', status: 429, body: { detail: 'the words' } }, 'checkout_unavailable', 503],
    ['refuses the key', { kind: 'status', status: 403, body: { detail: 'the words' } }, 'ottu_refused', 502],
    [
      'refuses what the shop asks for',
      { kind: 'status', status: 400, body: { pg_codes: ['the words'] } },
      'ottu_refused',
      502,
    ],
    [
      'refuses the details',
      { kind: 'status', status: 400, body: { customer_email: ['the words'] } },
      'customer_details_refused',
      400,
    ],
  ])(
    'M56b, M91: where Ottu %s the shopper is told what he can do, without the words of Ottu',
    async (_, fault, code, status) => {
      service.simulator.setFaults([{ match: CREATE, fault }]);
      const answer = await ofShopper(someone());
      expect(answer.body).toMatchObject({ status, code, outcome: 'none' });
      expect(answer.text).not.toContain('the words');
      expect(answer.body).not.toHaveProperty('payment');
    },
  );

  it('M95: so many pages in an hour, then no more; other customers are served', async () => {
    const [sara, omar] = [someone(), someone()];
    const limits = service.app.get(CheckoutLimits, { strict: false });
    for (let taken = 1; taken < LIMITS.cart_checkouts.permits; taken += 1) {
      await limits.consume(`customer:${sara}`, networkOf(`198.51.${taken}.1`));
    }
    expect((await ofShopper(sara)).status).toBe(201);
    const before = created().length;
    const refused = await ofShopper(sara);
    expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited', outcome: 'none' });
    expect(created()).toHaveLength(before);
    expect((await ofShopper(omar)).status).toBe(201);
  });
});

describe('F1.3: Ottu shows cards to an API key only', () => {
  it('with a user name no card is set up, since nobody could see it: both routes say so, and Ottu is not asked', async () => {
    const basic = await startCheckoutService({
      ...identity.variables,
      OTTU_API_KEY: undefined,
      OTTU_USERNAME: 'nobody',
      OTTU_PASSWORD: 'nothing',
    });
    try {
      for (const answer of [
        await ofServer('cust-77', { at: basic.url }),
        await ofShopper('cust-77', { at: basic.url }),
      ]) {
        expect(answer.body).toMatchObject({ status: 501, code: 'ottu_api_key_needed', outcome: 'none' });
      }
      expect(basic.simulator.requests(CREATE)).toEqual([]);
    } finally {
      await basic.close();
    }
  });
});

it('the documented examples make a page', async () => {
  const { body: document } = await request(url).get('/docs-json');
  for (const [path, send] of [
    ['/v1/customers/{id}/cards/setup', (body: object) => ofServer(someone(), { body })],
    ['/v1/cards/setup', (body: object) => ofShopper(someone(), { body })],
  ] as const) {
    const { examples } = document.paths[path].post.requestBody.content['application/json'];
    const values = Object.values<{ readonly value: object }>(examples);
    expect(values.length).toBeGreaterThanOrEqual(2);
    for (const { value } of values) expect((await send(value)).status).toBe(201);
  }
});
