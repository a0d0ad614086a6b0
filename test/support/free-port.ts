import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

/** Ports below need rights, or are those of well-known services. */
const LOWEST = 10_240;
/** Where a kernel begins to give ports by itself: Linux says it, others begin later than Linux does by default. */
const FIRST_OF_KERNEL = 32_768;

/**
 * A port of the loopback address that nobody listens on at the moment, and that the kernel gives to nobody who asks for any
 * port: whoever named one of those would find it taken now and then by a server or a connection of another test.
 */
export async function freePort(): Promise<number> {
  const end = await firstOfKernel();
  for (;;) {
    const port = randomInt(LOWEST, end);
    if (await isFree(port)) return port;
  }
}

async function firstOfKernel(): Promise<number> {
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  const first = Number.parseInt(range, 10);
  return first > LOWEST + 1_000 ? first : FIRST_OF_KERNEL;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
