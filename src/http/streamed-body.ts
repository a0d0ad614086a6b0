import type { FastifyRequest } from 'fastify';

import { parseMediaType } from './request-headers.ts';

/** Member of a route's configuration: the route reads a multipart body itself, piece by piece. */
export const STREAMED_MULTIPART = 'streamedMultipart';

/** Whether the route takes multipart bodies from their stream. */
export function takesStreams(request: Pick<FastifyRequest, 'routeOptions'>): boolean {
  return (request.routeOptions.config as { readonly [STREAMED_MULTIPART]?: boolean })[STREAMED_MULTIPART] === true;
}

/** Whether the body of this request is read by its route, and by nobody before it. */
export function isStreamed(request: Pick<FastifyRequest, 'routeOptions' | 'raw'>): boolean {
  if (!takesStreams(request)) return false;
  return parseMediaType(request.raw.headers['content-type'])?.essence === 'multipart/form-data';
}
