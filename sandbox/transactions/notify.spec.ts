import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';

const EVERYTHING = ['created', 'paid', 'canceled', 'failed', 'expired', 'authorized', 'voided', 'refunded', 'captured'];
const link = (changes: JsonObject = {}): JsonObject =>
  order({
    type: 'payment_request',
    customer_email: 'sara@example.com',
    customer_phone: '96550000000',
    notifications: { email: EVERYTHING, sms: ['created'], whatsapp: ['created', 'paid'] },
    ...changes,
  });

describe("Ottu's own messages", () => {
  let simulator: Simulator;
  beforeAll(async () => void (simulator = await createSimulator()));
  afterAll(() => simulator.close());
  beforeEach(() => simulator.reset());

  const create = async (changes: JsonObject = {}) =>
    String((await call(simulator, 'POST', CREATE, link(changes))).body['session_id']);
  const pay = (id: string, body: JsonObject = {}) => call(simulator, 'POST', `/__sandbox/sessions/${id}/pay`, body);
  const patch = (id: string, body: JsonObject) => call(simulator, 'PATCH', `${CREATE}${id}/`, body);
  const told = () => simulator.messages().map(({ channel, event }) => [channel, event]);
  const mailed = () =>
    simulator
      .messages()
      .filter(({ channel }) => channel === 'email')
      .map(({ event }) => event);

  it('F2.2: a link goes out by the channels that ask for it, to whom the transaction names', async () => {
    const id = await create();
    const { body } = await call(simulator, 'GET', '/__sandbox/messages?order_no=ORD-1');
    const common = { event: 'created', session_id: id, order_no: 'ORD-1', checkout_url: expect.stringContaining(id) };
    expect(body).toMatchObject([
      { channel: 'email', to: 'sara@example.com', ...common },
      { channel: 'sms', to: '96550000000', ...common },
      { channel: 'whatsapp', to: '96550000000', ...common },
    ]);
    expect(simulator.messages({ session_id: 'another' })).toEqual([]);
  });

  it('F2.2: says what became of it, and leaves out what was not asked for', async () => {
    const id = await create();
    await pay(id, { outcome: 'declined' });
    await pay(id);
    await call(simulator, 'POST', '/b/pbl/v2/operation/', { operation: 'refund', session_id: id, amount: '1.000' });
    expect(told().slice(3)).toEqual([
      ['email', 'failed'],
      ['email', 'paid'],
      ['whatsapp', 'paid'],
      ['email', 'refunded'],
    ]);
  });

  it('F1.7: sends the message of the present state once more, by the channels that are named and have it', async () => {
    const id = await create({ notifications: { email: EVERYTHING, sms: ['created'] } });
    const again = (body: JsonObject) => call(simulator, 'POST', '/b/pbl/v2/message-notification/', body);
    expect(await again({ session_id: id, channels: ['sms'] })).toMatchObject({
      status: 200,
      body: { message: 'Customer notified.' },
    });
    await pay(id);
    expect((await again({ order_no: 'ORD-1', channels: ['email', 'sms'] })).status).toBe(200);
    expect(told()).toEqual([
      ['email', 'created'],
      ['sms', 'created'],
      ['sms', 'created'],
      ['email', 'paid'],
      ['email', 'paid'],
    ]);
    expect(await again({ session_id: id, channels: ['sms'] })).toMatchObject({
      status: 400,
      body: { session_id: id, result: 'failed' },
    });
    expect((await again({ session_id: id, channels: ['pigeon'] })).body).toHaveProperty('channels');
    expect((await again({ channels: ['sms'] })).status).toBe(400);
    expect((await again({ session_id: 'nowhere', channels: ['sms'] })).body).toHaveProperty('session_id');
  });

  it('F2.2: tells captures and voids, and an end without a payment', async () => {
    const hold = { ...link({ pg_codes: ['authorize-card'] }), payment_instrument: charge()['payment_instrument'] };
    for (const operation of ['capture', 'void']) {
      const { session_id } = (await call(simulator, 'POST', CREATE, hold)).body;
      await call(simulator, 'POST', '/b/pbl/v2/operation/', { operation, session_id });
    }
    await simulator.operate(await create(), { operation: 'cancel' });
    await simulator.operate(await create(), { operation: 'expire' });
    const late = await create({ expiration_time: '01:00:00' });
    simulator.setClock({ advance_ms: 60 * 60_000 });
    expect((await pay(late)).status).toBe(409);
    const ends = mailed().filter((event) => event !== 'created' && event !== 'authorized' && event !== 'paid');
    expect(ends).toEqual(['captured', 'voided', 'canceled', 'expired', 'expired']);
  });

  it('a refund that is rejected is not told as one', async () => {
    simulator.setSwitches({ refunds: 'queued_then_rejected' });
    const id = await create();
    await pay(id);
    await simulator.operate(id, { operation: 'refund' });
    simulator.setClock({ advance_ms: 3 * 60_000 });
    await simulator.settled();
    expect(mailed()).toEqual(['created', 'paid']);
  });

  it.each([
    ['never', 1],
    ['on_patch', 2],
  ] as const)('a link is sent again %s', async (link_sent_again, count) => {
    simulator.setSwitches({ link_sent_again });
    const id = await create();
    expect((await patch(id, { amount: '13.000', notifications: { email: ['created'] } })).status).toBe(200);
    await patch(id, { amount: '14.000' });
    expect(mailed()).toEqual(Array.from({ length: count }, () => 'created'));
  });
});
