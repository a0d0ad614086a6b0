import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

import { transformSync } from '@swc/core';
import type { Plugin } from 'esbuild';

import { COMPILER } from './compiler.ts';

/** Nest tries packages that nobody has installed, and goes on without them. */
export const optionalPackages: Plugin = {
  name: 'optional packages',
  setup(builder) {
    builder.onResolve({ filter: /^[@a-z]/ }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'asked') return undefined;
      const found = await builder.resolve(path, { kind, importer, resolveDir, pluginData: 'asked' });
      return found.errors.length > 0 ? { path, external: true } : found;
    });
  },
};

/** TypeScript as Jest would compile it: esbuild by itself knows nothing of the types that decorators leave behind. */
export const compiled: Plugin = {
  name: 'compiled',
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const options = { ...COMPILER, filename: path, configFile: false, swcrc: false };
      const { code } = transformSync(readFileSync(path, 'utf8'), options);
      return { contents: inPlace(code, path), loader: 'js' };
    });
  },
};

export const asTheyLie: Plugin = {
  name: 'as they lie',
  setup(builder) {
    builder.onLoad({ filter: /\.[cm]?js$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8');
      if (!/\b(?:import\.meta\.|__(?:dirname|filename)\b)/.test(code)) return undefined;
      const names = `var __dirname = ${JSON.stringify(dirname(path))}, __filename = ${JSON.stringify(path)};`;
      return { contents: `${code.includes('import.meta.') ? '' : names}${inPlace(code, path)}`, loader: 'js' };
    });
  },
};

/** Files find what lies beside them although they are in a bundle. */
function inPlace(code: string, path: string): string {
  return code
    .replaceAll(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(path).href))
    .replaceAll(/\bimport\.meta\.dirname\b/g, JSON.stringify(dirname(path)))
    .replaceAll(/\bimport\.meta\.filename\b/g, JSON.stringify(path));
}
