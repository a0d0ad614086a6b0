import { cutPointer, pointer as pointerTo, shownPointer } from '../../json/json-pointer.ts';
import type { FieldError } from '../../problems/problem.ts';
import { isRecord, jsonValueOf, saysJson } from '../reply-json.ts';
import type { OttuReply } from '../transport/http-sender.ts';

/** What Ottu says about a request that it refused, whichever of the shapes E1 to E9 (F1.6) it says it in. */
export interface RefusalBody {
  /** A sentence about the whole request. */
  readonly detail: string | undefined;
  /** Faults of single fields, with pointers into the caller's body. */
  readonly errors: readonly FieldError[];
}

export interface RefusalReading {
  /** Removes from Ottu's words what must not be repeated: it may quote what was sent. */
  readonly clean?: ((text: string) => string) | undefined;
  readonly pointerOf?: PointerMap | undefined;
}

type Clean = (text: string) => string;

interface Saying {
  readonly fault: (pointer: string, text: string) => FieldError;
  readonly clean: Clean;
}

const MAX_ERRORS = 50;
const MAX_TEXT = 500;
/** Names under which Django's forms put what concerns no single field. */
const WHOLE = new Set(['non_field_errors', '__all__']);

/** Nothing for E10: bytes that are no JSON, or do not say that they are, were not written by Ottu's API. */
export function refusalBody(reply: OttuReply, reading: RefusalReading = {}): RefusalBody | undefined {
  const body = saysJson(reply) ? jsonValueOf(reply) : undefined;
  return body === undefined ? undefined : readRefusal(body, reading);
}

export function readRefusal(body: unknown, { clean = same, pointerOf = same }: RefusalReading = {}): RefusalBody {
  const say = (text: string): string => shortened(clean(text));
  const fault = (pointer: string, text: string): FieldError => ({ pointer: pointerOf(pointer), message: say(text) });
  if (!isRecord(body)) return { detail: undefined, errors: fieldErrors(body, { fault, clean }) };

  const { detail, error } = body;
  // E8: an envelope with type, code, message and sometimes a field.
  if (isRecord(error) && typeof error['message'] === 'string') {
    const { message, field } = error;
    return typeof field === 'string' && field !== ''
      ? { detail: undefined, errors: [fault(namedField(field, clean), message)] }
      : { detail: say(message), errors: [] };
  }
  // E9, and E4 to E6, whose other members are a gateway's and no fields of the request.
  if (typeof error === 'string' && Object.keys(body).length === 1) return { detail: say(error), errors: [] };
  if (typeof detail === 'string' && 'result' in body) return { detail: say(detail), errors: [] };
  // E1, E2, E3 and E7.
  const { detail: _detail, ...fields } = body;
  return typeof detail === 'string'
    ? { detail: say(detail), errors: fieldErrors(fields, { fault, clean }) }
    : { detail: undefined, errors: fieldErrors(body, { fault, clean }) };
}

/** Lists of texts by field (E1), nested ones (E2) and plain texts (E7), flattened to pointers; the first of them. */
function fieldErrors(body: unknown, say: Saying): FieldError[] {
  const errors: FieldError[] = [];
  for (const [pointer, text] of textsIn(body, '', say.clean)) {
    errors.push(say.fault(pointer, text));
    if (errors.length === MAX_ERRORS) break;
  }
  return errors;
}

/** Yields one text at a time, so that the texts beyond `MAX_ERRORS` cost nothing. */
function* textsIn(value: unknown, pointer: string, clean: Clean): Generator<readonly [string, string], void, void> {
  if (typeof value === 'string') {
    yield [pointer, value];
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.slice(0, MAX_ERRORS).entries()) {
      yield* textsIn(item, typeof item === 'string' ? pointer : below(pointer, index), clean);
    }
  } else if (isRecord(value)) {
    for (const [name, nested] of Object.entries(value).slice(0, MAX_ERRORS)) {
      yield* textsIn(nested, WHOLE.has(name) ? pointer : below(pointer, clean(name)), clean);
    }
  }
}

/** Cut at every step: a name may be as long as an answer. */
function below(pointer: string, segment: string | number): string {
  return cutPointer(pointer + shownPointer([segment]));
}

/** `customer.email` and `/customer/email` as well as `amount`. */
function namedField(field: string, clean: (text: string) => string): string {
  const name = clean(field);
  return cutPointer(name.startsWith('/') ? name : pointerTo(...name.split('.')));
}

function shortened(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}

function same(text: string): string {
  return text;
}

/** Where a fault that Ottu names is in the caller's own body: a JSON Pointer in, a JSON Pointer out. */
export type PointerMap = (pointer: string) => string;

/**
 * Maps Ottu's field names to the caller's, by the longest prefix that is given: with `{'/customer_email':
 * '/customer/email'}` a fault at `/customer_email` is one at `/customer/email`, and one at `/amount` stays there.
 */
export function mapPointers(prefixes: Readonly<Record<string, string>>): PointerMap {
  const longestFirst = Object.entries(prefixes).toSorted(([a], [b]) => b.length - a.length);
  return (pointer) => {
    const found = longestFirst.find(([prefix]) => pointer === prefix || pointer.startsWith(`${prefix}/`));
    return found === undefined ? pointer : `${found[1]}${pointer.slice(found[0].length)}`;
  };
}
