import type { ValidateFunction } from 'ajv/dist/2020.js';

import type { Operation, Schema } from './document.ts';
import { jsonOf, schemaReader } from './documented-answer.ts';

/** What the document says of a request. */
export interface Verdict {
  /** No parameter and no member is against it. */
  readonly valid: boolean;
  /** Why not. */
  readonly because: string;
}

export interface Judged {
  readonly operation: Operation;
  /** As they are read, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Undefined where the query is written in a way of which the document says nothing. */
  readonly query: Readonly<Record<string, string>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly type: string; readonly text: string } | undefined;
}

const ajv = schemaReader();
const compiled = new Map<Schema, ValidateFunction>();

export function fits(schema: Schema, value: unknown): boolean {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  return validate(value) as boolean;
}

/** @returns undefined where JSON Schema and OpenAPI leave it open whether it is a right request. */
export function verdictOn({ operation, path, query, headers, body }: Judged): Verdict | undefined {
  // No body of the document is compressed.
  if (query === undefined || (headers['content-encoding'] ?? 'identity') !== 'identity') return undefined;
  const given = { path, query, header: headers };
  for (const { name, in: place, required = false, schema } of operation.parameters) {
    const value = given[place][place === 'header' ? name.toLowerCase() : name];
    if (value === undefined && required) return { valid: false, because: `no ${name}` };
    if (value !== undefined && !fits(schema, asSchemaReads(schema, value))) {
      return { valid: false, because: `${name} is wrong` };
    }
  }
  const known = operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  if (Object.keys(query).some((name) => !known.includes(name))) return undefined;
  return bodyVerdict(operation, body);
}

function bodyVerdict({ body: of }: Operation, sent: Judged['body']): Verdict | undefined {
  if (of === undefined) return { valid: true, because: '' };
  if (sent === undefined || sent.text === '') {
    return of.required ? { valid: false, because: 'no body' } : { valid: true, because: '' };
  }
  const [essence, ...settings] = sent.type.split(';').map((part) => part.trim().toLowerCase());
  const kind = of.kinds.find(({ type }) => type === essence);
  if (kind === undefined) return { valid: false, because: `a body of ${sent.type}` };
  if (settings.some((one) => one.startsWith('charset=') && one !== 'charset=utf-8')) return undefined;
  if (kind.type !== 'application/json') return undefined;
  const value = jsonOf(sent.text);
  if (value === undefined) return { valid: false, because: 'no JSON' };
  // RFC 8259 leaves open what doubled members mean, and what a number or a text is that no reader can hold.
  if (isUnreadable(sent.text, value)) return undefined;
  if (!fits(kind.schema, value)) return { valid: false, because: 'the body is not of its schema' };
  return hasUnknownMembers(kind.schema, value) ? undefined : { valid: true, because: '' };
}

/** A parameter is text; a number or a truth is read out of it. */
function asSchemaReads({ type }: Schema, value: string): unknown {
  if (type === 'integer' && /^-?\d{1,15}$/.test(value)) return Number(value);
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return value;
}

function isUnreadable(text: string, value: unknown): boolean {
  // Names are doubled where writing what was read is shorter; numbers and texts that do not come back are strange.
  return text.includes('\\u') || /\d{16}|e\d/i.test(text) || JSON.stringify(value).length !== text.trim().length;
}

/** Of which the document says nothing: the routes decide, as each says in its words. */
function hasUnknownMembers(schema: Schema, value: unknown): boolean {
  for (const option of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    if (fits(option, value)) return hasUnknownMembers(option, value);
  }
  if (Array.isArray(value)) {
    return value.some((one) => schema.items !== undefined && hasUnknownMembers(schema.items, one));
  }
  if (typeof value !== 'object' || value === null || schema.properties === undefined) return false;
  const { properties } = schema;
  return Object.entries(value).some(([name, member]) => {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return own === undefined ? schema.additionalProperties !== true : hasUnknownMembers(own, member);
  });
}
