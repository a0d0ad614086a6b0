import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from './free-port.ts';
import { startNameServer } from './name-server.ts';
import { runNginx } from './run-nginx.ts';

export const NGINX_CONF = join(import.meta.dirname, '..', '..', 'docker', 'nginx', 'nginx.conf');

/** What all replicas listen on, each at an address of its own. */
export interface ReplicaPorts {
  readonly port: number;
  readonly internalPort: number;
}

/** One request, as the balancer's own log tells of it. */
export interface Balanced {
  readonly status: number;
  /** Each replica that it was given to, one after the other, by address, and what came of it there. */
  readonly tries: readonly { readonly host: string; readonly status: number }[];
}

export interface Balancer {
  /** For Ottu and for browsers. */
  readonly url: string;
  /** For the merchant's own servers. */
  readonly insideUrl: string;
  readonly log: () => readonly Balanced[];
  close(): Promise<void>;
}

/**
 * nginx with the configuration that compose ships, every line of it; only the addresses are others.
 *
 * @param hosts of the replicas that run at that moment, as a name server of containers knows them.
 */
export async function startBalancer(
  hosts: () => readonly string[],
  { port, internalPort }: ReplicaPorts,
): Promise<Balancer> {
  const names = await startNameServer(hosts);
  const [outside, inside] = [await freePort(), await freePort()];
  const shipped = readFileSync(NGINX_CONF, 'utf8');
  const nginx = await runNginx(outside, (folder) =>
    Object.entries({
      '/tmp/': `${folder}/`,
      '/dev/stdout': `${folder}/access.log`,
      'resolver 127.0.0.11 ': `resolver ${names.at} `,
      'listen 3000;': `listen 127.0.0.1:${outside};`,
      'listen 3001;': `listen 127.0.0.1:${inside};`,
      'http://$replicas:3000;': `http://$replicas:${port};`,
      'http://$replicas:3001;': `http://$replicas:${internalPort};`,
    }).reduce(replaced, shipped),
  );
  const log = new AccessLog(join(nginx.folder, 'access.log'));
  return {
    url: nginx.url,
    insideUrl: `http://127.0.0.1:${inside}`,
    log: () => log.read(),
    close: async () => {
      await nginx.close();
      log.close();
      await names.close();
    },
  };
}

function replaced(text: string, [from, to]: readonly [string, string]): string {
  if (!text.includes(from)) throw new Error(`the configuration has no ${from}`);
  return text.replaceAll(from, to);
}

/** Reads what has been written since it was read last. */
class AccessLog {
  readonly #file: number;
  readonly #lines: Balanced[] = [];
  #position = 0;
  #rest = '';

  constructor(path: string) {
    this.#file = openSync(path, 'r');
  }

  read(): readonly Balanced[] {
    const more = Buffer.alloc(Math.max(fstatSync(this.#file).size - this.#position, 0));
    this.#position += readSync(this.#file, more, 0, more.length, this.#position);
    const lines = (this.#rest + more.toString('latin1')).split('\n');
    this.#rest = lines.pop() ?? '';
    this.#lines.push(...lines.map(balanced));
    return this.#lines;
  }

  close(): void {
    closeSync(this.#file);
  }
}

function balanced(line: string): Balanced {
  const [, status = '', addresses = '', statuses = ''] = /^\S+ (\d+) \S+ "([^"]*)" "([^"]*)"/.exec(line) ?? [];
  const each = statuses.split(', ');
  const tries = addresses.split(', ').map((address, index) => ({
    host: address.split(':')[0] ?? '',
    status: Number(each[index]),
  }));
  return { status: Number(status), tries };
}
