import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';

describe('checkout', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  it('F2.5: creates, echoes what was sent, gives amounts their digits and adds its own members', async () => {
    const { status, body } = await call(
      simulator,
      'POST',
      CREATE,
      order({ amount: '14', customer_id: 'cust-1', unit_code: 'main', extra: { a: 1 } }),
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      state: 'created',
      type: 'e_commerce',
      operation: 'purchase',
      amount: '14.000',
      payment_type: 'one_off',
      language: 'en',
      order_no: 'ORD-1',
      customer_id: 'cust-1',
      expiration_time: '1 00:00:00',
      due_datetime: expect.stringMatching(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/),
      pg_codes: ['credit-card'],
      extra: { a: 1 },
      checkout_url: `${simulator.url}/b/checkout/redirect/start/?session_id=${String(body['session_id'])}`,
      payment_methods: [{ code: 'credit-card', amount: '14.000', fee: '0.000', flow: 'redirect' }],
    });
    expect(body['unit_code']).toBeUndefined();
    expect(body['customer_email']).toBeUndefined();
    expect(simulator.ledger()).toEqual([]);
  });

  it('F2.6: methods include the fee, and gateways for wallets only have none', async () => {
    const withFee = await call(simulator, 'POST', CREATE, order({ pg_codes: ['ottu_pg_kwd_tkn', 'mpgs-apple'] }));
    expect(withFee.body['payment_methods']).toEqual([
      expect.objectContaining({ code: 'ottu_pg_kwd_tkn', amount: '12.750', fee: '0.250' }),
    ]);
  });

  it('F1.1: accepts its paths with and without the trailing slash', async () => {
    const { body } = await call(simulator, 'POST', CREATE.slice(0, -1), order());
    for (const end of ['', '/']) {
      expect((await call(simulator, 'GET', `${CREATE}${String(body['session_id'])}${end}`)).body).toEqual(body);
    }
  });

  it('retrieves what was paid in one step, with the gateway that settled it', async () => {
    const paid = await call(simulator, 'POST', CREATE, charge());
    const { status, body } = await call(simulator, 'GET', `${CREATE}${String(paid.body['session_id'])}/`);
    expect([status, body['state'], body['settled_pg_code'], body['order_no']]).toEqual([
      200,
      'paid',
      'credit-card',
      'ORD-1',
    ]);
    expect(body['payment_instrument']).toBeUndefined();
  });

  it('answers 404 for an unknown session and path, 405 for another method', async () => {
    expect(await call(simulator, 'GET', `${CREATE}${'0'.repeat(40)}/`)).toMatchObject({
      status: 404,
      body: { detail: 'Not found.' },
    });
    expect(await call(simulator, 'GET', '/b/nothing/')).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    expect(await call(simulator, 'DELETE', CREATE)).toMatchObject({
      status: 405,
      body: { detail: 'Method "DELETE" not allowed.' },
    });
  });

  it('F1.5: answers 415 to another content type, 400 to JSON that is none', async () => {
    const plain = await call(simulator, 'POST', CREATE, 'x', { 'content-type': 'text/plain' });
    expect(plain).toMatchObject({ status: 415, body: { detail: 'Unsupported media type "text/plain" in request.' } });
    expect(await call(simulator, 'POST', CREATE, '{"a":')).toMatchObject({
      status: 400,
      body: { detail: 'JSON parse error - SyntaxError' },
    });
    expect((await call(simulator, 'POST', CREATE, '[]')).body).toEqual({
      non_field_errors: ['Invalid data. Expected a dictionary.'],
    });
  });

  it('F1.5: takes forms, where lists are repeated members', async () => {
    const form = 'type=e_commerce&amount=12.5&currency_code=KWD&pg_codes=credit-card&pg_codes=knet';
    const { status, body } = await call(simulator, 'POST', CREATE, form, {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect([status, body['pg_codes']]).toEqual([201, ['credit-card', 'knet']]);
  });

  it('F1.5: takes forms, and multipart ones, where lists have indices', async () => {
    const members = { type: 'e_commerce', amount: '12.5', currency_code: 'KWD' };
    const lists = { 'pg_codes[0]': 'credit-card', 'pg_codes[1]': 'knet' };
    const { status, body } = await call(
      simulator,
      'POST',
      CREATE,
      new URLSearchParams({ ...members, ...lists }).toString(),
      { 'content-type': 'application/x-www-form-urlencoded' },
    );
    expect([status, body['pg_codes']]).toEqual([201, ['credit-card', 'knet']]);
    const parts = new FormData();
    for (const [name, value] of Object.entries({ ...members, ...lists })) parts.append(name, value);
    const reply = await fetch(simulator.url + CREATE, {
      method: 'POST',
      headers: { authorization: `Api-Key ${simulator.apiKey}` },
      body: parts,
    });
    expect([reply.status, ((await reply.json()) as JsonObject)['pg_codes']]).toEqual([201, ['credit-card', 'knet']]);
  });

  it('shows an overdue transaction as expired only where that is switched on', async () => {
    const { body } = await call(simulator, 'POST', CREATE, order({ expiration_time: '00:50:00' }));
    const path = `${CREATE}${String(body['session_id'])}/`;
    simulator.setClock({ advance_ms: 51 * 60_000 });
    expect((await call(simulator, 'GET', path)).body['state']).toBe('created');
    simulator.setSwitches({ auto_expire: 'on' });
    expect((await call(simulator, 'GET', path)).body['state']).toBe('expired');
  });
});
