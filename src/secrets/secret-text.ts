import { readFileSync } from 'node:fs';

/** What stands around a secret, or has become of it, that nobody sees who looks at it: it would open nothing. */
export type Wrapping = 'byte order mark' | 'no UTF-8' | 'quotes';

/** The one line break that editors put at the end is not part of a secret; all other white space is. */
export function textOfSecretFile(path: string): string {
  return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
}

/** Nothing where the text of a file is the secret and no more. */
export function wrappingOf(text: string): Wrapping | undefined {
  if (text.startsWith('\uFEFF')) return 'byte order mark';
  if (/[\uFFFD\0]/.test(text)) return 'no UTF-8';
  return /^\s*["'`]|["'`]\s*$/.test(text) ? 'quotes' : undefined;
}

/**
 * The same of a variable. A password that somebody typed may end in a quote by chance; what a shell or `docker --env-file`
 * leaves stands at both ends.
 */
export function wrappingOfValue(text: string): Wrapping | undefined {
  const wrapping = wrappingOf(text);
  return wrapping === 'quotes' && !/^\s*(["'`])[^]*\1\s*$/.test(text) ? undefined : wrapping;
}
