import { isIP, isIPv4, isIPv6 } from 'node:net';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

declare const brand: unique symbol;

/** Who shares limits: one IPv4 address, or the /64 of an IPv6 address, which is what one subscriber has at least. */
export type Network = string & { readonly [brand]: 'Network' };

/**
 * Where a request came from, behind the proxies that `TRUST_PROXY` names. What a proxy has forwarded that is no address,
 * be it with a port, is a word of the caller's: then the connection's own address counts.
 */
export function addressOf({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const forwarded = /^\[(.+)\](?::\d+)?$/.exec(ip)?.[1] ?? /^([\d.]+):\d+$/.exec(ip)?.[1] ?? ip;
  return isIP(forwarded) === 0 ? (socket.remoteAddress ?? '') : forwarded;
}

/** What a `Network` is a part of: an attacker has many networks of one prefix, by the thousand where it is an IPv6 /48. */
export type Prefix = 'ipv4_24' | 'ipv6_56' | 'ipv6_48';

/** The prefixes of a network, the narrowest first; none where the address is none. */
export function prefixesOf(network: Network): { readonly prefix: Prefix; readonly of: string }[] {
  const [a, b, c, d] = network.replace('::/64', '').split(':');
  if (d !== undefined) {
    const site = (Number.parseInt(d, 16) >> 8).toString(16);
    return [
      { prefix: 'ipv6_56', of: `${a}:${b}:${c}:${site}/56` },
      { prefix: 'ipv6_48', of: `${a}:${b}:${c}/48` },
    ];
  }
  return isIPv4(network) ? [{ prefix: 'ipv4_24', of: `${network.slice(0, network.lastIndexOf('.'))}/24` }] : [];
}

/** @param address as `addressOf` gives it. */
export function networkOf(address: string): Network {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain)) return plain as Network;
  const all = groupsOf(plain);
  // An IPv4 address in IPv6 (RFC 4291), with dots or without: the same caller as by IPv4.
  const isMapped = all.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return (isMapped ? dotted(all.slice(6)) : `${all.slice(0, 4).join(':')}::/64`) as Network;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16).toString(16));
}

/** Of one side of an address; an IPv4 address at its end takes two groups. */
function groups(text: string): string[] {
  return text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? hexadecimal(group) : [group]));
}

function hexadecimal(ipv4: string): [string, string] {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
}

function dotted(twoGroups: readonly string[]): string {
  return twoGroups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 255])
    .join('.');
}

/** The network that a request came from, as a parameter. */
export const ShopperNetwork = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  networkOf(addressOf(context.switchToHttp().getRequest<FastifyRequest>())),
);
