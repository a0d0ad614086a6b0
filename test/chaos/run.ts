import { setTimeout as sleep } from 'node:timers/promises';

import { isLeftToPeople, isSettled, readPayments } from './books.ts';
import { restless } from './carts/at-rest.ts';
import { NO_CARTS, readCartRows } from './carts/cart-rows.ts';
import { wrongSessions } from './carts/compare-sessions.ts';
import { callsByKey } from './carts/native-calls.ts';
import { findCertainFaults, findFaults } from './compare.ts';
import { lastWordFaults } from './compare-events.ts';
import { oneStepPayments, type Books } from './ledger-view.ts';
import type { ChaosOptions } from './options.ts';
import { announce, report, type Say } from './report.ts';
import { planRules, planWork, type Done, type Work } from './work.ts';
import { seededRandom } from './random.ts';
import { makeTrouble } from './trouble.ts';
import { startWorld, type World } from './world.ts';

/** A day of the money protocol, by the end of which every payment is settled or under review. */
const LONGEST_MS = 26 * 60 * 60_000;

/** What is not at rest by then will not be in this run: everything that comes later is far (M31), and not waited for. */
const REST_MS = 6 * 60 * 60_000;

/** How long a service that is broken on purpose may take to become quiet: some never do, and were seen through long before. */
const BROKEN_QUIET_MS = 45_000;

export interface Verdict {
  /** One sentence each; none when all is well. */
  readonly faults: readonly string[];
  /** Those of them that nothing later could have mended. */
  readonly certain: readonly string[];
}

/** One run: charges and carts under trouble until all is quiet, then the comparison of all books. */
export async function run(chaos: ChaosOptions, say: Say): Promise<Verdict> {
  announce(chaos, say);
  const work = planWork(chaos);
  const world = await startWorld(chaos, seededRandom(chaos.seed + 1));
  world.simulator.setFaults(planRules(chaos) as never);
  try {
    const done = await carryOut(world, chaos, work);
    world.simulator.clearFaults();
    await untilQuiet(world, chaos, done);
    for (const { read } of done.shopped) await read();
    const books = await readBooks(world, done);
    const certain = [...findCertainFaults(books), ...world.receiver.faults, ...replicaFaults(world)];
    const left = oneStepPayments(books).filter(isLeftToPeople).length;
    const faults = [
      ...findFaults(books),
      ...(await wrongSessions(world, books.carts.rows)),
      ...world.receiver.faults,
      ...replicaFaults(world),
      // Only a process that dies, or a database that goes away, may cost an inquiry its answer.
      ...(left > chaos.kills + chaos.databaseRestarts ? [`unresolved: ${left} payments were left to people`] : []),
    ];
    report(chaos, books, faults, say);
    if (left > 0) say(`  ${left} left to people, since an inquiry's answer was lost with its process (M32, M33)`);
    return { faults, certain };
  } catch (error) {
    // At once: what is broken may keep the world from closing.
    console.error(error);
    throw error;
  } finally {
    await world.close();
  }
}

async function carryOut(world: World, chaos: ChaosOptions, work: readonly Work[]): Promise<Done> {
  const done: Done = { told: [], shopped: [] };
  const waiting = [...work];
  let begun = 0;
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      begun += 1;
      await next(world, done, Date.now() + LONGEST_MS / chaos.timeScale);
    }
  };
  const trouble = makeTrouble(world, chaos, seededRandom(chaos.seed + 2), () => begun / work.length);
  // A world that does not come back is a fault of the run: it ends it.
  await Promise.all([trouble, ...Array.from({ length: chaos.concurrency }, worker)]);
  return done;
}

/**
 * Quiet: every payment is settled, every cart is at rest, and every event that was written has arrived. With a service
 * that is broken on purpose the first fault that is certain will do.
 */
async function untilQuiet(world: World, chaos: ChaosOptions, done: Done): Promise<void> {
  const until = Date.now() + (chaos.broken === 'none' ? LONGEST_MS / chaos.timeScale : BROKEN_QUIET_MS);
  const restUntil = Date.now() + REST_MS / chaos.timeScale;
  while (Date.now() < until) {
    const books = await readBooks(world, done).catch(() => undefined);
    if (books !== undefined) {
      if (isQuiet(books, Date.now() > restUntil)) return;
      if (chaos.broken !== 'none' && findCertainFaults(books).length > 0) return;
    }
    await sleep(500);
  }
}

function isQuiet(books: Books, waitedLong: boolean): boolean {
  const atRest = restless(books.carts.rows, books.ledger).length === 0 && lastWordFaults(books).length === 0;
  return oneStepPayments(books).every(isSettled) && (atRest || waitedLong);
}

async function readBooks(world: World, { told, shopped }: Done): Promise<Books> {
  const { simulator, receiver, databaseUrl } = world;
  const rows = databaseUrl === undefined ? NO_CARTS : await readCartRows(databaseUrl);
  return {
    payments: await readPayments(world),
    ledger: simulator.ledger(),
    told,
    // A copy: what is compared stands still.
    events: [...receiver.events],
    carts: { rows, shopped, calls: callsByKey(simulator) },
  };
}

function replicaFaults(world: World): string[] {
  return world.replicas.flatMap((replica) => replica.faults());
}
