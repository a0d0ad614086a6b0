import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';

const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4');
}
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addAddress('::', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');
PRIVATE.addSubnet('fe80::', 10, 'ipv6');

export interface Place {
  /** Whether it is named by its address, so that it is the same from everywhere. */
  readonly literal: boolean;
  /** None of its addresses can be reached from outside. */
  readonly isPrivate: boolean;
}

/** Where an address leads from here; nothing when its name does not resolve. */
export async function placeOf(address: string): Promise<Place | undefined> {
  const host = new URL(address).hostname.replaceAll(/^\[|\]$/g, '');
  try {
    const found = await lookup(host, { all: true });
    return {
      literal: isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost'),
      isPrivate: found.every(({ address: ip }) => isPrivate(ip)),
    };
  } catch {
    return undefined;
  }
}

function isPrivate(ip: string): boolean {
  return PRIVATE.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
}
