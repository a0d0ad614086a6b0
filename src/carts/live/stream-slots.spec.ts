import { describe, expect, it } from '@jest/globals';

import type { Settings } from '../../config/settings.ts';
import { networkOf } from '../../http/network.ts';
import { Metrics } from '../../observability/metrics.ts';
import { STREAM_LIMITS, StreamSlots } from './stream-slots.ts';

const MAX = 5_000;
const address = (number: number) => networkOf(`10.${Math.floor(number / 200)}.${number % 200}.1`);
const slotsOf = (metrics = new Metrics(), streamsMax = MAX): StreamSlots =>
  new StreamSlots(metrics, { storefront: { streamsMax } } as Settings);

function times(count: number, work: (index: number) => () => void): (() => void)[] {
  return Array.from({ length: count }, (_none, index) => work(index));
}

/** How many of these are let in. */
function admitted(count: number, work: (index: number) => () => void): number {
  let worked = 0;
  for (let index = 0; index < count; index += 1) {
    try {
      work(index);
      worked += 1;
    } catch {
      // Refused.
    }
  }
  return worked;
}

describe('StreamSlots', () => {
  it('one cart has ten places, whatever networks they are for', () => {
    const slots = slotsOf();
    const [refund] = times(STREAM_LIMITS.perCart, (index) => slots.acquire('a', address(index)));
    const more = () => slots.acquire('a', address(99));
    expect(more).toThrow(expect.objectContaining({ code: 'too_many_streams', status: 429 }));
    refund?.();
    expect(more).not.toThrow();
    expect(more).toThrow(expect.objectContaining({ code: 'too_many_streams' }));
  });

  it('one network has a tenth of all, with as many carts as it likes', () => {
    const slots = slotsOf();
    times(MAX / 10, (index) => slots.acquire(`cart ${index}`, address(1)));
    expect(() => slots.acquire('other', address(1))).toThrow(expect.objectContaining({ code: 'too_many_streams' }));
    expect(() => slots.acquire('other', address(2))).not.toThrow();
  });

  it('M96: an IPv6 /56 has a tenth too, and a /48 a fifth, by however many networks', () => {
    const slots = slotsOf();
    const of56 = (index: number) => networkOf(`2001:db8:1:${(index % 256).toString(16)}::1`);
    const of48 = (index: number) => networkOf(`2001:db8:2:${(index % 65_536).toString(16)}::1`);
    expect(admitted(1_000, (index) => slots.acquire(`a ${index}`, of56(index)))).toBe(MAX / 10);
    expect(admitted(3_000, (index) => slots.acquire(`b ${index}`, of48(index * 256)))).toBe(MAX / 5);
  });

  it('M96: the last quarter is kept for networks that have few', () => {
    const slots = slotsOf();
    expect(admitted(MAX, (index) => slots.acquire(`a ${index}`, address(index % 12)))).toBe(MAX * 0.75);
    expect(admitted(10, (index) => slots.acquire(`b ${index}`, address(100)))).toBe(5);
    expect(() => slots.acquire('c', address(101))).not.toThrow();
  });

  it('when all are taken the answer is 503 with Retry-After, until one is given back; all of it is counted', async () => {
    const metrics = new Metrics();
    const slots = slotsOf(metrics);
    const taken = times(MAX, (index) => slots.acquire(`cart ${index}`, address(index % 1_000)));
    const more = () => slots.acquire('last', address(2_000));
    expect(more).toThrow(
      expect.objectContaining({
        code: 'streams_full',
        status: 503,
        options: expect.objectContaining({ retryAfterSeconds: 15 }),
      }),
    );
    expect(await metrics.registry.metrics()).toContain(`ottu_bff_event_streams ${MAX}`);
    taken.pop()?.();
    taken.push(more());
    for (const refund of taken) refund();
    expect(await metrics.registry.metrics()).toContain('ottu_bff_event_streams 0');
  });
});
