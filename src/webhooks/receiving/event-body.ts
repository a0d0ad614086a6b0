import { JsonDocument } from '../../json/json-document.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { writeMembers } from '../../json/write-json.ts';
import { problemOfReadError } from '../../http/json-body.ts';
import { parseMediaType, type MediaType } from '../../http/request-headers.ts';
import type { RawBody } from '../../http/raw-body.ts';
import { Problem } from '../../problems/problem.ts';

/** A gateway's raw answer inside an event may be deeper than anything of Ottu's own. */
export const EVENT_LIMITS = { maxDepth: 200 };
/** What was acknowledged is read, whatever limits came after it (promise 7). */
export const STORED_EVENT_LIMITS = {
  ...EVENT_LIMITS,
  maxNodes: Number.POSITIVE_INFINITY,
  maxNameLength: Number.POSITIVE_INFINITY,
};

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads the body of an event: JSON, or the form that Ottu's own SDK accepts as well (F11.4), whose values are texts.
 *
 * @throws Problem `unsupported_media_type`; `malformed_json` when the body is no JSON, or a form that is not UTF-8
 */
export function readEventBody({ contentType, bytes }: RawBody, contentEncoding: string | undefined): JsonDocument {
  const type = parseMediaType(contentType);
  assertSupportedType(type, contentEncoding);
  try {
    return JsonDocument.parse(type?.essence === FORM ? formAsJson(bytes) : bytes, EVENT_LIMITS);
  } catch (error) {
    throw error instanceof JsonReadError ? problemOfReadError(error) : error;
  }
}

function assertSupportedType(type: MediaType | undefined, contentEncoding: string | undefined): void {
  const known = type?.essence === 'application/json' || type?.essence === FORM;
  const charset = type?.parameters.get('charset')?.toLowerCase() ?? 'utf-8';
  const plain = contentEncoding === undefined || contentEncoding.trim().toLowerCase() === 'identity';
  if (known && (charset === 'utf-8' || charset === 'utf8') && plain) return;
  throw new Problem('unsupported_media_type', {
    detail: `Send the event as application/json or ${FORM}, in UTF-8 and not compressed.`,
  });
}

/** Doubled names stay doubled, so that they are refused as they are in JSON. */
function formAsJson(bytes: Buffer): Buffer {
  return Buffer.from(writeMembers(new URLSearchParams(bytes.toString('utf8'))), 'utf8');
}
