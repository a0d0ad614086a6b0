import type { IncomingMessage } from 'node:http';
import { RouteConstraints } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { parseMediaType } from '../../../http/media-type.ts';

const NAME = 'bodyIsMultipart';
const YES = 'yes';

/** Gives a route to requests with a multipart body alone; all others go to the route of the same path without this. */
export function ForMultipart(): MethodDecorator {
  return RouteConstraints({ [NAME]: YES });
}

/** Teaches the router what `ForMultipart` means; before the first route is registered. */
export function addMultipartConstraint(fastify: FastifyInstance): void {
  if (fastify.hasConstraintStrategy(NAME)) return;
  fastify.addConstraintStrategy({
    name: NAME,
    mustMatchWhenDerived: false,
    storage: () => {
      const handlers = new Map<unknown, unknown>();
      return {
        get: (value: unknown) => (handlers.get(value) ?? null) as never,
        set: (value: unknown, handler: unknown) => void handlers.set(value, handler),
      };
    },
    deriveConstraint: ({ headers }: IncomingMessage) =>
      parseMediaType(headers['content-type'])?.essence === 'multipart/form-data' ? YES : undefined,
    validate: () => undefined,
  });
}
