import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { APPLE_PAY } from '../../sandbox/testing/client.ts';
import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { AttachmentApi } from '../../src/ottu/attachment-api.ts';
import { CheckoutApi } from '../../src/ottu/checkout-api.ts';
import { problemOfFault } from '../../src/ottu/errors/problem-of-fault.ts';
import { ottuCredentials } from '../../src/ottu/ottu-options.ts';
import { Deadline } from '../../src/ottu/transport/deadline.ts';
import { OttuTransport } from '../../src/ottu/transport/ottu-transport.ts';
import { TransportFault } from '../../src/ottu/transport/transport-fault.ts';
import { startTcpProxy, type NetworkFault, type TcpProxy } from '../support/tcp-proxy.ts';
import { eventually } from '../support/eventually.ts';

/** Of calls that nobody ever answers. */
const DEADLINE_MS = 1_000;
/** Of all others: what ends them is the network, however slow the machine is. */
const PATIENCE_MS = 60_000;

let simulator: Simulator;
let proxy: TcpProxy;
let transport: OttuTransport;
let checkout: CheckoutApi;

beforeAll(async () => {
  simulator = await createSimulator();
  proxy = await startTcpProxy(simulator.url);
});
afterAll(async () => {
  await transport.close();
  await proxy.close();
  await simulator.close();
});
beforeEach(async () => {
  // A breaker of its own for each test.
  await (transport as OttuTransport | undefined)?.close();
  transport = new OttuTransport(
    { baseUrl: proxy.url, credentials: ottuCredentials.apiKey(simulator.apiKey), maxConcurrency: 16 },
    () => undefined,
  );
  checkout = new CheckoutApi(transport);
  proxy.setFault({ kind: 'none' });
  simulator.reset();
});

const deadline = () => new Deadline(PATIENCE_MS);
const deadlineOf = ({ kind }: NetworkFault) => new Deadline(HANGS.has(kind) ? DEADLINE_MS : PATIENCE_MS);
const orderOf = (orderNo: string, changes = {}) =>
  JSON.stringify({
    type: 'e_commerce',
    amount: '12.500',
    currency_code: 'KWD',
    pg_codes: ['credit-card'],
    order_no: orderNo,
    ...changes,
  });

let orders = 0;
const freshOrder = () => `ORD-${(orders += 1)}`;

/** By order number: what was broken off may reach the simulator's record after the test that did it. */
const arrivals = (orderNo: string) => simulator.requests().filter((request) => request.raw_body.includes(orderNo));
const charges = (orderNo: string) => simulator.ledger().filter((entry) => entry.order_no === orderNo);

const FAULTS: readonly (readonly [string, NetworkFault])[] = [
  ['a reset within the head of the request', { kind: 'reset_during_request', bytes: 20 }],
  ['a reset within the body of the request', { kind: 'reset_during_request', bytes: 300 }],
  ['a reset after the request', { kind: 'reset_after_request' }],
  ['a connection that is half open', { kind: 'half_open' }],
  ['no answer', { kind: 'silent_answer' }],
  ['an answer that drips', { kind: 'slow_drip', bytes: 1, everyMs: 50 }],
  ['an answer cut off in its head', { kind: 'truncate_answer', bytes: 30 }],
  ['an answer cut off in its body', { kind: 'truncate_answer', bytes: 180 }],
  ['a request that arrives after the deadline', { kind: 'delay', ms: 2 * DEADLINE_MS }],
];
const HANGS = new Set(['half_open', 'silent_answer', 'slow_drip', 'delay']);
const BREAKS_A_READ = FAULTS.filter(([name, { kind }]) => !HANGS.has(kind) && !name.includes('body of the request'));

interface Ended {
  readonly reason: string;
  readonly sent: boolean;
  readonly problem: string;
}

async function endOf(call: Promise<unknown>): Promise<Ended> {
  const fault = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(fault instanceof TransportFault)) throw new Error('the call should have ended in a fault', { cause: fault });
  const problem = problemOfFault(fault, { outcome: 'unknown' });
  return {
    reason: fault.reason,
    sent: fault.sent,
    problem: `${problem.status} ${problem.code} ${problem.options.outcome}`,
  };
}

/** Nothing of what went wrong stays behind: no request under way, and no socket once idle ones have had their time. */
async function socketsAreGone(): Promise<void> {
  await eventually(() => transport.stats().running === 0 && transport.stats().queued === 0);
  proxy.setFault({ kind: 'none' });
  await eventually(() => transport.stats().connected === 0 && proxy.open() === 0);
}

