import { createHash } from 'node:crypto';

import { stripUnstorable } from '../../database/strip-unstorable.ts';

/** Characters of a member that is one word, a number or a reference. Ottu's have some tens, and ours never as many. */
const MAX_TEXT = 1_000;
/** Characters of what a gateway says to people. */
const MAX_MESSAGE = 2_000;
/** Characters of all `pg_params` as JSON. Ottu's own have one or two kB. */
const MAX_PG_PARAMS = 32 * 1024;

/** Stands in place of what is too long. No name that Ottu has. */
export const LEFT_OUT = '(left out)';

/**
 * A text of Ottu's as it is compared and stored. Most of them are not signed, and no row may grow without end: of a longer
 * one its beginning is kept with a hash of it all, so that it is no amount, no state and nobody's order number any more, and
 * still differs from every other.
 */
export function keptText(text: string): string {
  const storable = stripUnstorable(text);
  if (storable.length <= MAX_TEXT) return storable;
  return `${cut(storable, MAX_TEXT)} sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}

/** A sentence of a gateway's, or of Ottu's; nothing where there is none. */
export function keptMessage(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const storable = stripUnstorable(text);
  return storable.length <= MAX_MESSAGE ? storable : cut(storable, MAX_MESSAGE);
}

/** `pg_params` as they are kept: where they are too long, the members that fit, and how much was left out. */
export function boundedPgParams(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(params);
  const { kept, leftOut } = fitting(entries, MAX_PG_PARAMS, ([name, value]) => JSON.stringify([name, value]).length);
  return Object.fromEntries(leftOut === undefined ? kept : [...kept, [LEFT_OUT, leftOut]]);
}

export interface LeftOut {
  readonly members: number;
  readonly characters: number;
}

/** Those that fit into so many characters together, in their order: one that is too long takes no other's place. */
export function fitting<T>(
  items: readonly T[],
  most: number,
  lengthOf: (item: T) => number,
): { readonly kept: readonly T[]; readonly leftOut: LeftOut | undefined } {
  let left = most;
  const leftOut = { members: 0, characters: 0 };
  const kept = items.filter((item) => {
    const length = lengthOf(item);
    if (length > left) {
      leftOut.members += 1;
      leftOut.characters += length;
      return false;
    }
    left -= length;
    return true;
  });
  return { kept, leftOut: leftOut.members === 0 ? undefined : leftOut };
}

/** Never in the middle of a character, which no database takes. */
function cut(text: string, length: number): string {
  return `${stripUnstorable(text.slice(0, length))}…`;
}
