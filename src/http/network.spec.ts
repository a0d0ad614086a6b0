import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { networkOf } from './network.ts';

describe('a network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
    ['1:2:3:4:5:6:203.0.113.7', '1:2:3:4::/64'],
    ['2001:db8:1:2:3:4:5::', '2001:db8:1:2::/64'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same for all addresses of a /64 and another one beside it', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.bigInt(0n, 2n ** 64n - 1n), (address, host) => {
        const network = networkOf(address);
        const low = [48n, 32n, 16n, 0n].map((shift) => ((host >> shift) & 0xffffn).toString(16)).join(':');
        const high = network.replace('::/64', '');
        if (/^::ffff:\d+\./i.test(address)) return;
        expect(networkOf(`${high}:${low}`)).toBe(network);
        const [first = '0', ...rest] = high.split(':');
        const beside = [(Number.parseInt(first, 16) ^ 1).toString(16), ...rest].join(':');
        expect(networkOf(`${beside}:${low}`)).not.toBe(network);
      }),
    );
  });
});
