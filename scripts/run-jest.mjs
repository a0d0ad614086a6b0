import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/**
 * Runs the tests that have a Jest configuration of their own, with the arguments of the command. Ends the process with
 * their status.
 *
 * @param {string} folder of the configuration, from the root of the repository
 * @param {Readonly<Record<string, string>>} env added to the environment
 * @returns {never}
 */
export function runJest(folder, env) {
  const { status } = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--config',
      join(root, folder, 'jest.config.mjs'),
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
  );
  process.exit(status ?? 1);
}
