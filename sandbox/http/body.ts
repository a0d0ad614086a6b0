import type { IncomingHttpHeaders } from 'node:http';
import type { UploadedFile } from '../attachments/uploaded-file.ts';
import { isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { detail, invalid } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';

export type ReadBody =
  | { readonly ok: true; readonly body: JsonObject; readonly attachment?: UploadedFile | undefined }
  | { readonly ok: false; readonly answer: Answer };

/** Form members that are lists even when they come once. */
const LISTS = new Set(['pg_codes', 'email_recipients', 'currencies', 'pg_names', 'tags', 'payment_services']);

const mediaType = (headers: IncomingHttpHeaders): string =>
  headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';

export function isMultipart(headers: IncomingHttpHeaders): boolean {
  return mediaType(headers) === 'multipart/form-data';
}

/** The body as an object, by its content type: JSON or a form (F1.5). Anything else is 415. */
export async function readBody(call: Call): Promise<ReadBody> {
  const type = mediaType(call.headers);
  if (call.raw.length === 0 && type === '') return { ok: true, body: {} };
  switch (type) {
    case 'application/json':
      return readJson(call.raw);
    case 'application/x-www-form-urlencoded':
      return { ok: true, body: readForm(call.raw.toString('utf8')) };
    case 'multipart/form-data':
      return readParts(call);
    default:
      return {
        ok: false,
        answer: detail(415, `Unsupported media type "${call.headers['content-type'] ?? ''}" in request.`),
      };
  }
}

async function readParts(call: Call): Promise<ReadBody> {
  try {
    const { fields, files } = await call.readMultipart();
    const entries = Object.entries(fields).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, String(value)]),
    );
    return { ok: true, body: collected(entries), attachment: files.find((file) => file.field === 'attachment') };
  } catch (error) {
    return {
      ok: false,
      answer: detail(400, `Multipart form parse error - ${error instanceof Error ? error.message : ''}`),
    };
  }
}

function readJson(raw: Buffer): ReadBody {
  if (raw.length === 0) return { ok: true, body: {} };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch (error) {
    return {
      ok: false,
      answer: detail(400, `JSON parse error - ${error instanceof TypeError ? 'invalid UTF-8' : (error as Error).name}`),
    };
  }
  if (isObject(value)) return { ok: true, body: value };
  return { ok: false, answer: invalid({ non_field_errors: ['Invalid data. Expected a dictionary.'] }) };
}

/** Forms can't carry nested objects. */
export function readForm(text: string): JsonObject {
  return collected([...new URLSearchParams(text)]);
}

/** Lists come as a member that is repeated, or with an index: `pg_codes[0]` (F16). Of other members the last counts. */
function collected(entries: readonly (readonly [string, string])[]): JsonObject {
  const body: JsonObject = {};
  for (const [given, value] of entries) {
    const name = given.replace(/\[\d{0,4}\]$/, '');
    if (!LISTS.has(name)) body[given] = value;
    else body[name] = [...(Array.isArray(body[name]) ? (body[name] as unknown[]) : []), value];
  }
  return body;
}
