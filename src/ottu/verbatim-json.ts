import type { JsonDocument, JsonMember } from '../json/json-document.ts';
import type { JsonText } from '../json/json-text.ts';
import { pointer as pointerTo } from '../json/json-pointer.ts';
import { writeMembers } from '../json/write-json.ts';

const INSTRUMENT = 'payment_instrument';
const TYPE = 'instrument_type';
const PAYLOAD = 'payload';

/**
 * The payload member that this service itself reads, by instrument type (F3.1): doubled, we might check one and Ottu
 * charge the other. Wallet payloads of Apple Pay and Google Pay are never read, so what is doubled in them passes.
 */
export const secretMembers: Readonly<Record<string, string>> = {
  token: 'token',
  samsung_pay: 'token',
  wallet: 'wallet_code',
};

export interface Instrument {
  /** Decoded; undefined when the caller gave none. Not checked against the types of F3.1. */
  readonly instrumentType: string | undefined;
  /** The source text of the payload object as it arrived: key order, spelling, escapes and white space. */
  readonly payload: JsonText;
  readonly payloadValue: unknown;
}

export type InstrumentViolation = 'duplicate' | 'missing' | 'not_an_object' | 'not_text';

/** `payment_instrument` cannot be read in exactly one way. `message` may be shown to the caller; it quotes no value. */
export class AmbiguousInstrument extends Error {
  constructor(
    readonly fault: InstrumentViolation,
    readonly pointer: string,
    message: string,
  ) {
    super(message);
    this.name = 'AmbiguousInstrument';
  }
}

/** Reads the top-level `payment_instrument` of a charge request; throws AmbiguousInstrument. */
export function readInstrument(document: JsonDocument): Instrument {
  requireObject(single(document, '', INSTRUMENT), pointerTo(INSTRUMENT));
  const at = pointerTo(INSTRUMENT);
  const instrumentType = readType(single(document, at, TYPE));
  const payload = requireObject(single(document, at, PAYLOAD), pointerTo(INSTRUMENT, PAYLOAD));
  if (instrumentType !== undefined && Object.hasOwn(secretMembers, instrumentType)) {
    single(document, pointerTo(INSTRUMENT, PAYLOAD), secretMembers[instrumentType] ?? '');
  }
  // Neither is doubled, so that the document has read the same.
  const { [INSTRUMENT]: instrument } = document.value as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  return { instrumentType, payload, payloadValue: instrument?.[PAYLOAD] };
}

/**
 * The text of a request to Ottu: `body` with a `payment_instrument` after its other members, whose payload is byte for
 * byte what arrived. `body` is plain data, or members of a document where names and their order must stay too.
 */
export function spliceInstrument(
  body: Readonly<Record<string, unknown>> | readonly JsonMember[],
  instrument: { readonly instrumentType: string; readonly payload: JsonText },
): string {
  const members = isMemberList(body)
    ? body.map(({ name, source }): [string, unknown] => [name, source])
    : Object.entries(body);
  if (members.some(([name]) => name === INSTRUMENT)) throw new TypeError(`The body has a ${INSTRUMENT} already`);
  const spliced = { [TYPE]: instrument.instrumentType, [PAYLOAD]: instrument.payload };
  return writeMembers([...members, [INSTRUMENT, spliced]]);
}

function isMemberList(body: Readonly<Record<string, unknown>> | readonly JsonMember[]): body is readonly JsonMember[] {
  return Array.isArray(body);
}

function single(document: JsonDocument, parent: string, name: string): JsonText | undefined {
  const { count, source } = document.membersNamed(parent, name);
  if (count > 1) {
    throw new AmbiguousInstrument('duplicate', parent + pointerTo(name), `"${name}" is given more than once.`);
  }
  return source;
}

function requireObject(source: JsonText | undefined, at: string): JsonText {
  if (source === undefined) throw new AmbiguousInstrument('missing', at, 'This member is required.');
  if (!source.isObject()) throw new AmbiguousInstrument('not_an_object', at, 'This must be a JSON object.');
  return source;
}

function readType(source: JsonText | undefined): string | undefined {
  const value = source?.value();
  if (value === undefined || typeof value === 'string') return value;
  throw new AmbiguousInstrument('not_text', pointerTo(INSTRUMENT, TYPE), 'This must be a JSON string.');
}
