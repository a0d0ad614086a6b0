/**
 * Asks the registry for known vulnerabilities of what `npm ci --omit=dev --workspaces=false` installs. Ends with 0 where it
 * knows of none, with 1 where it knows of some, and with 2 where it could not be asked: a registry that keeps no advisories, as
 * mirrors often do, refuses or has nothing to say of any package, and that is no news about these.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every registry with advisories has one about it (CVE-2021-44906, CVE-2020-7598). */
const KNOWN = { name: 'minimist', version: '0.0.8' };

const root = join(import.meta.dirname, '..');

const control = ofKnown();
if (control === undefined) end(2);
if (control.length === 0) {
  end(
    2,
    `The registry knows nothing of ${KNOWN.name} ${KNOWN.version}, which has known vulnerabilities: it keeps no advisories, so its silence says nothing about this service. Ask another one: npm_config_registry=https://… npm run audit:dependencies`,
  );
}

const found = audit(root);
if (found === undefined) end(2);
if (found.length === 0) end(0, 'The registry knows of no vulnerability in what the service is made of.');
for (const { name, severity, range, via } of found) {
  const words = via.map((one) => (typeof one === 'string' ? `through ${one}` : `${one.title} (${one.url})`));
  process.stdout.write(`${severity}: ${name} ${range}: ${words.join('; ')}\n`);
}
end(1, `${found.length} vulnerable packages; npm audit --omit=dev --workspaces=false says which versions mend them.`);

/** @returns the vulnerabilities that npm reports; undefined where it has none to report and says why on standard error */
function audit(folder) {
  const words = ['audit', '--omit=dev', '--json', '--package-lock-only', '--workspaces=false'];
  const { stdout, error } = spawnSync('npm', words, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const report = parsed(stdout);
  if (report?.vulnerabilities !== undefined) return Object.values(report.vulnerabilities);
  const reason = error?.message ?? report?.message ?? 'npm audit said nothing';
  process.stderr.write(`The registry could not be asked for vulnerabilities: ${reason}\n`);
  return undefined;
}

/** What the registry says about a package with a known vulnerability: whether it can be believed when it says nothing. */
function ofKnown() {
  const folder = mkdtempSync(join(tmpdir(), 'ottu-bff-audit-'));
  try {
    const { name, version } = KNOWN;
    const own = { name: 'control', version: '1.0.0', dependencies: { [name]: version } };
    const packages = { '': own, [`node_modules/${name}`]: { version } };
    writeFileSync(join(folder, 'package.json'), JSON.stringify(own));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ ...own, lockfileVersion: 3, packages }));
    return audit(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function end(status, sentence = '') {
  if (sentence !== '') (status === 2 ? process.stderr : process.stdout).write(`${sentence}\n`);
  process.exit(status);
}
