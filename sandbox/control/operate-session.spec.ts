import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { sign } from '../payments/signature.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';
import { createReceiver } from '../testing/receiver.ts';
import type { Receiver } from '../testing/receiver.ts';

const OPERATION = '/b/pbl/v2/operation/';

describe('operations beside the API', () => {
  let simulator: Simulator;
  let receiver: Receiver;
  beforeAll(async () => {
    simulator = await createSimulator();
    receiver = await createReceiver();
  });
  afterAll(() => Promise.all([simulator.close(), receiver.close()]));
  beforeEach(() => {
    simulator.reset();
    simulator.setSwitches({ webhook_for_api: 'off' });
    receiver.received.length = 0;
  });

  const paid = async (changes: JsonObject = {}): Promise<string> => {
    const body = charge({ webhook_url: receiver.url, ...changes });
    return String((await call(simulator, 'POST', CREATE, body)).body['session_id']);
  };
  const operate = (id: string, body: unknown) => call(simulator, 'POST', `/__sandbox/sessions/${id}/operate`, body);
  const inquire = async (session_id: string) => {
    simulator.setClock({ advance_ms: 10 * 60_000 });
    return (await call(simulator, 'POST', '/b/pbl/v2/inquiry/', { session_id })).body;
  };

  it('F11.1: a refund of the dashboard is told by webhook, names who did it, and moves the money', async () => {
    const id = await paid();
    const { status, body } = await operate(id, { operation: 'refund', amount: '2.500' });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        operation: 'refund',
        session_id: id,
        amount: '2.500',
        source: 'input',
        initiator: expect.objectContaining({ username: 'dashboard-user' }),
      }),
    ]);
    const told = (await receiver.until(1))[0]?.body;
    expect(told).toEqual(body);
    expect(told?.['signature']).toBe(sign(body, simulator.hmacKey));
    expect(simulator.ledger()).toMatchObject([
      { kind: 'charge' },
      {
        kind: 'refund',
        amount: '2.500',
        child_session_id: (body['txn'] as JsonObject)['session_id'],
        tracking_key: null,
        source: 'input',
        destination: 'pg',
      },
    ]);
    expect(simulator.requests({ path: 'operation' })).toEqual([]);
  });

  it('F11.1: what is made at the gateway has the source pg and nobody as its initiator', async () => {
    const id = await paid();
    expect((await operate(id, { operation: 'refund', amount: '1.000', by: 'gateway' })).body).toMatchObject({
      source: 'pg',
      initiator: {},
    });
  });

  it('F9: what is not told shows in an inquiry only', async () => {
    const id = await paid({ pg_codes: ['authorize-card'] });
    await operate(id, { operation: 'capture', amount: '10.000', told: false });
    await operate(id, { operation: 'refund', amount: '4.000', told: false });
    expect(simulator.webhooks()).toEqual([]);
    expect(await inquire(id)).toMatchObject({
      state: 'authorized',
      paid_amount: '10.000',
      refunded_amount: '4.000',
      transactions: [
        { amount: '10.000', state: 'paid' },
        { amount: '4.000', state: 'refunded' },
      ],
    });
  });

  it('F8.2: takes from the same balance as the API', async () => {
    const id = await paid();
    await operate(id, { operation: 'refund', amount: '12.000' });
    const body = { operation: 'refund', session_id: id, amount: '0.501' };
    expect((await call(simulator, 'POST', OPERATION, body)).body['detail']).toBe(
      'The amount specified is greater than the amount available for refund.',
    );
    const refused = await operate(id, { operation: 'refund', amount: '0.501' });
    expect([refused.status, refused.body]).toEqual([
      409,
      { error: 'The amount specified is greater than the amount available for refund.' },
    ]);
  });

  it('a void and a cancellation need no amount', async () => {
    const id = await paid({ pg_codes: ['authorize-card'] });
    expect((await operate(id, { operation: 'void' })).body).toMatchObject({ amount: '12.500', operation: 'void' });
    const open = String((await call(simulator, 'POST', CREATE, order({ order_no: 'ORD-2' }))).body['session_id']);
    expect((await operate(open, { operation: 'cancel' })).body).toEqual({
      session_id: open,
      operation: 'cancel',
      result: 'success',
      state: 'canceled',
    });
    expect((await operate(open, { operation: 'cancel' })).status).toBe(409);
  });

  it.each([
    ['refunded', 'refunded', 2],
    ['rejected', 'refund_rejected', 1],
  ])('F10.2: a refund that waits is decided when a test says so: %s', async (verdict, state, movements) => {
    const id = await paid();
    const { body } = await operate(id, { operation: 'refund', outcome: 'queued_until_decided' });
    const child = String((body['txn'] as JsonObject)['session_id']);
    expect(body['txn']).toMatchObject({ state: 'refund_queued' });
    simulator.setClock({ advance_ms: 24 * 60 * 60_000 });
    await simulator.settled();
    expect(simulator.ledger()).toHaveLength(1);
    const decide = () => call(simulator, 'POST', `/__sandbox/refunds/${child}/decide`, { verdict });
    expect((await decide()).body).toEqual({ session_id: child, state });
    expect((await receiver.until(2))[1]?.body['txn']).toMatchObject({ state, session_id: child });
    expect(simulator.ledger()).toHaveLength(movements);
    expect((await decide()).status).toBe(404);
  });

  it('the same by typed calls', async () => {
    const id = await paid();
    const done = await simulator.operate(id, { operation: 'refund', amount: '1.000', outcome: 'queued_until_decided' });
    expect(simulator.decideRefund(String((done['txn'] as JsonObject)['session_id']), 'refunded')).toBe(true);
    await expect(simulator.operate(id, { operation: 'capture' })).rejects.toThrow(
      'A payment transaction in state paid does not allow capture.',
    );
  });

  it.each<[unknown, number]>([
    [{ operation: 'steal' }, 400],
    [{ operation: 'refund', amount: 2.5 }, 400],
    [{ operation: 'refund', amount: '-1' }, 400],
    [{ operation: 'refund', by: 'shopper' }, 400],
    [{ operation: 'refund', destination: 'moon' }, 400],
    [{ operation: 'refund', told: 'no' }, 400],
    [{ operation: 'refund', outcome: 'refused' }, 400],
    ['[]', 400],
    [{ operation: 'capture' }, 409],
  ])('refuses %j with %i', async (body, status) => {
    expect((await operate(await paid(), body)).status).toBe(status);
    expect((await operate('nothing', { operation: 'refund' })).status).toBe(404);
    expect((await call(simulator, 'POST', '/__sandbox/refunds/x/decide', { verdict: 'maybe' })).status).toBe(400);
  });

  it('F2.8: an amount has no more decimals than the currency', async () => {
    const id = await paid({ currency_code: 'SAR', amount: '10.00' });
    expect((await operate(id, { operation: 'refund', amount: '1.005' })).status).toBe(400);
  });
});
