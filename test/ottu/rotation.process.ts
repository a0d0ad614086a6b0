import { createServer, type Server } from 'node:http';
import { mkdtempSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { CheckoutApi } from '../../src/ottu/checkout-api.ts';
import { ottuCredentials } from '../../src/ottu/ottu-options.ts';
import { Deadline } from '../../src/ottu/transport/deadline.ts';
import { OttuTransport } from '../../src/ottu/transport/ottu-transport.ts';
import { eventually } from '../support/eventually.ts';

/** An Ottu that knows keys, and nothing else. */
interface KeyServer {
  readonly url: string;
  readonly accepted: Set<string>;
  /** Requests by `method key status`. */
  readonly seen: Map<string, number>;
  close(): Promise<void>;
}

async function startKeyServer(...keys: string[]): Promise<KeyServer> {
  const accepted = new Set(keys);
  const seen = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    const key = request.headers.authorization ?? '';
    const status = accepted.has(key.replace('Api-Key ', '')) ? 200 : 401;
    const line = `${request.method} ${key} ${status}`;
    seen.set(line, (seen.get(line) ?? 0) + 1);
    request.resume().on('end', () => {
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(status === 200 ? '{}' : '{"detail":"Invalid API key."}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accepted,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let folder: string;
let path: string;
let ottu: KeyServer;
let transport: OttuTransport;
let checkout: CheckoutApi;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ottu-rotation-'));
  path = join(folder, 'key');
  writeFileSync(path, 'old-key-00000000\n');
  ottu = await startKeyServer('old-key-00000000');
  transport = new OttuTransport(
    { baseUrl: ottu.url, credentials: ottuCredentials.apiKeyFile(path), maxConcurrency: 64 },
    () => undefined,
  );
  checkout = new CheckoutApi(transport);
});
afterEach(async () => {
  await transport.close();
  await ottu.close();
  rmSync(folder, { recursive: true });
});

const create = () => checkout.create('{}', new Deadline(20_000));
const retrieve = () => checkout.retrieve('abc', new Deadline(20_000));
const count = (line: string) => ottu.seen.get(line) ?? 0;

describe('a key that is rotated while the service works', () => {
  it('costs no request, although its file is empty and missing for a moment', async () => {
    const load = { going: true };
    const statuses: number[] = [];
    const underWay = new Set<Promise<unknown>>();
    const loads = [...Array(16).keys()].map(async (index) => {
      while (load.going) {
        const call = (index % 2 === 0 ? create() : retrieve()).then(({ status }) => statuses.push(status));
        underWay.add(call);
        await call.finally(() => underWay.delete(call));
      }
    });
    const more = (calls: number) => {
      const until = statuses.length + calls;
      return eventually(() => statuses.length >= until);
    };
    await more(200);

    // As it is done: Ottu takes both keys, the file changes, and Ottu drops the old one.
    ottu.accepted.add('new-key-11111111');
    truncateSync(path);
    await more(200);
    unlinkSync(path);
    await more(200);
    writeFileSync(join(folder, 'next'), 'new-key-11111111\n');
    renameSync(join(folder, 'next'), path);
    await Promise.all(underWay);
    const withOldKey = count('POST Api-Key old-key-00000000 200');
    ottu.accepted.delete('old-key-00000000');
    await more(400);
    load.going = false;
    await Promise.all(loads);

    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect(count('POST Api-Key old-key-00000000 200')).toBe(withOldKey);
    expect(count('POST Api-Key new-key-11111111 200')).toBeGreaterThan(0);
    expect(count('GET Api-Key new-key-11111111 200')).toBeGreaterThan(0);
  });

  it('after a 401 a read is repeated once with the key that is in the file by then', async () => {
    const held = retrieve;
    await held();
    ottu.accepted.clear();
    ottu.accepted.add('new-key-11111111');
    // The change comes after the request has left and before its answer: the file is looked at again because of the 401.
    const read = retrieve();
    writeFileSync(path, 'new-key-11111111\n');
    expect((await read).status).toBe(200);
    expect(count('GET Api-Key old-key-00000000 401')).toBe(1);
    expect(count('GET Api-Key new-key-11111111 200')).toBe(1);
  });

  it('a charge or create that was answered 401 is not sent again; the next one has the new key', async () => {
    await create();
    ottu.accepted.clear();
    ottu.accepted.add('new-key-11111111');
    const refused = create();
    writeFileSync(path, 'new-key-11111111\n');
    expect((await refused).status).toBe(401);
    expect(count('POST Api-Key new-key-11111111 200')).toBe(0);
    expect((await create()).status).toBe(200);
  });

  it('a 401 while the key stays the same is not repeated', async () => {
    ottu.accepted.clear();
    expect((await retrieve()).status).toBe(401);
    expect(count('GET Api-Key old-key-00000000 401')).toBe(1);
  });
});
