import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.ts';
import { isServedHere } from './listener-gate.ts';
import type { DeclaredRoute, RouteTable } from './route-table.ts';

const REQUEST_HEADERS =
  'Content-Type, Cart-Token, Idempotency-Key, If-Match, If-None-Match, Authorization, Last-Event-ID, traceparent, tracestate';
const EXPOSED_HEADERS = 'Retry-After, ETag, Idempotent-Replayed, Location, X-Request-Id';
/** Seconds that a browser may go without asking again. */
const MAX_AGE = '600';

export interface CorsOptions {
  /** As browsers write them; compared as they are. */
  readonly origins: readonly string[];
  readonly internalPort: number | undefined;
}

/**
 * CORS for `@Storefront` routes and for nothing else. Answers of those routes, problems included, carry it; preflights
 * are routes of their own, one for each pattern that is declared, so that Fastify's router decides which route a
 * preflight is about, by the same rules as for the request that follows.
 */
export function addStorefrontCors(fastify: FastifyInstance, table: RouteTable, options: CorsOptions): void {
  const origins = new Set(options.origins);
  const allow = (request: FastifyRequest, reply: FastifyReply): void => {
    if (!isServedHere(request, table, options.internalPort)) return;
    if (table.find(request.method, request.routeOptions.url)?.access.kind !== 'storefront') return;
    varyByOrigin(reply);
    if (allowOrigin(request, reply, origins)) void reply.header('access-control-expose-headers', EXPOSED_HEADERS);
  };
  fastify.addHook('onRequest', (request, reply, done) => {
    allow(request, reply);
    done();
  });
  // Again at the end: for what was refused before the first hook, and for routes that set a `Vary` of their own.
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    allow(request, reply);
    done();
  });
  for (const routes of Map.groupBy(table.list(), shapeOf).values()) addPreflight(fastify, routes, origins);
}

/**
 * Routes for servers have a preflight too, which answers that there is none: otherwise the one of a storefront route with
 * a parameter in the same place would speak for them.
 */
function addPreflight(fastify: FastifyInstance, routes: readonly DeclaredRoute[], origins: ReadonlySet<string>): void {
  const [first] = routes;
  if (first === undefined || routes.some(({ method }) => method === 'ALL' || method === 'OPTIONS')) return;
  const methods = new Set(routes.filter(({ access }) => access.kind === 'storefront').map(({ method }) => method));
  fastify.options(first.path, (request, reply) => {
    if (methods.size > 0) varyByOrigin(reply);
    if (!methods.has(request.headers['access-control-request-method'] ?? '')) throw new Problem('not_found');
    if (allowOrigin(request, reply, origins)) {
      void reply
        .header('access-control-allow-methods', [...methods].join(', '))
        .header('access-control-allow-headers', REQUEST_HEADERS)
        .header('access-control-max-age', MAX_AGE);
    }
    return reply.status(204).send();
  });
}

function allowOrigin(request: FastifyRequest, reply: FastifyReply, origins: ReadonlySet<string>): boolean {
  const { origin } = request.headers;
  if (origin === undefined || !origins.has(origin)) return false;
  void reply.header('access-control-allow-origin', origin);
  return true;
}

function varyByOrigin(reply: FastifyReply): void {
  const names = [reply.getHeader('vary')].flat().flatMap((value) => String(value ?? '').split(','));
  const others = names.map((name) => name.trim()).filter((name) => name !== '' && name.toLowerCase() !== 'origin');
  void reply.header('vary', [...others, 'Origin'].join(', '));
}

/** Patterns that differ in the names of their parameters only are one route to the router. */
function shapeOf({ path }: DeclaredRoute): string {
  return path.replaceAll(/:\w+/g, ':');
}
