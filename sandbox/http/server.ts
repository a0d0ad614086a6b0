import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { createCheckout } from '../checkout/create.ts';
import { paymentMethods } from '../checkout/payment-methods.ts';
import { retrieveCheckout } from '../checkout/retrieve.ts';
import { controlRoutes } from '../control/routes.ts';
import type { World } from '../world.ts';
import { NOT_FOUND, detail } from './answer.ts';
import type { Handler } from './call.ts';
import { serve } from './pipeline.ts';

/** Ottu's paths. All answer with and without the trailing slash (F1.1). */
const ROUTES: readonly { readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; readonly path: string; readonly handler: Handler }[] = [
  { method: 'POST', path: '/b/checkout/v1/pymt-txn/', handler: createCheckout },
  { method: 'GET', path: '/b/checkout/v1/pymt-txn/:session_id/', handler: retrieveCheckout },
  { method: 'POST', path: '/b/pbl/v2/payment-methods/', handler: paymentMethods },
];

const LARGEST_BODY = 10 * 1024 * 1024;

/** The Fastify instance, not yet listening. */
export function createServer(world: World): FastifyInstance {
  const app = fastify({
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  });
  // Bodies stay bytes: the record must show exactly what came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  controlRoutes(app, world);
  for (const { method, path, handler } of ROUTES) {
    app.route({ method, url: path, handler: (request, reply) => serve(world, request, reply, handler) });
  }
  app.setNotFoundHandler((request, reply) => serve(world, request, reply, unknownRoute));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) =>
    serve(world, request, reply, () => detail(error.statusCode ?? 500, error.message)),
  );
  return app;
}

const unknownRoute: Handler = ({ method, path }) => {
  const known = ROUTES.some((route) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+')}?$`).test(path));
  return known ? detail(405, `Method "${method}" not allowed.`) : NOT_FOUND;
};
