/**
 * `npm run client` writes the TypeScript types of the API for front ends, from openapi.json; with `--check` it fails while
 * the file that is there is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import openapiTS, { astToString } from 'openapi-typescript';

const root = join(import.meta.dirname, '..');
const target = join(root, 'sandbox', 'storefront', 'api-types.d.ts');
const HEAD = '// Made from openapi.json by `npm run client`.\n\n';

const made = HEAD + astToString(await openapiTS(pathToFileURL(join(root, 'openapi.json'))));

if (!process.argv.includes('--check')) {
  writeFileSync(target, made);
} else if (read() !== made) {
  process.stderr.write('The types of the API are not current: run `npm run client` and commit them.\n');
  process.exitCode = 1;
}

function read() {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return undefined;
  }
}
