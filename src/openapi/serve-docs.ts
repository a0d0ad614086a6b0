import { createHash, timingSafeEqual } from 'node:crypto';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply } from 'fastify';

import { FailedCredentials } from '../access/failed-credentials.ts';
import type { DocsSettings, Settings } from '../config/settings.ts';
import { openApiDocument } from './document.ts';

const DOCS = /^\/docs(?:$|[/?-])/;

/** Swagger UI at /docs with its JSON and YAML documents, for whom the settings allow; otherwise they do not exist. */
export function serveDocs(app: NestFastifyApplication, { docs, http }: Pick<Settings, 'docs' | 'http'>): void {
  if (docs.access === 'off') return;
  if (docs.access === 'password') requirePassword(app, docs);
  SwaggerModule.setup('docs', app, () => openApiDocument(app, http.publicPath), {
    customSiteTitle: 'ottu-bff',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true, defaultModelsExpandDepth: 0 },
  });
}

function requirePassword(app: NestFastifyApplication, { username = '', password }: DocsSettings): void {
  const expected = digest(`${username}:${password?.reveal() ?? ''}`);
  const failed = app.get(FailedCredentials);
  const fastify = app.getHttpAdapter().getInstance() as FastifyInstance;
  fastify.addHook('onRequest', async (request, reply) => {
    // The route that was found, not the address as it was spelled: `/%64ocs-json` is served too.
    if (request.is404 || !DOCS.test(request.routeOptions.url ?? '')) return undefined;
    const waiting = await failed.secondsToWait(request);
    if (waiting !== undefined) return tooMany(reply, waiting);
    const given = /^basic +([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (timingSafeEqual(digest(Buffer.from(given ?? '', 'base64').toString('utf8')), expected)) return undefined;
    // A browser comes without a password first, and is asked for one.
    const seconds = given === undefined ? undefined : await failed.count(request, 'docs_password');
    if (seconds !== undefined) return tooMany(reply, seconds);
    return reply
      .status(401)
      .header('www-authenticate', 'Basic realm="docs", charset="UTF-8"')
      .type('text/plain')
      .send('');
  });
}

function tooMany(reply: FastifyReply, seconds: number): FastifyReply {
  return reply.status(429).header('retry-after', String(seconds)).type('text/plain').send('');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
