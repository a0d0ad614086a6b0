/**
 * `npm run test:browser`: the demo shop in Debian's Chromium. Installs nothing. Exit status: that of the tests; 2 when
 * there is no Chromium, with what to do about it.
 *
 *   CHROMIUM   the browser (/usr/bin/chromium)
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const chromium = process.env.CHROMIUM || '/usr/bin/chromium';

try {
  accessSync(chromium, constants.X_OK);
} catch {
  console.error(
    `There is no browser at ${chromium}. On Debian: apt-get install -y --no-install-recommends chromium\n` +
      'Or name another Chromium: CHROMIUM=/path/to/chromium npm run test:browser',
  );
  process.exit(2);
}

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
    '--config',
    join(root, 'test', 'browser', 'jest.config.mjs'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, CHROMIUM: chromium } },
);
process.exit(status ?? 1);
