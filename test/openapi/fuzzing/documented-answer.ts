import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import type { Answer } from '../../hostile/wire.ts';
import {
  nameOf,
  type DocumentedAnswer,
  type Header,
  type Operation,
  type Schema,
  type WrittenDocument,
} from './document.ts';

const addFormats = formats as unknown as (ajv: Ajv2020) => Ajv2020;

/** A fresh reader of schemas of the document; keywords of OpenAPI that are none of JSON Schema are passed over. */
export function schemaReader(): Ajv2020 {
  return addFormats(new Ajv2020({ strict: false, allErrors: false, validateSchema: false }));
}

/** Whatever the route is, where Node or the router refuses a request before there is a route that could refuse it. */
const BEFORE_A_ROUTE: ReadonlySet<string> = new Set(['400 bad_request', '414 url_too_long', '431 headers_too_large']);

/** What programs decide by, in the head of an answer. */
const TELLING = ['location', 'etag', 'link', 'idempotent-replayed', 'retry-after', 'www-authenticate'] as const;

function documents(headers: object, name: string): boolean {
  return Object.keys(headers).some((one) => one.toLowerCase() === name);
}

/** Holds answers against what the document says of their operation. */
export class DocumentedAnswers {
  readonly #ajv = schemaReader();
  readonly #validators = new Map<Schema, ValidateFunction>();

  constructor(private readonly document: WrittenDocument) {
    this.#ajv.addSchema(closed(document) as unknown as object, 'document');
  }

  /** @returns what is wrong with the answer, in a sentence; nothing where the document has it so. */
  complaintAbout(operation: Operation, answer: Answer): string | undefined {
    const { status, headers, text } = answer;
    const type = headers['content-type']?.split(';')[0]?.trim();
    if (type === 'application/problem+json') {
      const code = String((jsonOf(text) as { code?: unknown } | undefined)?.code);
      if (BEFORE_A_ROUTE.has(`${status} ${code}`)) return undefined;
    }
    const documented = operation.answers[status];
    if (documented === undefined) return `the status ${status} is not documented (${text.slice(0, 200)})`;
    return this.#aboutHeaders(documented, answer) ?? this.#aboutBody(operation, documented, type, answer) ?? undefined;
  }

  #aboutHeaders({ headers = {} }: DocumentedAnswer, { status, headers: sent }: Answer): string | undefined {
    const unsaid = TELLING.find((name) => sent[name] !== undefined && !documents(headers, name));
    if (unsaid !== undefined) return `${status} with ${unsaid}, which is not documented`;
    for (const [name, written] of Object.entries(headers)) {
      const { required = false, schema } = this.#header(written);
      const value = sent[name.toLowerCase()];
      if (value === undefined && required) return `${status} without ${name}`;
      if (value !== undefined && !this.#validator(schema)(value)) {
        return `${status} with another ${name}: ${String(value)}`;
      }
    }
    return undefined;
  }

  #header(written: Header | { readonly $ref: string }): Header {
    if (!('$ref' in written)) return written;
    const found = this.document.components.headers[nameOf(written.$ref)];
    if (found === undefined) throw new Error(`the document has no ${written.$ref}`);
    return found;
  }

  #aboutBody(
    operation: Operation,
    { content = {} }: DocumentedAnswer,
    type: string | undefined,
    { status, headers, text }: Answer,
  ): string | undefined {
    if (Object.keys(content).length === 0) return text === '' ? undefined : `${status} has a body`;
    const kind = content[type ?? ''];
    if (kind === undefined) return `${status} has the content type ${String(type)}`;
    if (type?.endsWith('json') !== true) return undefined;
    const body = jsonOf(text);
    if (body === undefined) return `${status} is no JSON: ${text.slice(0, 100)}`;
    const validate = this.#ajv.getSchema(
      `document#/paths/${step(operation.path)}/${operation.method.toLowerCase()}/responses/${status}/content/${step(type ?? '')}/schema`,
    );
    if (validate === undefined) return `${status} has no schema`;
    if (validate(body) !== true) return `${status} is not of its schema: ${faultOf(validate)}`;
    if (type !== 'application/problem+json') return undefined;
    const problem = body as { readonly code: string; readonly status: number; readonly request_id: string };
    if (!(problem.code in (kind.examples ?? {}))) {
      return `${status} with ${problem.code}, which is not documented there`;
    }
    if (problem.status !== status) return `${status} says ${problem.status}`;
    return problem.request_id === headers['x-request-id'] ? undefined : `${status} has two request ids`;
  }

  #validator(schema: Schema): ValidateFunction {
    const known = this.#validators.get(schema);
    if (known !== undefined) return known;
    const made = this.#ajv.compile(schema);
    this.#validators.set(schema, made);
    return made;
  }
}

/** Where a body is, as JSON; undefined where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function faultOf({ errors }: ValidateFunction): string {
  const [first] = errors ?? [];
  if (first === undefined) return 'unknown';
  const place = first.instancePath.replaceAll(/\/\d+/g, '/0');
  return `${place} ${first.message ?? ''} ${JSON.stringify(first.params)}`;
}

function step(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
}

/** The document says all members of its answers: an object of which nothing else is said has no others. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, closed(member)]),
  );
  const isSchema = copy['type'] === 'object' && typeof copy['properties'] === 'object';
  return isSchema && copy['additionalProperties'] === undefined ? { ...copy, additionalProperties: false } : copy;
}
