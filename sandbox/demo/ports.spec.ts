import { createServer, type AddressInfo, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { portTroubles, settledPort } from './ports.ts';

const ADDRESSES = Object.values(networkInterfaces()).flatMap((addresses = []) =>
  addresses.map(({ address }) => address),
);
/** `localhost` may be the IPv6 one, so a program there would answer in the demo's place. */
const HOSTS = ['127.0.0.1', '0.0.0.0', '::1'].filter((host) => host !== '::1' || ADDRESSES.includes(host));

let holder: Server | undefined;

afterEach(() => void holder?.close());

async function portHeldOn(host: string): Promise<number> {
  holder = createServer();
  await new Promise<void>((resolve) => void holder?.listen(0, host, resolve));
  return (holder.address() as AddressInfo).port;
}

describe('the ports of a demo', () => {
  it.each(HOSTS)('names a port that is taken on %s, who needs it and what changes it', async (host) => {
    const port = await portHeldOn(host);
    const [sentence, ...others] = await portTroubles([{ variable: 'PORT', who: 'the service', port }]);
    expect(sentence).toContain(`Port ${port}, which the service needs, is taken by another program.`);
    expect(sentence).toMatch(/PORT=\d+\.$/);
    expect(others).toEqual([]);
  });

  it('has nothing to say about a free port', async () => {
    const port = await settledPort(0);
    expect(port).toBeGreaterThan(0);
    expect(await portTroubles([{ variable: 'PORT', who: 'the service', port }])).toEqual([]);
  });
});
