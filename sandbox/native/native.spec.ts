import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { sign } from '../payments/signature.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { APPLE_PAY, CREATE, GOOGLE_PAY, basic, call, order } from '../testing/client.ts';

const SAVED = '9990001112223334';
const PAYMENT = '/b/pbl/v2/payment';
const AGREEMENT = { id: 'AGR-9', type: 'unscheduled', frequency: 'irregular' };

describe('native payments', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const create = async (changes: JsonObject = {}) =>
    (await call(simulator, 'POST', CREATE, order(changes))).body['session_id'];
  const post = (path: string, body: JsonObject, headers?: Record<string, string>) =>
    call(simulator, 'POST', path, body, headers);
  const apple = (session_id: unknown, changes: JsonObject = {}) =>
    post(`${PAYMENT}/apple-pay/`, { session_id, payload: APPLE_PAY.payload, ...changes });
  const google = (session_id: unknown, changes: JsonObject = {}) =>
    post(`${PAYMENT}/google-pay/`, { session_id, payload: GOOGLE_PAY.payload, ...changes });
  const stateOf = async (id: unknown) => (await call(simulator, 'GET', `${CREATE}${String(id)}/`)).body['state'];

  describe('all of them', () => {
    const debit = { customer_id: 'cust-77', payment_type: 'auto_debit', agreement: AGREEMENT };
    /** Path, body beside the session, the session, result and state. */
    const ways: [string, JsonObject, JsonObject, string, string][] = [
      [`${PAYMENT}/apple-pay/`, { payload: APPLE_PAY.payload }, {}, 'success', 'paid'],
      [`${PAYMENT}/google-pay/`, { payload: GOOGLE_PAY.payload }, {}, 'success', 'paid'],
      [`${PAYMENT}/auto-debit/`, { token: SAVED }, debit, 'success', 'paid'],
      ['/b/pbl/v2/auto-debit/', { token: SAVED }, debit, 'success', 'paid'],
      [`${PAYMENT}/cash/`, {}, {}, 'cod', 'cod'],
      ['/b/pbl/v2/cash-payment/', {}, {}, 'cod', 'cod'],
      [`${PAYMENT}/wallet/`, {}, { customer_id: 'cust-77' }, 'success', 'paid'],
    ];

    it.each(ways)('F4: %s answers 200 with the signed event', async (path, body, session, result, state) => {
      const session_id = await create(session);
      const reply = await post(path, { session_id, ...body });
      expect([reply.status, reply.body]).toEqual([
        200,
        expect.objectContaining({ result, state, session_id, order_no: 'ORD-1', amount: '12.500' }),
      ]);
      expect(reply.body['signature']).toBe(sign(reply.body, simulator.hmacKey));
      expect(await stateOf(session_id)).toBe(state);
      expect(simulator.ledger()).toHaveLength(state === 'paid' ? 1 : 0);
    });

    it.each(ways)('%s refuses an unknown session, and what is paid already', async (path, body, session) => {
      expect(await post(path, { session_id: 'x', ...body })).toMatchObject({
        status: 400,
        body: { session_id: [expect.any(String)] },
      });
      expect((await post(path, body)).body).toMatchObject({ session_id: ['This field is required.'] });
      const session_id = await create(session);
      await post(path, { session_id, ...body });
      const again = await post(path, { session_id, ...body });
      expect([again.status, again.body]).toEqual([400, { detail: expect.stringContaining('state'), result: 'failed' }]);
      expect(simulator.ledger().length).toBeLessThanOrEqual(1);
    });

    it.each(ways)('F1.3: %s needs an add permission and the gateway', async (path, body, session) => {
      const users = [
        { username: 'view', password: 'p', permissions: ['Can view e-commerce payments'], pg_codes: ['*'] },
        { username: 'knet', password: 'p', permissions: ['Can add e-commerce payments'], pg_codes: ['knet'] },
      ];
      const own = await createSimulator({ users });
      const { session_id } = (await call(own, 'POST', CREATE, order(session))).body;
      for (const name of ['view', 'knet']) {
        expect((await call(own, 'POST', path, { session_id, ...body }, basic(name, 'p'))).status).toBe(403);
      }
      expect((await call(own, 'POST', path, { session_id, ...body }, { authorization: '' })).status).toBe(401);
      expect(own.ledger()).toEqual([]);
      await own.close();
    });
  });

  describe('Idempotency-Key', () => {
    const KEY = { 'idempotency-key': 'attempt-1' };
    const pay = (session_id: unknown, headers: Record<string, string>, outcome = 'success') =>
      post(
        `${PAYMENT}/apple-pay/`,
        {
          session_id,
          payload: { ...APPLE_PAY.payload, paymentData: { ...APPLE_PAY.payload.paymentData, data: `sim-${outcome}` } },
        },
        headers,
      );
    const USED = { detail: 'Duplicate request detected. Idempotency-Key already used.', result: 'failed' };

    it('F16.2: of twins, and of later ones, one charges and the others are 409', async () => {
      const session_id = await create();
      const twins = await Promise.all([pay(session_id, KEY), pay(session_id, KEY)]);
      expect(twins.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
      expect(twins.find(({ status }) => status === 409)?.body).toEqual(USED);
      expect(await pay(session_id, KEY)).toMatchObject({ status: 409, body: USED });
      expect(simulator.ledger()).toHaveLength(1);
    });

    it('F16.2: counts for its session, and is used up by a success only', async () => {
      const [first, second] = [await create(), await create({ order_no: 'ORD-2' })];
      expect((await pay(first, KEY, 'declined')).body['result']).toBe('failed');
      expect((await pay(first, KEY)).body['result']).toBe('success');
      expect((await pay(second, KEY)).body['result']).toBe('success');
      expect(simulator.ledger()).toHaveLength(2);
    });
  });

  describe('outcomes', () => {
    it.each([
      ['12.501', 400, { result: 'failed', detail: 'Declined by the issuer' }],
      ['12.502', 400, { result: 'failed', detail: expect.any(String) }],
      ['12.504', 200, { result: 'pending', state: 'pending' }],
      ['12.506', 200, { result: 'error', state: 'attempted' }],
      ['12.514', 400, { payload: [expect.any(String)] }],
      ['12.517', 423, { detail: expect.any(String) }],
      ['12.518', 409, { detail: expect.any(String) }],
      ['12.521', 200, { result: 'success', state: 'paid' }],
    ])('the amount decides: %s is %i', async (amount, status, body) => {
      const reply = await apple(await create({ amount }));
      expect([reply.status, reply.body]).toEqual([status, expect.objectContaining(body)]);
    });

    it('a marker in the payload decides, and a fault rule before it', async () => {
      const payload = { ...APPLE_PAY.payload, transactionIdentifier: 'sim-declined' };
      const session_id = await create();
      expect((await apple(session_id, { payload })).body['result']).toBe('failed');
      simulator.setFaults([{ match: { path: 'apple-pay' }, fault: { kind: 'outcome', outcome: 'authorized' } }]);
      expect((await apple(session_id, { payload })).body['state']).toBe('authorized');
    });

    it('F4.5: Google Pay may ask for 3DS in an iframe or by redirect; the answer ends the same attempt', async () => {
      expect((await google(await create({ amount: '12.509' }))).body).toMatchObject({
        status: '3DS',
        method: 'iframe',
        html: expect.stringContaining('<form'),
        ws_url: expect.stringMatching(/^ws:/),
        form_of_payment: 'google_pay',
        challenge_occurred: true,
      });
      const session_id = await create({ amount: '12.511' });
      const { body } = await google(session_id);
      expect(body).toMatchObject({ status: '3DS', method: 'redirect', session_id, order_no: 'ORD-1' });
      await fetch(String(body['redirect_url']), { method: 'POST', body: new URLSearchParams({ action: 'confirm' }) });
      expect(await stateOf(session_id)).toBe('paid');
      expect(simulator.ledger()).toMatchObject([{ reference_number: body['reference_number'] }]);
    });

    it('F10.4: one session has many attempts, each under its own reference', async () => {
      const session_id = await create();
      const payload = { ...APPLE_PAY.payload, transactionIdentifier: 'decline' };
      const references = [
        (await apple(session_id, { payload })).body['reference_number'],
        (await google(session_id)).body['reference_number'],
      ];
      expect(new Set(references).size).toBe(2);
      expect(await stateOf(session_id)).toBe('paid');
    });

    it('F16.4: a decline may still come as an event with 200, as before', async () => {
      simulator.setSwitches({ decline_as: '201' });
      expect(await apple(await create({ amount: '12.501' }))).toMatchObject({
        status: 200,
        body: { result: 'failed', state: 'attempted' },
      });
    });

    it('F10.4: with single attempts a decline is the end', async () => {
      simulator.setSwitches({ attempts: 'single' });
      const session_id = await create({ amount: '12.501' });
      expect((await apple(session_id)).body).toEqual({ detail: 'Declined by the issuer', result: 'failed' });
      expect(await stateOf(session_id)).toBe('failed');
      expect((await apple(session_id)).status).toBe(400);
    });

    it('F2.2: after its expiry a session can not be paid, and shows it', async () => {
      const session_id = await create({ expiration_time: '00:10:00' });
      simulator.setClock({ advance_ms: 600_001 });
      expect((await apple(session_id)).status).toBe(400);
      expect(await stateOf(session_id)).toBe('expired');
    });
  });

  describe('gateway', () => {
    it('F4.3: must be named where the session has several', async () => {
      const session_id = await create({ pg_codes: ['mpgs-apple', 'mpgs-google', 'knet'] });
      expect((await apple(session_id)).body).toEqual({ pg_code: ['This field is required.'] });
      expect((await apple(session_id, { pg_code: 'mpgs-google' })).status).toBe(400);
      expect((await apple(session_id, { pg_code: 'credit-card' })).status).toBe(400);
      expect((await apple(session_id, { pg_code: 'mpgs-apple' })).body).toMatchObject({
        gateway_account: 'mpgs-apple',
        state: 'paid',
      });
    });

    it('must serve the wallet; null is as good as nothing', async () => {
      const knet = await create({ pg_codes: ['knet'] });
      expect((await apple(knet)).body).toEqual({ pg_code: [expect.stringContaining('does not support apple_pay')] });
      expect((await apple(await create(), { pg_code: null })).status).toBe(200);
    });
  });

  describe('payload', () => {
    it('F4.1: Apple Pay needs its whole token', async () => {
      const { paymentData, ...rest } = APPLE_PAY.payload;
      const { signature: _, ...unsigned } = paymentData;
      const reply = await apple(await create(), { payload: { ...rest, paymentData: unsigned } });
      expect(reply.body).toEqual({ payload: { paymentData: { signature: ['This field is required.'] } } });
      expect((await apple(await create(), { payload: undefined })).body).toEqual({
        payload: ['This field is required.'],
      });
    });

    it('F4.2: Google Pay may carry more, and its inner objects are free', async () => {
      const paymentMethodData = {
        ...GOOGLE_PAY.payload.paymentMethodData,
        info: { assuranceDetails: {} },
        tokenizationData: { type: 'DIRECT' },
      };
      const payload = { ...GOOGLE_PAY.payload, paymentMethodData, email: 'sara@example.com', shippingAddress: {} };
      expect((await google(await create(), { payload })).status).toBe(200);
      expect((await google(await create(), { payload: { apiVersion: 2 } })).status).toBe(400);
    });
  });

  describe('saved cards and wallets', () => {
    const debit = (session_id: unknown, token: string) => post(`${PAYMENT}/auto-debit/`, { session_id, token });
    const session = { customer_id: 'cust-77' };

    it('F13.2: the card is in the answer', async () => {
      expect((await debit(await create(session), SAVED)).body).toMatchObject({
        token: { token: SAVED, number: '**** 1019', pg_code: 'credit-card' },
        gateway_account: 'credit-card',
      });
    });

    it('F3.2: a card is charged for its own customer on its own gateway only', async () => {
      expect((await debit(await create({ customer_id: 'other' }), SAVED)).status).toBe(400);
      expect((await debit(await create(), SAVED)).status).toBe(400);
      expect((await debit(await create({ ...session, pg_codes: ['autopay'] }), SAVED)).status).toBe(400);
      simulator.setSwitches({ unknown_tokens: 'refuse' });
      expect((await debit(await create(session), '1234')).body).toEqual({ token: ['Invalid token.'] });
      expect(simulator.ledger()).toEqual([]);
    });

    it('F4: a wallet is the one of the customer of the session, and is in the event', async () => {
      expect((await post(`${PAYMENT}/wallet/`, { session_id: await create() })).body).toEqual({
        customer_id: ['This field is required.'],
      });
      const { body } = await post(`${PAYMENT}/wallet/`, { session_id: await create(session) });
      expect(body).toMatchObject({
        customer_wallet_transactions: [{ provider_code: 'wallet_ottu', amount: '12.500', currency: 'KWD' }],
      });
    });
  });

  it.each([
    ['success', 'SUCCEEDED'],
    ['failed', 'FAILED'],
    ['declined', 'PENDING'],
  ])('F9: finalization-status of %s is %s, without a throttle', async (outcome, status) => {
    const session_id = await create();
    await post(`/__sandbox/sessions/${String(session_id)}/pay`, { outcome });
    const path = `/b/checkout/v1/wallet/payment-sessions/${String(session_id)}/finalization-status/`;
    expect(await call(simulator, 'GET', path)).toMatchObject({
      status: 200,
      body: { status, payment_transaction_id: session_id, source: 'inquiry', last_updated_at: expect.any(String) },
    });
    expect((await call(simulator, 'GET', path, undefined, { authorization: '' })).status).toBe(401);
    expect((await call(simulator, 'GET', path.replace(String(session_id), 'x'))).status).toBe(404);
  });
});
