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
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped as Network;
  return (isIPv6(plain) ? `${first64Bits(plain)}::/64` : plain) as Network;
}

function first64Bits(address: string): string {
  const [head = '', tail] = address.split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Of one side of an address; an IPv4 address at its end takes two groups, which never are among the first four. */
function groups(text: string): string[] {
  return text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}

/** The network that a request came from, as a parameter. */
export const ShopperNetwork = createParamDecorator((_data: unknown, context: ExecutionContext) =>
  networkOf(addressOf(context.switchToHttp().getRequest<FastifyRequest>())),
);
