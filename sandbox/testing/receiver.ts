import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../json.ts';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: JsonObject;
}

/** A merchant's webhook endpoint: remembers what came and answers what it is told to. */
export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Status of the answers from now on; `silence` never answers. */
  answer: number | 'silence';
  /** Resolves when so many have come in all. */
  until(count: number): Promise<readonly Received[]>;
  close(): Promise<void>;
}

export async function createReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    let raw = '';
    request.on('data', (data: Buffer) => (raw += data.toString()));
    request.on('end', () => {
      receiver.received.push({ headers: request.headers, raw, body: JSON.parse(raw) as JsonObject });
      server.emit('received');
      if (receiver.answer !== 'silence') response.writeHead(receiver.answer).end('thank you');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const receiver: Receiver = {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/hook`,
    received: [],
    answer: 200,
    async until(count) {
      while (receiver.received.length < count) await once(server, 'received');
      return receiver.received;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
