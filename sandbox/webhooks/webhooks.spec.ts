import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { sign } from '../payments/signature.ts';
import { createSimulator } from '../simulator.ts';
import type { Delivery, Simulator } from '../simulator.ts';
import { CREATE, call, charge, order } from '../testing/client.ts';
import { createReceiver } from '../testing/receiver.ts';
import type { Receiver } from '../testing/receiver.ts';

describe('webhooks', () => {
  let simulator: Simulator;
  let receiver: Receiver;
  beforeAll(async () => {
    simulator = await createSimulator({ shortestWebhookTimeoutMs: 50 });
    receiver = await createReceiver();
  });
  afterAll(() => Promise.all([simulator.close(), receiver.close()]));
  beforeEach(() => {
    simulator.reset();
    receiver.received.length = 0;
    receiver.answer = 200;
  });

  const pay = async (changes: JsonObject = {}) =>
    (await call(simulator, 'POST', CREATE, charge({ webhook_url: receiver.url, ...changes }))).body;
  const create = async (changes: JsonObject = {}) =>
    (await call(simulator, 'POST', CREATE, order({ webhook_url: receiver.url, ...changes }))).body['session_id'];
  const control = (method: string, path: string, body?: unknown) => call(simulator, method, `/__sandbox${path}`, body);
  const act = (id: unknown, body: unknown = {}) => control('POST', `/sessions/${String(id)}/pay`, body);
  /** The deliveries, when all of them have ended. */
  const ended = async (count: number): Promise<readonly Delivery[]> => {
    for (;;) {
      const list = simulator.webhooks();
      if (list.length >= count && list.every(({ state }) => state !== 'waiting')) return list;
      await sleep(2);
    }
  };

  describe('events', () => {
    it('F11.2, F16.15: a one-step answer is told again as a signed webhook of the same shape, without its message', async () => {
      const answer = await pay();
      const [first] = await receiver.until(1);
      const { timestamp_utc: _, message, ...same } = answer;
      expect(message).toBe('successful payment');
      expect(first?.body).toMatchObject(same);
      expect(first?.body).not.toHaveProperty('message');
      expect(first?.body['signature']).toBe(sign(first?.body ?? {}, simulator.hmacKey));
      expect(first?.headers).toMatchObject({
        'content-type': 'application/json',
        'user-agent': expect.stringContaining('Chrome'),
      });
    });

    it.each([
      ['on', 1],
      ['off', 0],
      ['many', 2],
    ] as const)('F15.18: webhook_for_api %s tells a one-step payment %i times', async (choice, times) => {
      simulator.setSwitches({ webhook_for_api: choice });
      await pay();
      expect(await ended(times)).toHaveLength(times);
    });

    it('F11.1: goes to the webhook_url of the transaction, else to the setting of the merchant, else nowhere', async () => {
      await pay({ webhook_url: undefined });
      expect(simulator.webhooks()).toEqual([]);
      const own = await createSimulator({ webhookUrl: receiver.url });
      await call(own, 'POST', CREATE, charge());
      await receiver.until(1);
      await own.close();
    });

    it.each([
      ['declined', { result: 'failed', state: 'attempted' }],
      ['error', { result: 'error', state: 'attempted' }],
      ['cannot_execute', { result: 'failed', state: 'attempted' }],
      ['cod', { result: 'cod', state: 'cod' }],
    ])('F11.1: tells %s too', async (outcome, body) => {
      simulator.setFaults([{ match: { path: 'pymt-txn' }, fault: { kind: 'outcome', outcome: outcome as 'cod' } }]);
      await pay();
      expect((await receiver.until(1))[0]?.body).toMatchObject(body);
    });

    it('F9.1: tells nothing while a payment is pending, and its end', async () => {
      const { session_id: id } = await pay({ amount: '12.504' });
      expect(simulator.webhooks()).toEqual([]);
      await act(id);
      expect((await receiver.until(1))[0]?.body).toMatchObject({ result: 'success', state: 'paid' });
    });

    it('tells each attempt of a payer under its own reference', async () => {
      const id = await create();
      await act(id, { outcome: 'declined' });
      await receiver.until(1);
      await act(id);
      const bodies = (await receiver.until(2)).map(({ body }) => body);
      expect(bodies.map(({ result }) => result)).toEqual(['failed', 'success']);
      expect(new Set(bodies.map((body) => body['reference_number'])).size).toBe(2);
    });

    it('tells the answer that was lost', async () => {
      simulator.setFaults([{ match: { path: 'pymt-txn' }, fault: { kind: 'answer_lost' } }]);
      await expect(pay()).rejects.toThrow('fetch failed');
      expect((await receiver.until(1))[0]?.body).toMatchObject({ state: 'paid', order_no: 'ORD-1' });
    });
  });

  describe('the payer after an event', () => {
    const submit = async (changes: JsonObject = {}) => {
      const id = await create({ redirect_url: 'https://shop.example/return', ...changes });
      const response = await fetch(`${simulator.url}/b/checkout/pay/${String(id)}/`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({
          action: 'pay',
          pg_code: 'credit-card',
          number: '5123450000000008',
          expiry: '01/39',
          cvv: '100',
        }),
      });
      return response.headers.get('location');
    };

    it.each<[number | 'silence', string]>([
      [200, 'https://shop.example/return'],
      [201, 'summary'],
      [500, 'summary'],
    ])('F11.9: after %s goes to %s', async (status, place) => {
      receiver.answer = status;
      expect(await submit()).toContain(place);
      expect(receiver.received).toHaveLength(1);
    });

    it('F11.9: goes to redirect_url where nothing is told, and before an event that a fault holds', async () => {
      expect(await submit({ webhook_url: undefined })).toContain('https://shop.example/return');
      simulator.setFaults([{ match: { webhook: true }, fault: { kind: 'delayed', ms: 60_000 } }]);
      expect(await submit()).toContain('https://shop.example/return');
      expect(receiver.received).toEqual([]);
    });
  });

  describe('delivery', () => {
    it.each([200, 201, 301, 404, 500, 503])('F11.8: %i is final', async (status) => {
      receiver.answer = status;
      await pay();
      const [delivery] = await ended(1);
      expect(delivery).toMatchObject({
        event: 'payment',
        cause: 'api',
        url: receiver.url,
        order_no: 'ORD-1',
        faults: [],
        state: status < 300 ? 'delivered' : 'refused',
        tries: [{ status, answer: 'thank you', took_ms: expect.any(Number), at: expect.any(String) }],
      });
      expect(delivery?.raw_body).toBe(receiver.received[0]?.raw);
    });

    it('F11.8: a receiver that is not there is not tried again', async () => {
      await pay({ webhook_url: 'http://127.0.0.1:1/hook' });
      expect(await ended(1)).toMatchObject([
        { state: 'unreachable', tries: [{ status: null, error: 'ECONNREFUSED' }] },
      ]);
    });

    it('F11.8: a time-out is tried three times in all, each a pause apart on the clock of the simulator', async () => {
      simulator.setClock({ speed: 1000 });
      receiver.answer = 'silence';
      await pay();
      const [delivery] = await ended(1);
      const tries = delivery?.tries ?? [];
      expect([delivery?.state, tries.map(({ error }) => error)]).toEqual([
        'timed_out',
        ['timeout', 'timeout', 'timeout'],
      ]);
      const starts = tries.map(({ at }) => Date.parse(at));
      expect(Number(starts[2]) - Number(starts[0])).toBeGreaterThanOrEqual(2 * (15_000 + 5000));
      expect(receiver.received).toHaveLength(3);
    });

    it('F11.8: stops trying at the first answer', async () => {
      simulator.setClock({ speed: 1000 });
      receiver.answer = 'silence';
      await pay();
      await receiver.until(1);
      receiver.answer = 500;
      const [delivery] = await ended(1);
      const statuses = delivery?.tries.map(({ status }) => status) ?? [];
      expect([delivery?.state, statuses.indexOf(500)]).toEqual(['refused', statuses.length - 1]);
    });

    it('is shown, filtered, repeated and forgotten by control routes', async () => {
      await pay();
      await pay({ order_no: 'ORD-2' });
      await ended(2);
      const { body: list } = await control('GET', '/webhooks?order_no=ORD-2');
      expect(list).toEqual([expect.objectContaining({ id: expect.any(Number), state: 'delivered' })]);
      const id = Number((list as unknown as JsonObject[])[0]?.['id']);
      const again = await control('POST', `/webhooks/${id}/redeliver`);
      expect(again.body).toMatchObject({ redelivery_of: id, state: 'delivered', order_no: 'ORD-2' });
      expect(receiver.received.map(({ raw }) => raw).slice(-2)).toEqual([
        receiver.received[1]?.raw,
        receiver.received[1]?.raw,
      ]);
      expect((await control('POST', '/webhooks/999999/redeliver')).status).toBe(404);
      expect((await control('DELETE', '/webhooks')).status).toBe(204);
      expect((await control('GET', '/webhooks')).body).toEqual([]);
    });
  });

  describe('faults', () => {
    const fault = (kind: string, more: JsonObject = {}, match: JsonObject = {}) =>
      control('PUT', '/faults', [{ match: { webhook: true, ...match }, fault: { kind, ...more } }]);

    it('lost is never sent, and is in the record', async () => {
      await fault('lost');
      await pay();
      expect(await ended(1)).toMatchObject([{ state: 'lost', faults: ['lost'], tries: [] }]);
      expect(receiver.received).toEqual([]);
    });

    it.each([
      [{}, 2],
      [{ times: 5 }, 5],
    ])('doubled %j sends the same bytes %i times', async (more, times) => {
      await fault('doubled', more);
      await pay();
      expect((await ended(1))[0]?.tries).toHaveLength(times);
      expect(new Set(receiver.received.map(({ raw }) => raw)).size).toBe(1);
    });

    it('delayed comes later than what was told after it', async () => {
      await fault('delayed', { ms: 700 }, { nth: 1 });
      await pay();
      await pay({ order_no: 'ORD-2' });
      expect((await receiver.until(2)).map(({ body }) => body['order_no'])).toEqual(['ORD-2', 'ORD-1']);
    });

    it('reordered changes places with the next one, pair by pair', async () => {
      await fault('reordered');
      for (const order_no of ['A', 'B', 'C', 'D']) {
        await pay({ order_no });
        if (order_no === 'B') await receiver.until(2);
      }
      expect((await receiver.until(4)).map(({ body }) => body['order_no'])).toEqual(['B', 'A', 'D', 'C']);
    });

    it('reordered waits for the next one of its own order, where the rule names one', async () => {
      await fault('reordered', {}, { order_no: 'A', nth: 1 });
      const id = await create({ order_no: 'A' });
      await act(id, { outcome: 'declined' });
      await pay({ order_no: 'B' });
      await receiver.until(1);
      await act(id);
      expect((await receiver.until(3)).map(({ body }) => [body['order_no'], body['result']])).toEqual([
        ['B', 'success'],
        ['A', 'success'],
        ['A', 'failed'],
      ]);
    });

    it('before_answer arrives while the caller is still waiting', async () => {
      await fault('before_answer');
      receiver.answer = 'silence';
      let answered = false;
      const answer = pay().then(() => (answered = true));
      await receiver.until(1);
      await sleep(20);
      expect(answered).toBe(false);
      simulator.reset();
      await answer;
    });

    it('forged has a signature that the key does not make', async () => {
      await fault('forged');
      await pay();
      const [first] = await receiver.until(1);
      expect(first?.body['signature']).toMatch(/^[0-9a-f]{64}$/);
      expect(first?.body['signature']).not.toBe(sign(first?.body ?? {}, simulator.hmacKey));
    });

    it('tampered changes what the signature does not cover, and it stays good', async () => {
      await fault('tampered', { set: { is_sandbox: false, settled_amount: '0.001', token: null } });
      await pay();
      const [first] = await receiver.until(1);
      expect(first?.body).toMatchObject({ is_sandbox: false, settled_amount: '0.001' });
      expect(first?.body['signature']).toBe(sign(first?.body ?? {}, simulator.hmacKey));
    });

    it('F11.7: other_session names the session of another transaction under a good signature of 18 fields', async () => {
      simulator.setSwitches({ signature_scheme: 'standard' });
      const other = await create({ order_no: 'ORD-0' });
      await fault('other_session');
      const answer = await pay();
      const [first] = await receiver.until(1);
      expect(answer['session_id']).not.toBe(other);
      expect(first?.body).toMatchObject({ session_id: other, order_no: 'ORD-1' });
      expect(first?.body['signature']).toBe(sign(first?.body ?? {}, simulator.hmacKey, 'standard'));
    });

    it('missing_member lacks it under a good signature', async () => {
      await fault('missing_member', { member: 'reference_number' });
      await pay();
      const [first] = await receiver.until(1);
      expect(first?.body).not.toHaveProperty('reference_number');
      expect(first?.body['signature']).toBe(sign(first?.body ?? {}, simulator.hmacKey));
    });

    it('strikes the nth matching webhook of an order, and leaves requests alone', async () => {
      await fault('lost', {}, { order_no: 'B', nth: 2 });
      for (const order_no of ['A', 'B', 'A', 'B', 'B']) await pay({ order_no });
      expect((await ended(5)).map(({ order_no: no, state }) => [no, state])).toEqual([
        ['A', 'delivered'],
        ['B', 'delivered'],
        ['A', 'delivered'],
        ['B', 'lost'],
        ['B', 'delivered'],
      ]);
    });

    it.each([
      [{ match: { webhook: true }, fault: { kind: 'hang' } }, /fault.kind must be one of lost, doubled/],
      [{ match: {}, fault: { kind: 'lost' } }, /fault.kind must be one of answer_lost/],
      [{ match: { webhook: true, path: '/' }, fault: { kind: 'lost' } }, /match.path is unknown/],
      [{ match: { webhook: false }, fault: { kind: 'lost' } }, /match.webhook has a wrong value/],
      [{ match: { webhook: true, event: 'x' }, fault: { kind: 'lost' } }, /match.event has a wrong value/],
      [{ match: { webhook: true }, fault: { kind: 'delayed' } }, /ms must be/],
      [{ match: { webhook: true }, fault: { kind: 'doubled', times: 'x' } }, /times must be/],
      [{ match: { webhook: true }, fault: { kind: 'missing_member' } }, /member must be/],
      [{ match: { webhook: true }, fault: { kind: 'tampered' } }, /set must be/],
    ])('refuses the rule %j', async (rule, sentence) => {
      const reply = await control('PUT', '/faults', [rule]);
      expect([reply.status, reply.body['error']]).toEqual([400, expect.stringMatching(sentence)]);
    });
  });
});
