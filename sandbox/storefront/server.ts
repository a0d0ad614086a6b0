import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

import { createVerifier, readForm, SITEVERIFY, type Verifier } from './challenge.ts';
import { createIdentity, isOwnPage, issuerOf, type Identity } from './identity.ts';
import { EVENTS } from './order-system.ts';
import { quote, QUOTES } from './quotes.ts';

const PUBLIC = join(import.meta.dirname, 'public');

/** The client that every storefront may use, in one file: `npm run build:clients`. */
const CLIENT = join(import.meta.dirname, '..', '..', 'clients', 'storefront', 'dist', 'storefront.min.js');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Addresses of the page itself: its own script decides what to show there. */
const PAGES = /^\/(?:$|products\/[^/]+$|orders\/[^/]+$|return$)/;

export interface StorefrontOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly host: string;
  /** The service, as browsers reach it. */
  readonly serviceUrl: string;
  /** Origins of the payment pages that a payer is sent to or shown in a frame. */
  readonly payerOrigins: readonly string[];
  /** The shop's product file: the one that the service prices by. */
  readonly catalogPath: string;
}

export interface Storefront {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The web server of the demo shop: files, the product list and one line of settings. It also plays four services that
 * a shop uses: its identity provider under `/id/`, the verifier of CAPTCHAs, the one that prices carts, and the order system
 * that is told what became of payments. It knows no key of the service or of
 * Ottu, and calls no other server.
 */
export async function startStorefront(options: StorefrontOptions): Promise<Storefront> {
  // Only what was here at the start is served, by its exact name: a path is looked up and never put together.
  const files = new Map(listFiles().map((name) => [`/${name}`, join(PUBLIC, name)])).set('/client.js', CLIENT);
  const headers = securityHeaders(options);
  const identity = Promise.withResolvers<Identity>();
  const verifier = createVerifier();
  // Before it listens, so that the first requests are answered like all others.
  const server = createServer((request, response) => {
    void identity.promise
      .then(
        (provider) =>
          identify(request, provider) ??
          verify(request, verifier) ??
          price(request, options) ??
          takeEvent(request) ??
          answer(request, options, files),
      )
      .then((made) => reply(request, response, headers, made));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  identity.resolve(createIdentity(issuerOf(port)));
  await identity.promise;
  return {
    url: `http://localhost:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
    },
  };
}

interface Found {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer | string;
}

const NOTHING: Found = { status: 404, type: 'text/plain; charset=utf-8', body: 'There is nothing here.' };

/** What the simulated identity provider answers; nothing to every other address. */
function identify(request: IncomingMessage, identity: Identity): Found | Promise<Found> | undefined {
  const { method, url } = request;
  if (url === '/id/jwks.json' && method === 'GET') return json(JSON.stringify(identity.jwks));
  if (url !== '/id/sign-in' || method !== 'POST') return undefined;
  if (!isOwnPage(request)) return { ...NOTHING, status: 403, body: 'Sign in on the page of the shop.' };
  return identity.signIn().then((signedIn) => json(JSON.stringify(signedIn)));
}

/** What the simulated verifier of challenges answers; nothing to every other address. */
function verify(request: IncomingMessage, verifier: Verifier): Promise<Found> | undefined {
  if (request.url !== SITEVERIFY || request.method !== 'POST') return undefined;
  return readForm(request).then((form) => json(JSON.stringify(verifier.verify(form))));
}

/** What the simulated quote service answers; nothing to every other address. */
function price(request: IncomingMessage, { catalogPath }: StorefrontOptions): Promise<Found> | undefined {
  if (request.url !== QUOTES || request.method !== 'POST') return undefined;
  return quote(request, catalogPath).then(({ status, body }) => ({ ...json(JSON.stringify(body)), status }));
}

/** What the simulated order system answers: it has taken the event, whatever it says. */
function takeEvent(request: IncomingMessage): Found | undefined {
  if (request.url !== EVENTS || request.method !== 'POST') return undefined;
  request.resume();
  return { status: 200, type: 'text/plain; charset=utf-8', body: '' };
}

async function answer(
  { method, url = '/' }: IncomingMessage,
  { serviceUrl, payerOrigins, catalogPath }: StorefrontOptions,
  files: ReadonlyMap<string, string>,
): Promise<Found> {
  if (method !== 'GET' && method !== 'HEAD') return { ...NOTHING, status: 405, body: 'This shop is only looked at.' };
  const path = url.replace(/[?#].*$/s, '');
  if (path === '/config.json') return json(JSON.stringify({ service_url: serviceUrl, payer_origins: payerOrigins }));
  try {
    if (path === '/catalog.json') return json(await readFile(catalogPath));
    const file = PAGES.test(path) ? join(PUBLIC, 'index.html') : files.get(path);
    if (file === undefined) return NOTHING;
    return { status: 200, type: TYPES[extname(file)] ?? 'application/octet-stream', body: await readFile(file) };
  } catch {
    return NOTHING;
  }
}

function json(body: Buffer | string): Found {
  return { status: 200, type: 'application/json', body };
}

function reply(
  { method }: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  { status, type, body }: Found,
): void {
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(method === 'HEAD' ? undefined : body);
}

/** Nothing runs, loads or is spoken to that is not named here; no inline script or style either. */
function securityHeaders({ serviceUrl, payerOrigins }: StorefrontOptions): Record<string, string> {
  const payers = payerOrigins.join(' ');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(serviceUrl).origin}`,
    `frame-src 'self' ${payers}`,
    `form-action ${payers}`,
    "base-uri 'none'",
    // A bank's page in a frame ends on our own return page.
    "frame-ancestors 'self'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'cache-control': 'no-cache',
  };
}

function listFiles(): string[] {
  return readdirSync(PUBLIC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(PUBLIC.length + 1)
        .replaceAll('\\', '/'),
    );
}
