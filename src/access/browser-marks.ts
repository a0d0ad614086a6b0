import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.ts';

/**
 * Headers that browsers send and servers do not. `Sec-Fetch-Mode` is not among them: Node's own fetch sends it, and a
 * storefront's server calls with that.
 */
const BROWSER_HEADERS = ['origin', 'sec-fetch-site', 'sec-fetch-dest', 'sec-fetch-user'] as const;

/** Cookies by which balancers and CDNs find their way back: HTTP clients with a cookie jar send them, too. */
const OF_BALANCERS: ReadonlySet<string> = new Set([
  'AWSALB',
  'AWSALBCORS',
  'AWSALBTG',
  'AWSALBTGCORS',
  '__cf_bm',
  '_cfuvid',
  'GCLB',
  'ARRAffinity',
  'ARRAffinitySameSite',
  'INGRESSCOOKIE',
  'route',
]);

function hasShopperCookie(cookie: string | undefined): boolean {
  return (cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .some((pair) => pair !== '' && !OF_BALANCERS.has(pair.slice(0, Math.max(pair.indexOf('='), 0))));
}

/** Refuses a request that looks like a browser's: a private key inside one is a leak, and an answer would hide the leak. */
export function assertNoBrowser({ headers }: Pick<FastifyRequest, 'headers'>): void {
  const mark =
    BROWSER_HEADERS.find((name) => headers[name] !== undefined) ??
    (hasShopperCookie(headers.cookie) ? 'cookie' : undefined);
  if (mark === undefined) return;
  throw new Problem('server_to_server_only', {
    detail: `The request carries the header ${mark}, as browsers send it. Call this route from your server.`,
  });
}

/** Lets browsers through from this service's own pages (Swagger UI) and refuses those of any other origin. */
export function assertAllowedOrigin(request: FastifyRequest, publicUrl: string): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const own = [`${request.protocol}://${request.headers.host ?? ''}`, publicUrl].map(originOf);
  const given = originOf(origin);
  if (given !== undefined && own.includes(given)) return;
  throw new Problem('server_to_server_only', {
    detail: "Of browsers, only this service's own pages may call this route.",
  });
}

function originOf(url: string): string | undefined {
  const origin = URL.canParse(url) ? new URL(url).origin : 'null';
  return origin === 'null' ? undefined : origin;
}
