import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { createReceiver } from '../testing/receiver.ts';
import type { Receiver } from '../testing/receiver.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';

const NATIVE = '/b/pbl/v2/payment/auto-debit/';
const AGREEMENT = {
  id: 'AGR-1',
  frequency: 'monthly',
  amount_variability: 'fixed',
  expiry_date: '01/06/2029',
  cycle_interval_days: 30,
  total_cycles: 12,
};

describe('the gateway Ottu Sandbox, and automatic debits', () => {
  let simulator: Simulator;
  let receiver: Receiver;
  beforeAll(async () => {
    simulator = await createSimulator();
    receiver = await createReceiver();
  });
  afterAll(async () => {
    await receiver.close();
    await simulator.close();
  });
  beforeEach(() => simulator.reset());

  const create = (changes: JsonObject) => call(simulator, 'POST', CREATE, order(changes));
  const pay = (id: unknown, body?: unknown) => call(simulator, 'POST', `/__sandbox/sessions/${String(id)}/pay`, body);
  const autoDebit = (changes: JsonObject = {}) => ({
    payment_type: 'auto_debit',
    customer_id: 'cust-1',
    agreement: AGREEMENT,
    pg_codes: ['ottu-sandbox'],
    ...changes,
  });
  /** A payer begins the agreement with this card; the token that came of it. */
  const begin = async (number: string) => {
    const { session_id } = (await create(autoDebit({ order_no: 'CIT' }))).body;
    await pay(session_id, { card: { number, expiry: '01/39', cvv: '100' } });
    const { body } = await call(simulator, 'POST', '/b/pbl/v2/card/', { type: 'sandbox', customer_id: 'cust-1' });
    return String((body as unknown as JsonObject[])[0]?.['token']);
  };

  it.each([
    ['success', 'success', 'paid'],
    ['failed', 'failed', 'attempted'],
    ['error', 'error', 'attempted'],
    ['canceled', 'canceled', 'attempted'],
    ['pending', 'pending', 'pending'],
  ])('F16.5: extra.sandbox_result %s makes a payment %s there, and nowhere else', async (wanted, result, state) => {
    const extra = { sandbox_result: wanted };
    const there = (await create({ pg_codes: ['ottu-sandbox'], extra })).body['session_id'];
    expect((await pay(there)).body).toMatchObject({ result, state });
    const elsewhere = (await create({ extra })).body['session_id'];
    expect((await pay(elsewhere)).body).toMatchObject({ result: 'success' });
    expect((await call(simulator, 'POST', CREATE, charge({ extra }))).body).toMatchObject({ result: 'success' });
  });

  it.each([
    ['success', 'paid', 1],
    ['failed', 'attempted', 0],
  ])('F16.5: extra.sandbox_inquiry_result %s is what an inquiry finds out', async (wanted, state, charges) => {
    const extra = { sandbox_result: 'pending', sandbox_inquiry_result: wanted };
    const { session_id } = (await create({ pg_codes: ['ottu-sandbox'], extra })).body;
    await pay(session_id);
    simulator.setSwitches({ automatic_inquiry: 'off' });
    simulator.setClock({ advance_ms: 11 * 60_000 });
    expect((await call(simulator, 'POST', '/b/pbl/v2/inquiry/', { session_id })).body).toMatchObject({ state });
    expect(simulator.ledger()).toHaveLength(charges);
  });

  it.each([
    ['111', 'success'],
    ['114', 'failed'],
    ['116', 'failed'],
  ])('F16.5: a card …%s is enrolled with its payer, and charged without with %s', async (end, result) => {
    simulator.setSwitches({ decline_as: '201' });
    const token = await begin(`123456789012${end}`);
    const { session_id } = (await create(autoDebit({ webhook_url: receiver.url }))).body;
    expect((await call(simulator, 'POST', NATIVE, { session_id, token })).body).toMatchObject({ result });
    const one = charge({ ...autoDebit(), payment_instrument: { instrument_type: 'token', payload: { token } } });
    expect((await call(simulator, 'POST', CREATE, one)).body).toMatchObject({ result });
    // F16.4: the answer tells a charge without its payer, and no event.
    expect(simulator.webhooks({ session_id: String(session_id) })).toEqual([]);
  });

  it('F16.7: an agreement that no payer began is not charged, and with the rule of before it is', async () => {
    const token = await begin('123456789012111');
    const changes = autoDebit({ agreement: { ...AGREEMENT, id: 'AGR-2' } });
    const one = charge({ ...changes, payment_instrument: { instrument_type: 'token', payload: { token } } });
    const refused = {
      status: 400,
      body: { result: 'failed', detail: expect.stringMatching(/^No Cardholder Initiated Transaction \(CIT\) found\./) },
    };
    const charged = simulator.ledger().length;
    expect(await call(simulator, 'POST', CREATE, one)).toMatchObject(refused);
    const { session_id } = (await create(changes)).body;
    expect(await call(simulator, 'POST', NATIVE, { session_id, token })).toMatchObject(refused);
    expect(simulator.ledger()).toHaveLength(charged);
    simulator.setSwitches({ auto_debit_rules: 'before', webhook_for_mit: 'on' });
    expect((await call(simulator, 'POST', CREATE, one)).body).toMatchObject({ state: 'paid' });
  });
});
