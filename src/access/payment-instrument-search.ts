import { createScanner } from 'jsonc-parser';
import { parseMediaType } from '../http/request-headers.ts';
import type { RawBody } from '../http/raw-body.ts';
import { readWork } from '../json/read-work.ts';

const FORBIDDEN = 'payment_instrument';
/** jsonc-parser's token kinds: an ambient const enum, which modules compiled one by one cannot import. */
const TOKEN = { colon: 6, string: 10, end: 17 } as const;
/** Encodings inside encodings are followed this far. */
const MAX_NESTING = 4;

/**
 * Whether a request has a member named `payment_instrument` anywhere: in the query string, or in the body read as
 * JSON, as a form and as multipart, whichever of them its type claims. Values that are JSON or forms are searched too.
 * Rather refuses too much than too little: no caller of the routes concerned has any use for the name. Every reading
 * takes time linear in the size of the request.
 */
export function hasPaymentInstrument(request: { readonly url: string; readonly body: RawBody | undefined }): boolean {
  const query = request.url.indexOf('?');
  if (query !== -1 && formHasIt(request.url.slice(query + 1), MAX_NESTING)) return true;
  if (request.body === undefined || request.body.bytes.length === 0) return false;
  const { contentType, bytes } = request.body;
  const claimsForm = parseMediaType(contentType)?.essence === 'application/x-www-form-urlencoded';
  return readings(bytes).some(
    (text) => textHasIt(text, MAX_NESTING) || (claimsForm && formHasIt(text, MAX_NESTING)) || multipartNamesIt(text),
  );
}

/** The body as UTF-8, and as UTF-16 where it has the zero bytes that ASCII letters have there. */
function readings(bytes: Buffer): string[] {
  const encodings = bytes.includes(0) ? ['utf-8', 'utf-16le', 'utf-16be'] : ['utf-8'];
  return encodings.map((encoding) => new TextDecoder(encoding).decode(bytes));
}

function textHasIt(text: string, nesting: number): boolean {
  // What looks like JSON is no form: its strings may hold any text, such as an order note, `=` and `&` included.
  return jsonHasIt(text, nesting) || (!looksLikeJson(text) && formHasIt(text, nesting));
}

/** Tolerant: malformed JSON is looked through too. In JSON, valid or nearly so, a name is a string before a colon. */
function jsonHasIt(text: string, nesting: number): boolean {
  readWork.characters += text.length;
  const scanner = createScanner(text, true);
  let last: string | undefined;
  for (;;) {
    const token: number = scanner.scan();
    if (token === TOKEN.end) return false;
    if (token === TOKEN.colon && last !== undefined && isForbiddenName(last)) return true;
    last = token === TOKEN.string ? scanner.getTokenValue() : undefined;
    if (last !== undefined && nesting > 1 && looksLikeJson(last) && jsonHasIt(last, nesting - 1)) return true;
  }
}

/** Lines count as pairs of their own, so that a form inside a part of a multipart body is found too. */
function formHasIt(text: string, nesting: number): boolean {
  readWork.characters += text.length;
  return text.split(/[&;\r\n]+/).some((pair) => {
    const equals = pair.indexOf('=');
    if (isForbiddenName(equals === -1 ? pair : pair.slice(0, equals))) return true;
    if (equals === -1 || nesting <= 1) return false;
    const value = decoded(pair.slice(equals + 1));
    return (looksLikeJson(value) || value.includes('=')) && textHasIt(value, nesting - 1);
  });
}

/** Part names stand between a Content-Disposition and the blank line after it; no boundary is believed. */
function multipartNamesIt(text: string): boolean {
  readWork.characters += text.length;
  return text.split(/\r?\n\r?\n/).some((chunk) => {
    const start = chunk.search(/content-disposition/i);
    return start !== -1 && /\bpayment_instrument\b/i.test(decoded(chunk.slice(start).replaceAll('\\', '')));
  });
}

/** Bracket and dot forms name members too: `a[payment_instrument]`, `payment_instrument.payload`. */
function isForbiddenName(name: string): boolean {
  return decoded(name)
    .split(/[[\].\0]+/)
    .some((part) => part.trim().toLowerCase() === FORBIDDEN);
}

/** Percent-decoded until nothing changes, ASCII only, so that one bad escape does not shield the others. */
function decoded(text: string): string {
  let result = text.replaceAll('+', ' ');
  for (let round = 0; round < MAX_NESTING && result.includes('%'); round += 1) {
    result = result.replaceAll(/%([0-7][0-9a-f])/gi, (_escape, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return result;
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{"]/.test(text);
}
