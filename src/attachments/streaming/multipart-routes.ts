import type { IncomingMessage } from 'node:http';

import { RouteConfig, RouteConstraints } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { BODY_LIMIT_BYTES } from '../../http/http-adapter.ts';
import { parseMediaType } from '../../http/request-headers.ts';
import type { RawBody } from '../../http/raw-body.ts';
import { collectBody } from './collect-body.ts';
import { discardRest } from './discard-rest.ts';

const CONFIG = 'streamedMultipart';
const leftUnread = new WeakSet<object>();

/**
 * Says that a route reads its multipart body itself, piece by piece. For `@ServerToServer` routes only: there the guards
 * look at no body, on all others they need every byte of it before the route runs.
 */
export function StreamedMultipart(): MethodDecorator {
  return RouteConfig({ [CONFIG]: true });
}

/** Whether the request's multipart body is still in `request.raw`, untouched. */
export function isUnread(request: Pick<FastifyRequest, 'raw'>): boolean {
  return leftUnread.has(request.raw);
}

/**
 * Leaves multipart bodies of declared routes in their stream, so that a caller is known before a byte of his is read.
 * On all other routes multipart stays what it was: a RawBody of limited size, for the guards to look into.
 */
export function leaveDeclaredMultipartUnread(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(
    'multipart/form-data',
    async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
      if (isDeclared(request)) {
        leftUnread.add(request.raw);
        return undefined;
      }
      const { bodyLimit } = request.routeOptions;
      const bytes = await collectBody(payload, request.headers['content-length'], bodyLimit ?? BODY_LIMIT_BYTES);
      return { contentType: request.headers['content-type'], bytes } satisfies RawBody;
    },
  );
  // A refusal goes out while its caller is still sending; hanging up at once would take the answer away from him.
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (isUnread(request) && !request.raw.complete) discardRest(request.raw, reply.raw);
    done();
  });
}

function isDeclared(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { readonly [CONFIG]?: boolean })[CONFIG] === true;
}

const CONSTRAINT = 'bodyIsMultipart';
const MULTIPART = 'yes';

/** Gives a route to requests with a multipart body alone; all others go to the route of the same path without this. */
export function ForMultipart(): MethodDecorator {
  return RouteConstraints({ [CONSTRAINT]: MULTIPART });
}

/** Teaches the router what `ForMultipart` means; before the first route is registered. */
export function addMultipartConstraint(fastify: FastifyInstance): void {
  if (fastify.hasConstraintStrategy(CONSTRAINT)) return;
  fastify.addConstraintStrategy({
    name: CONSTRAINT,
    mustMatchWhenDerived: false,
    storage: () => {
      const handlers = new Map<unknown, unknown>();
      return {
        get: (value: unknown) => (handlers.get(value) ?? null) as never,
        set: (value: unknown, handler: unknown) => void handlers.set(value, handler),
      };
    },
    deriveConstraint: ({ headers }: IncomingMessage) =>
      parseMediaType(headers['content-type'])?.essence === 'multipart/form-data' ? MULTIPART : undefined,
    validate: () => undefined,
  });
}
