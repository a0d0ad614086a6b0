import { setTimeout as sleep } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';

import type { CartRow } from '../../database/cart-tables.ts';
import type { SignalListener, DatabaseSignals } from '../../database/database-signals.ts';
import type { EventStream } from './event-stream.ts';
import type { LiveView } from './event-text.ts';
import { LiveCarts, type LiveCart, type ReadLiveCart } from './live-carts.ts';

const VIEW = {} as LiveView;
const CART = { id: 'a', token_sha256: 'one' } as CartRow;

/** A stream that keeps what it is told. */
function kept() {
  const heard: ('shown' | 'ended')[] = [];
  const stream = {
    closed: new Promise<void>(() => undefined),
    show: () => void heard.push('shown'),
    end: () => void heard.push('ended'),
  } as unknown as EventStream;
  return { heard, stream };
}

function live(read: () => Promise<LiveCart | undefined>) {
  let listener: SignalListener | undefined;
  const notifications = {
    listen: (_channel: string, given: SignalListener) => void (listener = given),
  } as unknown as DatabaseSignals;
  const carts = new LiveCarts(notifications, { execute: read } as unknown as ReadLiveCart);
  carts.onModuleInit();
  return { carts, tell: (text: string) => listener?.onSignal(text), resumed: () => listener?.onResumed() };
}

const changed = '{"cart":"a","kind":"changed"}';

describe('LiveCarts', () => {
  it('a burst of signals is one read under way and one after it, for any number of streams', async () => {
    let reads = 0;
    const answer = Promise.withResolvers<void>();
    const { carts, tell } = live(async () => {
      reads += 1;
      await answer.promise;
      return { tokenSha256: 'one', view: VIEW };
    });
    const streams = Array.from({ length: 10 }, kept);
    for (const { stream } of streams) carts.follow(CART, stream);
    for (let count = 0; count < 100; count += 1) tell(changed);
    answer.resolve();
    while (streams.some(({ heard }) => heard.length < 2)) await sleep(1);
    expect(reads).toBe(2);
    for (const { heard } of streams) expect(heard).toEqual(['shown', 'shown']);
  });

  it('a read that fails is made again, and nobody is sent away for it', async () => {
    let reads = 0;
    const { carts } = live(async () => {
      reads += 1;
      if (reads === 1) throw new Error('the database is away');
      return { tokenSha256: 'one', view: VIEW };
    });
    const { heard, stream } = kept();
    carts.follow(CART, stream);
    while (heard.length === 0) await sleep(20);
    expect({ reads, heard }).toEqual({ reads: 2, heard: ['shown'] });
  });

  it('M58: `ended` ends the streams at once, whether or not the database can be read', async () => {
    const { carts, tell } = live(async () => Promise.reject(new Error('the database is away')));
    const { heard, stream } = kept();
    carts.follow(CART, stream);
    tell('{"cart":"b","kind":"ended"}');
    expect(heard).toEqual([]);
    tell('{"cart":"a","kind":"ended"}');
    expect(heard).toEqual(['ended']);
  });

  it.each(['', '{', 'null', '[]', '{"cart":7}', '"a"'])('a signal that is none (%s) harms nothing', async (text) => {
    const { carts, tell } = live(async () => ({ tokenSha256: 'one', view: VIEW }));
    const { heard, stream } = kept();
    carts.follow(CART, stream);
    tell(text);
    await sleep(10);
    expect(heard).toEqual(['shown']);
  });

  it('a stream that comes while the service shuts down is ended', async () => {
    const { carts } = live(async () => ({ tokenSha256: 'one', view: VIEW }));
    await carts.onModuleDestroy();
    const { heard, stream } = kept();
    carts.follow(CART, stream);
    expect(heard).toEqual(['ended']);
  });
});
