import { createHash, timingSafeEqual } from 'node:crypto';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { AUDIENCES } from '../access/audiences.ts';
import { FailedCredentials } from '../access/failed-credentials.ts';
import { RouteTable } from '../access/route-table.ts';
import { underPublicPath } from '../config/public-path.ts';
import type { DocsSettings, Settings } from '../config/settings.ts';
import { AUDIENCE_TEXTS, audienceDocument } from './audience-document.ts';
import { openApiDocument, PROBLEMS_PAGE } from './document.ts';
import { problemsPage } from './problems-page.ts';

const NO_DOCUMENT = {} as OpenAPIObject;
const DOCS = /^\/docs(?:$|[/?-])/;

/** Swagger UI leaves room above and between what it shows; the first route shall be seen without scrolling. */
const CLOSER = `
.swagger-ui .topbar { padding: 6px 0 }
.swagger-ui .info { margin: 20px 0 16px }
.swagger-ui .info .main .link, .swagger-ui .info hgroup.main a { display: none }
.swagger-ui .scheme-container { margin: 0 0 12px; padding: 12px 0 }
`;

/**
 * Swagger UI at /docs with its JSON and YAML documents, for whom the settings allow; otherwise they do not exist. It shows
 * a document for each audience, and operators' first; each is a part of the whole one at /docs-json.
 */
export function serveDocs(app: NestFastifyApplication, { docs, http }: Pick<Settings, 'docs' | 'http'>): void {
  if (docs.access === 'off') return;
  if (docs.access === 'password') requirePassword(app, docs);
  const { publicPath } = http;
  let made: OpenAPIObject | undefined;
  const whole = (): OpenAPIObject => (made ??= openApiDocument(app, publicPath));
  const addresses = AUDIENCES.map((audience) => ({ audience, path: `/docs/${audience}.json` }));
  for (const { audience, path } of addresses) {
    const part = (): OpenAPIObject => audienceDocument(whole(), { audience, table: app.get(RouteTable), publicPath });
    SwaggerModule.setup('docs', app, part, { ui: false, raw: ['json'], jsonDocumentUrl: path });
  }
  app.getHttpAdapter().get(PROBLEMS_PAGE, (_request: FastifyRequest, reply: FastifyReply) => {
    void reply.type('text/html; charset=utf-8').send(problemsPage(whole(), publicPath));
  });
  SwaggerModule.setup('docs', app, whole, { ui: false });
  const urls = [
    ...addresses.map(({ audience, path }) => ({ name: AUDIENCE_TEXTS[audience].name, url: path })),
    { name: 'All', url: '/docs-json' },
  ].map(({ name, url }) => ({ name, url: underPublicPath(publicPath, url) }));
  // The page fetches the document that is chosen, so that none is in its script.
  SwaggerModule.setup('docs', app, NO_DOCUMENT, {
    raw: false,
    explorer: true,
    customCss: CLOSER,
    customSiteTitle: 'ottu-bff',
    swaggerOptions: {
      urls,
      'urls.primaryName': AUDIENCE_TEXTS.operators.name,
      persistAuthorization: false,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
    },
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
