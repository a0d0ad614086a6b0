import { describe, expect, it } from '@jest/globals';

import { SignalOutbox, type Signal } from './signal-outbox.ts';

const carts = (payload: string): Signal => ({ channel: 'carts', payload });

/** A database that takes a statement when the test says so. */
class Sent {
  readonly statements: string[][] = [];
  readonly outbox = new SignalOutbox(async (signals) => {
    this.statements.push(signals.map(({ payload }) => payload));
    this.#asked.resolve();
    await new Promise<void>((resolve, reject) => {
      this.#answers.push({ resolve, reject });
    });
  });
  readonly #answers: { resolve: () => void; reject: (fault: Error) => void }[] = [];
  #asked = Promise.withResolvers<void>();

  /** Resolves when the next statement has come. */
  async next(): Promise<void> {
    await this.#asked.promise;
    this.#asked = Promise.withResolvers<void>();
  }

  take(): void {
    this.#answers.shift()?.resolve();
  }

  fail(): void {
    this.#answers.shift()?.reject(new Error('away'));
  }
}

describe('signals to all replicas', () => {
  it('go out together, each once', async () => {
    const sent = new Sent();
    for (const payload of ['one', 'two', 'one']) sent.outbox.add(carts(payload));
    await sent.next();
    sent.take();
    await sent.outbox.close();
    expect(sent.statements).toEqual([['one', 'two']]);
  });

  it('wait for the statement before theirs, and are told once more although an equal one is on its way', async () => {
    const sent = new Sent();
    sent.outbox.add(carts('one'));
    await sent.next();
    for (const payload of ['one', 'two']) sent.outbox.add(carts(payload));
    sent.take();
    await sent.next();
    sent.take();
    await sent.outbox.close();
    expect(sent.statements).toEqual([['one'], ['one', 'two']]);
  });

  it('that a database did not take go out again, with what has come since', async () => {
    const sent = new Sent();
    sent.outbox.add(carts('one'));
    await sent.next();
    sent.outbox.add(carts('two'));
    sent.fail();
    await sent.next();
    sent.take();
    await sent.outbox.close();
    expect(sent.statements).toEqual([['one'], ['one', 'two']]);
  });

  it('go out after a time of rest as well', async () => {
    const sent = new Sent();
    for (const payload of ['one', 'two']) {
      sent.outbox.add(carts(payload));
      await sent.next();
      sent.take();
      // Until nothing is under way.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(sent.statements).toEqual([['one'], ['two']]);
  });

  it('are sent before it closes, and given up where the database is away by then', async () => {
    const sent = new Sent();
    sent.outbox.add(carts('one'));
    const closed = sent.outbox.close();
    await sent.next();
    sent.fail();
    await closed;
    expect(sent.statements).toEqual([['one']]);
  });

  it('are no more than a process can hold', async () => {
    const sent = new Sent();
    for (let number = 0; number < 10_100; number += 1) sent.outbox.add(carts(String(number)));
    await sent.next();
    sent.take();
    await sent.outbox.close();
    expect(sent.statements.map(({ length }) => length)).toEqual([10_000]);
  });
});
