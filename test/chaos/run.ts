import { setTimeout as sleep } from 'node:timers/promises';

import { isLeftToPeople, isSettled, readPayments, type BookedPayment } from './books.ts';
import { findCertainFaults, findFaults } from './compare.ts';
import { planFaults } from './faults.ts';
import type { Books } from './ledger-view.ts';
import { pursue, type Told } from './merchant.ts';
import type { ChaosOptions } from './options.ts';
import { planIntents, type Intent } from './plan.ts';
import { seededRandom } from './random.ts';
import { announce, report, type Say } from './report.ts';
import { makeTrouble } from './trouble.ts';
import { startWorld, type World } from './world.ts';

/** A day of the money protocol, by the end of which everything is settled or before somebody's eyes. */
const LONGEST_MS = 26 * 60 * 60_000;

/** How long a service that is broken on purpose may take to become quiet: some never do, and were seen through long before. */
const BROKEN_QUIET_MS = 45_000;

export interface Verdict {
  /** One sentence each; none when all is well. */
  readonly faults: readonly string[];
  /** Those of them that nothing later could have mended. */
  readonly certain: readonly string[];
}

/** One run: charges under trouble until all is quiet, then the comparison of all books. */
export async function run(chaos: ChaosOptions, say: Say): Promise<Verdict> {
  announce(chaos, say);
  const random = seededRandom(chaos.seed);
  const intents = planIntents(chaos.charges, random);
  const rules = planFaults(chaos.charges, random);
  const world = await startWorld(chaos, seededRandom(chaos.seed + 1));
  world.simulator.setFaults(rules as never);
  try {
    const told = await charges(world, chaos, intents);
    world.simulator.clearFaults();
    await untilQuiet(world, chaos, told);
    const books = booksOf(world, told, await readPayments(world));
    const certain = [...findCertainFaults(books), ...world.receiver.faults, ...replicaFaults(world)];
    const left = books.payments.filter(isLeftToPeople).length;
    const faults = [
      ...findFaults(books),
      ...world.receiver.faults,
      ...replicaFaults(world),
      // Only a process that dies, or a database that goes away, may cost an inquiry its answer.
      ...(left > chaos.kills + chaos.databaseRestarts ? [`unresolved: ${left} payments were left to people`] : []),
    ];
    report(chaos, world, told, faults, say);
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

async function charges(world: World, chaos: ChaosOptions, intents: readonly Intent[]): Promise<Told[]> {
  const told: Told[] = [];
  const waiting = [...intents];
  let begun = 0;
  const worker = async (): Promise<void> => {
    for (let intent = waiting.shift(); intent !== undefined; intent = waiting.shift()) {
      begun += 1;
      // Of its own: what one intent does must not depend on how far the others have got.
      const random = seededRandom(chaos.seed * 31 + intent.number);
      told.push(await pursue(world, intent, random, Date.now() + LONGEST_MS / chaos.timeScale));
    }
  };
  const trouble = makeTrouble(world, chaos, seededRandom(chaos.seed + 2), () => begun / intents.length);
  // A world that does not come back is a fault of the run: it ends it.
  await Promise.all([trouble, ...Array.from({ length: chaos.concurrency }, worker)]);
  return told;
}

/**
 * Quiet: every payment is settled and every event that was written has arrived. With a service that is broken on purpose
 * the first fault that is certain will do.
 */
async function untilQuiet(world: World, chaos: ChaosOptions, told: readonly Told[]): Promise<void> {
  const until = Date.now() + (chaos.broken === 'none' ? LONGEST_MS / chaos.timeScale : BROKEN_QUIET_MS);
  while (Date.now() < until) {
    const payments = await readPayments(world).catch(() => undefined);
    if (payments !== undefined) {
      if (payments.every(isSettled) && eventsArrived(world, payments)) return;
      if (chaos.broken !== 'none' && findCertainFaults(booksOf(world, told, payments)).length > 0) return;
    }
    await sleep(500);
  }
}

function eventsArrived(world: World, payments: readonly BookedPayment[]): boolean {
  const last = new Map(world.receiver.events.map(({ paymentId, state }) => [paymentId, state]));
  return payments.every(({ id, state }) => last.get(id) === state);
}

function booksOf(world: World, told: readonly Told[], payments: readonly BookedPayment[]): Books {
  return { ledger: world.simulator.ledger(), payments, told, events: world.receiver.events };
}

function replicaFaults(world: World): string[] {
  return world.replicas.flatMap((replica) => replica.faults());
}
