import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { JsonDocument } from '../json/json-document.ts';
import { JsonReadError, type JsonReadFault } from '../json/json-read-error.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { Problem, type FieldError } from '../problems/problem.ts';
import { documented } from './documented.ts';
import { dtoFaults } from './dto-faults.ts';
import { toDto } from './dto-instance.ts';
import type { Class } from './fields/structure-fields.ts';
import { requireJson } from './json-content-type.ts';
import { isWithin, prototypeNameFaults } from './member-names.ts';
import { rawBodyOf } from './raw-body.ts';

export interface JsonBody<Dto> {
  readonly dto: Dto;
  /** The same body with the source text of each value. */
  readonly document: JsonDocument;
  /** Lower-case hex SHA-256 of the raw bytes: what idempotency compares (M8). */
  readonly sha256: string;
}

export interface JsonBodyOptions {
  /** Unknown members are let through, as on routes that pass a body on. */
  readonly open?: boolean;
  /** Pointers to values whose contents are not looked at but for being JSON; wallets' payloads when not given. */
  readonly opaque?: readonly string[];
  /** Whole bodies for the documentation, by name. Each is one that works: members that exclude each other apart. */
  readonly examples?: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>;
}

/** What is inside belongs to a wallet and is passed on as text, so even doubled members are not ours to judge. */
const OPAQUE = ['/payment_instrument/payload'];
/** The merchant's own object: names are free there, but not doubled. */
const FREE_NAMES = ['/extra'];

/** Read errors as problems; a document that is too large as JSON is within the limit of the HTTP layer only by setting. */
const PROBLEMS: Readonly<Record<JsonReadFault, () => Problem>> = {
  empty: () => new Problem('malformed_json', { detail: 'The body is empty.' }),
  malformed: () => new Problem('malformed_json'),
  invalid_utf8: () => new Problem('malformed_json', { detail: 'The body is not valid UTF-8.' }),
  too_deep: () => new Problem('malformed_json', { detail: 'The body is nested too deeply.' }),
  too_large: () => new Problem('payload_too_large'),
  forbidden_member: () => new Problem('validation_failed'),
};

/**
 * Reads a request's body as JSON, strictly, into a DTO whose fields say their rules (`fields/`).
 *
 * @throws Problem `unsupported_media_type`, `malformed_json`, `ambiguous_json` or `validation_failed` with all faults.
 */
export function readJsonBody<T extends object>(
  request: Pick<FastifyRequest, 'headers' | 'body'>,
  dto: Class<T>,
  options: JsonBodyOptions = {},
): JsonBody<T> {
  const { open = false, opaque = OPAQUE } = options;
  const body = rawBodyOf(request);
  requireJson(body?.contentType ?? request.headers['content-type'], request.headers['content-encoding']);
  const bytes = body?.bytes ?? Buffer.alloc(0);
  const document = parse(bytes);
  refuseDuplicates(document, opaque);
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid([{ pointer: '', message: 'must be an object' }]);
  }
  const instance = toDto(dto, value);
  const faults = [...prototypeNameFaults(value, [...opaque, ...FREE_NAMES]), ...dtoFaults(instance, { open })];
  if (faults.length > 0) throw invalid(faults);
  return { dto: instance, document, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function parse(bytes: Uint8Array): JsonDocument {
  try {
    return JsonDocument.parse(bytes);
  } catch (error) {
    throw error instanceof JsonReadError ? PROBLEMS[error.reason]() : error;
  }
}

function refuseDuplicates(document: JsonDocument, opaque: readonly string[]): void {
  const doubled = document.duplicates().filter(({ pointer }) => !opaque.some((place) => isWithin(pointer, place)));
  if (doubled.length === 0) return;
  throw new Problem('ambiguous_json', {
    detail: 'An object has members of the same name; readers of JSON disagree on which of them counts.',
    errors: doubled.slice(0, 100).map(({ pointer }) => ({ pointer, message: 'is given more than once' })),
  });
}

function invalid(errors: readonly FieldError[]): Problem {
  return new Problem('validation_failed', { errors });
}

/** A route's JSON body as `JsonBody<Dto>`, documented by the same class; read after the guards have passed. */
export function JsonBody<T extends object>(dto: Class<T>, options: JsonBodyOptions = {}): ParameterDecorator {
  // Asynchronous so that a fault of another parameter, such as the Idempotency-Key, is told before those of the body.
  const read = createParamDecorator(async (_data: unknown, context: ExecutionContext) =>
    readJsonBody(context.switchToHttp().getRequest<FastifyRequest>(), dto, options),
  );
  return documented(
    read(),
    ApiBody({ type: dto, required: true, ...(options.examples && { examples: options.examples }) }),
    ApiProblems('malformed_json', 'ambiguous_json', 'validation_failed', 'payload_too_large', 'unsupported_media_type'),
  );
}
