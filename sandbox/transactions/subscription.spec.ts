import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { sign } from '../payments/signature.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, call, order } from '../testing/client.ts';
import { createReceiver } from '../testing/receiver.ts';
import type { Receiver } from '../testing/receiver.ts';

const BLOCK = { frequency: 'monthly', recurring_amount: '5.000', start_date: '2030-01-01' };
const subscription = (changes: JsonObject = {}): JsonObject =>
  order({
    payment_type: 'auto_pay',
    customer_id: 'cust-1',
    customer_email: 'noura@example.com',
    agreement: { id: 'SUB-1' },
    autopay: BLOCK,
    ...changes,
  });
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('subscriptions', () => {
  let simulator: Simulator;
  let receiver: Receiver;
  beforeAll(async () => {
    simulator = await createSimulator();
    receiver = await createReceiver();
  });
  afterAll(() => Promise.all([simulator.close(), receiver.close()]));
  beforeEach(() => {
    simulator.reset();
    receiver.received.length = 0;
  });

  const create = (changes: JsonObject = {}) => call(simulator, 'POST', CREATE, subscription(changes));
  const idOf = ({ extra }: JsonObject) => ((extra as JsonObject)['autopay'] as JsonObject)['subscription_id'];

  it('F16.8: the answer has the id of the subscription beside what was sent in extra, and not the write-only block', async () => {
    const { status, body } = await create({ extra: { shop: 'one' } });
    expect([status, body['payment_type'], body['extra']]).toEqual([
      201,
      'auto_pay',
      { shop: 'one', autopay: { subscription_id: expect.stringMatching(UUID) } },
    ]);
    expect(body).not.toHaveProperty('autopay');
  });

  it('F16.8: it keeps its id when it is read and changed', async () => {
    const { body } = await create();
    const path = `${CREATE}${String(body['session_id'])}/`;
    expect(idOf((await call(simulator, 'GET', path)).body)).toBe(idOf(body));
    const changed = await call(simulator, 'PATCH', path, { extra: { shop: 'two' } });
    expect([changed.status, idOf(changed.body)]).toEqual([200, idOf(body)]);
  });

  it('F16.1: its event signs the id, and not the block beside it', async () => {
    const { body } = await create({ webhook_url: receiver.url });
    await call(simulator, 'POST', `/__sandbox/sessions/${String(body['session_id'])}/pay`);
    const told = (await receiver.until(1))[0]?.body ?? {};
    expect(told).toMatchObject({ state: 'paid', autopay: BLOCK, token: { agreements: ['SUB-1'] } });
    expect(idOf(told)).toBe(idOf(body));
    expect(sign({ ...told, autopay: {} }, simulator.hmacKey)).toBe(told['signature']);
    const extra = { ...(told['extra'] as JsonObject), autopay: { subscription_id: 'another' } };
    expect(sign({ ...told, extra }, simulator.hmacKey)).not.toBe(told['signature']);
  });

  it('F16.8: a trial costs nothing and moves nothing', async () => {
    const { status, body } = await create({ amount: '0.000' });
    expect([status, body['amount']]).toEqual([201, '0.000']);
    const paid = await call(simulator, 'POST', `/__sandbox/sessions/${String(body['session_id'])}/pay`);
    expect(paid.body).toMatchObject({ state: 'paid' });
    expect(simulator.ledger()).toEqual([]);
  });

  it.each<[JsonObject, string[]]>([
    [{ customer_id: undefined }, ['customer_id']],
    [{ customer_email: undefined }, ['customer_email']],
    [{ agreement: undefined }, ['agreement']],
    [{ agreement: { type: 'recurring' } }, ['agreement']],
    [{ autopay: undefined }, ['autopay']],
    [{ autopay: { frequency: 'monthly' } }, ['autopay']],
    [{ autopay: { ...BLOCK, recurring_amount: 'five' } }, ['autopay']],
    [{ pg_codes: ['knet'] }, ['pg_codes']],
  ])('F16.8: refuses %j', async (changes, members) => {
    const { status, body } = await create(changes);
    expect([status, Object.keys(body)]).toEqual([400, members]);
  });
});
