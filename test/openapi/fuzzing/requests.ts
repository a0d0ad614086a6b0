import fc from 'fast-check';

import { BODIES, ENCODED, HEADER_VALUES } from '../../hostile/programme.ts';
import { candidatesFor, Raw, rightValuesFor } from './candidates.ts';
import type { Operation, Parameter, Schema, Scheme } from './document.ts';

/** Who sends it. `right` is somebody whom the document lets through; what is wrong with each of the others says its name. */
export type Caller = 'right' | 'nobody' | 'wrong_secret' | 'no_scope' | 'expired' | 'browser' | 'other_cart';

/** How something that a request has is chosen; `pick` says which one of its kind. */
interface Choice {
  readonly how: 'right' | 'known' | 'edge' | 'hostile' | 'random' | 'absent';
  readonly pick: number;
  readonly random: string;
}

export interface Draft {
  readonly caller: Caller;
  readonly alternative: number;
  /** One for each parameter of the document, in its order. */
  readonly parameters: readonly Choice[];
  readonly query: 'plain' | 'twice' | 'bracketed' | 'unknown';
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: BodyDraft;
}

interface BodyDraft {
  readonly kind: 'changed' | 'raw' | 'absent' | 'large';
  /** Which example it begins with, and in which of the content types. */
  readonly pick: number;
  readonly changes: readonly Change[];
  readonly contentType: string | undefined;
}

interface Change {
  /** Which member or element. */
  readonly at: number;
  readonly how: 'right' | 'known' | 'edge' | 'random' | 'dropped' | 'unknown';
  readonly pick: number;
  readonly random: unknown;
}

const pick = fc.nat({ max: 9_999 });
/** What HTTP lets through in a head, and whatever text is Unicode. */
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

function oneOf<T>(...weighted: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> {
  return fc.oneof(...weighted.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
}

const change: fc.Arbitrary<Change> = fc.record({
  at: pick,
  how: oneOf<Change['how']>([4, 'right'], [2, 'known'], [4, 'edge'], [1, 'random'], [1, 'dropped'], [1, 'unknown']),
  pick,
  random: fc.oneof(text, fc.jsonValue({ maxDepth: 2 }), fc.double(), fc.maxSafeInteger()),
});

const contentType = oneOf<string | undefined>(
  [60, undefined],
  [1, 'application/json; charset=utf-8'],
  [1, 'application/json; charset=latin1'],
  [1, 'text/plain'],
  [1, 'multipart/form-data; boundary=x'],
  [1, 'application/x-www-form-urlencoded'],
  [1, ''],
);

const body: fc.Arbitrary<BodyDraft> = fc.record({
  kind: oneOf<BodyDraft['kind']>([20, 'changed'], [2, 'raw'], [1, 'absent'], [1, 'large']),
  pick,
  changes: fc.array(change, { maxLength: 3 }),
  contentType,
});

const FURTHER: readonly (readonly [string, readonly string[]])[] = [
  ['prefer', ['return=minimal', 'respond-async, wait=0', '']],
  ['traceparent', ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '00-0-0-00', 'x'.repeat(600)]],
  ['x-request-id', ['a', 'x'.repeat(129), '../..', '']],
  ['accept', ['text/html', 'application/problem+json;q=0', '*/*;q=0', '']],
  ['idempotency-key', ['a', '~'.repeat(255), '~'.repeat(256), 'a b', '']],
  ['if-match', ['*', '"v1"', 'W/"v1"', '"v1", "v2"', 'v1', '"v99999999999999999999"', '"']],
  ['if-none-match', ['*', '"v1"', '"']],
  ['content-encoding', ['identity', 'gzip', 'br']],
  ['x-http-method-override', ['DELETE']],
];

const furtherHeader = fc
  .tuple(fc.constantFrom(...FURTHER), pick)
  .map(([[name, values], index]): readonly [string, string] => [name, values[index % values.length] ?? '']);

const CALLERS: Readonly<Record<Scheme, readonly Caller[]>> = {
  service_key: ['nobody', 'wrong_secret', 'no_scope', 'expired', 'browser'],
  cart_token: ['nobody', 'wrong_secret', 'other_cart'],
  customer_jwt: ['nobody', 'wrong_secret'],
};

/** Callers whom the document does not let through; none where it lets everybody through. */
export function wrongCallersOf({ fromOttu, security }: Operation): readonly Caller[] {
  if (fromOttu) return ['nobody'];
  if (security.some((needed) => needed.length === 0)) return [];
  return [...new Set(security.flatMap((needed) => needed.slice(0, 1)).flatMap((scheme) => CALLERS[scheme]))];
}

/** Requests to an operation, as they are before it is known what there is: right ones, wrong ones and such between. */
export function draftsFor(operation: Operation): fc.Arbitrary<Draft> {
  const wrong = wrongCallersOf(operation);
  const right = { weight: 8, arbitrary: fc.constant<Caller>('right') };
  return fc.record({
    caller: fc.oneof(right, ...(wrong.length === 0 ? [] : [{ weight: 1, arbitrary: fc.constantFrom(...wrong) }])),
    alternative: pick,
    parameters: fc.tuple(...operation.parameters.map((one) => choiceOf(one))),
    query: oneOf<Draft['query']>([12, 'plain'], [1, 'twice'], [1, 'bracketed'], [1, 'unknown']),
    headers: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(furtherHeader, { maxLength: 2 }) },
    ),
    body,
  });
}

