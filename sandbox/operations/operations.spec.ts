import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../json.ts';
import { sign } from '../payments/signature.ts';
import { createSimulator } from '../simulator.ts';
import type { Simulator } from '../simulator.ts';
import { CREATE, WALLET, basic, call, charge, order } from '../testing/client.ts';
import { createReceiver } from '../testing/receiver.ts';
import type { Receiver } from '../testing/receiver.ts';

const OPERATION = '/b/pbl/v2/operation/';

describe('operations', () => {
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
    (await call(simulator, 'POST', CREATE, charge(changes))).body['session_id'];
  const authorized = (changes: JsonObject = {}) => paid({ pg_codes: ['authorize-card'], ...changes });
  const created = async () => (await call(simulator, 'POST', CREATE, order())).body['session_id'];
  const retrieve = (id: unknown) => call(simulator, 'GET', `${CREATE}${String(id)}/`);
  const moved = () => simulator.ledger().map(({ kind, amount }) => [kind, amount]);
  const refusal = (operation: string) => ({
    status: 400,
    body: { operation, result: 'failed', detail: expect.any(String) },
  });

  describe('refund', () => {
    it('F8.3: answers the signed operation with its child, and leaves state and amount of the parent alone', async () => {
      const session_id = await paid();
      const { status, body } = await operate({ operation: 'refund', session_id, amount: '2.500' });
      expect([status, body]).toEqual([
        200,
        {
          amount: '2.500',
          operation: 'refund',
          session_id,
          order_no: 'ORD-1',
          pg_code: 'credit-card',
          reference_number: expect.stringMatching(/^sandbox/),
          result: 'success',
          success: true,
          source: 'input',
          is_sandbox: true,
          initiator: {},
          pg_params: {},
          pg_response: {},
          timestamp_utc: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
          txn: {
            session_id: expect.stringMatching(/^[0-9a-f]{40}$/),
            order_no: '',
            amount: '2.500',
            currency_code: 'KWD',
            state: 'refunded',
          },
          signature: sign(body, simulator.hmacKey),
        },
      ]);
      expect((await retrieve(session_id)).body).toMatchObject({ state: 'paid', amount: '12.500' });
      expect(moved()).toEqual([
        ['charge', '12.500'],
        ['refund', '2.500'],
      ]);
    });

    it('F8.1: by order number, without an amount all that is left, and not a fils more', async () => {
      await paid();
      expect((await operate({ operation: 'refund', order_no: 'ORD-1', amount: '12.000' })).status).toBe(200);
      expect(await operate({ operation: 'refund', order_no: 'ORD-1', amount: '0.501' })).toMatchObject(
        refusal('refund'),
      );
      expect((await operate({ operation: 'refund', order_no: 'ORD-1' })).body).toMatchObject({ amount: '0.500' });
      expect(await operate({ operation: 'refund', order_no: 'ORD-1' })).toMatchObject(refusal('refund'));
      expect(moved().slice(1)).toEqual([
        ['refund', '12.000'],
        ['refund', '0.500'],
      ]);
    });

    it.each(['-1.000', '0', '0.000'])('F15.15: refuses the amount %s', async (amount) => {
      await paid();
      expect(await operate({ operation: 'refund', order_no: 'ORD-1', amount })).toMatchObject(refusal('refund'));
      expect(moved()).toHaveLength(1);
    });

    it('is refused before the payment, on gateways without it, and for what a wallet paid', async () => {
      const session_id = await created();
      expect(await operate({ operation: 'refund', session_id })).toMatchObject(refusal('refund'));
      const mada = (
        await call(simulator, 'POST', CREATE, order({ pg_codes: ['mada'], currency_code: 'SAR', amount: '40.00' }))
      ).body['session_id'];
      await call(simulator, 'POST', `/__sandbox/sessions/${String(mada)}/pay`);
      expect(await operate({ operation: 'refund', session_id: mada })).toMatchObject(refusal('refund'));
      const wallet = await paid({ payment_instrument: WALLET, customer_id: 'cust-77' });
      expect(await operate({ operation: 'refund', session_id: wallet })).toMatchObject(refusal('refund'));
    });

    it('goes to a wallet only where there is a customer', async () => {
      const without = await paid();
      const body = { operation: 'refund', destination: 'wallet' };
      expect(await operate({ ...body, session_id: without })).toMatchObject(refusal('refund'));
      const session_id = await paid({ customer_id: 'cust-77', order_no: 'ORD-2' });
      expect((await operate({ ...body, session_id })).status).toBe(200);
    });

    it.each([
      ['queued', 'refunded', 'success', 1],
      ['queued_then_rejected', 'refund_rejected', 'failed', 0],
    ] as const)(
      'F8.2: %s holds the balance, and ends as %s with a second event',
      async (refunds, state, result, count) => {
        simulator.setSwitches({ refunds });
        const session_id = await paid({ webhook_url: receiver.url });
        const { body } = await operate({ operation: 'refund', session_id, amount: '12.500' });
        expect(body).toMatchObject({ result: 'success', txn: { state: 'refund_queued' } });
        expect(await operate({ operation: 'refund', session_id })).toMatchObject(refusal('refund'));
        expect(moved()).toHaveLength(1);
        await receiver.until(1);
        simulator.setClock({ advance_ms: 3 * 60_000 });
        const events = await receiver.until(2);
        expect(events.map((event) => (event.body['txn'] as JsonObject)['state'])).toEqual(['refund_queued', state]);
        expect(events[1]?.body).toMatchObject({ result, reference_number: body['reference_number'] });
        expect(moved().slice(1)).toHaveLength(count);
      },
    );
  });

  it('F16.14: says why in the words of today', async () => {
    const why = async (body: JsonObject) => (await operate(body)).body['detail'];
    expect(await why({ operation: 'refund', session_id: await paid(), amount: '12.501' })).toBe(
      'The amount specified is greater than the amount available for refund.',
    );
    const captured = await authorized();
    await operate({ operation: 'capture', session_id: captured, amount: '0.100' });
    expect(await why({ operation: 'void', session_id: captured })).toBe('This transaction is not eligible for void.');
    const mada = order({ pg_codes: ['mada'], currency_code: 'SAR', amount: '40.00' });
    const { session_id } = (await call(simulator, 'POST', CREATE, mada)).body;
    await call(simulator, 'POST', `/__sandbox/sessions/${String(session_id)}/pay`);
    expect(await why({ operation: 'refund', session_id })).toBe('refund operation is not enabled for this MID');
  });

  describe('capture and void', () => {
    it('F8.2: captures a hold in parts up to what was authorized; refunds reach what was captured', async () => {
      const session_id = await authorized();
      expect(await operate({ operation: 'refund', session_id, amount: '1.000' })).toMatchObject(refusal('refund'));
      const { body } = await operate({ operation: 'capture', session_id, amount: '10.000' });
      expect(body).toMatchObject({ operation: 'capture', txn: { state: 'paid', amount: '10.000' } });
      expect(await operate({ operation: 'capture', session_id, amount: '2.501' })).toMatchObject(refusal('capture'));
      expect((await operate({ operation: 'capture', session_id })).body).toMatchObject({ amount: '2.500' });
      expect(await operate({ operation: 'refund', session_id, amount: '12.501' })).toMatchObject(refusal('refund'));
      expect((await operate({ operation: 'refund', session_id, amount: '12.500' })).status).toBe(200);
      expect((await retrieve(session_id)).body['state']).toBe('paid');
      expect(moved()).toEqual([
        ['authorization', '12.500'],
        ['capture', '10.000'],
        ['capture', '2.500'],
        ['refund', '12.500'],
      ]);
    });

    it.each(['paid', 'authorized'] as const)(
      'F16.5, F8.2: a hold that is captured whole is %s',
      async (full_capture) => {
        simulator.setSwitches({ full_capture });
        const session_id = await authorized();
        await operate({ operation: 'capture', session_id, amount: '12.499' });
        expect((await retrieve(session_id)).body['state']).toBe('authorized');
        await operate({ operation: 'capture', session_id });
        expect((await retrieve(session_id)).body['state']).toBe(full_capture);
        expect((await operate({ operation: 'void', session_id })).body['detail']).toBe(
          'This transaction is not eligible for void.',
        );
        expect((await operate({ operation: 'refund', session_id })).body).toMatchObject({ amount: '12.500' });
      },
    );

    it('F15.16: a captured hold can not be voided, and a voided one not captured or voided again', async () => {
      const captured = await authorized();
      await operate({ operation: 'capture', session_id: captured, amount: '0.100' });
      expect(await operate({ operation: 'void', session_id: captured })).toMatchObject(refusal('void'));
      const session_id = await authorized({ order_no: 'ORD-2' });
      expect((await operate({ operation: 'void', session_id, amount: '1.000' })).body).toMatchObject({
        amount: '12.500',
        txn: { state: 'voided' },
      });
      expect(await operate({ operation: 'capture', session_id })).toMatchObject(refusal('capture'));
      expect(await operate({ operation: 'void', session_id })).toMatchObject(refusal('void'));
    });

    it('refuses both for a payment that was no hold', async () => {
      const session_id = await paid();
      for (const operation of ['capture', 'void']) {
        expect(await operate({ operation, session_id })).toMatchObject(refusal(operation));
      }
    });

    it('by switch a hold can be captured for seven days, and what was captured be given back after them', async () => {
      simulator.setSwitches({ holds: 'end_after_7_days' });
      const session_id = await authorized();
      simulator.setClock({ advance_ms: 7 * 24 * 60 * 60_000 - 60_000 });
      expect((await operate({ operation: 'capture', session_id, amount: '10.000' })).status).toBe(200);
      simulator.setClock({ advance_ms: 60_000 });
      expect((await operate({ operation: 'capture', session_id })).body['detail']).toBe(
        'The authorization has expired.',
      );
      expect((await retrieve(session_id)).body['state']).toBe('authorized');
      expect((await operate({ operation: 'refund', session_id })).body).toMatchObject({ amount: '10.000' });
      const untouched = await authorized({ order_no: 'ORD-2' });
      simulator.setClock({ advance_ms: 7 * 24 * 60 * 60_000 });
      expect((await operate({ operation: 'void', session_id: untouched })).status).toBe(400);
      simulator.setSwitches({ holds: 'stay' });
      expect((await operate({ operation: 'void', session_id: untouched })).status).toBe(200);
    });

    it('F9: an inquiry shows a void, and a refund of a three-decimal currency to the last unit', async () => {
      const held = await authorized();
      await operate({ operation: 'void', session_id: held });
      const session_id = await paid({ order_no: 'ORD-2' });
      for (const amount of ['0.001', '12.498']) await operate({ operation: 'refund', session_id, amount });
      simulator.setClock({ advance_ms: 10 * 60_000 });
      const inquire = async (id: unknown) =>
        (await call(simulator, 'POST', '/b/pbl/v2/inquiry/', { session_id: id })).body;
      expect(await inquire(held)).toMatchObject({
        state: 'authorized',
        voided_amount: '12.500',
        transactions: [{ amount: '12.500', state: 'voided', currency_code: 'KWD' }],
      });
      expect(await inquire(session_id)).toMatchObject({ state: 'paid', refunded_amount: '12.499' });
      expect(await operate({ operation: 'refund', session_id, amount: '0.002' })).toMatchObject(refusal('refund'));
      expect((await operate({ operation: 'refund', session_id })).body).toMatchObject({ amount: '0.001' });
    });

    it('F11.2: an inquiry shows the children and their sums', async () => {
      const session_id = await authorized();
      await operate({ operation: 'capture', session_id, amount: '10.000' });
      await operate({ operation: 'refund', session_id, amount: '4.000' });
      simulator.setClock({ advance_ms: 10 * 60_000 });
      expect((await call(simulator, 'POST', '/b/pbl/v2/inquiry/', { session_id })).body).toMatchObject({
        state: 'authorized',
        paid_amount: '10.000',
        refunded_amount: '4.000',
        transactions: [
          { amount: '10.000', state: 'paid' },
          { amount: '4.000', state: 'refunded' },
        ],
      });
    });
  });

  describe('cancel, expire and delete', () => {
    it.each([
      ['cancel', 'canceled'],
      ['expire', 'expired'],
    ])('F8.2: %s ends an open transaction as %s, once', async (operation, state) => {
      const session_id = await created();
      expect(await operate({ operation, session_id })).toMatchObject({
        status: 200,
        body: { operation, result: 'success', detail: expect.any(String) },
      });
      expect((await retrieve(session_id)).body['state']).toBe(state);
      expect(await operate({ operation, session_id })).toMatchObject(refusal(operation));
    });

    it('F8.2: cash on delivery can be cancelled and not expired', async () => {
      const session_id = await paid({ amount: '12.512' });
      expect(await operate({ operation: 'expire', session_id })).toMatchObject(refusal('expire'));
      expect((await operate({ operation: 'cancel', session_id })).status).toBe(200);
    });

    it('delete takes it out of the API, by session and by order number', async () => {
      const session_id = await paid();
      expect((await operate({ operation: 'delete', session_id })).status).toBe(200);
      expect((await retrieve(session_id)).status).toBe(404);
      expect((await operate({ operation: 'refund', order_no: 'ORD-1' })).status).toBe(400);
      expect(moved()).toHaveLength(1);
    });

    it('F10.2: what the gateway says late revives an expired transaction and no cancelled one', async () => {
      const states = [];
      for (const operation of ['expire', 'cancel']) {
        const session_id = await paid({ amount: '12.504', order_no: operation, webhook_url: receiver.url });
        await operate({ operation, session_id });
        simulator.setClock({ advance_ms: 12 * 60_000 });
        await sleep(10);
        states.push((await retrieve(session_id)).body['state']);
      }
      expect(states).toEqual(['paid', 'canceled']);
      expect(simulator.webhooks().map((webhook) => webhook.order_no)).toEqual(['expire']);
      expect(moved()).toHaveLength(2);
    });
  });

  describe('Tracking-Key', () => {
    const KEY = { 'tracking-key': 'rf-1' };

    it('F8.4: the same key does nothing again, whatever the amount, and answers how the first stands', async () => {
      const session_id = await paid();
      const first = await operate({ operation: 'refund', session_id, amount: '2.500' }, KEY);
      const second = await operate({ operation: 'refund', session_id, amount: '3.000' }, KEY);
      expect([second.status, second.body['reference_number'], second.body['amount']]).toEqual([
        200,
        first.body['reference_number'],
        '2.500',
      ]);
      expect(moved()).toHaveLength(2);
    });

    it('F8.4: without a key the same refund is done twice', async () => {
      const session_id = await paid();
      await operate({ operation: 'refund', session_id, amount: '2.500' });
      await operate({ operation: 'refund', session_id, amount: '2.500' });
      expect(moved()).toHaveLength(3);
    });

    it('F8.4: a failed operation does not keep its key', async () => {
      const session_id = await paid();
      await operate({ operation: 'refund', session_id, amount: '99.000' }, KEY);
      expect((await operate({ operation: 'refund', session_id, amount: '1.000' }, KEY)).status).toBe(200);
      expect(moved()).toHaveLength(2);
    });

    it.each([
      ['session', 2],
      ['global', 1],
    ] as const)('F8.4: with scope %s the key on another session makes %i refunds in all', async (scope, count) => {
      simulator.setSwitches({ tracking_key_scope: scope });
      await paid();
      await paid({ order_no: 'ORD-2' });
      for (const order_no of ['ORD-1', 'ORD-2']) {
        await operate({ operation: 'refund', order_no, amount: '1.000' }, KEY);
      }
      expect(moved().filter(([kind]) => kind === 'refund')).toHaveLength(count);
    });

    it('F8.4: a queued refund is looked up by its key, in either form', async () => {
      simulator.setSwitches({ refunds: 'queued', tracked_repeat_as: 'child' });
      const session_id = await paid();
      const { body } = await operate({ operation: 'refund', session_id, amount: '2.500' }, KEY);
      simulator.setClock({ advance_ms: 3 * 60_000 });
      await sleep(10);
      const again = (await operate({ operation: 'refund', session_id }, KEY)).body;
      expect(again).toMatchObject({
        state: 'refunded',
        amount: '2.500',
        session_id: (body['txn'] as JsonObject)['session_id'],
        gateway_account: 'credit-card',
        signature: sign(again, simulator.hmacKey),
      });
      expect(again).not.toHaveProperty('txn');
    });

    it('an operation whose answer was lost was done, and its key finds it', async () => {
      const session_id = await paid();
      simulator.setFaults([{ match: { path: 'operation', nth: 1 }, fault: { kind: 'answer_lost' } }]);
      await expect(operate({ operation: 'refund', session_id }, KEY)).rejects.toThrow('fetch failed');
      expect((await operate({ operation: 'refund', session_id }, KEY)).body).toMatchObject({ amount: '12.500' });
      expect(moved()).toHaveLength(2);
    });
  });

  describe('request', () => {
    it.each<[JsonObject, string[]]>([
      [{}, ['operation', 'session_id', 'order_no']],
      [{ operation: 'steal', order_no: 'ORD-1' }, ['operation']],
      [{ operation: 'refund', order_no: 'ORD-1', amount: 'x' }, ['amount']],
      [{ operation: 'refund', order_no: 'ORD-1', amount: 2.5 }, ['amount']],
      [{ operation: 'refund', order_no: 'ORD-1', amount: '1.0005' }, ['amount']],
      [{ operation: 'refund', order_no: 'ORD-1', destination: 'moon' }, ['destination']],
      [{ operation: 'refund', order_no: 'ORD-1', extra: [] }, ['extra']],
      [{ operation: 'refund', order_no: 'nothing' }, ['order_no']],
      [{ operation: 'refund', session_id: 'nothing' }, ['session_id']],
    ])('F8.1: refuses %j', async (body, members) => {
      await paid();
      const reply = await operate(body);
      expect([reply.status, Object.keys(reply.body)]).toEqual([400, members]);
      expect(moved()).toHaveLength(1);
    });

    it('F2.8: an amount has no more decimals than the currency', async () => {
      const session_id = await paid({ currency_code: 'SAR', amount: '10.00' });
      expect((await operate({ operation: 'refund', session_id, amount: '1.005' })).body).toEqual({
        amount: ['Ensure that there are no more than 2 decimal places.'],
      });
    });

    it('F1.3: needs the permission of the operation', async () => {
      const user = { username: 'u', password: 'p', permissions: ['payment.refund'], pg_codes: ['*'] };
      const own = await createSimulator({ users: [user] });
      const { session_id } = (await call(own, 'POST', CREATE, charge())).body;
      const status = async (operation: string) =>
        (await call(own, 'POST', OPERATION, { operation, session_id }, basic('u', 'p'))).status;
      expect([await status('delete'), await status('refund')]).toEqual([403, 200]);
      await own.close();
    });
  });

  describe('events', () => {
    it('F11.3: are told to the receiver of the transaction and to the one for operations', async () => {
      const other = await createReceiver();
      const own = await createSimulator({ operationsWebhookUrl: other.url });
      own.setSwitches({ webhook_for_api: 'off' });
      const { session_id } = (await call(own, 'POST', CREATE, charge({ webhook_url: receiver.url }))).body;
      const { body } = await call(own, 'POST', OPERATION, { operation: 'refund', session_id, extra: { a: 1 } });
      expect((await receiver.until(1))[0]?.body).toEqual(body);
      expect((await other.until(1))[0]?.body).toEqual(body);
      expect(own.webhooks()).toMatchObject([{ event: 'operation' }, { event: 'operation' }]);
      await Promise.all([own.close(), other.close()]);
    });

    it('F11.3: may leave out which operation it was, and may be off', async () => {
      const session_id = await paid({ webhook_url: receiver.url });
      simulator.setSwitches({ operation_in_events: 'null' });
      expect((await operate({ operation: 'refund', session_id, amount: '1.000' })).body['operation']).toBe('refund');
      expect((await receiver.until(1))[0]?.body['operation']).toBeNull();
      simulator.setSwitches({ webhook_for_operations: 'off' });
      await operate({ operation: 'refund', session_id, amount: '1.000' });
      expect(simulator.webhooks()).toHaveLength(1);
    });

    it('F15.17: cancel is told by switch only, and expire never', async () => {
      const cancel = async (operation: string) => {
        const body = order({ webhook_url: receiver.url });
        const { session_id } = (await call(simulator, 'POST', CREATE, body)).body;
        await operate({ operation, session_id });
      };
      await cancel('cancel');
      simulator.setSwitches({ webhook_for_cancel: 'on' });
      await cancel('expire');
      expect(simulator.webhooks()).toEqual([]);
      await cancel('cancel');
      expect((await receiver.until(1))[0]?.body).toMatchObject({ state: 'canceled' });
    });

    it('rules of webhook faults can name the kind of event', async () => {
      simulator.setFaults([{ match: { webhook: true, event: 'operation' }, fault: { kind: 'lost' } }]);
      simulator.setSwitches({ webhook_for_api: 'on' });
      const session_id = await paid({ webhook_url: receiver.url });
      await operate({ operation: 'refund', session_id });
      await receiver.until(1);
      expect(simulator.webhooks().map(({ event, state }) => [event, state])).toMatchObject([
        ['payment', expect.anything()],
        ['operation', 'lost'],
      ]);
    });
  });
});
