/**
 * `npm run client` writes the TypeScript types of the API for its two clients, each from the part of the document that is for
 * its audience; with `--check` it fails while a file that is there is not what it would write. Needs a built `dist/`.
 */
import 'reflect-metadata';

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import openapiTS, { astToString } from 'openapi-typescript';

const root = join(import.meta.dirname, '..');
const built = (path) => import(join(root, 'dist', path));

const TARGETS = { storefront: 'clients/storefront/src/api-types.ts', servers: 'clients/server/src/api-types.ts' };
const HEAD = '// Made from the document of this service by `npm run client`.\n\n';

const { createApp } = await built('create-app.js');
const { documentSettings } = await built('openapi/document-settings.js');
const { openApiDocument } = await built('openapi/document.js');
const { audienceDocument } = await built('openapi/audience-document.js');
const { RouteTable } = await built('access/route-table.js');

const app = await createApp(documentSettings());
for (const [audience, target] of Object.entries(TARGETS)) await makeTypes(audience, join(root, target));
await app.close();
// The application keeps timers that nobody waits for.
process.exit();

async function makeTypes(audience, target) {
  const document = audienceDocument(openApiDocument(app), { audience, table: app.get(RouteTable), publicPath: '' });
  const made = HEAD + astToString(await openapiTS(document, { alphabetize: true }));
  if (!process.argv.includes('--check')) {
    writeFileSync(target, made);
  } else if (read(target) !== made) {
    process.stderr.write(`The types in ${target} are not current: run \`npm run client\` and commit them.\n`);
    process.exitCode = 1;
  }
}

function read(target) {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return undefined;
  }
}
