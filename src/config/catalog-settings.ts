import { resolve } from 'node:path';
import type { Environment } from './environment.ts';
import type { ViolationList } from './configuration-error.ts';
import { Secret } from './secret.ts';
import type { CatalogSettings } from './settings.ts';
import { isHttpAddress, pieces } from './variable-rules.ts';

/** A file, or the address of a quote service with the key that its requests are signed by (M57). */
export function catalogSettings(environment: Environment, faults: ViolationList): CatalogSettings | undefined {
  const { CATALOG: text, CATALOG_SECRET: keys } = environment;
  const url = text !== undefined && isHttpAddress(text) ? text : undefined;
  const secretGiven = keys !== undefined || environment.CATALOG_SECRET_FILE !== undefined;
  if (url === undefined && secretGiven) {
    faults.add('CATALOG', 'must be the address of a quote service: CATALOG_SECRET belongs to one');
  }
  if (url !== undefined && !secretGiven) {
    faults.add('CATALOG_SECRET', 'is missing: requests to the quote service are signed with it');
  }
  if (url !== undefined) return { kind: 'http', url, secrets: pieces(keys).map((secret) => new Secret(secret)) };
  return text === undefined ? undefined : { kind: 'file', path: resolve(text.replace(/^file:/, '')) };
}
