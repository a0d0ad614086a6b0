import { problemOfReadError } from '../../http/json-body.ts';
import type { RawBody } from '../../http/raw-body.ts';
import { parseMediaType } from '../../http/request-headers.ts';
import { JsonDocument } from '../../json/json-document.ts';
import { JsonReadError } from '../../json/json-read-error.ts';
import { writeMembers } from '../../json/write-json.ts';
import { Problem } from '../../problems/problem.ts';
import { EVENT_LIMITS } from '../verified-event.ts';

const FORM = 'application/x-www-form-urlencoded';
/** More than any event has: a form of more is no event, and no list of its fields is made. */
const MAX_FORM_FIELDS = 1_000;
const BYTE_ORDER_MARK = Buffer.from('\uFEFF', 'utf8');

/**
 * Reads the body of an event: the form that Ottu's own SDK accepts as well (F11.4), whose values are texts, where the
 * header says so, and else JSON, whatever type and charset proxies have made of the header. The bytes are UTF-8 or are
 * refused, and a byte order mark before them says nothing. Who sent it, only the signature says.
 *
 * @throws Problem `unsupported_media_type` when it is compressed; `malformed_json` when it is neither
 */
export function readEventBody({ contentType, bytes }: RawBody, contentEncoding: string | undefined): JsonDocument {
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') {
    throw new Problem('unsupported_media_type', { detail: 'Compressed events are not read.' });
  }
  const text = withoutByteOrderMark(bytes);
  try {
    const isForm = parseMediaType(contentType)?.essence === FORM;
    return JsonDocument.parse(isForm ? formAsJson(text) : text, EVENT_LIMITS);
  } catch (error) {
    throw error instanceof JsonReadError ? problemOfReadError(error) : error;
  }
}

function withoutByteOrderMark(bytes: Buffer): Buffer {
  const begin = bytes.subarray(0, BYTE_ORDER_MARK.length);
  return begin.equals(BYTE_ORDER_MARK) ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}

/** Doubled names stay doubled, so that they are refused as they are in JSON. */
function formAsJson(bytes: Buffer): Buffer {
  const text = bytes.toString('utf8');
  if (text.split('&', MAX_FORM_FIELDS + 1).length > MAX_FORM_FIELDS) throw new JsonReadError('too_many_nodes');
  return Buffer.from(writeMembers(new URLSearchParams(text)), 'utf8');
}

/** An order number is printable ASCII, 128 characters at most (M40); of one that is written with escapes no more is known. */
const ORDER_NO = /^[\x20-\x7E]{1,128}$/;
const IN_JSON = /"order_no"\s{0,16}:\s{0,16}"([^"\\]{1,128})"/;
const IN_FORM = /(?:^|[&\n])order_no=([^&\s]{1,384})(?=&|$)/;

/**
 * The order that a body names which could not be read: cut off, broken, or in another encoding. It is the first thing in
 * it that looks like one, in one pass, and no more than a reason to ask Ottu.
 */
export function orderNoNamedIn({ bytes }: RawBody): string | undefined {
  // A byte a character. In UTF-16 every other byte of ASCII is zero.
  const text = bytes.toString('latin1').replaceAll('\0', '');
  const inForm = IN_FORM.exec(text)?.[1];
  const named = IN_JSON.exec(text)?.[1] ?? new URLSearchParams(`order_no=${inForm ?? ''}`).get('order_no') ?? '';
  return ORDER_NO.test(named) ? named : undefined;
}
