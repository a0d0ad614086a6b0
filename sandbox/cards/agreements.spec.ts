import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, order } from '../testing/client.ts';

const NATIVE = '/b/pbl/v2/payment/auto-debit/';
const TERMS = {
  id: 'AGR-1',
  type: 'recurring',
  frequency: 'monthly',
  amount_variability: 'fixed',
  expiry_date: '01/01/2039',
  cycle_interval_days: 30,
  total_cycles: 12,
};
const debit = (changes: JsonObject = {}): JsonObject =>
  order({ payment_type: 'auto_debit', customer_id: 'cust-1', agreement: TERMS, ...changes });

describe('agreements', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const create = (body: JsonObject) => call(simulator, 'POST', CREATE, body);
  const cards = async (agreement_id?: string): Promise<JsonObject[]> => {
    const body = { type: 'sandbox', customer_id: 'cust-1', ...(agreement_id !== undefined && { agreement_id }) };
    return (await call(simulator, 'POST', '/b/pbl/v2/card/', body)).body as unknown as JsonObject[];
  };
  /** The payer is there; the token that came of it. */
  const begin = async (changes: JsonObject = {}): Promise<string> => {
    const { session_id } = (await create(debit({ order_no: 'CIT', ...changes }))).body;
    await call(simulator, 'POST', `/__sandbox/sessions/${String(session_id)}/pay`);
    return String((await cards('AGR-1'))[0]?.['token']);
  };
  const oneStep = (token: string, changes: JsonObject = {}) =>
    create(debit({ ...changes, payment_instrument: { instrument_type: 'token', payload: { token } } }));
  const native = async (token: string, changes: JsonObject = {}) => {
    const { session_id } = (await create(debit(changes))).body;
    return call(simulator, 'POST', NATIVE, { session_id, token });
  };
  const WAYS = { 'one step': oneStep, 'native auto-debit': native };
  type Way = keyof typeof WAYS;

  it.each<Way>(['one step', 'native auto-debit'])(
    'F13.2: by %s another amount passes only where amounts vary, whatever is sent again',
    async (way) => {
      const token = await begin();
      const varied = { amount: '13.000', agreement: { ...TERMS, amount_variability: 'variable' } };
      expect(await WAYS[way](token, varied)).toMatchObject({
        status: 400,
        body: { result: 'failed', detail: 'The amount of an agreement with fixed amounts can not change.' },
      });
      expect((await WAYS[way](token)).body).toMatchObject({ state: 'paid' });
      await begin({ agreement: { ...TERMS, amount_variability: 'variable' } });
      const [card] = await cards('AGR-1');
      expect((await WAYS[way](String(card?.['token']), { amount: '13.000' })).body).toMatchObject({ state: 'paid' });
    },
  );

  it('F13.2: an agreement moves to the card of a new CIT, and the one of before has none', async () => {
    const former = await begin();
    const token = await begin();
    expect(token).not.toBe(former);
    expect((await cards('AGR-1')).map((card) => card['token'])).toEqual([token]);
    expect((await oneStep(former)).body['detail']).toMatch(/^No Cardholder Initiated Transaction \(CIT\) found\./);
    expect((await oneStep(token)).body).toMatchObject({ state: 'paid' });
  });

  it('F13.2: a later charge is made on the gateway of the first', async () => {
    const token = await begin();
    const elsewhere = await oneStep(token, { pg_codes: ['autopay'] });
    expect([elsewhere.status, Object.keys(elsewhere.body)]).toEqual([400, ['pg_codes']]);
    expect((await native(token, { pg_codes: ['autopay'] })).status).toBe(400);
  });

  it('F13.2: a declined CIT begins nothing', async () => {
    const { session_id } = (await create(debit())).body;
    await call(simulator, 'POST', `/__sandbox/sessions/${String(session_id)}/pay`, { outcome: 'declined' });
    expect(await cards('AGR-1')).toEqual([]);
  });

  it('F13.2: a payer may pay by the page what was declined without him', async () => {
    const token = await begin();
    simulator.setFaults([{ match: { path: 'auto-debit', nth: 1 }, fault: { kind: 'outcome', outcome: 'declined' } }]);
    const { session_id } = (await create(debit())).body;
    expect((await call(simulator, 'POST', NATIVE, { session_id, token })).status).toBe(400);
    const longer = { expiration_time: '2 00:00:00' };
    expect((await call(simulator, 'PATCH', `${CREATE}${String(session_id)}/`, longer)).status).toBe(200);
    const pay = await call(simulator, 'POST', `/__sandbox/sessions/${String(session_id)}/pay`);
    expect(pay.body).toMatchObject({ state: 'paid' });
  });

  it('a card that was planted with an agreement has no terms that a charge could break', async () => {
    simulator.saveCard({ token: '9811112222333344', customer_id: 'cust-1', agreements: ['AGR-1'] });
    expect((await oneStep('9811112222333344', { amount: '99.000' })).body).toMatchObject({ state: 'paid' });
  });
});
