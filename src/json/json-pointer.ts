import { readWork } from './read-work.ts';

export type PointerSegments = readonly (string | number)[];

/** Longest pointer that a caller is shown: names are his own, and one of them may be repeated in every fault. */
const MAX_SHOWN_LENGTH = 256;

/** An RFC 6901 pointer to the member or element reached by these names and indexes; none gives the whole document. */
export function pointer(...segments: PointerSegments): string {
  const written = segments.map((segment) => `/${escaped(String(segment))}`).join('');
  readWork.pointerCharacters += written.length;
  return written;
}

/** As `pointer`, for a person to read: cut with an ellipsis, and no more of it is written than is shown. */
export function shownPointer(segments: PointerSegments): string {
  let written = '';
  for (const segment of segments) {
    // One character more than fits is enough to know that it does not.
    written += `/${escaped(String(segment).slice(0, MAX_SHOWN_LENGTH + 1 - written.length))}`;
    if (written.length > MAX_SHOWN_LENGTH) break;
  }
  readWork.pointerCharacters += written.length;
  return cutPointer(written);
}

/** A pointer that was written already, as it may be shown. */
export function cutPointer(written: string): string {
  // The last kept character may be the half of a pair, which UTF-8 does not have.
  return written.length <= MAX_SHOWN_LENGTH ? written : `${written.slice(0, MAX_SHOWN_LENGTH - 1).toWellFormed()}…`;
}

/** Our code has fewer of them; those that name an element of a list are as many as lists are long. */
const MOST_KEPT = 1_024;
const kept = new Map<string, readonly string[]>();

/** The decoded segments of a pointer. Pointers are written in our code, so a bad one is a TypeError, not a caller's fault. */
export function pointerSegments(text: string): readonly string[] {
  let segments = kept.get(text);
  if (segments === undefined) {
    segments = segmentsOf(text);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(text, segments);
  }
  return segments;
}

function segmentsOf(text: string): readonly string[] {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) throw new TypeError('Not an RFC 6901 JSON Pointer');
  return text
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function escaped(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}
