import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { createSimulator } from '../simulator.ts';
import type { AnyFaultRule, OperationOutcome, Simulator } from '../simulator.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';
import { createReceiver } from '../testing/receiver.ts';
import type { Receiver } from '../testing/receiver.ts';

const OPERATION = '/b/pbl/v2/operation/';
const KEY = { 'tracking-key': 'rf-1' };

describe('operations that go wrong', () => {
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

  const operate = (body: JsonObject, headers: Record<string, string> = {}) =>
    call(simulator, 'POST', OPERATION, body, headers);
  const paid = async (changes: JsonObject = {}) =>
    String(
      (await call(simulator, 'POST', CREATE, charge({ webhook_url: receiver.url, ...changes }))).body['session_id'],
    );
  const refund = (session_id: string, amount: string, headers: Record<string, string> = {}) =>
    operate({ operation: 'refund', session_id, amount }, headers);
  const moved = () => simulator.ledger().map(({ kind, amount }) => [kind, amount]);
  const rule = (outcome: OperationOutcome, match: AnyFaultRule['match'] = {}): AnyFaultRule =>
    ({ match: { operation: 'refund', ...match }, fault: { kind: 'operation', outcome } }) as AnyFaultRule;
  const put = (rules: unknown) => call(simulator, 'PUT', '/__sandbox/faults', rules);

  it('a rule decides one refund among several, the switch the others', async () => {
    const id = await paid();
    simulator.setFaults([rule('queued_then_rejected', { nth: 2 })]);
    const states = [];
    for (const amount of ['1.000', '2.000', '3.000']) {
      states.push(((await refund(id, amount)).body['txn'] as JsonObject)['state']);
    }
    expect(states).toEqual(['refunded', 'refund_queued', 'refunded']);
    simulator.setClock({ advance_ms: 3 * 60_000 });
    await simulator.settled();
    expect(receiver.received.at(-1)?.body).toMatchObject({
      result: 'failed',
      txn: { amount: '2.000', state: 'refund_rejected' },
    });
    expect(moved()).toEqual([
      ['charge', '12.500'],
      ['refund', '1.000'],
      ['refund', '3.000'],
    ]);
    expect((await refund(id, '8.500')).status).toBe(200);
  });

  it('F8.2: a refund that is queued holds what it asks for', async () => {
    const id = await paid();
    simulator.setFaults([rule('queued_until_decided', { nth: 1 })]);
    await refund(id, '10.000');
    expect((await refund(id, '2.501')).status).toBe(400);
    expect((await refund(id, '2.500')).status).toBe(200);
  });

  it('a rule counts the operations that it names, and leaves the others alone', async () => {
    const id = await paid({ pg_codes: ['authorize-card'] });
    simulator.setFaults([{ match: { operation: 'capture', nth: 2 }, fault: { kind: 'status', status: 503 } }]);
    const capture = async () => (await operate({ operation: 'capture', session_id: id, amount: '1.000' }, {})).status;
    expect([await capture(), (await refund(id, '0.500')).status, await capture(), await capture()]).toEqual([
      200, 200, 503, 200,
    ]);
  });

  it.each(['refund', 'capture', 'void', 'cancel'])(
    'F8.3: %s may be refused, and leaves nothing behind',
    async (operation) => {
      const id = await paid({ pg_codes: ['authorize-card'] });
      if (operation === 'refund') await operate({ operation: 'capture', session_id: id });
      const open = String((await call(simulator, 'POST', CREATE, order({ order_no: 'ORD-2' }))).body['session_id']);
      const before = moved();
      simulator.setFaults([{ match: { operation, nth: 1 }, fault: { kind: 'operation', outcome: 'refused' } }]);
      const session_id = operation === 'cancel' ? open : id;
      expect(await operate({ operation, session_id }, KEY)).toMatchObject({
        status: 400,
        body: { detail: expect.any(String), operation, result: 'failed' },
      });
      expect(moved()).toEqual(before);
      expect((await operate({ operation, session_id }, KEY)).status).toBe(200);
    },
  );

  it('F8.3: a failure may also come as 200 with result failed', async () => {
    const id = await paid();
    simulator.setFaults([rule('answered_failed', { nth: 1 })]);
    expect(await refund(id, '1.000', KEY)).toMatchObject({
      status: 200,
      body: { operation: 'refund', result: 'failed', success: false },
    });
    expect(moved()).toHaveLength(1);
    expect((await refund(id, '1.000', KEY)).body['result']).toBe('success');
    expect(moved()).toHaveLength(2);
  });

  it.each([
    ['before', 1],
    ['after', 2],
  ])('a 500 may come %s the money moved', async (when, movements) => {
    const id = await paid();
    simulator.setFaults([
      {
        match: { operation: 'refund', nth: 1 },
        fault: { kind: 'status', status: 500, when: when as 'before' | 'after' },
      },
    ]);
    expect((await refund(id, '1.000', KEY)).status).toBe(500);
    expect(moved()).toHaveLength(movements);
    expect((await refund(id, '1.000', KEY)).status).toBe(200);
    expect(moved()).toHaveLength(2);
  });

  it('F8.4: an answer that is lost before the work makes the work come later, and a repeat before it is a second refund', async () => {
    const twice = await paid();
    const once = await paid({ order_no: 'ORD-2' });
    simulator.setFaults([rule('lost_and_done_later', { nth: 1 }), rule('lost_and_done_later', { nth: 2 })]);
    await expect(refund(twice, '1.000', { 'tracking-key': 'rf-1' })).rejects.toThrow('fetch failed');
    await expect(refund(once, '1.000', { 'tracking-key': 'rf-2' })).rejects.toThrow('fetch failed');
    await refund(twice, '1.000', { 'tracking-key': 'rf-1' });
    simulator.setClock({ advance_ms: 4 * 60_000 });
    await simulator.settled();
    await refund(once, '1.000', { 'tracking-key': 'rf-2' });
    const refunds = (orderNo: string) => simulator.ledger(orderNo).filter(({ kind }) => kind === 'refund');
    expect([refunds('ORD-1').length, refunds('ORD-2').length]).toEqual([2, 1]);
    expect(refunds('ORD-2')[0]?.tracking_key).toBe('rf-2');
  });

  it.each<[string, JsonObject, number]>([
    ['lost', { kind: 'lost' }, 0],
    ['told twice', { kind: 'doubled' }, 2],
  ])('an operation event may be %s', async (_, fault, count) => {
    const id = await paid();
    await put([{ match: { webhook: true, event: 'operation' }, fault }]);
    await refund(id, '1.000');
    await simulator.settled();
    expect(receiver.received).toHaveLength(count);
  });

  it('two operation events may change places', async () => {
    const id = await paid();
    simulator.setFaults([{ match: { webhook: true, event: 'operation', nth: 1 }, fault: { kind: 'reordered' } }]);
    await refund(id, '1.000');
    await refund(id, '2.000');
    expect((await receiver.until(2)).map(({ body }) => body['amount'])).toEqual(['2.000', '1.000']);
  });

  it.each<JsonObject>([
    { match: { operation: 7 }, fault: { kind: 'empty' } },
    { match: {}, fault: { kind: 'operation', outcome: 'luck' } },
  ])('refuses the rule %j', async (wrong) => {
    expect((await put([wrong])).status).toBe(400);
  });
});
