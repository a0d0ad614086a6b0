import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** What a page of this service may do; Swagger UI at /docs can live with it. */
const POLICY = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  connectSrc: ["'self'"],
  fontSrc: ["'self'", 'data:'],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  scriptSrc: ["'self'"],
  // Swagger UI sets styles on its elements.
  styleSrc: ["'self'", "'unsafe-inline'"],
};

/** The same for answers that go out before the hooks of helmet: refusals of the parser, the router and the connections. */
export const SECURE_HEADERS = {
  'content-security-policy': Object.entries(POLICY)
    .map(([name, values]) => [name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), ...values].join(' '))
    .join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** Security headers on every answer, and none but those of /docs is ever cached. */
export function addSecureHeaders(fastify: FastifyInstance): void {
  void fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: POLICY,
    },
    referrerPolicy: { policy: 'no-referrer' },
    // The proxy that ends TLS decides about HSTS; this service speaks plain HTTP behind it.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    // By the route and not by its spelling. Only the pages of `/docs` may be kept.
    const { url = '' } = request.routeOptions;
    if (!url.startsWith('/docs')) void reply.header('cache-control', 'no-store');
    done();
  });
  // A proxy that compresses what it passes on would change the tag as well.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    const isKept = reply.getHeader('cache-control') !== 'no-store';
    if (reply.hasHeader('etag') && !isKept) void reply.header('cache-control', 'no-store, no-transform');
    done();
  });
}
