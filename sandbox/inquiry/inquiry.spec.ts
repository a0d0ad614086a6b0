import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { sign } from '../payments/signature.ts';
import { createSimulator } from '../simulator.ts';
import type { Outcome, Simulator } from '../simulator.ts';
import { CREATE, basic, call, charge, order } from '../testing/client.ts';
import { createReceiver } from '../testing/receiver.ts';
import type { Receiver } from '../testing/receiver.ts';

const INQUIRY = '/b/pbl/v2/inquiry/';
const MINUTE = 60_000;

describe('inquiry', () => {
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

  const ask = (body: JsonObject) => call(simulator, 'POST', INQUIRY, body);
  const pass = (minutes: number) => simulator.setClock({ advance_ms: minutes * MINUTE });
  const create = async (changes: JsonObject = {}) =>
    (await call(simulator, 'POST', CREATE, order(changes))).body['session_id'];
  const pay = async (outcome: Outcome, changes: JsonObject = {}) => {
    simulator.setFaults([{ match: { path: 'pymt-txn' }, fault: { kind: 'outcome', outcome } }]);
    const { body } = await call(simulator, 'POST', CREATE, charge(changes));
    simulator.clearFaults();
    return body;
  };

  describe('throttle', () => {
    it('F9: a transaction can be inquired 10 minutes after its creation, then 30 minutes later, three times in all', async () => {
      const session_id = await create();
      const status = async () => (await ask({ session_id })).status;
      const statuses = [await status()];
      for (const minutes of [9, 1, 0, 29, 1, 29, 1, 30, 24 * 60]) {
        pass(minutes);
        statuses.push(await status());
      }
      expect(statuses).toEqual([429, 429, 200, 429, 429, 200, 429, 200, 429, 429]);
    });

    it('F15.10: tells how long to wait, in real seconds', async () => {
      const session_id = await create();
      const reply = await ask({ session_id });
      expect([reply.status, reply.body]).toEqual([
        429,
        { detail: expect.stringMatching(/^Request was throttled\. Expected available in \d+ seconds\.$/) },
      ]);
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(590);
      simulator.setClock({ speed: 60 });
      expect(Number((await ask({ session_id })).headers.get('retry-after'))).toBeLessThanOrEqual(10);
    });

    it('F15.10: holds for paid transactions too', async () => {
      const { session_id } = await pay('success');
      expect((await ask({ session_id })).status).toBe(429);
    });

    it('F9: 30 a minute over all transactions, the unknown ones included', async () => {
      const statuses = await Promise.all(
        Array.from({ length: 31 }, async (_, index) => (await ask({ order_no: `NO-${index}` })).status),
      );
      expect(statuses.toSorted((left, right) => left - right)).toEqual([...Array.from({ length: 30 }, () => 404), 429]);
      pass(1);
      expect((await ask({ order_no: 'NO' })).status).toBe(404);
    });
  });

  describe('request', () => {
    it('F15.12: an unknown transaction is 404 with a detail', async () => {
      expect(await ask({ session_id: 'x' })).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
      expect(await ask({ order_no: 'x' })).toMatchObject({ status: 404, body: { detail: 'Not found.' } });
    });

    it.each<[JsonObject, string[]]>([
      [{}, ['session_id', 'order_no']],
      [{ session_id: 'x'.repeat(129) }, ['session_id']],
      [{ order_no: 7 }, ['order_no']],
      [{ order_no: 'x', notify_webhook_url: 'maybe' }, ['notify_webhook_url']],
      [{ order_no: 'x', webhook_url: `https://shop.example/${'x'.repeat(190)}` }, ['webhook_url']],
    ])('F9: refuses %j', async (body, members) => {
      const reply = await ask(body);
      expect([reply.status, Object.keys(reply.body)]).toEqual([400, members]);
    });

    it('F1.3: needs the permission payment.inquiry', async () => {
      const own = await createSimulator({
        users: [{ username: 'u', password: 'p', permissions: [], pg_codes: ['*'] }],
      });
      expect((await call(own, 'POST', INQUIRY, { order_no: 'x' }, basic('u', 'p'))).status).toBe(403);
      expect((await call(own, 'POST', INQUIRY, { order_no: 'x' }, { authorization: '' })).status).toBe(401);
      await own.close();
    });

    it('finds the newest of several transactions with one order number', async () => {
      simulator.setSwitches({ decline_as: '201' });
      await pay('success');
      const { session_id } = await pay('declined');
      pass(10);
      expect((await ask({ order_no: 'ORD-1' })).body).toMatchObject({ session_id, result: 'failed' });
    });
  });

  describe('what it finds', () => {
    it('a lost one-step charge is found as paid, by its order number', async () => {
      simulator.setFaults([{ match: { path: 'pymt-txn' }, fault: { kind: 'answer_lost' } }]);
      await expect(call(simulator, 'POST', CREATE, charge())).rejects.toThrow('fetch failed');
      simulator.clearFaults();
      pass(10);
      const { status, body } = await ask({ order_no: 'ORD-1' });
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({
          result: 'success',
          state: 'paid',
          amount: '12.500',
          settled_amount: '12.500',
          transactions: [],
        }),
      ]);
      expect(body['signature']).toBe(sign(body, simulator.hmacKey));
      expect(simulator.ledger('ORD-1')).toHaveLength(1);
    });

    /** Outcome, answer of the charge, result and state after the gateway's time, charges in the ledger. */
    it.each<[Outcome, string, string, string, number]>([
      ['pending', 'pending', 'success', 'paid', 1],
      ['pending_then_declined', 'pending', 'failed', 'attempted', 0],
      ['pending_forever', 'pending', 'pending', 'pending', 0],
      ['error', 'error', 'failed', 'attempted', 0],
      ['error_then_paid', 'error', 'success', 'paid', 1],
      ['error_but_paid', 'error', 'success', 'paid', 1],
      ['declined', 'failed', 'failed', 'attempted', 0],
      ['declined_then_paid', 'failed', 'success', 'paid', 1],
      ['canceled', 'canceled', 'canceled', 'attempted', 0],
      ['failed', 'failed', 'failed', 'failed', 0],
      ['cod', 'cod', 'cod', 'cod', 0],
    ])(
      '%s: %s becomes %s, and the transaction %s, with %i charges',
      async (outcome, before, result, state, charges) => {
        simulator.setSwitches({ automatic_inquiry: 'off', decline_as: '201' });
        const answer = await pay(outcome);
        const { session_id } = answer;
        pass(10);
        expect(answer['result']).toBe(before);
        const { body } = await ask({ session_id });
        expect(body).toMatchObject({ result, state, session_id, reference_number: answer['reference_number'] });
        expect((await call(simulator, 'GET', `${CREATE}${String(session_id)}/`)).body['state']).toBe(state);
        expect(simulator.ledger()).toHaveLength(charges);
      },
    );

    it('what is refused with 400 and charged all the same is found by its order number', async () => {
      simulator.setSwitches({ automatic_inquiry: 'off' });
      await pay('cannot_execute_then_paid');
      pass(10);
      expect((await ask({ order_no: 'ORD-1' })).body).toMatchObject({ result: 'success', state: 'paid' });
      expect(simulator.ledger()).toHaveLength(1);
    });

    it('money moves when the gateway decides, whether anyone asks or not', async () => {
      simulator.setSwitches({ automatic_inquiry: 'off' });
      const { session_id } = await pay('pending');
      expect(simulator.ledger()).toEqual([]);
      pass(5);
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(simulator.ledger()).toHaveLength(1);
      expect((await call(simulator, 'GET', `${CREATE}${String(session_id)}/`)).body['state']).toBe('pending');
      const late = await call(simulator, 'POST', `/__sandbox/sessions/${String(session_id)}/pay`, {
        outcome: 'declined',
      });
      expect([late.body['state'], simulator.ledger().length]).toEqual(['paid', 1]);
    });

    it('a late success of an attempt that ended in an error is a success', async () => {
      const { session_id } = await pay('error');
      const late = await call(simulator, 'POST', `/__sandbox/sessions/${String(session_id)}/pay`, { late: true });
      expect(late.body).toMatchObject({ state: 'paid', result: 'success' });
    });

    it('F10.1: a late success revives what expired', async () => {
      simulator.setSwitches({ automatic_inquiry: 'off', auto_expire: 'on' });
      const { session_id } = await pay('pending', { expiration_time: '00:08:00' });
      pass(10);
      expect((await call(simulator, 'GET', `${CREATE}${String(session_id)}/`)).body['state']).toBe('expired');
      expect((await ask({ session_id })).body).toMatchObject({ result: 'success', state: 'paid' });
    });

    it('F9.1: a gateway that can not be asked tells nothing new', async () => {
      simulator.setSwitches({ automatic_inquiry: 'off' });
      const { session_id } = await pay('pending_forever');
      pass(10);
      expect((await ask({ session_id })).body).toMatchObject({ result: 'pending', state: 'pending' });
    });

    it('a fault rule decides what the gateway says', async () => {
      const { session_id } = await pay('pending_forever');
      pass(10);
      simulator.setFaults([{ match: { path: 'inquiry' }, fault: { kind: 'outcome', outcome: 'success' } }]);
      expect((await ask({ session_id })).body).toMatchObject({ result: 'success', state: 'paid' });
      expect(simulator.ledger()).toHaveLength(1);
    });

    it('F15.11: created and canceled are answered with their state, or refused by switch', async () => {
      const session_id = await create();
      pass(10);
      const { body } = await ask({ session_id });
      expect(body).toMatchObject({ state: 'created', result: 'pending', session_id, transactions: [] });
      simulator.setSwitches({ inquiry_out_of_scope: 'refuse' });
      pass(30);
      expect(await ask({ session_id })).toMatchObject({
        status: 400,
        body: { detail: 'A transaction in state created can not be inquired.', result: 'failed' },
      });
    });

    it('a PATCH after the attempt changes amount and not settled_amount', async () => {
      simulator.setSwitches({ automatic_inquiry: 'off' });
      const { session_id } = await pay('pending');
      await call(simulator, 'PATCH', `${CREATE}${String(session_id)}/`, { amount: '20.000' });
      pass(10);
      expect((await ask({ session_id })).body).toMatchObject({ amount: '20.000', settled_amount: '12.500' });
      expect(simulator.ledger()).toMatchObject([{ amount: '12.500' }]);
    });
  });

  describe('telling', () => {
    it('F9: notify_webhook_url posts the answer to the webhook_url of the transaction', async () => {
      simulator.setSwitches({ webhook_for_api: 'off' });
      const { session_id } = await pay('success', { webhook_url: receiver.url });
      pass(10);
      const { body } = await ask({ session_id, notify_webhook_url: true });
      expect((await receiver.until(1))[0]?.body).toEqual(body);
      expect(simulator.webhooks()).toMatchObject([{ cause: 'inquiry' }]);
    });

    it('F9: webhook_url posts it to another receiver, and nothing is told without either', async () => {
      const { session_id } = await pay('success');
      pass(10);
      await ask({ session_id });
      expect(simulator.webhooks()).toEqual([]);
      pass(30);
      await ask({ session_id, webhook_url: receiver.url });
      expect((await receiver.until(1))[0]?.body).toMatchObject({ state: 'paid' });
    });

    it.each<[Outcome, string, string]>([
      ['pending', 'success', 'paid'],
      ['pending_then_declined', 'failed', 'attempted'],
      ['error_then_paid', 'success', 'paid'],
      ['declined_then_paid', 'success', 'paid'],
    ])(
      "F9.1: Ottu asks by itself after the gateway's minutes and tells that %s is %s",
      async (outcome, result, state) => {
        await pay(outcome, { webhook_url: receiver.url });
        simulator.clearWebhooks();
        pass(10);
        await new Promise((resolve) => setTimeout(resolve, 10));
        expect(simulator.webhooks()).toEqual([]);
        pass(1);
        // What the payment itself told may arrive as late as it likes.
        const told = () => simulator.webhooks().filter(({ cause }) => cause === 'automatic_inquiry');
        while (told().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
        expect(told()).toMatchObject([{ body: { result, state } }]);
      },
    );

    it('F9.1: tells once, by the first check that knows', async () => {
      await pay('pending', { webhook_url: receiver.url });
      for (const minutes of [11, 11, 11, 60]) {
        pass(minutes);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await receiver.until(1);
      expect(simulator.webhooks()).toHaveLength(1);
    });

    it('F9.1: stops after three checks', async () => {
      simulator.setSwitches({ automatic_inquiry: 'off' });
      await pay('pending', { webhook_url: receiver.url });
      pass(34);
      await new Promise((resolve) => setTimeout(resolve, 10));
      simulator.setSwitches({ automatic_inquiry: 'on' });
      pass(600);
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(simulator.webhooks()).toEqual([]);
    });
  });
});
