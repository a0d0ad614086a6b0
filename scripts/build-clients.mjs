/**
 * Makes `clients/*\/dist/`, when it is missing or older than what it is made of, and then
 * `clients/storefront/dist/storefront.min.js`: the same with its packages in one small file, for a page without a bundler.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const always = process.argv.includes('--always');

for (const client of ['storefront', 'server']) await buildClient(join(root, 'clients', client));

async function buildClient(folder) {
  const dist = join(folder, 'dist');
  const built = join(dist, 'index.js');
  if (!always && existsSync(built) && newestSource(folder) <= statSync(built).mtimeMs) return;
  rmSync(dist, { recursive: true, force: true });
  execFileSync(process.execPath, [compiler, '-p', join(folder, 'tsconfig.build.json')], { stdio: 'inherit' });
  if (!folder.endsWith('storefront')) return;
  await build({
    entryPoints: [built],
    outfile: join(dist, 'storefront.min.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // A module is read as UTF-8 whatever it is served as.
    charset: 'utf8',
    legalComments: 'none',
  });
}

function newestSource(folder) {
  const files = globSync(['src/**/*.ts', 'package.json', 'tsconfig*.json'], { cwd: folder });
  return Math.max(
    ...[...files.map((file) => join(folder, file)), import.meta.filename].map((file) => statSync(file).mtimeMs),
  );
}
