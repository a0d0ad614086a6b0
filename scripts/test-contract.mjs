/**
 * `npm run test:contract`: checks what the service sends and what the simulator answers against Ottu's OpenAPI file.
 *
 * The file is Ottu's and no part of this repository. Where it lies is told by OTTU_OPENAPI; without that it is looked for
 * beside the repository, and the check is left out when it is not there. Exit status: that of the check; 0 when it was
 * left out; 2 when OTTU_OPENAPI names a file that cannot be read.
 */
import { accessSync, constants } from 'node:fs';
import { join, resolve } from 'node:path';

import { runJest } from './run-jest.mjs';

const root = join(import.meta.dirname, '..');
const named = process.env.OTTU_OPENAPI;
const path = resolve(root, named || join('..', 'shared', 'ottu', 'Ottu_API.yaml'));

try {
  accessSync(path, constants.R_OK);
} catch {
  console.error(
    `Ottu's OpenAPI file is not at ${path}.\n` +
      'Download it from Ottu and name it: OTTU_OPENAPI=/path/to/Ottu_API.yaml npm run test:contract\n' +
      (named ? 'The contract was not checked.' : 'The contract check is left out.'),
  );
  process.exit(named ? 2 : 0);
}

runJest('test/contract', { OTTU_OPENAPI: path });
