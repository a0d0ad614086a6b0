/**
 * `npm run test:contract`: checks what the service sends and what the simulator answers against Ottu's OpenAPI file.
 *
 * The file is Ottu's and no part of this repository. Where it lies is told by OTTU_OPENAPI; without that it is looked for
 * beside the repository, and the check is left out when it is not there. Exit status: that of the check; 0 when it was
 * left out; 2 when OTTU_OPENAPI names a file that cannot be read.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join, resolve } from 'node:path';

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

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--config',
    join(root, 'test', 'contract', 'jest.config.mjs'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, OTTU_OPENAPI: path } },
);
process.exit(status ?? 1);
