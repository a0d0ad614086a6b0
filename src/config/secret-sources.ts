import { resolve } from 'node:path';
import { textOfSecretFile, wrappingOf, wrappingOfValue, type Wrapping } from '../secrets/secret-text.ts';
import { VARIABLES, type Environment } from './environment.ts';
import type { ViolationList } from './configuration-error.ts';
import { Secret } from './secret.ts';
import type { SecretSource } from './settings.ts';

export type FileText = { readonly text: string } | { readonly fault: string };

/** Words that follow "VARIABLE names a file" of `wrappingOf`. */
const WRAPPED_FILE: Readonly<Record<Wrapping, string>> = {
  'byte order mark': 'that begins with a byte order mark, which would be part of it: save it without one',
  'no UTF-8': 'that is no UTF-8: save it as that',
  quotes: 'whose text stands in quotes, which would be part of it: take them away',
};

/** Words that follow a variable itself. */
const WRAPPED_VALUE: Readonly<Record<Wrapping, string>> = {
  'byte order mark': 'begins with a byte order mark, which would be part of it: take it away',
  'no UTF-8': 'is no UTF-8: write it as that',
  quotes: 'stands in quotes, which would be part of it: take them away',
};

/** The text of a file named by a variable, without the line break that editors put at its end. */
export function readNamedFile(path: string): FileText {
  try {
    const text = textOfSecretFile(path);
    if (text === '') return { fault: 'names a file that is empty' };
    const wrapping = wrappingOf(text);
    return wrapping === undefined ? { text } : { fault: `names a file ${WRAPPED_FILE[wrapping]}` };
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
  'OTEL_EXPORTER_OTLP_HEADERS',
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

/** No variable means the quotes or the byte order mark around it; in a secret, no rule of its own would see them. */
export function refuseWrappedValues(environment: Environment, faults: ViolationList): void {
  for (const name of VARIABLES) {
    const wrapping = wrappingOfValue(environment[name] ?? '');
    if (wrapping !== undefined) faults.addUnreadable(name, WRAPPED_VALUE[wrapping]);
  }
}
