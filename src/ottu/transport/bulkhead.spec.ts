import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { Bulkhead } from './bulkhead.ts';
import type { BreakerState } from './observer.ts';
import { TransportFault } from './transport-fault.ts';

const never = new AbortController().signal;
const answers = (status: number) => () => Promise.resolve({ status });
const fails = (reason: ConstructorParameters<typeof TransportFault>[0]) => () =>
  Promise.reject(new TransportFault(reason, true));
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function deferred(): { work: () => Promise<{ status: number }>; end: () => void } {
  const { promise, resolve } = Promise.withResolvers<{ status: number }>();
  return { work: () => promise, end: () => resolve({ status: 200 }) };
}

async function reasonOf(call: Promise<unknown>): Promise<string> {
  const fault = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  return fault instanceof TransportFault ? `${fault.reason}${fault.sent ? ', sent' : ''}` : 'no fault';
}

describe('the way in for a group of calls', () => {
  let states: BreakerState[];
  const gate = (slots = 2, queue = 1) => {
    states = [];
    return new Bulkhead({ slots, queue }, (state) => void states.push(state));
  };
  const failOften = async (way: Bulkhead, work: () => Promise<{ status: number }>, times = 10) => {
    for (let count = 0; count < times; count += 1) await way.run(work, never).catch(() => undefined);
  };

  it('lets no more than its slots through at once, and no more than its queue wait; M3: the others were not sent', async () => {
    const way = gate();
    const held = [deferred(), deferred(), deferred()];
    const running = held.map(({ work }) => way.run(work, never));
    const refused = way.run(answers(200), never);
    await expect(refused).rejects.toMatchObject({ reason: 'queue_full', sent: false, retryAfterSeconds: 1 });
    held.forEach(({ end }) => end());
    expect(await Promise.all(running)).toHaveLength(3);
    expect(await way.run(answers(200), never)).toEqual({ status: 200 });
  });

  it('M3: whoever waits leaves when its time is over, without having been run', async () => {
    const way = gate(1);
    const first = deferred();
    const running = way.run(first.work, never);
    const leaving = new AbortController();
    const work = jest.fn(answers(200));
    const waiting = way.run(work, leaving.signal);
    leaving.abort(new TransportFault('too_late', false));
    expect(await reasonOf(waiting)).toBe('too_late');
    first.end();
    await running;
    await turns();
    expect(work).not.toHaveBeenCalled();
  });

  it('M3: whoever comes too late is not run', async () => {
    const work = jest.fn(answers(200));
    expect(await reasonOf(gate().run(work, AbortSignal.abort(new TransportFault('deadline', false))))).toBe('deadline');
    expect(work).not.toHaveBeenCalled();
  });

  it('M96: is shut after ten failures in a row, and says for how long', async () => {
    const way = gate();
    await failOften(way, answers(503));
    await expect(way.run(answers(200), never)).rejects.toMatchObject({
      reason: 'breaker_open',
      sent: false,
      retryAfterSeconds: 5,
    });
    expect(states).toEqual(['open']);
  });

  it.each([
    ['500', answers(500)],
    ['a lost connection', fails('connection_lost')],
    ['a refused one', fails('unreachable')],
    ['no answer in time', fails('deadline')],
  ])('M96: takes %s for a failure', async (_what, work) => {
    const way = gate();
    await failOften(way, work);
    expect(await reasonOf(way.run(answers(200), never))).toBe('breaker_open');
  });

  it.each<[string, () => Promise<{ status: number }>]>([
    ['a success', answers(201)],
    ['a decline', answers(400)],
    ['a refused credential', answers(401)],
    ['a throttled call', answers(429)],
    ['a caller who went away', fails('canceled')],
    ['a source that broke off', fails('body_failed')],
    ['a call that was too late', fails('too_late')],
    ['an answer without end', fails('answer_too_large')],
  ])('M96: %s never shuts it', async (_what, work) => {
    const way = gate();
    await failOften(way, work, 50);
    expect(await reasonOf(way.run(answers(200), never))).toBe('no fault');
  });

  it('M96: one good answer among the failures starts the count anew', async () => {
    const way = gate();
    await failOften(way, answers(503), 9);
    await way.run(answers(404), never);
    await failOften(way, answers(503), 9);
    expect(await reasonOf(way.run(answers(200), never))).toBe('no fault');
  });

  it('M96: those who waited when it was shut are refused, and none of them is run', async () => {
    const way = gate(10, 3);
    const down = Promise.withResolvers<{ status: number }>();
    const failing = [...Array(10)].map(() => way.run(() => down.promise, never));
    const work = jest.fn(answers(200));
    const waiting = [...Array(3)].map(() => reasonOf(way.run(work, never)));
    down.resolve({ status: 502 });
    await Promise.all(failing);
    expect(await Promise.all(waiting)).toEqual(['breaker_open', 'breaker_open', 'breaker_open']);
    expect(work).not.toHaveBeenCalled();
  });

  it('a fault of our own goes through as it is', async () => {
    await expect(gate().run(() => Promise.reject(new TypeError('ours')), never)).rejects.toThrow(TypeError);
  });

  describe('after the pause', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'performance'] }));
    afterEach(() => void jest.useRealTimers());

    it('one call tries, the others are refused at once and do not wait for it', async () => {
      const way = gate();
      await failOften(way, answers(503));
      jest.setSystemTime(Date.now() + 5_001);
      const probe = deferred();
      const probing = way.run(probe.work, never);
      await turns();
      expect(await reasonOf(way.run(answers(200), never))).toBe('breaker_open');
      probe.end();
      await probing;
      expect(await reasonOf(way.run(answers(200), never))).toBe('no fault');
      expect(states).toEqual(['open', 'half_open', 'closed']);
    });

    it.each(['canceled', 'connection_lost'] as const)('a try that ends as %s keeps it shut', async (reason) => {
      const way = gate();
      await failOften(way, answers(503));
      jest.setSystemTime(Date.now() + 5_001);
      await way.run(fails(reason), never).catch(() => undefined);
      expect(await reasonOf(way.run(answers(200), never))).toBe('breaker_open');
    });
  });
});
