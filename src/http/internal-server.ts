import { createServer, type Server } from 'node:http';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { answerClientError } from './early-problems.ts';

/**
 * A second listener on the same routes, with the same time limits and answers as the first. The application must be
 * initialised and ready. Who starts it closes it: Fastify does not know of it.
 */
export function createInternalServer(adapter: FastifyAdapter): Server {
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const first = fastify.server;
  const server = createServer({ connectionsCheckingInterval: 5_000 }, (request, response) => {
    fastify.routing(request, response);
  });
  server.headersTimeout = first.headersTimeout;
  server.requestTimeout = first.requestTimeout;
  server.keepAliveTimeout = first.keepAliveTimeout;
  server.setTimeout(first.timeout);
  server.on('clientError', answerClientError);
  return server;
}
