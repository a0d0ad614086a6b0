import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

export const BUNDLE = 'bundle.mjs';
/** Bundles of former sources that are kept: a run that began before a change still reads its own. */
const KEPT = 4;

export interface InBundle {
  /** What tests call it: a path without its ending, or a package. */
  readonly name: string;
  readonly from: string;
  /** What it is exported as. */
  readonly namespace: string;
}

export interface Namespace {
  readonly namespace: string;
  readonly exported: object;
}
export type Namespaces = ReadonlyMap<string, Namespace>;

/** Fills a folder that is there as a whole or not at all, however many runs begin at once; nothing where it is there. */
export async function inNewFolder(folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  if (existsSync(folder)) {
    const now = new Date();
    utimesSync(folder, now, now);
    return;
  }
  // Beside it: relative imports stay as they are.
  const unfinished = `${folder}.${process.pid}`;
  try {
    await fill(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    // Another run may have been first.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  removeFormer(folder);
}

function removeFormer(folder: string): void {
  const kind = basename(folder).split('-')[0] ?? '';
  const byAge = readdirSync(dirname(folder))
    .filter((name) => name.startsWith(`${kind}-`))
    .map((name) => join(dirname(folder), name))
    .map((path) => ({ path, usedAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((one, other) => other.usedAt - one.usedAt);
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { recursive: true, force: true });
}

/** Which names a module has is asked of the bundle itself, which shows at the same time that it can be loaded. */
export async function writeModules(folder: string, names: readonly InBundle[]): Promise<void> {
  const whole = (await import(join(folder, BUNDLE))) as Record<string, object>;
  for (const { name, namespace } of names) {
    const file = join(folder, `${name}.mjs`);
    const bundle = `./${relative(dirname(file), join(folder, BUNDLE))}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, moduleOf({ namespace, exported: whole[namespace] ?? {} }, bundle));
  }
}

/** The text of a module that gives on what the bundle has of it. */
export function moduleOf({ namespace, exported }: Namespace, bundle: string): string {
  // A name without a value is a package's own question for what is not installed.
  const names = Object.entries(exported).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : name,
  );
  const named = names.filter((name) => name !== 'default');
  return [
    `import { ${namespace} as whole } from ${JSON.stringify(bundle)};`,
    `export const { ${named.join(', ')} } = whole;`,
    ...(names.includes('default') ? ['export default whole.default;'] : []),
    '',
  ].join('\n');
}
