import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const CLIENT = join(import.meta.dirname, '..', '..', 'clients', 'storefront', 'dist', 'storefront.min.js');

/** What is served under one path. */
export interface Served {
  /** `text/html` where it is left out. */
  readonly type?: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A web server with nothing but the pages of a test and, beside them, the client in one file. */
export interface OwnShop {
  /** Its origin. */
  readonly url: string;
  serve(path: string, served: Served): void;
  close(): Promise<void>;
}

export async function startOwnShop(): Promise<OwnShop> {
  const files = new Map<string, Served>([
    ['/storefront.min.js', { type: 'text/javascript', body: readFileSync(CLIENT, 'utf8') }],
  ]);
  const server = createServer(({ url = '/' }, response) => {
    const served = files.get(url.replace(/[?#].*$/s, ''));
    if (served === undefined) return void response.writeHead(404).end();
    const { type = 'text/html', body, headers } = served;
    response.writeHead(200, { ...headers, 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    serve: (path, served) => void files.set(path, served),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
