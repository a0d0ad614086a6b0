import type { JsonDocument } from '../../json/json-document.ts';
import type { ProblemCode } from '../../problems/catalog.ts';
import { Problem, type Outcome, type ProblemOptions } from '../../problems/problem.ts';
import { jsonObjectOf, saysJson } from '../reply-json.ts';
import type { OttuReply } from '../transport/http-sender.ts';
import { retryAfterSeconds } from '../transport/retry.ts';
import { refusalBody, type RefusalReading } from './refusal-body.ts';

export interface ProblemContext extends RefusalReading {
  /** What the caller may conclude about money; given on routes that move it. */
  readonly outcome?: Outcome | undefined;
}

/**
 * The problem that the caller gets for an answer that is no success. Answers to charges are read by M11 instead.
 * Ottu's own words reach the caller only from JSON, only about the caller's own request, and cleaned.
 */
export function problemOfReply(reply: OttuReply, context: ProblemContext = {}): Problem {
  const { status } = reply;
  if (status < 400) return badReply(reply, context);
  if (status === 401 || status === 403) return problem('ottu_refused_credentials', reply, context);
  if (status === 429) return withRetryAfter('ottu_throttled', reply, context);
  if (status === 423) return withRetryAfter('ottu_locked', reply, context);
  if (status === 413) return problem('payload_too_large', reply, context);
  if (status >= 500) return problem('ottu_failed', reply, context);
  const refusal = refusalBody(reply, context);
  // A proxy's page says nothing about the request, and neither does its status.
  const code = refusal === undefined ? undefined : codeOfRefusal(status);
  return code === undefined ? badReply(reply, context) : problem(code, reply, context, refusal);
}

/**
 * The JSON object of a successful answer.
 *
 * @throws Problem for everything else
 */
export function successObject(reply: OttuReply, context: ProblemContext = {}): JsonDocument {
  if (reply.status < 200 || reply.status >= 300) throw problemOfReply(reply, context);
  const document = saysJson(reply) ? jsonObjectOf(reply) : undefined;
  if (document === undefined) throw badReply(reply, context);
  return document;
}

function codeOfRefusal(status: number): ProblemCode | undefined {
  switch (status) {
    case 400:
    case 422:
      return 'ottu_rejected';
    case 404:
    case 410:
      return 'not_found';
    case 409:
      return 'ottu_conflict';
    default:
      return undefined;
  }
}

function badReply(reply: OttuReply, context: ProblemContext): Problem {
  return problem('ottu_bad_answer', reply, context);
}

function withRetryAfter(code: ProblemCode, reply: OttuReply, context: ProblemContext): Problem {
  return problem(code, reply, context, { retryAfterSeconds: retryAfterSeconds(reply.retryAfter) });
}

function problem(
  code: ProblemCode,
  reply: OttuReply,
  { outcome }: ProblemContext,
  {
    detail,
    errors,
    retryAfterSeconds: seconds,
  }: { [Name in 'detail' | 'errors' | 'retryAfterSeconds']?: ProblemOptions[Name] | undefined } = {},
): Problem {
  return new Problem(code, {
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined || errors.length === 0 ? {} : { errors }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    ...(outcome === undefined ? {} : { outcome }),
    operatorNote: `Ottu answered ${reply.status} with ${reply.body.length} bytes of ${mediaType(reply)}`,
  });
}

/** For the log. The header comes from outside, so it is logged only where it has the form of a media type. */
function mediaType({ contentType }: OttuReply): string {
  return /^[\w.+-]{1,40}\/[\w.+-]{1,60}/.exec(contentType)?.[0] ?? 'no content type';
}
