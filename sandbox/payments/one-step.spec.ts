import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Outcome, Simulator } from '../simulator.ts';
import { APPLE_PAY, CREATE, GOOGLE_PAY, SAMSUNG_PAY, TOKEN, WALLET, call, charge } from '../testing/client.ts';
import { OUTCOMES, OUTCOME_BY_DIGITS, chooseOutcome, markedOutcome } from './outcomes.ts';
import { sign } from './signature.ts';

describe('one-step checkout', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());
  const pay = (changes: JsonObject = {}) => call(simulator, 'POST', CREATE, charge(changes));
  const stateOf = async (sessionId: unknown) =>
    (await call(simulator, 'GET', `${CREATE}${String(sessionId)}/`)).body['state'];

  it('F3.3: charges and answers 201 in the shape of a webhook, signed with 26 fields', async () => {
    const { status, body } = await pay({
      customer_email: 'sara@example.com',
      billing_address: { line1: 'Street 12', city: 'Kuwait City', country: 'KW' },
      extra: { basket: 'b-1' },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      result: 'success',
      state: 'paid',
      order_no: 'ORD-1',
      amount: '12.500',
      currency_code: 'KWD',
      settled_amount: '12.500',
      amount_details: {
        amount: '12.500',
        currency_code: 'KWD',
        fee: '0.000',
        total: '12.500',
        exchange_rate: '1.000000',
      },
      gateway_account: 'credit-card',
      gateway_name: 'mpgs',
      payment_type: 'one_off',
      customer_email: 'sara@example.com',
      customer_address_city: 'Kuwait City',
      extra: { basket: 'b-1', merchant_id: 'sandbox.ottu.example' },
      is_sandbox: true,
      initiator: {},
    });
    expect(body['signature']).toBe(sign(body, simulator.hmacKey));
    expect(body['session_id']).toMatch(/^[0-9a-f]{40}$/);
    expect(body['checkout_url']).toBeUndefined();
    expect(simulator.ledger()).toEqual([
      expect.objectContaining({
        order_no: 'ORD-1',
        session_id: body['session_id'],
        amount: '12.500',
        currency: 'KWD',
        kind: 'charge',
      }),
    ]);
  });

  it.each([
    ['apple_pay', { payment_instrument: APPLE_PAY }],
    ['google_pay', { payment_instrument: GOOGLE_PAY }],
    ['samsung_pay', { payment_instrument: SAMSUNG_PAY }],
    ['wallet', { payment_instrument: WALLET, customer_id: 'c' }],
    ['token', { payment_instrument: TOKEN, customer_id: 'c' }],
  ])('F3.1: charges with %s', async (_, changes) => {
    expect((await pay(changes)).body).toMatchObject({ result: 'success', state: 'paid' });
    expect(simulator.ledger()).toHaveLength(1);
  });

  it('F11.2: shows the card that a token stands for', async () => {
    const payment_instrument = { instrument_type: 'token', payload: { token: '9990001112223334' } };
    const { body } = await pay({ customer_id: 'cust-77', payment_instrument });
    expect(body['token']).toMatchObject({
      token: '9990001112223334',
      customer_id: 'cust-77',
      pg_code: 'credit-card',
      number: '**** 1019',
    });
  });

  it.each([
    ['1.000', 'KWD'],
    ['2.500', 'KWD'],
    ['10.00', 'SAR'],
    ['12.500', 'KWD'],
    ['100', 'JPY'],
    ['500', 'JPY'],
    ['0.010', 'KWD'],
    ['1', 'JPY'],
    ['9.99', 'USD'],
    ['1.250', 'KWD'],
    ['999999999999999999.999', 'KWD'],
  ])('charges %s %s, and keeps every digit in the ledger', async (amount, currency_code) => {
    expect((await pay({ amount, currency_code })).body).toMatchObject({ result: 'success', amount });
    expect(simulator.ledger()).toEqual([expect.objectContaining({ amount, currency: currency_code })]);
  });

  /** Outcome, status, what the body has, state afterwards, kinds in the ledger. */
  const table: [Outcome, number, JsonObject, string | undefined, string[]][] = [
    ['success', 201, { result: 'success', state: 'paid' }, 'paid', ['charge']],
    ['declined', 400, { detail: 'Declined by the issuer', result: 'failed' }, undefined, []],
    ['failed', 201, { result: 'failed', state: 'failed' }, 'failed', []],
    ['pending', 201, { result: 'pending', state: 'pending' }, 'pending', []],
    ['error', 201, { result: 'error', state: 'attempted' }, 'attempted', []],
    ['error_but_paid', 201, { result: 'error', state: 'paid' }, 'paid', ['charge']],
    ['canceled', 201, { result: 'canceled', state: 'attempted' }, 'attempted', []],
    ['cod', 201, { result: 'cod', state: 'cod' }, 'cod', []],
    ['authorized', 201, { result: 'success', state: 'authorized' }, 'authorized', ['authorization']],
    ['three_ds_iframe', 201, { status: '3DS', method: 'iframe', form_of_payment: 'apple_pay' }, 'pending', []],
    ['three_ds_redirect', 201, { status: '3DS', method: 'redirect', form_of_payment: 'apple_pay' }, 'pending', []],
    ['hosted', 201, { state: 'created', checkout_url: expect.stringContaining('session_id=') }, 'created', []],
    ['cannot_execute', 400, { detail: 'The payment could not be executed.', result: 'failed' }, undefined, []],
    [
      'compensation_failures',
      400,
      {
        result: 'failed',
        rollback: {
          refunded: [],
          released: [],
          compensation_failures: [expect.objectContaining({ amount: expect.any(String) })],
        },
      },
      undefined,
      ['uncompensated_debit'],
    ],
    ['field_error', 400, { payment_instrument: { payload: ['The wallet payload could not be read.'] } }, undefined, []],
    ['detail_error', 400, { detail: 'The request could not be processed.' }, undefined, []],
    ['locked', 423, { detail: 'The resource is locked.' }, undefined, []],
    ['conflict', 409, { detail: 'A payment is already in process.' }, undefined, []],
    ['pending_then_declined', 201, { result: 'pending', state: 'pending' }, 'pending', []],
    ['pending_forever', 201, { result: 'pending', state: 'pending' }, 'pending', []],
    ['error_then_paid', 201, { result: 'error', state: 'attempted' }, 'attempted', ['charge']],
    ['declined_then_paid', 400, { detail: 'Declined by the issuer', result: 'failed' }, undefined, []],
    ['cannot_execute_then_paid', 400, { result: 'failed' }, undefined, ['charge']],
  ];

  it('has a row for every outcome', () => {
    expect(table.map(([outcome]) => outcome).toSorted()).toEqual(OUTCOMES.toSorted());
  });

  it.each(table)('comes to %s by a fault rule', async (outcome, status, body, state, ledger) => {
    simulator.setFaults([{ match: { path: 'pymt-txn' }, fault: { kind: 'outcome', outcome } }]);
    const reply = await pay();
    expect([reply.status, reply.body]).toEqual([status, expect.objectContaining(body)]);
    expect(simulator.ledger().map((entry) => entry.kind)).toEqual(ledger);
    simulator.clearFaults();
    if (state !== undefined) expect(await stateOf(reply.body['session_id'])).toBe(state);
    if (reply.body['result'] !== undefined && status === 201) {
      expect(reply.body['signature']).toBe(sign(reply.body, simulator.hmacKey));
    }
  });

  it.each(Object.entries(OUTCOME_BY_DIGITS))('comes by amounts that end in %s to %s', async (digits, outcome) => {
    const expected = table.find(([name]) => name === outcome);
    for (const [amount, currency_code] of [
      [`12.5${digits}`, 'KWD'],
      [`10.${digits}`, 'SAR'],
      [`5${digits}`, 'JPY'],
    ]) {
      expect((await pay({ amount, currency_code })).status).toBe(expected?.[1]);
      expect((await pay({ amount, currency_code })).body).toEqual(expect.objectContaining(expected?.[2] ?? {}));
    }
  });

  it.each(OUTCOMES)('comes to %s by a marker in the payload', (outcome) => {
    expect(markedOutcome({ paymentData: { data: `abc sim-${outcome} def` } })).toBe(outcome);
  });

  it('takes `decline` in a payload or token for a decline, before the amount, after a fault rule', async () => {
    const payment_instrument = { instrument_type: 'token', payload: { token: 'tok-decline-1' } };
    expect(await pay({ payment_instrument, customer_id: 'c' })).toMatchObject({
      status: 400,
      body: { detail: 'Declined by the issuer', result: 'failed' },
    });
    expect(chooseOutcome('success', { token: 'decline' }, 12_504n)).toBe('success');
    expect(chooseOutcome(undefined, { token: 'decline' }, 12_504n)).toBe('declined');
    expect(chooseOutcome(undefined, { token: 'x' }, 12_504n)).toBe('pending');
  });

  it('leaves a declined transaction that can be found by its order number', async () => {
    await pay({ amount: '12.502' });
    expect(simulator.ledger()).toEqual([]);
    simulator.setSwitches({ duplicate_order_no: 'refuse' });
    expect((await pay()).body).toEqual({ order_no: ['Payment transaction with this order no already exists.'] });
  });

  it('authorizes on a gateway that is set to authorize', async () => {
    expect((await pay({ pg_codes: ['authorize-card'] })).body).toMatchObject({
      result: 'success',
      state: 'authorized',
      paid_amount: '0.000',
    });
    expect(simulator.ledger()).toEqual([expect.objectContaining({ kind: 'authorization' })]);
  });

  it('keeps the fee out of amount and settled_amount, and in paid_amount', async () => {
    const { body } = await pay({ pg_codes: ['ottu_pg_kwd_tkn'], customer_id: 'c', payment_instrument: TOKEN });
    expect(body).toMatchObject({ amount: '12.500', settled_amount: '12.500', paid_amount: '12.750', fee: '0.250 KWD' });
  });

  it('marks a live gateway as none of the sandbox', async () => {
    expect((await pay({ pg_codes: ['live-card'] })).body).toMatchObject({ is_sandbox: false });
  });

  it('charges again under the same order_no by default, as Ottu has no rule against it', async () => {
    await pay();
    expect((await pay()).status).toBe(201);
    expect(simulator.ledger()).toHaveLength(2);
  });

  it('answers as the switches say: decline as 201, 18 signed fields, the documented shape, numbers, flat pg_params', async () => {
    simulator.setSwitches({
      decline_as: '201',
      signature_scheme: 'standard',
      event_shape: 'documented',
      amounts_as: 'number',
      pg_params_as: 'flat',
    });
    expect(await pay({ amount: '12.501' })).toMatchObject({
      status: 201,
      body: { result: 'failed', state: 'attempted', message: 'Declined by the issuer' },
    });
    const { body } = await pay();
    expect(body['signature']).toBe(sign(body, simulator.hmacKey, 'standard'));
    expect(body).toMatchObject({
      settled_amount: 12.5,
      remaining_amount: 0,
      agreement: {},
      pg_params: { result: 'CAPTURED' },
    });
  });
});
