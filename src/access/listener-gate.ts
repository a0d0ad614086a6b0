import type { FastifyInstance, FastifyRequest } from 'fastify';
import { markMoneyRequest } from '../problems/money-requests.ts';
import { Problem } from '../problems/problem.ts';
import { listenerOf } from './access.ts';
import type { RouteTable } from './route-table.ts';

/**
 * Runs before a body is read. With an internal port each listener knows only its own routes; the others are 404 there,
 * as if they did not exist. Routes of libraries (Swagger UI) are declared by nobody and count as internal.
 */
export function addListenerGate(fastify: FastifyInstance, table: RouteTable, internalPort: number | undefined): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const route = request.is404 ? undefined : table.find(request.method, request.routeOptions.url);
    if (route?.movesMoney) markMoneyRequest(request.raw);
    if (internalPort === undefined || request.is404) return done();
    const wanted = route === undefined ? 'internal' : listenerOf(route.access);
    const here = localPort(request) === internalPort ? 'internal' : 'public';
    done(wanted === 'both' || wanted === here ? undefined : new Problem('not_found'));
  });
}

function localPort(request: FastifyRequest): number | undefined {
  return request.raw.socket.localPort;
}
