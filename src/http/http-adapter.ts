import type { IncomingMessage, ServerResponse } from 'node:http';

import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance } from 'fastify';

import type { HttpSettings, Settings } from '../config/settings.ts';
import { AnsweringAdapter } from './answering-adapter.ts';
import { answerClientError, answerFrameworkError, boundConnections } from './connections.ts';
import { underPublicPath, withoutPublicPath } from '../config/public-path.ts';
import { Listeners } from './listeners.ts';
import { OpenConnections } from './open-connections.ts';
import type { RawBody } from './raw-body.ts';
import { hasBody, parseMediaType, requestIdOf } from './request-headers.ts';
import { addSecureHeaders } from './secure-headers.ts';

export const BODY_LIMIT_BYTES = 256 * 1024;
/** Longer than the 60 s of load balancers and HTTP clients, which must be the ones to close: no request meets a closing socket. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
/** Longest path parameter: a pass-through order number of 128 characters, percent-encoded. */
const MAX_PARAM_LENGTH = 400;

/**
 * Fastify as this service uses it: small bodies of every type kept as raw bytes, time limits on receiving,
 * a request id on every answer, and problem documents even for what is refused before a route is found.
 */
export function createHttpAdapter(
  settings: Pick<Settings, 'http' | 'ottu'>,
  listeners = new Listeners(),
): FastifyAdapter {
  const { receiveTimeoutMs } = settings.http;
  const adapter = new AnsweringAdapter(settings.http.publicPath, {
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: trustedProxies(settings.http.trustProxy),
    rewriteUrl: ({ url = '/' }) => withoutPublicPath(settings.http.publicPath, url),
    genReqId: requestIdOf,
    requestIdHeader: false,
    requestTimeout: receiveTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // A socket is silent while a charge is under way: the idle limit must outlast the longest one (M3).
    connectionTimeout: settings.ottu.chargeTimeoutMs + 60_000,
    // Fastify gives each step of the end ten seconds, and then fails: what is under way would be cut off.
    pluginTimeout: 0,
    http: {
      headersTimeout: Math.ceil(receiveTimeoutMs / 2),
      connectionsCheckingInterval: Math.ceil(receiveTimeoutMs / 6),
    },
    // Ottu's own addresses end in a slash, so merchants type one after ours too. It is the same route, with the same guards.
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: true },
    // What comes on a connection that is open is served to the end.
    return503OnClosing: false,
    frameworkErrors: (error: FastifyError, request: { readonly id: string }, reply: { readonly raw: unknown }) =>
      answerFrameworkError(error, request.id, reply.raw as ServerResponse),
    clientErrorHandler: answerClientError,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  boundConnections(fastify, new OpenConnections(settings.http));
  keepRawBodies(adapter, fastify);
  if (settings.http.publicPath !== '') makeHeadersFollowable(fastify, settings.http.publicPath);
  addSecureHeaders(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  listeners.attach(fastify);
  return adapter;
}

/** Given a bare number of hops, Fastify trusts no proxy; an operator who sets one means that many proxies. */
function trustedProxies(setting: HttpSettings['trustProxy']) {
  return typeof setting === 'number' ? (_address: string, hop: number) => hop < setting : setting;
}

/**
 * Every body of every type becomes a RawBody. `useBodyParser('*')` also tells Nest that all types have their parser:
 * its own JSON and form parsers, registered when the application starts, would take those two types away again.
 */
function keepRawBodies(adapter: FastifyAdapter, fastify: FastifyInstance): void {
  const malformedTypes = new WeakMap<IncomingMessage, string>();
  fastify.removeAllContentTypeParsers();
  adapter.useBodyParser('*', false, { bodyLimit: BODY_LIMIT_BYTES }, (request, bytes, done) => {
    const contentType = malformedTypes.get(request.raw) ?? request.headers['content-type'];
    done(null, { contentType, bytes } satisfies RawBody);
  });
  // A GET's body is read too: otherwise it is the one place where `payment_instrument` could pass unseen.
  fastify.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  fastify.addHook('onRequest', ({ raw }, _reply, done) => {
    const contentType = raw.headers['content-type'];
    if (contentType === undefined) return done();
    if (raw.method === 'GET' && !hasBody(raw)) {
      // Many clients name a type on every request. Nothing follows that would have one, and nobody need wait for it.
      raw.headers['content-type'] = undefined;
    } else if (parseMediaType(contentType) === undefined) {
      // Fastify would answer 415 by itself, before the guards could search the body.
      malformedTypes.set(raw, contentType);
      delete raw.headers['content-type'];
    }
    done();
  });
}

/** Where the outside sees this service below a path, what headers point at is there too. */
function makeHeadersFollowable(fastify: FastifyInstance, publicPath: string): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    const [location, link] = [reply.getHeader('location'), reply.getHeader('link')];
    if (typeof location === 'string') void reply.header('location', underPublicPath(publicPath, location));
    if (typeof link === 'string') {
      const followable = link.replace(/^<([^>]*)>/, (_all, path: string) => `<${underPublicPath(publicPath, path)}>`);
      void reply.header('link', followable);
    }
    done();
  });
}
