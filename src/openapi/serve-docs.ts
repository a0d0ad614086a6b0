import { createHash, timingSafeEqual } from 'node:crypto';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';

import type { DocsSettings, Settings } from '../config/settings.ts';
import { openApiDocument } from './document.ts';

const DOCS = /^\/docs(?:$|[/?-])/;

/** Swagger UI at /docs with its JSON and YAML documents, for whom the settings allow; otherwise they do not exist. */
export function serveDocs(app: NestFastifyApplication, { docs, http }: Pick<Settings, 'docs' | 'http'>): void {
  if (docs.access === 'off') return;
  if (docs.access === 'password') requirePassword(app.getHttpAdapter().getInstance() as FastifyInstance, docs);
  SwaggerModule.setup('docs', app, () => openApiDocument(app, http.publicPath), {
    customSiteTitle: 'ottu-bff',
    swaggerOptions: { persistAuthorization: false, displayRequestDuration: true, defaultModelsExpandDepth: 0 },
  });
}

function requirePassword(fastify: FastifyInstance, { username = '', password }: DocsSettings): void {
  const expected = digest(`${username}:${password?.reveal() ?? ''}`);
  fastify.addHook('onRequest', (request, reply, done) => {
    // The route that was found, not the address as it was spelled: `/%64ocs-json` is served too.
    if (request.is404 || !DOCS.test(request.routeOptions.url ?? '')) return done();
    const given = /^basic +([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(digest(Buffer.from(given, 'base64').toString('utf8')), expected)) return done();
    void reply
      .status(401)
      .header('www-authenticate', 'Basic realm="docs", charset="UTF-8"')
      .type('text/plain')
      .send('');
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
