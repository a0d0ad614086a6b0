import { inspect } from 'node:util';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import { createSimulator, type Fault, type Simulator } from '../../sandbox/simulator.ts';
import { CheckoutApi } from '../../src/ottu/checkout-api.ts';
import { ottuCredentials } from '../../src/ottu/ottu-options.ts';
import { PaymentMethodsApi } from '../../src/ottu/payment-methods-api.ts';
import { Deadline } from '../../src/ottu/transport/deadline.ts';
import type { ObservedCall, OttuObserver } from '../../src/ottu/transport/observer.ts';
import { OttuTransport, type OttuConnection } from '../../src/ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../src/ottu/transport/transport-fault.ts';
import { eventually } from '../support/eventually.ts';

let simulator: Simulator;
let transports: OttuTransport[] = [];
let observed: ObservedCall[];

const USER = {
  username: 'shop',
  password: 'password-of-shop',
  permissions: ['Can view e-commerce payments'],
  pg_codes: [],
};

beforeAll(async () => {
  simulator = await createSimulator({ users: [USER] });
});
afterAll(() => simulator.close());
let warn: jest.SpiedFunction<Logger['warn']>;
beforeEach(() => {
  simulator.reset();
  warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(async () => {
  await Promise.all(transports.map((each) => each.close()));
  transports = [];
  jest.restoreAllMocks();
});

function transport(changes: Partial<OttuConnection> = {}, observer: OttuObserver = {}): OttuTransport {
  observed = [];
  const connection = {
    baseUrl: simulator.url,
    credentials: ottuCredentials.apiKey(simulator.apiKey),
    maxConcurrency: 16,
    ...changes,
  };
  const made = new OttuTransport(connection, () => undefined, {
    onCall: (call) => void observed.push(call),
    ...observer,
  });
  transports.push(made);
  return made;
}

const checkoutOf = (made: OttuTransport) => new CheckoutApi(made);
const deadline = (ms = 20_000) => new Deadline(ms);
const order = (changes = {}) =>
  JSON.stringify({ type: 'e_commerce', amount: '12.500', currency_code: 'KWD', pg_codes: ['credit-card'], ...changes });
const fail = (fault: Fault, ...nths: number[]) =>
  simulator.setFaults(nths.length === 0 ? [{ match: {}, fault }] : nths.map((nth) => ({ match: { nth }, fault })));
const calls = () => simulator.requests().length;
const outcomes = () => observed.map(({ outcome }) => ('status' in outcome ? outcome.status : outcome.fault));

describe('M5: what is repeated', () => {
  it.each([429, 502, 503, 504])('a read that was answered %i twice is sent a third time', async (status) => {
    fail({ kind: 'status', status }, 1, 2);
    expect((await checkoutOf(transport()).retrieve('abc', deadline())).status).toBe(404);
    expect(outcomes()).toEqual([status, status, 404]);
  });

  it('a read is sent no more than three times in all, and then its last answer is the end', async () => {
    fail({ kind: 'status', status: 503 });
    expect((await checkoutOf(transport()).retrieve('abc', deadline())).status).toBe(503);
    expect(calls()).toBe(3);
  });

  it('a read whose Retry-After lies past the deadline is not repeated', async () => {
    fail({ kind: 'status', status: 429, headers: { 'retry-after': '60' } });
    expect(await checkoutOf(transport()).retrieve('abc', deadline(5_000))).toMatchObject({
      status: 429,
      retryAfter: '60',
    });
    expect(calls()).toBe(1);
  });

  it('a payment-methods query is repeated, although it is a POST', async () => {
    fail({ kind: 'status', status: 502 }, 1);
    expect(await new PaymentMethodsApi(transport()).gateways('e_commerce', deadline())).not.toHaveLength(0);
    expect(calls()).toBe(2);
  });

  it('a PATCH and a PUT are repeated only where the caller says that they may be', async () => {
    fail({ kind: 'status', status: 502 }, 1);
    const checkout = checkoutOf(transport());
    expect((await checkout.update('abc', '{}', deadline())).status).toBe(502);
    fail({ kind: 'status', status: 502 }, 1);
    expect((await checkout.update('abc', '{}', deadline(), { repeat: true })).status).not.toBe(502);
    fail({ kind: 'status', status: 502 }, 1);
    expect((await checkout.replace('abc', '{}', deadline(), { repeat: true })).status).not.toBe(502);
    expect(simulator.requests().map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'PATCH', 'PUT', 'PUT']);
  });

  it.each([400, 401, 403, 408, 423, 425, 429, 500, 502, 503, 504])(
    'a create or charge is never repeated, not after %i',
    async (status) => {
      fail({ kind: 'status', status });
      expect((await checkoutOf(transport()).create(order(), deadline())).status).toBe(status);
      expect(calls()).toBe(1);
    },
  );

  it('a call of which one try was sent counts as sent, however its last try ended', async () => {
    const stopped = await createSimulator();
    // Gone as soon as the first try is answered.
    let gone: Promise<void> | undefined;
    const made = transport({ baseUrl: stopped.url }, { onCall: () => void (gone ??= stopped.close()) });
    stopped.setFaults([{ match: {}, fault: { kind: 'status', status: 503, headers: { 'retry-after': '1' } } }]);
    const call = checkoutOf(made).update('abc', '{}', deadline(), { repeat: true });
    const ended = call.catch((error: unknown) => error);
    const fault = await ended;
    await gone;
    expect(fault).toBeInstanceOf(TransportFault);
    expect(fault).toMatchObject({ reason: 'unreachable', sent: true });
  });
});

describe('who may call a call off', () => {
  it('whoever reads may', async () => {
    fail({ kind: 'hang' });
    const leaving = new AbortController();
    const read = checkoutOf(transport()).retrieve('abc', deadline(), { signal: leaving.signal });
    const ended = read.catch((error: unknown) => error);
    await eventually(() => calls() === 1);
    leaving.abort();
    expect(await ended).toMatchObject({ reason: 'canceled', sent: true });
  });

  it('whoever waits to read again may', async () => {
    fail({ kind: 'status', status: 503, headers: { 'retry-after': '60' } });
    const leaving = new AbortController();
    const read = checkoutOf(transport()).retrieve('abc', deadline(300_000), { signal: leaving.signal });
    const ended = read.catch((error: unknown) => error);
    await eventually(() => observed.length === 1);
    leaving.abort();
    expect(await ended).toMatchObject({ reason: 'canceled' });
    expect(calls()).toBe(1);
  });

  it('the end of the service does, and no call begins after it', async () => {
    fail({ kind: 'hang' });
    const made = transport();
    const ended = checkoutOf(made)
      .create(order(), deadline())
      .catch((error: unknown) => error);
    await eventually(() => calls() === 1);
    await made.close();
    expect(await ended).toMatchObject({ reason: 'shutting_down', sent: true });
    await expect(checkoutOf(made).create(order(), deadline())).rejects.toMatchObject({
      reason: 'shutting_down',
      sent: false,
    });
  });
});

describe('M3, M96: the limits of a group', () => {
  it('a charge waits for a slot no longer than it may wait to begin, and is not sent then', async () => {
    fail({ kind: 'hang' });
    const checkout = checkoutOf(transport({ maxConcurrency: 1 }));
    const first = checkout.create(order(), deadline(300_000)).catch(() => undefined);
    await eventually(() => calls() === 1);
    const waiting = checkout.create(order(), new Deadline(20_000, 100));
    await expect(waiting).rejects.toMatchObject({ reason: 'too_late', sent: false });
    expect(calls()).toBe(1);
    await transports.at(-1)?.close();
    await first;
  });

  it('over slots and queue a call is refused at once, not sent', async () => {
    fail({ kind: 'hang' });
    const checkout = checkoutOf(transport({ maxConcurrency: 1 }));
    const ended = [...Array(9)].map(() => checkout.create(order(), deadline()).catch((error: unknown) => error));
    await expect(checkout.create(order(), deadline())).rejects.toMatchObject({
      reason: 'queue_full',
      sent: false,
      retryAfterSeconds: 1,
    });
    await eventually(() => calls() === 1);
    await transports.at(-1)?.close();
    await Promise.all(ended);
    expect(calls()).toBe(1);
  });

  it('a group that hangs leaves the others alone', async () => {
    simulator.setFaults([{ match: { method: 'POST' }, fault: { kind: 'hang' } }]);
    const made = transport();
    const checkout = checkoutOf(made);
    const ended = [...Array(100)].map(() =>
      checkout.create(order(), deadline(), { group: 'background' }).catch(() => undefined),
    );
    expect((await checkout.retrieve('abc', deadline())).status).toBe(404);
    await made.close();
    await Promise.all(ended);
  });

  it('ten answers of 5xx in a row stop a group, and only that group; 4xx never do', async () => {
    const states: string[] = [];
    const checkout = checkoutOf(transport({}, { onBreaker: (group, state) => void states.push(`${group} ${state}`) }));
    fail({ kind: 'status', status: 400 });
    for (let count = 0; count < 12; count += 1) await checkout.create(order(), deadline());
    fail({ kind: 'status', status: 500 });
    for (let count = 0; count < 10; count += 1) await checkout.create(order(), deadline());
    const before = calls();
    await expect(checkout.create(order(), deadline())).rejects.toMatchObject({ reason: 'breaker_open', sent: false });
    expect(calls()).toBe(before);
    simulator.clearFaults();
    expect((await checkout.create(order(), deadline(), { group: 'checkout' })).status).toBe(201);
    expect(states).toEqual(['charge open']);
  });
});

describe('promise 1, F1.3: what the operator sees', () => {
  it('is each try with its group, operation and end, and the budget that it used', async () => {
    const budget: string[] = [];
    const made = transport(
      {},
      { onBudget: ({ group, calls: used, total, limit }) => void budget.push(`${group} ${used} ${total}/${limit}`) },
    );
    fail({ kind: 'status', status: 503 }, 2);
    await checkoutOf(made).create(order(), deadline());
    await checkoutOf(made).retrieve('abc', deadline());
    expect(observed.map(({ group, operation, outcome }) => ({ group, operation, outcome }))).toEqual([
      { group: 'charge', operation: 'create_transaction', outcome: { status: 201 } },
      { group: 'read', operation: 'retrieve_transaction', outcome: { status: 503 } },
      { group: 'read', operation: 'retrieve_transaction', outcome: { status: 404 } },
    ]);
    expect(budget).toEqual(['charge 1 1/90000', 'read 1 2/90000', 'read 2 3/90000']);
  });

  it('is no less of it when an observer throws: the call goes on', async () => {
    const broken = (): never => {
      throw new Error('no metrics today');
    };
    const made = transport({}, { onCall: broken, onBudget: broken });
    expect((await checkoutOf(made).create(order(), deadline())).status).toBe(201);
  });

  it('is the permission that its user is likely missing, by endpoint, type and gateway', async () => {
    const checkout = checkoutOf(transport({ credentials: ottuCredentials.basic(USER.username, USER.password) }));
    expect((await checkout.create(order({ pg_codes: ['knet'] }), deadline())).status).toBe(403);
    expect(warn).toHaveBeenCalledWith(
      { operation: 'create_transaction', status: 403 },
      expect.stringContaining('"Can add e-commerce payments", or "Can use knet"'),
    );
  });

  it('is neither key nor password, although Ottu repeats what it was sent', async () => {
    fail({ kind: 'echo_payload' });
    const apiKey = await checkoutOf(transport()).create(order(), deadline());
    expect(apiKey.body.toString()).toContain('Authorization Api-Key [redacted]');
    expect(apiKey.body.includes(simulator.apiKey)).toBe(false);
    const basic = await checkoutOf(transport({ credentials: ottuCredentials.basic('shop', USER.password) })).create(
      order(),
      deadline(),
    );
    expect(basic.body.includes(Buffer.from(`shop:${USER.password}`).toString('base64'))).toBe(false);
  });

  it('is neither of them in what is thrown', async () => {
    fail({ kind: 'answer_lost' });
    const fault: unknown = await checkoutOf(transport())
      .create(order(), deadline())
      .catch((error: unknown) => error);
    expect(inspect(fault, { depth: 20, showHidden: true })).not.toContain(simulator.apiKey);
  });
});