describe('M5: a network that goes wrong', () => {
  it.each(FAULTS)('%s: a charge is sent once, and its end is unknown', async (_what, fault) => {
    const orderNo = freshOrder();
    proxy.setFault(fault);
    const before = proxy.made();
    const hangs = HANGS.has(fault.kind);
    expect(
      await endOf(checkout.create(orderOf(orderNo, { payment_instrument: APPLE_PAY }), deadlineOf(fault))),
    ).toEqual({
      reason: hangs ? 'deadline' : 'connection_lost',
      sent: true,
      problem: hangs ? '504 ottu_timeout unknown' : '502 ottu_bad_answer unknown',
    });
    expect(proxy.made() - before).toBe(1);
    await socketsAreGone();
    expect(arrivals(orderNo).length).toBeLessThanOrEqual(1);
    expect(charges(orderNo).length).toBeLessThanOrEqual(1);
  });

  it.each(FAULTS)('%s: a create is sent once', async (_what, fault) => {
    const orderNo = freshOrder();
    proxy.setFault(fault);
    const before = proxy.made();
    expect(await endOf(checkout.create(orderOf(orderNo), deadlineOf(fault), { group: 'checkout' }))).toMatchObject({
      sent: true,
    });
    expect(proxy.made() - before).toBe(1);
    expect(arrivals(orderNo).length).toBeLessThanOrEqual(1);
  });

  it.each(BREAKS_A_READ)('%s: a read is tried three times', async (_what, fault) => {
    proxy.setFault(fault);
    const before = proxy.made();
    expect(await endOf(checkout.retrieve('abc', deadline()))).toMatchObject({
      reason: 'connection_lost',
      sent: true,
    });
    expect(proxy.made() - before).toBe(3);
    await socketsAreGone();
  });

  it.each(FAULTS)('%s: once it is over, the same client goes on', async (_what, fault) => {
    proxy.setFault(fault);
    await endOf(checkout.create(orderOf(freshOrder()), deadlineOf(fault)));
    proxy.setFault({ kind: 'none' });
    expect((await checkout.create(orderOf(freshOrder()), deadline())).status).toBe(201);
  });

  it('a reset before the request: nothing arrives, whether our side had begun to write or not', async () => {
    const orderNo = freshOrder();
    proxy.setFault({ kind: 'reset_on_connect' });
    const { reason, sent } = await endOf(
      checkout.create(orderOf(orderNo, { payment_instrument: APPLE_PAY }), deadline()),
    );
    expect([reason, sent]).toEqual(sent ? ['connection_lost', true] : ['unreachable', false]);
    await socketsAreGone();
    expect(arrivals(orderNo)).toHaveLength(0);
    expect(charges(orderNo)).toHaveLength(0);
  });

  it('a read that fails twice and then passes is an answer', async () => {
    const { body } = await checkout.create(orderOf(freshOrder()), deadline());
    const { session_id: sessionId } = JSON.parse(body.toString()) as { session_id: string };
    proxy.setFault({ kind: 'reset_on_connect' }, 2);
    const before = proxy.made();
    expect((await checkout.retrieve(sessionId, deadline())).status).toBe(200);
    expect(proxy.made() - before).toBe(3);
  });

  it('a charge for which no connection could be made was not sent', async () => {
    const down = new OttuTransport(
      { baseUrl: 'http://127.0.0.1:1', credentials: ottuCredentials.apiKey('key-of-a-test'), maxConcurrency: 16 },
      () => undefined,
    );
    expect(
      await endOf(new CheckoutApi(down).create(orderOf(freshOrder(), { payment_instrument: APPLE_PAY }), deadline())),
    ).toEqual({
      reason: 'unreachable',
      sent: false,
      problem: '503 ottu_unreachable none',
    });
    await down.close();
  });

  it('an upload that is reset ends as one', async () => {
    proxy.setFault({ kind: 'reset_during_request', bytes: 100_000 });
    async function* content(): AsyncGenerator<Uint8Array> {
      for (let piece = 0; piece < 40; piece += 1) yield Buffer.alloc(64 * 1024, 'x');
    }
    const file = { fileName: 'a.pdf', contentType: 'application/pdf', content: content() };
    expect(await endOf(new AttachmentApi(transport).upload(file, {}, deadline()))).toMatchObject({
      reason: 'connection_lost',
      sent: true,
    });
    await socketsAreGone();
  });

  it('an upload into a connection that takes nothing ends at its deadline', async () => {
    proxy.setFault({ kind: 'half_open' });
    const { promise: never } = Promise.withResolvers<undefined>();
    async function* content(): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(64 * 1024, 'x');
      await never;
    }
    const file = { fileName: 'a.pdf', contentType: 'application/pdf', content: content() };
    expect(await endOf(new AttachmentApi(transport).upload(file, {}, new Deadline(DEADLINE_MS)))).toMatchObject({
      reason: 'deadline',
    });
    await socketsAreGone();
  });
});
