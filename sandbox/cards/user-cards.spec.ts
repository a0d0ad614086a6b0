import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, basic, call, order } from '../testing/client.ts';

const CARDS = '/b/pbl/v2/card/';
const OWNER = { type: 'sandbox', customer_id: 'cust-77' };

describe('user cards', () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const list = async (changes: JsonObject = {}) => {
    const reply = await call(simulator, 'POST', CARDS, { ...OWNER, ...changes });
    return { ...reply, tokens: (reply.body as unknown as JsonObject[]).map((card) => card['token']) };
  };
  const remove = (token: string, owner: Record<string, string> = OWNER) =>
    call(simulator, 'DELETE', `${CARDS}${token}/?${String(new URLSearchParams(owner))}`);
  const save = async (changes: JsonObject = {}) => {
    const body = order({ customer_id: 'cust-77', ...changes });
    const { session_id } = (await call(simulator, 'POST', CREATE, body)).body;
    await call(simulator, 'POST', `/__sandbox/sessions/${String(session_id)}/pay`, { save_card: true });
  };

  it('F6: lists the cards of a customer, masked', async () => {
    const { status, body } = await list();
    expect([status, body]).toEqual([
      200,
      [
        {
          token: '9990001112223334',
          customer_id: 'cust-77',
          brand: 'VISA',
          name_on_card: 'Sara Al-Test',
          number: '**** 1019',
          expiry_month: '01',
          expiry_year: '39',
          is_expired: false,
          will_expire_soon: false,
          is_preferred: false,
          cvv_required: false,
          pg_code: 'credit-card',
          pg_name: 'mpgs',
          pg: 'mpgs',
          agreements: ['AGR-9'],
        },
      ],
    ]);
  });

  it('F15.29: an unknown customer has none, and sandbox cards are none of production', async () => {
    expect((await list({ customer_id: 'nobody' })).body).toEqual([]);
    expect((await list({ type: 'production' })).body).toEqual([]);
  });

  it('F6: filters by gateway and by agreement, of which only the latest card counts', async () => {
    await save();
    await save({ pg_codes: ['ottu-sandbox'] });
    expect((await list()).tokens).toHaveLength(3);
    expect((await list({ pg_codes: ['ottu-sandbox'] })).tokens).toHaveLength(1);
    expect((await list({ agreement_id: 'AGR-9' })).tokens).toEqual(['9990001112223334']);
    expect((await list({ agreement_id: 'AGR-0' })).tokens).toEqual([]);
  });

  it.each<[JsonObject, string[]]>([
    [{ type: undefined, customer_id: undefined }, ['type', 'customer_id']],
    [{ type: 'live' }, ['type']],
    [{ customer_id: 'x'.repeat(65) }, ['customer_id']],
    [{ pg_codes: 'credit-card' }, ['pg_codes']],
  ])('F6: refuses %j', async (changes, members) => {
    const reply = await call(simulator, 'POST', CARDS, { ...OWNER, ...changes });
    expect([reply.status, Object.keys(reply.body)]).toEqual([400, members]);
  });

  it('F6: deletes a card of its customer, with 204 and nothing else', async () => {
    await save();
    const token = String((await list()).tokens[1]);
    expect((await remove(token, { ...OWNER, customer_id: 'other' })).status).toBe(404);
    expect((await remove(token, { type: 'sandbox' })).body).toEqual({ customer_id: ['This field is required.'] });
    expect(await remove(token)).toMatchObject({ status: 204, text: '' });
    expect((await remove(token)).status).toBe(404);
    expect((await list()).tokens).toEqual(['9990001112223334']);
  });

  it('F15.28: a card that an agreement needs stays', async () => {
    expect(await remove('9990001112223334')).toMatchObject({ status: 400, body: { detail: expect.any(String) } });
    expect((await list()).tokens).toHaveLength(1);
  });

  it('F1.3: Basic users may not, whatever they are permitted, and GET is no method', async () => {
    const user = basic('sandbox-user', 'sandbox-password');
    expect((await call(simulator, 'POST', CARDS, OWNER, user)).status).toBe(403);
    expect((await call(simulator, 'DELETE', `${CARDS}9990001112223334/?type=sandbox`, undefined, user)).status).toBe(
      403,
    );
    expect((await call(simulator, 'GET', CARDS)).status).toBe(405);
  });

  it('POST /__sandbox/cards keeps a card for a test, once, and says when it has expired', async () => {
    const plant = { token: '9811112222333344', customer_id: 'planted', expiry_month: '01', expiry_year: '20' };
    for (const body of [plant, { ...plant, cvv_required: true }]) {
      expect((await call(simulator, 'POST', '/__sandbox/cards', body)).status).toBe(204);
    }
    const { body } = await call(simulator, 'POST', '/b/pbl/v2/card/', { customer_id: 'planted', type: 'sandbox' });
    expect(body).toMatchObject([{ token: plant.token, is_expired: true, cvv_required: true, agreements: [] }]);
    expect(body).toHaveLength(1);
    expect((await call(simulator, 'POST', '/__sandbox/cards', { token: 7 })).status).toBe(400);
  });
});
