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

/** On every answer. What only old browsers read is as helmet sets it. */
export const SECURE_HEADERS = {
  'content-security-policy': Object.entries(POLICY)
    .map(([name, values]) => [name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), ...values].join(' '))
    .join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  // No `strict-transport-security`: the proxy that ends TLS decides about that; this service speaks plain HTTP behind it.
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
} as const;

const UNCACHED = { ...SECURE_HEADERS, 'cache-control': 'no-store' } as const;

/** Security headers on every answer, and none but those of /docs is ever cached. */
export function addSecureHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    // By the route and not by its spelling. Only the pages of `/docs` may be kept.
    const { url = '' } = request.routeOptions;
    void reply.headers(url.startsWith('/docs') ? SECURE_HEADERS : UNCACHED);
    done();
  });
  // A proxy that compresses what it passes on would change the tag as well.
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (reply.hasHeader('etag') && reply.getHeader('cache-control') === 'no-store') {
      void reply.header('cache-control', 'no-store, no-transform');
    }
    done();
  });
}
