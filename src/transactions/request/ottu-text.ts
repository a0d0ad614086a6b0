import type { JsonDocument } from '../../json/json-document.ts';
import { writeMembers } from '../../json/write-json.ts';

/**
 * The text for Ottu: each of the caller's members with the source text of its value, in the caller's order (wallet
 * payloads byte for byte, unknown members at every depth, `1` as `1` and `"\u0041"` as that), and after them what this
 * service adds where the caller gave nothing.
 */
export function ottuText(document: JsonDocument, additions: Readonly<Record<string, string | undefined>>): string {
  const members = document.members('').map(({ name, source }): [string, unknown] => [name, source]);
  const given = new Set(members.map(([name]) => name));
  return writeMembers([...members, ...Object.entries(additions).filter(([name]) => !given.has(name))]);
}
