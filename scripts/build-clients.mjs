/**
 * Makes `clients/*\/dist/`, when it is missing or older than what it is made of, and then
 * `clients/storefront/dist/storefront.min.js`: the same with its packages in one small file, for a page without a bundler.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const always = process.argv.includes('--always');

for (const client of ['storefront', 'server']) await buildClient(join(root, 'clients', client));

async function buildClient(folder) {
  const dist = join(folder, 'dist');
  const bundled = folder.endsWith('storefront');
  // The last file that a build writes: one that was broken off has none, and is made again.
  const last = join(dist, bundled ? 'storefront.min.js' : 'index.d.ts');
  if (!always && existsSync(last) && newestSource(folder) <= statSync(last).mtimeMs) return;
  rmSync(dist, { recursive: true, force: true });
  execFileSync(process.execPath, [compiler, '-p', join(folder, 'tsconfig.build.json')], { stdio: 'inherit' });
  nameBuiltFiles(dist);
  if (!bundled) return;
  await build({
    entryPoints: [join(dist, 'index.js')],
    outfile: last,
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

/** TypeScript leaves `./x.ts` in declarations as it stands in the source, and a package has no such file. */
function nameBuiltFiles(dist) {
  // The one of the entry last: it says that the build is whole.
  const declarations = globSync('**/*.d.ts', { cwd: dist }).filter((file) => file !== 'index.d.ts');
  for (const file of [...declarations, 'index.d.ts']) {
    const text = readFileSync(join(dist, file), 'utf8');
    writeFileSync(
      join(dist, file),
      text.replaceAll(/((?:from|import\() *['"]\.{1,2}\/[\w./-]+)\.ts(?=['"])/g, '$1.js'),
    );
  }
}

function newestSource(folder) {
  const files = globSync(['src/**/*.ts', 'package.json', 'tsconfig*.json'], { cwd: folder });
  return Math.max(
    ...[...files.map((file) => join(folder, file)), import.meta.filename].map((file) => statSync(file).mtimeMs),
  );
}
