import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, order } from '../testing/client.ts';

const NATIVE = '/b/pbl/v2/payment/auto-debit/';
const AGREEMENT = { id: 'AGR-1', type: 'unscheduled', frequency: 'irregular' };
const debit = (changes: JsonObject = {}): JsonObject =>
  order({
    pg_codes: ['ottu-sandbox'],
    payment_type: 'auto_debit',
    customer_id: 'cust-1',
    agreement: AGREEMENT,
    ...changes,
  });
const withToken = (token: string): JsonObject => ({
  payment_instrument: { instrument_type: 'token', payload: { token } },
});

describe('charges of saved cards that are declined', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const create = (body: JsonObject) => call(simulator, 'POST', CREATE, body);
  const enrol = async (number: string): Promise<string> => {
    const { session_id } = (await create(debit({ order_no: 'CIT' }))).body;
    const card = { number, expiry: '12/39', cvv: '123' };
    await call(simulator, 'POST', `/__sandbox/sessions/${String(session_id)}/pay`, { card });
    const cards = await call(simulator, 'POST', '/b/pbl/v2/card/', { type: 'sandbox', customer_id: 'cust-1' });
    return String((cards.body as unknown as JsonObject[])[0]?.['token']);
  };
  const native = async (token: string, changes: JsonObject = {}) => {
    const { session_id } = (await create(debit(changes))).body;
    return call(simulator, 'POST', NATIVE, { session_id, token });
  };
  const card = (changes: JsonObject = {}) => ({
    token: '9811112222333344',
    customer_id: 'cust-1',
    pg_code: 'ottu-sandbox',
    agreements: ['AGR-1'],
    ...changes,
  });
  const refusal = (detail: string) => ({ status: 400, body: { detail, result: 'failed' } });

  it.each([
    ['114', 'Insufficient funds.'],
    ['115', 'Card expired.'],
    ['116', 'Declined by the issuer'],
  ])('F16.5, F16.4: a card …%s says without its payer: %s', async (end, detail) => {
    const token = await enrol(`123456789012${end}`);
    expect(await create(debit(withToken(token)))).toMatchObject(refusal(detail));
    expect(await native(token)).toMatchObject(refusal(detail));
    expect(simulator.ledger().filter(({ order_no }) => order_no !== 'CIT')).toEqual([]);
  });

  it('F16.4: a card that has expired is declined, with its payer too', async () => {
    simulator.saveCard(card({ expiry_month: '01', expiry_year: '20' }));
    const body = order({ pg_codes: ['ottu-sandbox'], customer_id: 'cust-1', ...withToken('9811112222333344') });
    expect(await create(body)).toMatchObject(refusal('Card expired.'));
    expect(await native('9811112222333344')).toMatchObject(refusal('Card expired.'));
  });

  it('F2.2: an automatic debit wants a card that is good for 30 days, or as many as it says', async () => {
    const now = new Date();
    const year = now.getUTCFullYear() + 1;
    simulator.saveCard(card({ expiry_month: '12', expiry_year: String(year).slice(2) }));
    const left = Math.floor((Date.UTC(year + 1, 0, 1) - now.getTime()) / (24 * 60 * 60_000));
    const own = (days: number) => ({ card_acceptance_criteria: { min_expiry_time: days } });
    expect((await native('9811112222333344')).status).toBe(200);
    simulator.setClock({ advance_ms: (left - 20) * 24 * 60 * 60_000 });
    expect(await native('9811112222333344')).toMatchObject(refusal('Card expires too soon.'));
    expect(await native('9811112222333344', own(25))).toMatchObject(refusal('Card expires too soon.'));
    expect((await native('9811112222333344', own(10))).status).toBe(200);
  });

  it('a token that was removed is no token any more', async () => {
    simulator.saveCard(card({ agreements: [] }));
    const query = 'type=sandbox&customer_id=cust-1';
    expect((await call(simulator, 'DELETE', `/b/pbl/v2/card/9811112222333344/?${query}`)).status).toBe(204);
    expect((await create(debit(withToken('9811112222333344')))).body).toEqual({
      payment_instrument: { payload: { token: ['Invalid token.'] } },
    });
    expect((await native('9811112222333344')).body).toEqual({ token: ['Invalid token.'] });
    expect(simulator.ledger()).toEqual([]);
  });

  it('a fault rule can say why', async () => {
    simulator.saveCard(card());
    const fault = { kind: 'outcome', outcome: 'declined', message: 'Insufficient funds.' } as const;
    simulator.setFaults([{ match: { path: 'auto-debit' }, fault }]);
    expect(await native('9811112222333344')).toMatchObject(refusal('Insufficient funds.'));
    const wrong = [{ match: {}, fault: { ...fault, message: 7 } }];
    expect((await call(simulator, 'PUT', '/__sandbox/faults', wrong)).status).toBe(400);
  });
});
