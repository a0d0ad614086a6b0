import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, basic, call, charge } from '../testing/client.ts';

const PATH = '/b/pbl/v2/payment-methods/';

describe('payment methods', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await createSimulator({
      users: [{ username: 'u', password: 'p', permissions: [], pg_codes: ['knet'] }],
    });
  });
  afterAll(() => simulator.close());
  const codes = async (filter: JsonObject, headers = {}) => {
    const { body } = await call(simulator, 'POST', PATH, { plugin: 'e_commerce', ...filter }, headers);
    return (body['payment_methods'] as JsonObject[]).map((method) => method['code']);
  };

  it('F7: shows each gateway with what it can do', async () => {
    const { status, body } = await call(simulator, 'POST', PATH, { plugin: 'e_commerce', pg_names: ['kpay'] });
    expect(status).toBe(200);
    expect(body).toEqual({
      customer_payment_methods: [],
      payment_methods: [
        {
          code: 'knet',
          name: 'KNET',
          pg: 'kpay',
          connector: { identifier: 'kpay', processor: 'kpay' },
          is_sandbox: true,
          logo: `${simulator.url}/static/icons/knet.svg`,
          wallets: [],
          payment_services: [],
          default_currency: 'KWD',
          accepted_currencies: ['KWD'],
          operation: 'purchase',
          operations: ['refund'],
          is_tokenizable: false,
          auto_debit_enabled: false,
          tags: ['e_commerce'],
        },
      ],
    });
  });

  it.each<[string, JsonObject, string[]]>([
    ['type', { type: 'production' }, ['live-card']],
    ['operation', { operation: 'authorize' }, ['authorize-card']],
    ['tags', { tags: ['demo', 'retail'] }, ['credit-card', 'ottu-sandbox']],
    ['payment services', { payment_services: ['samsung_pay'] }, ['credit-card', 'ottu-sandbox']],
    ['currencies', { currencies: ['JPY'], tokenizable: true }, ['credit-card', 'ottu-sandbox']],
    [
      'auto_debit as text',
      { auto_debit: 'true', currencies: ['KWD'], pg_names: ['ottu_pg', 'mpgs'] },
      ['credit-card', 'ottu_pg_kwd_tkn', 'autopay'],
    ],
  ])('F7: filters by %s', async (_, filter, expected) => {
    expect(await codes(filter)).toEqual(expected);
  });

  it('F1.3: a user sees the gateways that the user may use', async () => {
    expect(await codes({}, basic('u', 'p'))).toEqual(['knet']);
  });

  it('F7: names the gateways that a customer has paid with', async () => {
    await call(simulator, 'POST', CREATE, charge({ customer_id: 'cust-5', pg_codes: ['ottu-sandbox'] }));
    const { body } = await call(simulator, 'POST', PATH, { plugin: 'e_commerce', customer_id: 'cust-5' });
    expect(body['customer_payment_methods']).toEqual(['ottu-sandbox']);
  });

  it('refuses a query without plugin, with unknown tags, services and types', async () => {
    const { status, body } = await call(simulator, 'POST', PATH, {
      tags: ['x'],
      payment_services: ['cash'],
      type: 'live',
    });
    expect(status).toBe(400);
    expect(Object.keys(body).toSorted()).toEqual(['payment_services', 'plugin', 'tags', 'type']);
  });
});