function choiceOf({ in: place, required = false }: Parameter): fc.Arbitrary<Choice> {
  const how: Readonly<Record<Parameter['in'], fc.Arbitrary<Choice['how']>>> = {
    path: oneOf([14, 'known'], [1, 'right'], [2, 'edge'], [1, 'hostile'], [1, 'random']),
    query: required
      ? oneOf([14, 'right'], [3, 'edge'], [1, 'hostile'], [1, 'absent'])
      : oneOf([14, 'absent'], [2, 'right'], [1, 'edge'], [1, 'hostile'], [1, 'random']),
    header: required
      ? oneOf([20, 'known'], [1, 'edge'], [1, 'hostile'], [1, 'absent'])
      : oneOf([6, 'absent'], [6, 'known'], [1, 'edge'], [1, 'hostile']),
  };
  return fc.record({ how: how[place], pick, random: text });
}

/** What there is, by name; asked when a request is written. */
export interface Names {
  /** An id that stands for a member or parameter of this name; undefined where nothing is known of it. */
  readonly known: (name: string, pick: number) => string | undefined;
}

/** The value of a parameter as text, not encoded yet but where it is `hostile`; undefined where it is left out. */
export function parameterText(
  { name, schema, in: place }: Parameter,
  { how, pick: index, random }: Choice,
  names: Names,
): { readonly text: string; readonly encoded: boolean } | undefined {
  const of = (values: readonly unknown[]): string => {
    const texts = values.filter((value) => typeof value !== 'object' || value === null).map(String);
    return texts[index % texts.length] ?? '';
  };
  const plain = (value: string) => ({ text: value, encoded: false });
  const right = (): string => {
    const allowed = rightValuesFor(schema);
    return schema.example === undefined && allowed.length === 0 ? 'x' : of(allowed);
  };
  switch (how) {
    case 'known':
      return plain(names.known(name, index) ?? right());
    case 'right':
      return plain(right());
    case 'edge':
      return plain(of(candidatesFor(schema)));
    case 'hostile':
      return place === 'header'
        ? plain(HEADER_VALUES[index % HEADER_VALUES.length] ?? '')
        : { text: ENCODED[index % ENCODED.length] ?? '', encoded: true };
    case 'random':
      return plain(random);
    case 'absent':
      return place === 'path' ? plain(right()) : undefined;
  }
}

export interface WrittenBody {
  readonly type: string;
  readonly text: string;
}

