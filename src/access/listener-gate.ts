import type { FastifyInstance, FastifyRequest } from 'fastify';
import { markMoneyRequest } from '../problems/money-requests.ts';
import { Problem } from '../problems/problem.ts';
import { listenerOf } from './decorators.ts';
import type { RouteTable } from './route-table.ts';

/**
 * Runs before a body is read. With an internal port each listener knows only its own routes; the others are 404 there,
 * as if they did not exist. Routes of libraries (Swagger UI) have no access decorator and count as internal.
 */
export function addListenerGate(fastify: FastifyInstance, table: RouteTable, internalPort: number | undefined): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404 && table.find(request.method, request.routeOptions.url)?.movesMoney) {
      markMoneyRequest(request.raw);
    }
    done(request.is404 || isServedHere(request, table, internalPort) ? undefined : new Problem('not_found'));
  });
}

/** Whether the listener that this request came in by serves the route that it is for. */
export function isServedHere(request: FastifyRequest, table: RouteTable, internalPort: number | undefined): boolean {
  if (request.is404) return false;
  if (internalPort === undefined) return true;
  const wanted = wantedListener(request, table);
  return wanted === 'both' || wanted === (localPort(request) === internalPort ? 'internal' : 'public');
}

function wantedListener(request: FastifyRequest, table: RouteTable): 'public' | 'internal' | 'both' {
  const route = table.find(request.method, request.routeOptions.url);
  if (route !== undefined) return listenerOf(route.access);
  // Preflights: only those of storefront routes say anything.
  return request.method === 'OPTIONS' ? 'public' : 'internal';
}

function localPort(request: FastifyRequest): number | undefined {
  return request.raw.socket.localPort;
}
