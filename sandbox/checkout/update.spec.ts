import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { APPLE_PAY, CREATE, basic, call, charge, order } from '../testing/client.ts';

describe('PATCH and PUT', () => {
  let simulator: Simulator;
  const user = (username: string, permissions: string[], pg_codes: string[]) => ({
    username,
    password: 'p',
    permissions,
    pg_codes,
  });
  beforeAll(async () => {
    simulator = await createSimulator({
      users: [
        user('editor', ['Can change e-commerce payments'], ['knet']),
        user('adder', ['Can add e-commerce payments'], ['*']),
      ],
    });
  });
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const create = async (changes: JsonObject = {}) => {
    const { body } = await call(simulator, 'POST', CREATE, order(changes));
    return `${CREATE}${String(body['session_id'])}/`;
  };
  const patch = (path: string, body: JsonObject, headers = {}) => call(simulator, 'PATCH', path, body, headers);
  const put = (path: string, body: JsonObject, headers = {}) => call(simulator, 'PUT', path, body, headers);

  it('F2.10: PATCH changes the amount and with it the methods, and keeps the rest', async () => {
    const path = await create({ pg_codes: ['ottu_pg_kwd_tkn'], customer_email: 'sara@example.com' });
    const { status, body } = await patch(path, { amount: '10' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      amount: '10.000',
      order_no: 'ORD-1',
      customer_email: 'sara@example.com',
      payment_methods: [{ amount: '10.250' }],
    });
    expect((await call(simulator, 'GET', path)).body).toEqual(body);
  });

  it('F2.9: PATCH checks what is sent together with what is stored', async () => {
    const path = await create({ amount: '1.500' });
    expect(await patch(path, { currency_code: 'JPY' })).toMatchObject({
      status: 400,
      body: { detail: 'amount: Ensure that there are no more than 0 decimal places.' },
    });
    expect((await patch(path, { currency_code: 'JPY', amount: '150' })).body).toMatchObject({ amount: '150' });
    expect((await patch(path, { notifications: { sms: ['paid'] } })).body).toEqual({
      detail: 'notifications.sms: customer_phone is required when sms notifications are set.',
    });
  });

  it('F1.7: every 400 of PATCH is {detail}, of PUT field errors', async () => {
    const path = await create();
    expect(await patch(path, { language: 'fr' })).toMatchObject({
      status: 400,
      body: { detail: 'language: "fr" is not a valid choice.' },
    });
    expect(await put(path, { language: 'fr' })).toMatchObject({
      status: 400,
      body: {
        type: ['This field is required.'],
        amount: ['This field is required.'],
        language: ['"fr" is not a valid choice.'],
      },
    });
  });

  it('F16.9: branding names gateways of the session, also on PATCH', async () => {
    const path = await create({ pg_codes: ['credit-card', 'knet'] });
    const branded = (code: string) => ({
      branding_options: { payment_methods: { [code]: { text: '10% off', color: '#fff' } } },
    });
    expect(await patch(path, branded('mada'))).toMatchObject({
      status: 400,
      body: { detail: 'branding_options.payment_methods: Not among pg_codes: mada.' },
    });
    expect((await patch(path, branded('knet'))).status).toBe(200);
  });

  it('F2.9: PUT replaces everything', async () => {
    const path = await create({ customer_email: 'sara@example.com' });
    const { status, body } = await put(path, order({ amount: '3', order_no: undefined }));
    expect([status, body['amount']]).toEqual([200, '3.000']);
    expect(body).not.toHaveProperty('customer_email');
    expect(body).not.toHaveProperty('order_no');
  });

  it.each([
    ['paid', '12.500'],
    ['failed', '12.519'],
    ['cod', '12.512'],
  ])('F15.7: a transaction that is %s is not changed', async (state, amount) => {
    const { body } = await call(simulator, 'POST', CREATE, charge({ amount }));
    const path = `${CREATE}${String(body['session_id'])}/`;
    const detail = `A payment transaction in state ${state} can not be updated.`;
    expect(await patch(path, { amount: '1' })).toMatchObject({ status: 400, body: { detail } });
    expect(await put(path, order())).toMatchObject({ status: 400, body: { detail } });
  });

  it.each(['12.501', '12.504'])('F15.7: an open transaction is changed (%s)', async (amount) => {
    simulator.setSwitches({ decline_as: '201' });
    const { body } = await call(simulator, 'POST', CREATE, charge({ amount }));
    expect((await patch(`${CREATE}${String(body['session_id'])}/`, { amount: '2' })).status).toBe(200);
  });

  it('F1.3: changing needs the permission to change', async () => {
    const path = await create({ pg_codes: ['knet'] });
    expect((await patch(path, { amount: '2' }, basic('adder', 'p'))).status).toBe(403);
    expect((await patch(path, { amount: '2' }, basic('editor', 'p'))).status).toBe(200);
    expect((await patch(path, { type: 'payment_request' }, basic('editor', 'p'))).status).toBe(403);
    expect((await patch(path, { amount: '2' }, { authorization: '' })).status).toBe(401);
  });

  it('F1.3: PUT needs `Can use` for the stored gateways, PATCH only when it changes them', async () => {
    const path = await create({ pg_codes: ['tabby'] });
    const body = order({ pg_codes: ['knet'] });
    expect((await patch(path, { amount: '2' }, basic('editor', 'p'))).status).toBe(200);
    expect((await patch(path, { amount: '2', pg_codes: ['tabby'] }, basic('editor', 'p'))).status).toBe(200);
    expect((await put(path, body, basic('editor', 'p'))).status).toBe(403);
    expect((await patch(path, { pg_codes: ['credit-card'] }, basic('editor', 'p'))).status).toBe(403);
    expect((await patch(path, { pg_codes: ['knet'] }, basic('editor', 'p'))).status).toBe(200);
    expect((await put(path, body, basic('editor', 'p'))).status).toBe(200);
  });

  it('refuses payment_instrument, and charges nothing', async () => {
    const path = await create();
    const detail = 'payment_instrument is not supported on updates.';
    expect(await patch(path, { payment_instrument: APPLE_PAY })).toMatchObject({ status: 400, body: { detail } });
    expect(await put(path, charge())).toMatchObject({ status: 400, body: { detail } });
    expect(simulator.ledger()).toEqual([]);
  });

  it('finds a transaction by its new order number, and refuses a taken one where that is switched on', async () => {
    const path = await create();
    await create({ order_no: 'ORD-2' });
    simulator.setSwitches({ duplicate_order_no: 'refuse' });
    expect((await patch(path, { order_no: 'ORD-2' })).status).toBe(400);
    expect((await patch(path, { order_no: 'ORD-3' })).status).toBe(200);
    expect((await call(simulator, 'POST', CREATE, order({ order_no: 'ORD-1' }))).status).toBe(201);
    expect((await call(simulator, 'POST', CREATE, order({ order_no: 'ORD-3' }))).status).toBe(400);
  });

  it('answers 404 for an unknown session', async () => {
    expect((await patch(`${CREATE}nothing/`, { amount: '1' })).status).toBe(404);
  });

  it('423 and Retry-After come by fault rules', async () => {
    const path = await create();
    simulator.setFaults([
      { match: { method: 'PATCH' }, fault: { kind: 'status', status: 423, headers: { 'retry-after': '2' } } },
    ]);
    const reply = await patch(path, { amount: '1' });
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([423, '2']);
  });
});
