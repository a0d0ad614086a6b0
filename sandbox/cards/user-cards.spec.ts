import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, basic, call, order } from '../testing/client.ts';
import { createReceiver } from '../testing/receiver.ts';
import type { Receiver } from '../testing/receiver.ts';

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

  it('F15.28: by switch a card that an agreement needs can be deleted', async () => {
    simulator.setSwitches({ agreement_cards: 'deletable' });
    expect((await remove('9990001112223334')).status).toBe(204);
    expect((await list()).tokens).toEqual([]);
  });

  describe('expiry', () => {
    const expiring = (days: number): { expiry_month: string; expiry_year: string; ahead: number } => {
      // Next month ends so many days after the simulator's time once that is moved ahead.
      const now = new Date();
      const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 3, 1);
      const [year, month] = new Date(end - 1).toISOString().split('-');
      return {
        expiry_month: String(month),
        expiry_year: String(year).slice(2),
        ahead: end - days * 24 * 60 * 60_000 - now.getTime(),
      };
    };

    it.each([
      [31, false, false],
      [29, false, true],
      [-1, true, false],
    ])("F6: a card with %i days left is told by the simulator's time", async (days, isExpired, willSoon) => {
      const own = await createSimulator();
      const { ahead, ...expiry } = expiring(days);
      own.saveCard({ token: '9811112222333355', customer_id: 'old', ...expiry });
      own.setClock({ advance_ms: ahead });
      const { body } = await call(own, 'POST', CARDS, { type: 'sandbox', customer_id: 'old' });
      expect(body).toMatchObject([{ is_expired: isExpired, will_expire_soon: willSoon }]);
      await own.close();
    });
  });

  describe('saving a card without paying', () => {
    const setUp = async (changes: JsonObject = {}) => {
      const body = order({
        payment_type: 'save_card',
        amount: '0',
        customer_id: 'new',
        webhook_url: receiver.url,
        ...changes,
      });
      return String((await call(simulator, 'POST', CREATE, body)).body['session_id']);
    };
    const finish = (id: string) => call(simulator, 'POST', `/__sandbox/sessions/${id}/pay`);
    let receiver: Receiver;
    beforeAll(async () => void (receiver = await createReceiver()));
    afterAll(() => receiver.close());
    beforeEach(() => void (receiver.received.length = 0));

    it.each(['credit-card', 'authorize-card'])(
      'F13.1, F15.31: on %s it is paid with 0, and moves no money',
      async (code) => {
        const id = await setUp({ pg_codes: [code] });
        expect((await list({ customer_id: 'new' })).tokens).toEqual([]);
        expect((await finish(id)).body).toMatchObject({ state: 'paid', result: 'success' });
        const told = (await receiver.until(1))[0]?.body ?? {};
        expect(told).toMatchObject({ state: 'paid', amount: '0.000', payment_type: 'save_card' });
        expect((await list({ customer_id: 'new' })).tokens).toEqual([(told['token'] as JsonObject)['token']]);
        expect(simulator.ledger()).toEqual([]);
      },
    );

    it('by switch the list knows the card a minute after the event', async () => {
      simulator.setSwitches({ card_listing: 'late' });
      await finish(await setUp());
      await receiver.until(1);
      expect((await list({ customer_id: 'new' })).tokens).toEqual([]);
      simulator.setClock({ advance_ms: 60_000 });
      expect((await list({ customer_id: 'new' })).tokens).toHaveLength(1);
    });

    it('a declined form saves nothing', async () => {
      const id = await setUp();
      await call(simulator, 'POST', `/__sandbox/sessions/${id}/pay`, { outcome: 'declined' });
      expect((await list({ customer_id: 'new' })).tokens).toEqual([]);
    });
  });
});
