import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { startOurs } from './our-service.ts';
import type { Stage } from './stage.ts';
import type { Workload } from './workload.ts';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

const FOLDER = join(import.meta.dirname, '..', 'results', 'profiles');
const HOOK = pathToFileURL(join(import.meta.dirname, 'profile-hook.ts')).href;
const ROWS = 25;

/**
 * Profiles this service under the requests of one workload, without its start: leaves a file that Chrome's DevTools and
 * speedscope read, and prints where the time went by itself, by folder or package and by function.
 */
export async function profile(workload: Workload, stage: Stage): Promise<void> {
  if (workload.profile === undefined) throw new Error(`(${workload.name}) has no requests to profile.`);
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${workload.name}.cpuprofile`);
  rmSync(file, { force: true });
  const databaseUrl = await stage.database(`${workload.name}_profiled`);
  const ours = await startOurs(
    { upstream: stage.upstream, databaseUrl },
    { node: ['--import', `${HOOK}?to=${encodeURIComponent(file)}`] },
  );
  try {
    const requests = await workload.profile(stage, ours);
    const job = { connections: stage.connections, ...requests, url: ours.url, forMs: stage.seconds * 1_000 };
    await stage.send({ ...job, forMs: stage.warmUpMs });
    process.kill(ours.pid, 'SIGUSR2');
    const { count } = await stage.send(job);
    process.kill(ours.pid, 'SIGUSR2');
    while (!isWhole(file)) await sleep(50);
    console.log(`${file}\n${tell(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile, count)}`);
  } finally {
    await ours.stop();
  }
}

function isWhole(file: string): boolean {
  try {
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')) !== undefined;
  } catch {
    return false;
  }
}

function tell({ nodes, samples, timeDeltas }: CpuProfile, requests: number): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const byPlace = new Map<string, number>();
  const byFunction = new Map<string, number>();
  let busy = 0;
  for (const [index, sample] of samples.entries()) {
    const frame = frames.get(sample);
    const spent = timeDeltas[index] ?? 0;
    // Rest, and the profiler's own start, are no work of a request.
    if (frame === undefined || frame.functionName === '(idle)' || frame.url === 'node:inspector') continue;
    busy += spent;
    const place = placeOf(frame.url, frame.functionName);
    add(byPlace, place, spent);
    add(byFunction, `${frame.functionName || '(anonymous)'}  ${placeAndLine(frame.url, frame.lineNumber)}`, spent);
  }
  const rows = (spent: ReadonlyMap<string, number>): string =>
    [...spent]
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, ROWS)
      .map(
        ([name, us]) =>
          `${((100 * us) / busy).toFixed(1).padStart(6)} %  ${(us / requests).toFixed(1).padStart(8)} µs  ${name}`,
      )
      .join('\n');
  return [
    `${requests} requests, ${(busy / requests).toFixed(0)} µs each while the profiler looked on; self time a request:`,
    rows(byPlace),
    'by function:',
    rows(byFunction),
  ].join('\n\n');
}

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

/** A folder of the service, a package, a module of Node.js, or what V8 does beside. */
function placeOf(url: string, functionName: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)';
  if (url.startsWith('node:')) return url.split('/').slice(0, 2).join('/');
  const [, inPackages] = url.split(/\/node_modules\/(?!.*\/node_modules\/)/);
  const nameParts = inPackages?.startsWith('@') === true ? 2 : 1;
  if (inPackages !== undefined) return inPackages.split('/').slice(0, nameParts).join('/');
  const [, inDist] = url.split('/dist/');
  return inDist === undefined ? url : `src/${inDist.split('/').slice(0, -1).join('/')}`;
}

function placeAndLine(url: string, line: number): string {
  const short = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/dist\//, 'dist/');
  return short === '' ? '' : `${short}:${line + 1}`;
}
