/** An RFC 6901 pointer to the member or element reached by these names and indexes; none gives the whole document. */
export function pointer(...segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The decoded segments of a pointer. Pointers are written in our code, so a bad one is a TypeError, not a caller's fault. */
export function pointerSegments(text: string): string[] {
  if (text === '') return [];
  if (!text.startsWith('/') || /~(?![01])/.test(text)) throw new TypeError('Not an RFC 6901 JSON Pointer');
  return text
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
