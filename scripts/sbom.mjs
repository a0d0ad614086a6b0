/**
 * Writes what the service is made of as CycloneDX JSON: every package that `npm ci --omit=dev` installs, with version, purl,
 * hash and licence, and what needs what. `node scripts/sbom.mjs [FILE | -]`; reads package-lock.json, and asks nobody.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const [target = 'sbom.cdx.json'] = process.argv.slice(2);

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const installed = new Set(
  Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`),
);

// `npm sbom --omit=dev` leaves out what development packages need too, such as pg: everything is asked for, and sorted out here.
const words = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only', '--offline'];
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

function isOfProduction({ name }) {
  return name !== 'cdx:npm:package:development';
}
