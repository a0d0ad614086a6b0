import { isIP } from 'node:net';

/**
 * Whether a request means this simulator: by an address, a name of this machine, or a name that was configured. A page on
 * another name that resolves to this machine (DNS rebinding) could read the books otherwise.
 *
 * @param header `Host`, with or without a port.
 * @param own host names that were configured.
 */
export function isOwnHost(header: string | undefined, own: readonly string[]): boolean {
  const name = (header ?? '')
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
  return isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost') || own.includes(name);
}
