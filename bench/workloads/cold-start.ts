import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { residentMemory } from '../resident-memory.ts';
import { startOurs, type Around } from './ours.ts';

/** What a service that nobody asks anything has settled at. */
const REST_MS = 5_000;

export const STARTS = ['PostgreSQL', 'PGlite, its directory is there', 'PGlite, a new directory'] as const;

export interface ColdStart {
  readonly on: (typeof STARTS)[number];
  /** Milliseconds from the start of the process until `/health/ready` answers 200; one for each round. */
  readonly readyMs: readonly number[];
  /** Megabytes, some seconds later; one for each round. */
  readonly atRest: readonly number[];
}

/** (h) From nothing to ready, and what it holds when it is left alone. The databases have their tables, but for the new one. */
export async function coldStart({ upstream, databaseUrl }: Around, rounds: number): Promise<ColdStart[]> {
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
        const ours = await startOurs({ upstream, databaseUrl: urls[on](round) });
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
