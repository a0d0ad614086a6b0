/**
 * `npm run test:browser`: the demo shop in Debian's Chromium. Installs nothing. Exit status: that of the tests; 2 when
 * there is no Chromium, with what to do about it.
 *
 *   CHROMIUM   the browser (/usr/bin/chromium)
 */
import { accessSync, constants } from 'node:fs';

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

runJest('test/browser', { CHROMIUM: chromium });
