import { createHash, type Hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The repository. */
export const ROOT = join(import.meta.dirname, '..', '..', '..');

/** What is bundled, and where the bundles of today's sources lie. */
export interface BundlePlan {
  /** Of its own for every state of the sources: what was made of others is never met, nor overwritten while it is read. */
  readonly folder: string;
  /** Modules of `src/` and `sandbox/` that tests import, from the repository, without their ending. */
  readonly modules: readonly string[];
  readonly packages: PackagesPlan;
}

export interface PackagesPlan {
  readonly folder: string;
  /** As they are imported, such as `kysely/migration`. */
  readonly names: readonly string[];
}

/** Below `node_modules`: gone with the packages that it was made of, and nothing that a stack trace shows. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'test-bundle');

/** Packages that tests share with the service, so that both have the same classes; and one that nearly every test loads. */
export const SHARED_PACKAGES: readonly string[] = [
  '@nestjs/common',
  '@nestjs/core',
  'jose',
  'kysely',
  'pg',
  'standardwebhooks',
  'supertest',
];

/** They load files of their own, from where they lie. */
export const LEFT_OUTSIDE = ['@electric-sql/pglite', 'swagger-ui-dist'];

/** Beside the packages' bundle: what an empty PGlite holds. */
export const PGLITE_SNAPSHOT = 'pglite.tar';

/** Generators of property tests stand on fast-check, which takes a quarter of a second, and which no other test needs. */
const OWN_MODULE = /(?:\.\.\/)+((?:src|sandbox)\/(?!.*\.(?:arbitrary|vectors)\.ts)[^']+)\.ts/;
const OWN_IMPORT = new RegExp(`(?:from|import\\() ?'${OWN_MODULE.source}'`, 'g');
const PACKAGE_IMPORT =
  /^(?:import (?!type )|export \{|\} from )[^']*'((?!node:)[@a-z][^']*)'|import\('((?!node:)[@a-z][^']*)'\)/gm;

/** Cheap enough for every start of Jest: reads the sources once, and bundles nothing. */
export function bundlePlan(): BundlePlan {
  const sources = [...filesOf('src'), ...filesOf('sandbox')];
  const bundler = filesOf('test/support/bundle');
  const packages = packagesPlan(sources, bundler);
  const modules = found(filesOf('test'), OWN_IMPORT);
  const key = createHash('sha256').update([...modules, packages.folder].join('\n'));
  for (const file of [...sources, ...bundler]) addState(key, file);
  return { folder: folderOf('service', key), modules, packages };
}

function packagesPlan(sources: readonly string[], bundler: readonly string[]): PackagesPlan {
  const names = [...new Set([...SHARED_PACKAGES, ...found(sources, PACKAGE_IMPORT)])]
    .filter((name) => !LEFT_OUTSIDE.includes(name))
    .toSorted();
  const key = createHash('sha256').update(names.join('\n'));
  for (const file of [join(ROOT, 'package-lock.json'), ...bundler]) addState(key, file);
  return { folder: folderOf('packages', key), names };
}

/** What the first group that takes part in each match has caught, each once. */
function found(files: readonly string[], pattern: RegExp): string[] {
  const names = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].flatMap(([, ...groups]) => groups.find(Boolean) ?? []),
  );
  return [...new Set(names)].toSorted();
}

function addState(key: Hash, file: string): void {
  const { mtimeMs, size } = statSync(file);
  key.update(`${relative(ROOT, file)} ${mtimeMs} ${size}\n`);
}

function folderOf(kind: string, key: Hash): string {
  return join(CACHE, `${kind}-${key.digest('hex').slice(0, 16)}`);
}

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** For Jest: what tests import is found in the bundles. */
export function mapToBundle({ folder, packages }: BundlePlan): Record<string, string> {
  return {
    [`^${OWN_MODULE.source}$`]: `${folder}/$1.mjs`,
    [`^(${SHARED_PACKAGES.join('|')})$`]: `${packages.folder}/$1.mjs`,
  };
}
