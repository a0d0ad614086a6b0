/**
 * Makes one program of the 3,400 files that a start would read one after the other: `dist/service.js`. Finding and linking
 * files was half the time of a start. It is the last step of `npm run build`.
 *
 * `dist/` stays as the compiler made it, and `dist/module-by-module.js` is the same program from those files: for a profile
 * that is read by file, and for proofs that change one step of one class.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const entry = join(dist, 'module-by-module.js');

/** They read files of their own, from where they lie. */
const LEFT_OUTSIDE = ['@electric-sql/pglite', 'swagger-ui-dist'];

/** Nest and others try packages that are not installed, and go on without them. */
const optionalPackages = {
  name: 'optional packages',
  setup(builder) {
    builder.onResolve({ filter: /^[@a-z]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (pluginData === 'asked' || !['dynamic-import', 'require-call'].includes(kind)) return undefined;
      const found = await builder.resolve(path, { kind, importer, resolveDir, pluginData: 'asked' });
      return found.errors.length > 0 ? { path, external: true } : found;
    });
  },
};

const CLASS =
  /^((?:export (?:default )?)?(?:(?:let|var|const) \w+ = (?:\w+ = )?|module\.exports = )?class (\w+)(?: extends [^{}]+)? \{)(?!.*\})/gm;
const NAMED = '$1 static { Object.defineProperty(this, "name", { value: "$2", configurable: true }); }';
const OWN_REQUIRE = 'const require = createRequire(import.meta.url);';

/**
 * Where two classes have the same name the bundler gives one of them another; yet names of classes are names of schemas, of
 * loggers and of errors. (The bundler's own `keepNames` would do the same for every closure that a request makes.) And
 * modules that make themselves a `require` would load a second copy of a package with it, which has a state of its own.
 */
const likeModules = {
  name: 'like modules',
  setup(builder) {
    builder.onLoad({ filter: /\.[cm]?js$/ }, ({ path }) => {
      return { contents: readFileSync(path, 'utf8').replace(OWN_REQUIRE, '').replace(CLASS, NAMED) };
    });
  },
};

const service = join(dist, 'service.js');
renameSync(service, entry);
renameSync(`${service}.map`, `${entry}.map`);
const { outputFiles } = await build({
  entryPoints: [entry],
  outfile: service,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: LEFT_OUTSIDE,
  // The default is a UMD file, whose `require` no bundler can follow.
  alias: { 'jsonc-parser': join(root, 'node_modules', 'jsonc-parser', 'lib', 'esm', 'main.js') },
  plugins: [optionalPackages, likeModules],
  // Only read where somebody starts it with `--enable-source-maps`.
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  banner: {
    js: [
      "import { createRequire as requireOfBundle } from 'node:module';",
      'const require = requireOfBundle(import.meta.url), { filename: __filename, dirname: __dirname } = import.meta;',
    ].join('\n'),
  },
});

// One character beyond ASCII, in a pattern or in a comment, and all of the text takes twice the memory. Elsewhere there is none.
for (const { path, text } of outputFiles) {
  writeFileSync(
    path,
    text.replaceAll(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}
