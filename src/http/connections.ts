import { createServer, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { ConnectionError, FastifyError, FastifyInstance } from 'fastify';

import { problemResponse } from '../problems/problem-response.ts';
import { clientErrorProblem, toProblem } from '../problems/to-problem.ts';
import type { Listeners } from './listeners.ts';
import type { OpenConnections } from './open-connections.ts';
import { requestIdOf } from './request-headers.ts';
import { SECURE_HEADERS } from './secure-headers.ts';

/** Answers what Fastify refuses before it has a route: addresses that cannot be decoded, parameters that are too long. */
export function answerFrameworkError(error: FastifyError, requestId: string, response: ServerResponse): void {
  const { status, headers, body } = problemResponse(toProblem(error), { requestId, movesMoney: false });
  response.writeHead(status, { ...SECURE_HEADERS, ...headers }).end(body);
}

/** Answers what Node's HTTP parser refuses: malformed HTTP, headers that are too large or too slow. Then hangs up. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  // A connection that was reset has no reader, and nothing may follow an answer that has begun; Node's own
  // handler looks at the same private member.
  const current = (socket as { readonly _httpMessage?: ServerResponse | null })._httpMessage;
  if (error.code === 'ECONNRESET' || !socket.writable || current?.headersSent === true) {
    socket.destroy();
    return;
  }
  const requestId = requestIdOf({ headers: {} });
  const { status, headers, body } = problemResponse(clientErrorProblem(error), { requestId, movesMoney: false });
  const lines = Object.entries({
    ...SECURE_HEADERS,
    ...headers,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
  });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** By the server of the first listener, whose time limits and places the second one has too. */
const connectionsOf = new WeakMap<Server, OpenConnections>();

/** Bounds the connections of the first listener, and of the second where there is one. */
export function boundConnections(fastify: FastifyInstance, connections: OpenConnections): void {
  connectionsOf.set(fastify.server, connections);
  connections.watch(fastify.server);
  connections.addHooks(fastify);
}

/**
 * A second listener on the same routes, with the same time limits and answers as the first. The application must be
 * initialised and ready.
 *
 * @param listeners end it with the others.
 */
export function createInternalServer(adapter: FastifyAdapter, listeners: Listeners): Server {
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const first = fastify.server;
  const server = createServer(
    { connectionsCheckingInterval: Math.ceil(first.headersTimeout / 3) },
    (request, response) => {
      fastify.routing(request, response);
    },
  );
  server.headersTimeout = first.headersTimeout;
  server.requestTimeout = first.requestTimeout;
  server.keepAliveTimeout = first.keepAliveTimeout;
  server.setTimeout(first.timeout);
  server.on('clientError', answerClientError);
  listeners.add(server);
  connectionsOf.get(first)?.watch(server);
  return server;
}
