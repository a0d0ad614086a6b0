import { describe, expect, it } from '@jest/globals';

import { networkOf } from '../../limits/network.ts';
import { Metrics } from '../../observability/metrics.ts';
import { STREAM_LIMITS, StreamSlots } from './stream-slots.ts';

const address = (number: number) => networkOf(`10.0.${Math.floor(number / 200)}.${number % 200}`);

function times(count: number, work: (index: number) => () => void): (() => void)[] {
  return Array.from({ length: count }, (_none, index) => work(index));
}

describe('StreamSlots', () => {
  it('one cart has ten places, whatever networks they are for', () => {
    const slots = new StreamSlots(new Metrics());
    const [refund] = times(STREAM_LIMITS.perCart, (index) => slots.acquire('a', address(index)));
    const more = () => slots.acquire('a', address(99));
    expect(more).toThrow(expect.objectContaining({ code: 'too_many_streams', status: 429 }));
    refund?.();
    expect(more).not.toThrow();
    expect(more).toThrow(expect.objectContaining({ code: 'too_many_streams' }));
  });

  it('one network has a tenth of all, with as many carts as it likes', () => {
    const slots = new StreamSlots(new Metrics());
    times(STREAM_LIMITS.perNetwork, (index) => slots.acquire(`cart ${index}`, address(1)));
    expect(() => slots.acquire('other', address(1))).toThrow(expect.objectContaining({ code: 'too_many_streams' }));
    expect(() => slots.acquire('other', address(2))).not.toThrow();
  });

  it('when all are taken the answer is 503 with Retry-After, until one is given back; all of it is counted', async () => {
    const metrics = new Metrics();
    const slots = new StreamSlots(metrics);
    const taken = times(STREAM_LIMITS.inAll, (index) => slots.acquire(`cart ${index}`, address(index % 1_000)));
    const more = () => slots.acquire('last', address(2_000));
    expect(more).toThrow(
      expect.objectContaining({
        code: 'streams_full',
        status: 503,
        options: expect.objectContaining({ retryAfterSeconds: 15 }),
      }),
    );
    expect(await metrics.registry.metrics()).toContain(`ottu_bff_event_streams ${STREAM_LIMITS.inAll}`);
    taken.pop()?.();
    taken.push(more());
    for (const refund of taken) refund();
    expect(await metrics.registry.metrics()).toContain('ottu_bff_event_streams 0');
  });
});
