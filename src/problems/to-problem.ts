import { HttpException } from '@nestjs/common';
import type { ProblemCode } from './catalog.ts';
import { Problem } from './problem.ts';

/** Statuses that Nest, Fastify and Node's HTTP parser give errors of their own; our code throws `Problem`. */
const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  403: 'forbidden',
  404: 'not_found',
  405: 'not_found',
  408: 'request_timeout',
  413: 'payload_too_large',
  414: 'url_too_long',
  415: 'unsupported_media_type',
  431: 'headers_too_large',
};

/** Node's HTTP parser and sockets name what went wrong by code only. */
const CODE_OF_CLIENT_ERROR: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/**
 * Reads anything thrown as a problem. The words of other people's errors are never answered: they may quote the
 * request. A 401 that is not ours cannot name what is missing and counts as a fault of this service, as 5xx do.
 */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusCodeOf(thrown);
  if (status === undefined || status < 400 || status >= 500 || status === 401) {
    return new Problem('internal_error', { cause: thrown });
  }
  return new Problem(CODE_OF_STATUS[status] ?? 'bad_request', { cause: thrown });
}

/** What a broken connection or malformed HTTP is answered with, before there is a request. */
export function clientErrorProblem(error: { readonly code?: string }): Problem {
  return new Problem(CODE_OF_CLIENT_ERROR[error.code ?? ''] ?? 'bad_request', { outcome: 'none' });
}

function statusCodeOf(thrown: unknown): number | undefined {
  // Only Fastify's own errors: a `statusCode` on an error of another library belongs to another server's answer.
  if (!(thrown instanceof Error) || !('code' in thrown) || !String(thrown.code).startsWith('FST_')) return undefined;
  return 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
}
