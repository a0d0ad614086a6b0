import { createServer, type AddressInfo } from 'node:net';

/** A port that one of the demo's programs wants, and the variable that changes it. */
export interface WantedPort {
  readonly variable: string;
  readonly who: string;
  readonly port: number;
}

/** One sentence for each port that cannot be had; none when all are free. */
export async function portTroubles(wanted: readonly WantedPort[]): Promise<string[]> {
  const troubles = await Promise.all(wanted.map(async (each) => ({ each, code: await troubleOf(each.port) })));
  return troubles.flatMap(({ each, code }) => (code === undefined ? [] : [sentence(each, code)]));
}

/** The port itself, or any free one for 0. */
export async function settledPort(port: number): Promise<number> {
  return port === 0 ? await listen(0, '127.0.0.1') : port;
}

function sentence({ variable, who, port }: WantedPort, code: string): string {
  const reason = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used here (${code})`;
  return `Port ${port}, which ${who} needs, ${reason}. Choose another one with ${variable}, such as ${variable}=${port + 10_000 > 65_535 ? 8080 : port + 10_000}.`;
}

/**
 * Every address and the loopback one are tried apart: a program that listens on one of them only would share the port
 * with the demo on some systems, and answer in its place.
 */
async function troubleOf(port: number): Promise<string | undefined> {
  for (const host of [undefined, '127.0.0.1']) {
    try {
      await listen(port, host);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? 'unknown fault';
    }
  }
  return undefined;
}

async function listen(port: number, host: string | undefined): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const { port: bound } = server.address() as AddressInfo;
      server.close(() => resolve(bound));
    });
  });
}
