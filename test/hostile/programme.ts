import type { OutgoingHttpHeaders } from 'node:http';

/** One route of the OpenAPI document, as far as hostile requests are made from it. */
export interface Route {
  readonly method: string;
  /** With `{name}` where a parameter stands. */
  readonly path: string;
  readonly query: readonly string[];
  readonly headers: readonly string[];
  readonly callers: readonly ('service_key' | 'cart_token' | 'customer_jwt')[];
  /** Bodies that work. */
  readonly examples: readonly unknown[];
}

/** A request as it goes over the wire. */
export interface Hostile {
  readonly route: Route;
  /** What is wrong with it, for the sentence of a test that fails. */
  readonly what: string;
  /** Replaces a parameter of the path, percent-encoded already. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly examples?: Readonly<Record<string, { readonly value: unknown }>> }>
    >;
  };
}

export type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

/** Bodies of routes whose document shows none. */
const FURTHER_EXAMPLES: Readonly<Record<string, unknown>> = {
  '/v1/payments/{id}/review': { decision: 'accept', reason: 'Seen at the bank.' },
};

export function routesOf({ paths }: Document): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], security = [], requestBody }]): Route => {
      const named = (place: string): string[] => parameters.filter((one) => one.in === place).map(({ name }) => name);
      const examples = Object.values(requestBody?.content['application/json']?.examples ?? {});
      const further = FURTHER_EXAMPLES[path];
      return {
        method: method.toUpperCase(),
        path,
        query: named('query'),
        headers: named('header'),
        callers: [...new Set(security.flatMap((one) => Object.keys(one)))] as Route['callers'],
        examples: [...examples.map(({ value }) => value), ...(further === undefined ? [] : [further])],
      };
    }),
  );
}

/** Texts that a reader, a database or a header stumbles over. Percent-encoded, as a path and a query carry them. */
export const ENCODED: readonly string[] = [
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%FF%FE',
  '%',
  '%E2%80%AE',
  '%0D%0AX-Evil:%201',
  '..%2F..%2Fmetrics',
  '9'.repeat(30),
  '-1',
  '0',
  '1e3',
  '0000-01-01T00:00:00Z',
  '2026-02-31T00:00:00Z',
  '2026-01-01T00:00:00%2B23:59',
  '2026-01-01T24:00:00Z',
  '2026-01-01T23:59:60Z',
  '9999-12-31T23:59:59.999999-14:59',
  '00000000-0000-0000-0000-000000000000',
  "'%20or%201=1--",
  '__proto__',
  'x'.repeat(300),
  // Cursors: not base64url, of the 31st of February, of the year 0, with NUL.
  '!!!',
  cursor('2026-02-31T00:00:00.000000Z'),
  cursor('0000-01-01T00:00:00.000000Z'),
  cursor('2026-01-01T24:00:00.000000Z'),
  Buffer.from('\0\0').toString('base64url'),
];

function cursor(at: string): string {
  return Buffer.from(`${at} 00000000-0000-0000-0000-000000000000`).toString('base64url');
}

/** JSON texts that stand where a body had another value. */
export const VALUES: readonly string[] = [
  String.raw`"\ud800"`,
  String.raw`"a\udfffb@example.com"`,
  String.raw`"\u0000"`,
  String.raw`"\u202egnp.exe"`,
  `"${'x'.repeat(5_000)}"`,
  '""',
  '" "',
  'null',
  'true',
  '-0',
  '1e400',
  '123456789012345678901234567890.5',
  '[]',
  '{}',
  String.raw`{"\ud800":1}`,
  '{"__proto__":{"a":1}}',
  '[[[[[[[[[[0]]]]]]]]]]',
];

export const HEADER_VALUES: readonly string[] = [
  '',
  'x'.repeat(4_000),
  '"',
  'W/""',
  '*, "v1"',
  '"v99999999999999999999"',
  '\u00ff\u00fe',
  '{"a":1}',
];

/** Names in which every request may carry something. */
export const FURTHER_HEADERS = ['authorization', 'cart-token', 'content-type', 'accept', 'x-request-id', 'traceparent'];

/** Whole bodies that are no JSON, or hardly. */
export const BODIES: readonly string[] = [
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '\u0000',
  '{"a":1,"a":2}',
  String.raw`{"\ud800":"\udc00"}`,
];

/** The programme for one route, always the same: every parameter, header and member with every hostile value. */
export function* hostileRequests(route: Route): Generator<Hostile, void, void> {
  for (const [, name] of route.path.matchAll(/\{(\w+)\}/g)) {
    for (const value of ENCODED) yield { route, what: `${name} ${short(value)}`, path: { [name ?? '']: value } };
  }
  for (const name of [...route.query, 'unknown', '__proto__', '%00']) {
    for (const value of ENCODED) yield { route, what: `?${name}=${short(value)}`, query: `${name}=${value}` };
    yield { route, what: `?${name} twice`, query: `${name}=1&${name}=2` };
  }
  for (const name of [...route.headers, ...FURTHER_HEADERS]) {
    for (const value of HEADER_VALUES) {
      yield { route, what: `${name}: ${short(value)}`, headers: { [name.toLowerCase()]: value } };
    }
  }
  if (route.examples.length === 0) return;
  for (const body of BODIES) yield { route, what: `the body ${body}`, body };
  for (const example of route.examples) {
    for (const place of placesIn(example)) {
      for (const value of VALUES) {
        yield { route, what: `/${place.join('/')} ${short(value)}`, body: withValue(example, place, value) };
      }
    }
  }
}

type Place = readonly (string | number)[];

/** Every member and element, objects and lists among them. */
export function* placesIn(value: unknown, place: Place = []): Generator<Place, void, void> {
  if (place.length > 0) yield place;
  if (typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [name, member] of entries) yield* placesIn(member, [...place, name]);
}

/** The example as JSON, with this source text at one place. */
export function withValue(example: unknown, place: Place, source: string): string {
  const mark = '\u{f0000}here';
  const copy = structuredClone(example);
  let at = copy as Record<string | number, unknown>;
  for (const name of place.slice(0, -1)) at = at[name] as typeof at;
  at[place.at(-1) ?? ''] = mark;
  return JSON.stringify(copy).replace(JSON.stringify(mark), () => source);
}

function short(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
