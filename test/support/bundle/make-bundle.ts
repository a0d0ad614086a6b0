import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

import { PGlite } from '@electric-sql/pglite';
import { build, type BuildOptions, type Plugin } from 'esbuild';

import {
  LEFT_OUTSIDE,
  PGLITE_SNAPSHOT,
  ROOT,
  SHARED_PACKAGES,
  type BundlePlan,
  type PackagesPlan,
} from './bundle-plan.ts';
import { BUNDLE, inNewFolder, moduleOf, writeModules, type InBundle, type Namespaces } from './bundle-folder.ts';
import { asTheyLie, compiled, optionalPackages } from './bundle-plugins.ts';

/**
 * Service and simulator as one file, the packages below them as another. Each test file has a world of its own and loads
 * all of it again: with 3,000 modules that took Jest's loader two seconds, half the work of an end-to-end file.
 *
 * Beside each bundle lies a small module for everything that tests import of it, under its own path: names cannot
 * collide, and no test knows of the bundle.
 */
export async function makeBundle({ folder, modules, packages }: BundlePlan): Promise<void> {
  const namespaces = await makePackages(packages);
  await inNewFolder(folder, async (unfinished) => {
    const names = modules.map((name, index) => ({ name, from: `./${name}.ts`, namespace: `module${index}` }));
    await build({
      ...common(names),
      outfile: join(unfinished, BUNDLE),
      sourcemap: 'linked',
      sourcesContent: false,
      plugins: [fromPackages(packages, namespaces), compiled],
    });
    await writeModules(unfinished, names);
  });
}

async function makePackages({ folder, names }: PackagesPlan): Promise<Namespaces> {
  const all = names.map((name, index) => ({ name, from: name, namespace: `package${index}` }));
  await inNewFolder(folder, async (unfinished) => {
    await build({
      ...common(all),
      outfile: join(unfinished, BUNDLE),
      external: LEFT_OUTSIDE,
      // The default is a UMD file, whose `require` no bundler can follow.
      alias: { 'jsonc-parser': './node_modules/jsonc-parser/lib/esm/main.js' },
      // A third of the time that reading it takes; nobody reads traces in there.
      minifyWhitespace: true,
      plugins: [optionalPackages, asTheyLie],
    });
    await writeModules(
      unfinished,
      all.filter(({ name }) => SHARED_PACKAGES.includes(name)),
    );
    await writeSnapshot(join(unfinished, PGLITE_SNAPSHOT));
  });
  const exported = (await import(join(folder, BUNDLE))) as Record<string, object>;
  return new Map(all.map(({ name, namespace }) => [name, { namespace, exported: exported[namespace] ?? {} }]));
}

async function writeSnapshot(file: string): Promise<void> {
  const empty = await PGlite.create();
  writeFileSync(file, await (await empty.dumpDataDir('none')).bytes());
  await empty.close();
}

function common(names: readonly InBundle[]): BuildOptions {
  return {
    stdin: {
      contents: names.map(({ namespace, from }) => `export * as ${namespace} from '${from}';`).join('\n'),
      resolveDir: ROOT,
      sourcefile: 'bundle-entry.mjs',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // Names of classes are names of schemas, of loggers and of problems: none may change where two are the same.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    banner: {
      js:
        "import { createRequire as requireOfBundle } from 'node:module';" +
        `const require = requireOfBundle(${JSON.stringify(pathToFileURL(join(ROOT, 'package.json')).href)});`,
    },
  };
}

/** What the sources import of packages comes out of the packages' bundle. */
function fromPackages({ folder }: PackagesPlan, namespaces: Namespaces): Plugin {
  return {
    name: 'from packages',
    setup(builder) {
      const bundle = join(folder, BUNDLE);
      builder.onResolve({ filter: /^[@a-z]/ }, ({ path }) => {
        if (path.startsWith('node:') || LEFT_OUTSIDE.includes(path)) return { path, external: true };
        return namespaces.has(path) ? { path, namespace: 'package' } : undefined;
      });
      builder.onResolve({ filter: /^\// }, ({ path }) =>
        path === bundle ? { path: `../${relative(join(folder, '..'), bundle)}`, external: true } : undefined,
      );
      builder.onLoad({ filter: /./, namespace: 'package' }, ({ path }) => {
        const found = namespaces.get(path);
        return { contents: found === undefined ? '' : moduleOf(found, bundle), loader: 'js' };
      });
    },
  };
}
