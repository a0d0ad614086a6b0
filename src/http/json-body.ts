import { createHash } from 'node:crypto';

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';

import { JsonDocument } from '../json/json-document.ts';
import { pointer, shownPointer, type PointerSegments } from '../json/json-pointer.ts';
import { JsonReadError, type JsonReadErrorReason } from '../json/json-read-error.ts';
import { ApiProblems } from '../problems/api-problems.ts';
import { beforeClaim } from '../problems/before-claim.ts';
import { Problem } from '../problems/problem.ts';
import { documented } from './documented.ts';
import { findViolations, PROTOTYPE_NAMES, toDto } from './dto.ts';
import { ViolationList } from './violation-list.ts';
import type { Class } from './fields/structure-fields.ts';
import { rawBodyOf } from './raw-body.ts';
import { parseMediaType } from './request-headers.ts';

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

/**
 * Reads a request's body as JSON, strictly, into a DTO whose fields say their rules (`fields/`).
 *
 * @throws Problem `unsupported_media_type`, `malformed_json`, `ambiguous_json` or `validation_failed` with all faults.
 */
export function readJsonBody<T extends object>(
  request: Pick<FastifyRequest, 'headers'> & { body: unknown },
  dto: Class<T>,
  options: JsonBodyOptions = {},
): JsonBody<T> {
  const { open = false, opaque = OPAQUE } = options;
  const body = rawBodyOf(request);
  requireJson(body?.contentType ?? request.headers['content-type'], request.headers['content-encoding']);
  const bytes = body?.bytes ?? Buffer.alloc(0);
  const document = parse(bytes, opaque);
  assertNoDuplicates(document, opaque);
  const { value } = document;
  const violations = new ViolationList();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    violations.add([], 'must be an object');
    throw violations.problem('validation_failed');
  }
  for (const path of document.pathsOf(PROTOTYPE_NAMES, [...opaque, ...FREE_NAMES])) {
    violations.add(path, 'is not allowed as a name');
    if (violations.isFull) break;
  }
  const instance = toDto(dto, value);
  findViolations(instance, { open }, violations);
  if (!open) addMalformedTexts(document, opaque, violations);
  violations.throwIfAny('validation_failed');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // Its reader has it now: a charge may wait for Ottu for long, and would keep the bytes.
  request.body = undefined;
  return { dto: instance, document, sha256 };
}

function parse(bytes: Uint8Array, opaque: readonly string[]): JsonDocument {
  try {
    return JsonDocument.parse(bytes, { opaque });
  } catch (error) {
    throw error instanceof JsonReadError ? problemOfReadError(error) : error;
  }
}

function assertNoDuplicates(document: JsonDocument, opaque: readonly string[]): void {
  const violations = new ViolationList();
  for (const doubled of document.duplicates(opaque)) {
    violations.addWritten({ ...doubled, message: 'is given more than once' });
    if (violations.isFull) break;
  }
  violations.throwIfAny(
    'ambiguous_json',
    'An object has members of the same name; readers of JSON disagree on which of them counts.',
  );
}

/** In JSON that was UTF-8, half of a surrogate pair can only stand as an escape: most bodies are not looked through. */
const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

/** Half of a surrogate pair has no UTF-8; what is passed on as it came is for its reader to judge. */
function addMalformedTexts(document: JsonDocument, opaque: readonly string[], violations: ViolationList): void {
  if (!ESCAPED_SURROGATE.test(document.text)) return;
  const named = new Set(violations.violations.map((violation) => violation.pointer));
  for (const path of malformedIn(document.value, [], new Set(opaque))) {
    if (violations.isFull) return;
    if (!named.has(shownPointer(path))) violations.add(path, 'must be well-formed Unicode');
  }
}

/** Depth is bounded by the reader of the body. */
function* malformedIn(
  value: unknown,
  path: PointerSegments,
  opaque: ReadonlySet<string>,
): Generator<PointerSegments, void, void> {
  if (typeof value === 'string' && !value.isWellFormed()) yield path;
  if (typeof value !== 'object' || value === null || opaque.has(pointer(...path))) return;
  for (const [name, member] of Object.entries(value)) {
    const here = [...path, name];
    if (name.isWellFormed()) yield* malformedIn(member, here, opaque);
    else yield here;
  }
}

/** A route's JSON body as `JsonBody<Dto>`, documented by the same class; read after the guards have passed. */
export function JsonBody<T extends object>(dto: Class<T>, options: JsonBodyOptions = {}): ParameterDecorator {
  // Asynchronous so that a fault of another parameter, such as the Idempotency-Key, is reported before those of the body.
  const read = createParamDecorator(async (_data: unknown, context: ExecutionContext) =>
    // Nothing is claimed before the body is read.
    beforeClaim(() => readJsonBody(context.switchToHttp().getRequest<FastifyRequest>(), dto, options)),
  );
  return documented(
    read(),
    ApiBody({ type: dto, required: true, ...(options.examples && { examples: options.examples }) }),
    ApiProblems('malformed_json', 'ambiguous_json', 'validation_failed', 'payload_too_large', 'unsupported_media_type'),
  );
}

/** @throws Problem `unsupported_media_type` unless the type is application/json, in UTF-8 and not compressed. */
export function requireJson(contentType: string | undefined, contentEncoding: string | undefined): void {
  const type = parseMediaType(contentType);
  if (type?.essence !== 'application/json') {
    throw new Problem('unsupported_media_type', { detail: 'Send the body as Content-Type: application/json.' });
  }
  const charset = type.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8') {
    throw new Problem('unsupported_media_type', { detail: 'JSON is read as UTF-8 only.' });
  }
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') {
    throw new Problem('unsupported_media_type', { detail: 'Compressed bodies are not read.' });
  }
}

const PROBLEMS: Readonly<Record<JsonReadErrorReason, () => Problem>> = {
  empty: () => malformed('The body is empty.'),
  malformed: () => new Problem('malformed_json'),
  invalid_utf8: () => malformed('The body is not valid UTF-8.'),
  too_deep: () => malformed('The body is nested too deeply.'),
  too_many_nodes: () => malformed('The body has more than 20,000 values, lists and objects.'),
  name_too_long: () => malformed('The body has a member whose name is longer than 1,024 characters.'),
  // The HTTP layer has refused it before; here for a reader with a limit of its own.
  too_large: () => new Problem('payload_too_large'),
  forbidden_member: () => new Problem('validation_failed'),
};

/** Why a caller's body could not be read as JSON, in words for him. */
export function problemOfReadError({ reason }: JsonReadError): Problem {
  return PROBLEMS[reason]();
}

function malformed(detail: string): Problem {
  return new Problem('malformed_json', { detail });
}
