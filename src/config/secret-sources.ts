import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Environment } from './environment.ts';
import type { ViolationList } from './configuration-error.ts';
import { Secret } from './secret.ts';
import type { SecretSource } from './settings.ts';

export type FileText = { readonly text: string } | { readonly fault: string };

/** The one line break that editors put at the end is not part of a secret; all other white space is. */
export function textOfSecretFile(path: string): string {
  return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
}

/**
 * What stands around a secret, or has become of it, that nobody sees who looks at the file: such a secret would open nothing.
 *
 * @returns words that follow "a file"; nothing where there is nothing of it.
 */
export function wrappingOf(text: string): string | undefined {
  if (text.startsWith('\uFEFF')) {
    return 'that begins with a byte order mark, which would be part of it: save it without one';
  }
  if (/[\uFFFD\0]/.test(text)) return 'that is no UTF-8: save it as that';
  if (/^\s*["'`]|["'`]\s*$/.test(text)) {
    return 'whose text stands in quotes, which would be part of it: take them away';
  }
  return undefined;
}

/** The text of a file named by a variable, without the line break that editors put at its end. */
export function readNamedFile(path: string): FileText {
  try {
    const text = textOfSecretFile(path);
    if (text === '') return { fault: 'names a file that is empty' };
    const fault = wrappingOf(text);
    return fault === undefined ? { text } : { fault: `names a file ${fault}` };
  } catch {
    return { fault: 'names a file that cannot be read' };
  }
}

/** A secret from its variable or from the file that its `_FILE` variable names; the caller saw that one is set. */
export function secretSource(value: string | undefined, file: string | undefined): SecretSource {
  return file === undefined
    ? { from: 'value', secret: new Secret(value ?? '') }
    : { from: 'file', path: resolve(file) };
}

/** Variables whose files are read once, at start; the files of Ottu's credentials are read again when they change. */
const READ_ONCE = [
  'OTTU_WEBHOOK_KEYS',
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'SERVICE_KEYS',
  'MERCHANT_EVENTS_SECRET',
  'CATALOG_SECRET',
  'CHALLENGE_SECRET',
] as const;

/** Gives these variables the text of the files that their `_FILE` variables name. */
export function readFilesInto(environment: Environment, faults: ViolationList): void {
  for (const name of READ_ONCE) {
    const path = environment[`${name}_FILE`];
    if (path === undefined) continue;
    if (environment[name] !== undefined) faults.add(name, `and ${name}_FILE must not both be set`);
    faults.blameFileFor(name);
    const file = readNamedFile(path);
    if ('text' in file) environment[name] = file.text;
    else faults.addUnreadable(name, file.fault);
  }
}
