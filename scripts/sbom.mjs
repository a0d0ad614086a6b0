/**
 * Writes what the service is made of as CycloneDX JSON: every package that `npm ci --omit=dev --workspaces=false` installs,
 * with version, purl, hash and licence, and what needs what. `node scripts/sbom.mjs [FILE | -]`; reads package-lock.json, and
 * asks nobody.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [target = 'sbom.cdx.json'] = process.argv.slice(2);

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const installed = new Set(
  [...neededBy('')].map(
    (path) => `${packages[path].name ?? path.split('node_modules/').at(-1)}@${packages[path].version}`,
  ),
);

// `npm sbom --omit=dev` leaves out what development packages need too, such as pg: everything is asked for, and sorted out here.
const words = [
  'sbom',
  '--sbom-format=cyclonedx',
  '--sbom-type=application',
  '--package-lock-only',
  '--offline',
  '--workspaces=false',
];
const all = JSON.parse(
  execFileSync('npm', words, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] }),
);

const kept = all.components.filter(({ name, version }) => installed.has(`${name}@${version}`));
const found = new Set(kept.map(({ name, version }) => `${name}@${version}`));
const missing = [...installed].filter((one) => !found.has(one));
if (missing.length > 0) {
  process.stderr.write(`npm does not list what package-lock.json has: ${missing.join(', ')}\n`);
  process.exit(1);
}

const { component } = all.metadata;
// npm calls it by the folder that it stands in.
component.name = packages[''].name;
const refs = new Set([component['bom-ref'], ...kept.map((one) => one['bom-ref'])]);
const text = JSON.stringify(
  {
    ...all,
    // For everybody who installs the service they are required, also where npm met one for a development package first.
    components: kept.map((one) => ({ ...one, scope: 'required', properties: one.properties.filter(isOfProduction) })),
    dependencies: all.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
  },
  undefined,
  2,
);

if (target === '-') {
  process.stdout.write(`${text}\n`);
} else {
  writeFileSync(target, `${text}\n`);
  process.stdout.write(`${target} lists ${kept.length} packages\n`);
}

/** Where the packages are that this one needs to run, and those that they need: the clients in `clients/` are none of them. */
function neededBy(path, seen = new Set()) {
  const { dependencies, optionalDependencies, peerDependencies } = packages[path];
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
    const folder = folderOf(name, path);
    // A peer that nobody asked for is not installed.
    if (folder === undefined || seen.has(folder)) continue;
    seen.add(folder);
    neededBy(folder, seen);
  }
  return seen;
}

/** Where Node.js finds a package for another one: beside it, or in a folder above. */
function folderOf(name, from) {
  const folders = from.split(/(?:^|\/)node_modules\//);
  for (let length = folders.length; length > 0; length -= 1) {
    const path = [...folders.slice(0, length), name].join('/node_modules/').replace(/^\//, '');
    if (path in packages) return path;
  }
  return undefined;
}

function isOfProduction({ name }) {
  return name !== 'cdx:npm:package:development';
}
