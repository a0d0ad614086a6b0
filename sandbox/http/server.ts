import multipart from '@fastify/multipart';
import fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { controlRoutes } from '../control/routes.ts';
import { fileRoutes } from '../pages/files.ts';
import type { World } from '../world.ts';
import { NOT_FOUND, detail } from './answer.ts';
import type { Handler } from './call.ts';
import { ROUTES } from './routes.ts';
import { isOwnHost } from './host.ts';
import { serve } from './pipeline.ts';

const LARGEST_BODY = 10 * 1024 * 1024;

/**
 * The Fastify instance, not yet listening.
 *
 * @param ownHosts names by which it is reached beside those of this machine.
 */
export async function createServer(world: World, ownHosts: readonly string[]): Promise<FastifyInstance> {
  const app = fastify({
    bodyLimit: LARGEST_BODY,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  });
  app.addHook('onRequest', async (request, reply) => {
    if (isOwnHost(request.headers.host, ownHosts)) return;
    await reply
      .code(421)
      .send({ detail: 'This simulator is not known by that name; SANDBOX_PUBLIC_URL gives it one.' });
  });
  // Bodies stay bytes: the record must show exactly what came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // Uploads are read as they come; the limit of a file is a rule with an answer of its own.
  await app.register(multipart, { throwFileSizeLimit: false, limits: { fileSize: LARGEST_BODY } });
  controlRoutes(app, world);
  fileRoutes(app, world);
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
