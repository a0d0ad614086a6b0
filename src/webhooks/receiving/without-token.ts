import { createHmac } from 'node:crypto';

import { JsonDocument, type JsonMember } from '../../json/json-document.ts';
import { writeMembers } from '../../json/write-json.ts';
import { EVENT_LIMITS } from './event-body.ts';

/** `token` itself, where it is no object, and the ways in which a form spells members of it. */
const FLAT_TOKEN = /^token(?:[[.].*)?$/s;

/**
 * The event's text as it may be kept (M70): the card's token is replaced by a keyed hash, the same for the same token
 * under the same key; all other values keep their spelling.
 *
 * @param key the newest webhook key.
 */
export function withoutToken(document: JsonDocument, key: string): string {
  const members = document.members('');
  if (!members.some(({ name }) => FLAT_TOKEN.test(name))) return document.text;
  return writeMembers(members.map((member) => kept(document, member, key)));
}

function kept(document: JsonDocument, { name, source }: JsonMember, key: string): readonly [string, unknown] {
  if (!FLAT_TOKEN.test(name) || source.text === 'null') return [name, source];
  if (name !== 'token' || !source.isObject()) return [name, hashed(source.scalarText() ?? source.text, key)];
  const members = document.members('/token').map((member): readonly [string, unknown] => {
    const text = member.source.scalarText() ?? member.source.text;
    return [member.name, member.name === 'token' && text !== 'null' ? hashed(text, key) : member.source];
  });
  // As source text again, so that no name in it can change its place or meaning.
  return [name, JsonDocument.parse(Buffer.from(writeMembers(members), 'utf8'), EVENT_LIMITS).source('')];
}

/** What is hashed cannot be the text of any event: this must never make a signature. */
function hashed(token: string, key: string): string {
  return `hmac-sha256:${createHmac('sha256', Buffer.from(key, 'utf8')).update(`token\0${token}`, 'utf8').digest('hex')}`;
}
