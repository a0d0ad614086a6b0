import { createHash } from 'node:crypto';

import { JsonDocument, type JsonMember } from '../json/json-document.ts';
import { writeMembers } from '../json/write-json.ts';
import { cardTokenHash } from '../ottu/card-token-hash.ts';
import { SIGNED_MEMBERS, transmittedValue, type SignatureScheme } from '../ottu/signed-message.ts';
import { fitting, LEFT_OUT } from '../payments/facts/kept-words.ts';
import { FACT_MEMBERS, readFact } from '../payments/facts/provider-fact.ts';
import { parseSessionId, type SessionId } from '../payments/identifiers.ts';

type EventKind = 'payment' | 'operation';

/** A gateway's raw answer inside an event may be deeper than anything of Ottu's own. */
export const EVENT_LIMITS = { maxDepth: 200 };
/** A stored event was acknowledged, so it is read also where limits have become narrower since (promise 7). */
export const STORED_EVENT_LIMITS = {
  ...EVENT_LIMITS,
  maxNodes: Number.POSITIVE_INFINITY,
  maxNameLength: Number.POSITIVE_INFINITY,
};

/** An event whose signature is good, as it is stored. */
export interface VerifiedEvent {
  /** Lower-case hex SHA-256 of the raw body. */
  readonly sha256: string;
  readonly body: string;
  readonly kind: EventKind;
  readonly scheme: SignatureScheme;
  readonly orderNo: string | null;
  /** Not signed by the standard scheme. */
  readonly sessionId: SessionId | null;
}

/** This service takes no longer order number (M40), and no index would. */
const MAX_ORDER_NO_LENGTH = 128;

/** @param newestKey hides the card's token. */
export function verifiedEvent(
  raw: Buffer,
  document: JsonDocument,
  { scheme, newestKey }: { readonly scheme: SignatureScheme; readonly newestKey: string },
): VerifiedEvent {
  return {
    sha256: createHash('sha256').update(raw).digest('hex'),
    body: keptBody(document, newestKey),
    kind: eventKind(document),
    scheme,
    ...namesIn(document),
  };
}

/** The order and the session that an event names, where they could be ours. */
export function namesIn(document: JsonDocument): Pick<VerifiedEvent, 'orderNo' | 'sessionId'> {
  const { orderNo, sessionId } = readFact(document, 'webhook');
  return {
    orderNo: orderNo !== undefined && orderNo.length <= MAX_ORDER_NO_LENGTH ? orderNo : null,
    sessionId: parseSessionId(sessionId) ?? null,
  };
}

const MARKS_OF_OPERATIONS = ['txn', 'source', 'operation'];

/**
 * F11.1: neither kind says which it is. `state` decides first, because only payment events have it and it is signed:
 * a payment event must not become an operation event by an unsigned `txn` that was added on the way.
 */
function eventKind(document: JsonDocument): EventKind {
  if (transmittedValue(document, 'state') !== undefined) return 'payment';
  return MARKS_OF_OPERATIONS.some((name) => document.source(`/${name}`) !== undefined) ? 'operation' : 'payment';
}

/** `token` itself, where it is no object, and the ways in which a form spells members of it. */
const FLAT_TOKEN = /^token(?:[[.].*)?$/s;

/**
 * The event's text as it may be kept (M70): the card's token is replaced by a keyed hash, the same for the same token
 * under the same key; of what nobody here reads, as much as fits is kept. All other values keep their spelling.
 *
 * @param key the newest webhook key.
 */
function keptBody(document: JsonDocument, key: string): string {
  const members = document.members('');
  const { kept, leftOut } = boundedMembers(members);
  if (leftOut === undefined && !members.some(({ name }) => FLAT_TOKEN.test(name))) return document.text;
  const written = kept.map((member) => keptMember(document, member, key));
  return writeMembers(leftOut === undefined ? written : [...written, [LEFT_OUT, leftOut]]);
}

/** What this service reads or checks of an event, and how many characters of it may be long. */
const READ_HERE: ReadonlyMap<string, number> = new Map([
  ...[...SIGNED_MEMBERS, ...FACT_MEMBERS, ...MARKS_OF_OPERATIONS, 'signature', 'success'].map(
    (name): [string, number] => [name, 4 * 1024],
  ),
  ['pg_params', 32 * 1024],
]);

/** Characters of everything else together. Ottu's own events have a few kB of it. */
const MAX_OTHER = 32 * 1024;

/**
 * Most members are not signed: whoever has one event of ours could send it again and again, each time with others, and each
 * time it would be another one. So what is read here is kept up to a length that Ottu's own never has, and of the rest what
 * fits. What is left out counts as not said: where the event needs it to settle, Ottu is asked (M71).
 */
function boundedMembers(members: readonly JsonMember[]): ReturnType<typeof fitting<JsonMember>> {
  const lengthOf = ({ name, source }: JsonMember): number => name.length + source.text.length;
  const read = members.filter((member) => lengthOf(member) <= (READ_HERE.get(member.name) ?? 0));
  const isRead = new Set(read);
  const others = members.filter((member) => !isRead.has(member) && member.name !== LEFT_OUT);
  const { kept, leftOut } = fitting(others, MAX_OTHER, lengthOf);
  const isKept = new Set(kept);
  return { kept: members.filter((member) => isRead.has(member) || isKept.has(member)), leftOut };
}

function keptMember(document: JsonDocument, { name, source }: JsonMember, key: string): readonly [string, unknown] {
  if (!FLAT_TOKEN.test(name) || source.text === 'null') return [name, source];
  if (name !== 'token' || !source.isObject()) return [name, cardTokenHash(source.scalarText() ?? source.text, key)];
  const members = document.members('/token').map((member): readonly [string, unknown] => {
    const text = member.source.scalarText() ?? member.source.text;
    return [member.name, member.name === 'token' && text !== 'null' ? cardTokenHash(text, key) : member.source];
  });
  // As source text again, so that no name in it can change its place or meaning.
  return [name, JsonDocument.parse(Buffer.from(writeMembers(members), 'utf8'), EVENT_LIMITS).source('')];
}