/** The body of a request as text; undefined where it has none. */
export function bodyText(operation: Operation, draft: BodyDraft, names: Names): WrittenBody | undefined {
  const kinds = operation.body?.kinds ?? [];
  const kind = kinds[draft.pick % Math.max(kinds.length, 1)];
  if (kind === undefined || draft.kind === 'absent') return undefined;
  const type =
    draft.contentType ?? (kind.type === 'multipart/form-data' ? 'multipart/form-data; boundary=x' : kind.type);
  if (draft.kind === 'raw') return { type, text: BODIES[draft.pick % BODIES.length] ?? '' };
  if (draft.kind === 'large') {
    const bytes = [33_000, 257_000, 1_050_000][draft.pick % 3] ?? 0;
    return { type, text: `{"extra":{"note":"${'x'.repeat(bytes)}"}}` };
  }
  const examples = kind.examples.length > 0 ? kind.examples : [rightValuesFor(kind.schema)[0] ?? {}];
  const value = copyOf(examples[Math.floor(draft.pick / 7) % examples.length]);
  const changed = draft.changes.reduce<unknown>((whole, one) => changedBy(kind.schema, whole, one, names), value);
  return { type, text: written(kind.type, changed) };
}

interface Spot {
  readonly holder: Record<string | number, unknown>;
  readonly name: string | number;
  readonly schema: Schema;
}

/** One member more, less or other than before; in place. */
function changedBy(schema: Schema, value: unknown, { at, how, pick: index, random }: Change, names: Names): unknown {
  const spots = [...spotsOf(schema, value)];
  const spot = spots[at % Math.max(spots.length, 1)];
  if (spot === undefined) return value;
  const of = (values: readonly unknown[]): unknown => values[index % Math.max(values.length, 1)];
  const { holder, name } = spot;
  switch (how) {
    case 'right':
      holder[name] = copyOf(of(rightValuesFor(spot.schema)) ?? null);
      break;
    case 'known':
      holder[name] = names.known(String(name), index) ?? copyOf(of(rightValuesFor(spot.schema)) ?? null);
      break;
    case 'edge':
      holder[name] = copyOf(of(candidatesFor(spot.schema)));
      break;
    case 'random':
      holder[name] = copyOf(random);
      break;
    case 'dropped':
      delete holder[name];
      break;
    case 'unknown':
      holder[`${name}_`] = holder[name] ?? 1;
  }
  return value;
}

/** Every member that an object has or could have, and every element, some levels deep. */
function* spotsOf(schema: Schema, value: unknown, depth = 0): Generator<Spot, void, void> {
  if (depth > 3 || typeof value !== 'object' || value === null || value instanceof Raw) return;
  if (Array.isArray(value)) {
    for (const index of value.slice(0, 2).keys()) {
      yield { holder: value as unknown as Record<number, unknown>, name: index, schema: schema.items ?? {} };
      yield* spotsOf(schema.items ?? {}, value[index], depth + 1);
    }
    return;
  }
  const holder = value as Record<string, unknown>;
  const { properties = {} } = schema.anyOf?.find((one) => one.properties !== undefined) ?? schema;
  for (const name of new Set([...Object.keys(properties), ...Object.keys(holder)])) {
    const of = properties[name] ?? {};
    yield { holder, name, schema: of };
    yield* spotsOf(of, holder[name], depth + 1);
  }
}

/** Of its own: what is changed in one request must not show in the next. */
function copyOf(value: unknown): unknown {
  if (value instanceof Raw || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, copyOf(member)]));
}

function written(type: string, value: unknown): string {
  switch (type) {
    case 'application/json':
      return json(value);
    case 'application/x-www-form-urlencoded':
      return Object.entries(value as object)
        .map(([name, member]) => `${encodeURIComponent(name)}=${encodeURIComponent(asText(member))}`)
        .join('&');
    case 'multipart/form-data':
      return form(Object.entries(value as object));
    default:
      throw new Error(`no body of ${type} can be written`);
  }
}

function asText(value: unknown): string {
  return (typeof value === 'string' ? value : json(value)).toWellFormed();
}

/** With `x` as its boundary. */
function form(members: readonly (readonly [string, unknown])[]): string {
  const parts = members.map(([name, value]) => {
    const quoted = name.replaceAll(/["\r\n]/g, '_');
    const file = name === 'file';
    const head = `Content-Disposition: form-data; name="${quoted}"${file ? '; filename="invoice.pdf"' : ''}`;
    const content = file ? `%PDF-1.7\n${asText(value)}` : asText(value);
    return `--x\r\n${head}\r\n\r\n${content}\r\n`;
  });
  return `${parts.join('')}--x--\r\n`;
}

function json(value: unknown): string {
  if (value instanceof Raw) return value.text;
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${json(member)}`).join(',')}}`;
}
