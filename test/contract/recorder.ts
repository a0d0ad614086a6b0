import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { Exchange } from './exchange.ts';

const CHECK_HEADER = 'x-contract-check';

/** A reverse proxy that passes everything on as it is and remembers what went by. */
export interface Recorder {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** Headers that mark a request as the check's own. */
  readonly own: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startRecorder(target: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, response) => {
    forward(incoming, response, { target, agent })
      .then((exchange) => exchanges.push(exchange))
      // An answer that the simulator cut off on purpose has no contract.
      .catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    own: { [CHECK_HEADER]: '1' },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { target, agent }: { target: string; agent: Agent },
): Promise<Exchange> {
  const { method = '', url = '', headers } = incoming;
  const requestBody = await buffer(incoming);
  const { [CHECK_HEADER]: mark, 'transfer-encoding': _chunked, ...passed } = headers;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request(
      `${target}${url}`,
      { method, agent, headers: { ...passed, 'content-length': requestBody.length } },
      resolve,
    );
    sent.once('error', reject);
    sent.end(requestBody);
  });
  const answerBody = await buffer(answer);
  const status = answer.statusCode ?? 0;
  response.writeHead(status, answer.headers).end(answerBody);
  return {
    method,
    path: url.split('?')[0] ?? '',
    requestHeaders: headers,
    requestBody,
    status,
    answerHeaders: answer.headers,
    answerBody,
    sender: mark === undefined ? 'service' : 'check',
  };
}
