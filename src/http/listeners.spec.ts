import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';

import { afterEach, describe, expect, it } from '@jest/globals';

import { Listeners } from './listeners.ts';

/** Connects and asks on a thread of its own, so that this one can be kept from accepting anybody. */
const CALLERS = `
  const { workerData: { port, count, connected }, parentPort } = require('node:worker_threads');
  const { connect } = require('node:net');
  let open = 0;
  const answers = Array.from({ length: count }, () => new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n', () => {
        open += 1;
        if (open < count) return;
        Atomics.store(connected, 0, 1);
        Atomics.notify(connected, 0);
      });
    });
    socket.on('data', (chunk) => (answer += chunk)).on('error', (error) => resolve(error.code)).on('close', () => resolve(answer.slice(9, 12)));
  }));
  Promise.all(answers).then((all) => parentPort.postMessage(all));
`;

let server: Server;

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function listening(): Promise<number> {
  server = createServer((_request, response) => response.end('served'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('a listener that ends', () => {
  it('serves those who have connected and asked, and whom it had not accepted yet', async () => {
    const port = await listening();
    const listeners = new Listeners();
    listeners.add(server);
    const connected = new Int32Array(new SharedArrayBuffer(4));
    const callers = new Worker(CALLERS, { eval: true, workerData: { port, count: 20, connected } });
    const answers = new Promise((resolve) => callers.once('message', resolve));
    // From here on nobody is accepted, and the system lets them connect all the same.
    Atomics.wait(connected, 0, 0);
    await listeners.stop();
    expect(server.listening).toBe(false);
    expect(await answers).toEqual(Array.from({ length: 20 }, () => '200'));
  });
});
