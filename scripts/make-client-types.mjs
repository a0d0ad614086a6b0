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
/** What is refused before it is known which route was meant. */
const OF_EVERY_ROUTE = ['url_too_long', 'headers_too_large', 'request_timeout'];
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
  const whole = audienceDocument(openApiDocument(app), { audience, table: app.get(RouteTable), publicPath: '' });
  // Shoppers are told a sentence for each of their codes, and there shall be none too many.
  const document = audience === 'storefront' ? withItsCodes(whole) : whole;
  const made = HEAD + astToString(await openapiTS(document, { alphabetize: true }));
  if (!process.argv.includes('--check')) {
    writeFileSync(target, made);
  } else if (read(target) !== made) {
    process.stderr.write(`The types in ${target} are not current: run \`npm run client\` and commit them.\n`);
    process.exitCode = 1;
  }
}

/** The document with those codes of problems alone that its own routes can answer. */
function withItsCodes(document) {
  const answers = JSON.stringify(document.paths);
  const codes = new Set([...answers.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code).concat(OF_EVERY_ROUTE));
  const { ProblemCode, ...schemas } = document.components.schemas;
  const own = { ...ProblemCode, enum: ProblemCode.enum.filter((code) => codes.has(code)) };
  return { ...document, components: { ...document.components, schemas: { ...schemas, ProblemCode: own } } };
}

function read(target) {
  try {
    return readFileSync(target, 'utf8');
  } catch {
    return undefined;
  }
}
