import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Every value that a header was sent with. Node joins or drops doubled headers in `headers`; here they show. */
export function headerValues({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>, lowerCaseName: string): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]];
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) values.push(value);
  }
  return values;
}

/** Whether the request says that a body follows its head (RFC 9112, 6.3). */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const length = headers['content-length'];
  return (length !== undefined && length !== '0') || headers['transfer-encoding'] !== undefined;
}

export interface MediaType {
  /** `type/subtype` in lower case. */
  readonly essence: string;
  /** Names in lower case; quotes and escapes removed from the values. */
  readonly parameters: ReadonlyMap<string, string>;
}

const ESSENCE = /^\s*([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)\s*(?:;|$)/;
const PARAMETER = /;\s*([\w!#$%&'*+.^`|~-]+)=("(?:[^"\\]|\\.)*"|[^;\s]*)/g;

/** Callers use a few types only; who makes up more of them has them read anew. */
const MOST_KEPT = 64;
const kept = new Map<string, MediaType | undefined>();

/** Reads a Content-Type header by RFC 9110; undefined if it names no type. The first of doubled parameters counts. */
export function parseMediaType(header: string | undefined): MediaType | undefined {
  if (header === undefined) return undefined;
  const known = kept.get(header);
  if (known !== undefined || kept.has(header)) return known;
  const read = readMediaType(header);
  if (kept.size < MOST_KEPT && header.length < MOST_KEPT) kept.set(header, read);
  return read;
}

function readMediaType(header: string): MediaType | undefined {
  const essence = ESSENCE.exec(header)?.[1]?.toLowerCase();
  if (essence === undefined) return undefined;
  const parameters = new Map<string, string>();
  for (const [, name = '', value = ''] of header.matchAll(PARAMETER)) {
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), unquoted(value));
  }
  return { essence, parameters };
}

function unquoted(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
}

const SANE = /^[A-Za-z0-9._-]{1,128}$/;

/** The caller's own X-Request-Id where it is harmless in logs and headers, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE.test(given) ? given : randomUUID();
}
