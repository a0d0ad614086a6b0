/**
 * `npm run test:browser`: the demo shop in Debian's Chromium. Installs nothing. Exit status: that of the tests; 2 when
 * there is no Chromium, with what to do about it.
 *
 *   CHROMIUM   the browser (/usr/bin/chromium)
 */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

import { runJest } from './run-jest.mjs';

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

// The demo shop serves the storefront's client.
execFileSync(process.execPath, [join(import.meta.dirname, 'build-clients.mjs')], { stdio: 'inherit' });
runJest('test/browser', { CHROMIUM: chromium });
