import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';

import { RouteConfig, RouteConstraints } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { BODY_LIMIT_BYTES } from '../http/http-adapter.ts';
import type { RawBody } from '../http/raw-body.ts';
import { parseMediaType } from '../http/request-headers.ts';
import { STREAMED_MULTIPART, takesStreams } from '../http/streamed-body.ts';
import { Problem } from '../problems/problem.ts';

const leftUnread = new WeakSet<object>();

/**
 * Says that a route reads its multipart body itself, piece by piece. For `@ServerToServer` routes only: there the guards
 * look at no body, on all others they need every byte of it before the route runs.
 */
export function StreamedMultipart(): MethodDecorator {
  return RouteConfig({ [STREAMED_MULTIPART]: true });
}

/** Whether the request's multipart body is still in `request.raw`, untouched. */
export function isUnread(request: Pick<FastifyRequest, 'raw'>): boolean {
  return leftUnread.has(request.raw);
}

/**
 * Leaves multipart bodies of declared routes in their stream, so that a caller is known before a byte of the body is read.
 * On all other routes multipart stays what it was: a RawBody of limited size, for the guards to look into.
 */
export function leaveDeclaredMultipartUnread(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(
    'multipart/form-data',
    async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
      if (takesStreams(request)) {
        leftUnread.add(request.raw);
        return undefined;
      }
      const { bodyLimit } = request.routeOptions;
      const bytes = await collectBody(payload, request.headers['content-length'], bodyLimit ?? BODY_LIMIT_BYTES);
      return { contentType: request.headers['content-type'], bytes } satisfies RawBody;
    },
  );
  // A refusal goes out while its caller is still sending; hanging up at once would cost the caller the answer.
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    if (isUnread(request) && !request.raw.complete) discardRest(request.raw, reply.raw);
    done();
  });
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

/**
 * The whole of a small body.
 *
 * @throws Problem `payload_too_large` past `limit` bytes, `bad_request` when the caller broke off.
 */
async function collectBody(body: Readable, contentLength: string | undefined, limit: number): Promise<Buffer> {
  if (Number(contentLength) > limit) throw new Problem('payload_too_large');
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      body.off('data', onData).off('end', onEnd).off('error', onError);
      end();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) settle(() => reject(new Problem('payload_too_large')));
      else chunks.push(chunk);
    };
    const onEnd = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const onError = (cause: Error): void => settle(() => reject(new Problem('bad_request', { cause })));
    // Not `for await`: leaving it early would destroy the stream, and with it the connection for the answer.
    body.on('data', onData).on('end', onEnd).on('error', onError);
  });
}

/** What a caller may still send after the answer: enough for an honest one that has not read it yet, and no more. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_MS = 10_000;

/**
 * Throws away what is still coming of a request that has its answer, so that the caller can read that answer and use the
 * connection again. Past the limits the connection is cut, once the answer is out.
 */
function discardRest(request: IncomingMessage, response: ServerResponse): void {
  if (request.destroyed) return;
  let received = 0;
  const cut = (): void => {
    if (request.complete) return;
    if (response.writableFinished) request.socket.destroy();
    else response.once('finish', () => request.socket.destroy());
  };
  const timer = setTimeout(cut, MAX_MS);
  request.once('close', () => clearTimeout(timer));
  request.unpipe();
  // The former reader is gone; a reset while the rest is discarded needs no handling.
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > MAX_BYTES) cut();
  });
  request.resume();
}
