import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { residentMemory } from '../resident-memory.ts';
import { startOurs } from '../harness/our-service.ts';
import { figure } from '../harness/side-by-side.ts';
import type { Stage } from '../harness/stage.ts';
import { median } from '../harness/statistics.ts';
import type { Result, Workload } from '../harness/workload.ts';

export const coldStart: Workload = {
  name: 'h',
  title: 'from nothing to ready, and what is held at rest',
  quick: false,
  run: async (stage: Stage): Promise<Result> => {
    const starts = await measure(stage.upstream, await stage.database('h'), stage.rounds);
    const [postgres, existing] = starts;
    return {
      name: coldStart.name,
      title: coldStart.title,
      notes: ['The databases have their tables, but for the new directory. At rest: some seconds after it was ready.'],
      table: {
        columns: ['ready after, ms', 'resident at rest, MB'],
        rows: starts.map(({ on, readyMs, atRest }) => ({ name: on, figures: [figure(readyMs, 0), figure(atRest, 0)] })),
      },
      verdicts: [
        { target: 'ready on PostgreSQL', value: median(postgres?.readyMs ?? []), limit: 1_200, unit: 'ms' },
        {
          target: 'ready on an existing PGlite directory',
          value: median(existing?.readyMs ?? []),
          limit: 2_000,
          unit: 'ms',
        },
        { target: 'resident at rest, on PostgreSQL', value: median(postgres?.atRest ?? []), limit: 150, unit: 'MB' },
      ],
      failed: 0,
    };
  },
};

/** What a service that nobody asks anything has settled at. */
const REST_MS = 5_000;

const STARTS = ['PostgreSQL', 'PGlite, its directory is there', 'PGlite, a new directory'] as const;

interface ColdStart {
  readonly on: (typeof STARTS)[number];
  /** Milliseconds from the start of the process until `/health/ready` answers 200; one for each round. */
  readonly readyMs: readonly number[];
  /** Megabytes, some seconds later; one for each round. */
  readonly atRest: readonly number[];
}

/** (h) From nothing to ready, and what it holds when it is left alone. The databases have their tables, but for the new one. */
async function measure(upstream: string, databaseUrl: string, rounds: number): Promise<ColdStart[]> {
  const home = mkdtempSync(join(tmpdir(), 'ottu-bff-bench-start-'));
  const urls: Record<ColdStart['on'], (round: number) => string> = {
    PostgreSQL: () => databaseUrl,
    'PGlite, its directory is there': () => `pglite:${join(home, 'there')}`,
    'PGlite, a new directory': (round) => `pglite:${join(home, `new-${round}`)}`,
  };
  const results = STARTS.map((on) => ({ on, readyMs: [] as number[], atRest: [] as number[] }));
  try {
    // The first round makes the tables, and is nobody's figure.
    for (let round = 0; round <= rounds; round += 1) {
      for (const { on, readyMs, atRest } of results) {
        const ours = await startOurs({ upstream, databaseUrl: urls[on](round) }, { on: 'both' });
        if (round > 0) {
          await sleep(REST_MS);
          readyMs.push(ours.readyMs);
          atRest.push(residentMemory(ours.pid));
        }
        await ours.stop();
      }
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return results;
}
