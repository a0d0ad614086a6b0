import { setTimeout as sleep } from 'node:timers/promises';

import { quietDebitFaults } from './auto-debits/compare-debits.ts';
import { readDebits } from './auto-debits/debit-books.ts';
import { isSettled, readPayments } from './books.ts';
import { restless } from './carts/at-rest.ts';
import { NO_CARTS, readCartRows } from './carts/cart-rows.ts';
import { wrongSessions } from './carts/compare-sessions.ts';
import { readHistory, type History } from './carts/history.ts';
import { machineMs, watchHolds, type HoldWatch } from './carts/holds.ts';
import { callsByKey } from './carts/native-calls.ts';
import { tellCarts } from './carts/tell-cart.ts';
import { findCertainFaults, findFaults } from './compare.ts';
import { lastWordFaults } from './compare-events.ts';
import { oneStepPayments, type Books } from './ledger-view.ts';
import { quietOperationFaults } from './operations/compare-operations.ts';
import { readServed } from './operations/operation-books.ts';
import { createOperator, type Operator } from './operator.ts';
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
const BROKEN_QUIET_MS = 60_000;

/** An operator who is refused asks so often again, since Ottu may be away; after that it is a fault that is reported. */
const PATIENT_ROUNDS = 6;

/** In the middle of the work, by how much of it was begun: what comes after a decision must be told from what it has seen. */
const DECIDES_AT = [0.3, 0.6, 0.9];

export interface Verdict {
  /** One sentence each; none when all is well. */
  readonly faults: readonly string[];
}

/**
 * One run: charges and carts under trouble until all is quiet, then the comparison of all books.
 *
 * @param seenBy the faults by which a broken service is known: once there is one, nothing more is waited for.
 */
export async function run(chaos: ChaosOptions, say: Say, seenBy = /^/): Promise<Verdict> {
  announce(chaos, say);
  const work = planWork(chaos);
  const world = await startWorld(chaos, seededRandom(chaos.seed + 1));
  world.simulator.setFaults(planRules(chaos) as never);
  // What a repeated Tracking-Key is answered with, in either form (F8.4).
  world.simulator.setSwitches({ tracked_repeat_as: chaos.seed % 2 === 0 ? 'child' : 'operation' });
  const witness = watch(world, chaos);
  try {
    const done = await carryOut(world, chaos, work, witness);
    world.simulator.clearFaults();
    world.road.clear();
    await untilQuiet(world, chaos, done, witness, seenBy);
    for (const { read } of done.shopped) await read();
    await witness.holds.stop();
    const books = await readBooks(world, done, witness, await historyOf(world));
    const others = [...world.receiver.faults, ...replicaFaults(world), ...witness.operator.faults];
    const faults = [...findFaults(books), ...(await wrongSessions(world, books.carts.rows)), ...others];
    report(chaos, books, faults, say);
    await tellFaults(world, books, faults, say);
    const { late, lost } = world.road.counts();
    say(`  on the road ${late} events were late by minutes and ${lost} were lost`);
    return { faults };
  } catch (error) {
    // At once: what is broken may keep the world from closing.
    console.error(error);
    throw error;
  } finally {
    await witness.holds.stop();
    await world.close();
  }
}

async function tellFaults({ databaseUrl }: World, books: Books, faults: readonly string[], say: Say): Promise<void> {
  if (databaseUrl === undefined || faults.length === 0) return;
  for (const line of await tellCarts(faults, databaseUrl, { ...books.carts, ledger: books.ledger })) say(`  ${line}`);
}

/** Who sees what rows do not keep, and who decides what no machine can (M27). */
interface Witness {
  readonly holds: HoldWatch;
  readonly operator: Operator;
  readonly timeScale: number;
  /** Real ms that the machine may take. */
  readonly machine: number;
}

const NO_HOLDS: HoldWatch = { holds: [], stop: async () => undefined };

function watch(world: World, chaos: ChaosOptions): Witness {
  const { timeScale } = chaos;
  const { databaseUrl } = world;
  return {
    holds: databaseUrl === undefined ? NO_HOLDS : watchHolds(databaseUrl, timeScale),
    operator: createOperator(world),
    timeScale,
    machine: machineMs(chaos),
  };
}

async function historyOf({ databaseUrl }: World): Promise<History> {
  return databaseUrl === undefined ? new Map() : readHistory(databaseUrl);
}

async function carryOut(
  world: World,
  chaos: ChaosOptions,
  work: readonly Work[],
  { operator }: Witness,
): Promise<Done> {
  const done: Done = { told: [], shopped: [], billed: [], served: [], serving: [] };
  const waiting = [...work];
  let begun = 0;
  const over = new AbortController();
  const deciding = async (): Promise<void> => {
    for (const share of DECIDES_AT) {
      while (!over.signal.aborted && begun / work.length < share) await sleep(50);
      if (!over.signal.aborted) await operator.decide();
    }
  };
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      begun += 1;
      await next(world, done, Date.now() + LONGEST_MS / chaos.timeScale);
    }
  };
  const trouble = makeTrouble(world, chaos, seededRandom(chaos.seed + 2), () => begun / work.length);
  // A world that does not come back is a fault of the run: it ends it.
  const workers = Promise.all(Array.from({ length: chaos.concurrency }, worker)).finally(() => over.abort());
  await Promise.all([trouble, deciding(), workers]);
  await Promise.all(done.serving);
  return done;
}

/**
 * Quiet: every payment is settled, every cart is at rest, and every event that was written has arrived. With a service
 * that is broken on purpose the first fault that is certain will do.
 */
async function untilQuiet(
  world: World,
  chaos: ChaosOptions,
  done: Done,
  witness: Witness,
  seenBy: RegExp,
): Promise<void> {
  const until = Date.now() + (chaos.broken === 'none' ? LONGEST_MS / chaos.timeScale : BROKEN_QUIET_MS);
  const restUntil = Date.now() + REST_MS / chaos.timeScale;
  let fruitless = 0;
  while (Date.now() < until) {
    const began = Date.now();
    const books = await readBooks(world, done, witness).catch(() => undefined);
    if (books !== undefined) {
      const waits = witness.operator.unheard > 0 || books.payments.some(({ state }) => state === 'needs_review');
      const decided = waits ? await witness.operator.decide() : 0;
      fruitless = decided > 0 ? 0 : fruitless + (waits ? 1 : 0);
      const mayRest = !waits || fruitless > PATIENT_ROUNDS;
      if (mayRest && isQuiet(books, Date.now() > restUntil)) return;
      if (chaos.broken !== 'none' && (await isSeenThrough(world, books, seenBy))) return;
    }
    // Of many payments the books are thick: reading them must not become the load itself.
    await sleep(500 + 2 * (Date.now() - began));
  }
}

async function isSeenThrough(world: World, books: Books, seenBy: RegExp): Promise<boolean> {
  const history = await historyOf(world);
  return findCertainFaults({ ...books, carts: { ...books.carts, history } }).some((fault) => seenBy.test(fault));
}

function isQuiet(books: Books, waitedLong: boolean): boolean {
  const atRest = restless(books.carts.rows, books.ledger).length === 0 && lastWordFaults(books).length === 0;
  const operated = quietOperationFaults(books.operations, books.events).length === 0;
  const debited = quietDebitFaults(books).length === 0;
  return oneStepPayments(books).every(isSettled) && ((atRest && operated && debited) || waitedLong);
}

async function readBooks(
  world: World,
  { told, shopped, billed, served }: Done,
  { holds, operator, timeScale, machine }: Witness,
  history: History = new Map(),
): Promise<Books> {
  const { simulator, receiver, databaseUrl, realTime } = world;
  const rows = databaseUrl === undefined ? NO_CARTS : await readCartRows(databaseUrl);
  const { decisions } = operator;
  return {
    payments: await readPayments(world),
    ledger: simulator.ledger().map((entry) => ({ ...entry, chargedAt: realTime(entry.at) })),
    told,
    operations: await readServed(world, served),
    debits: await readDebits(world, billed),
    // A copy: what is compared stands still.
    events: [...receiver.events],
    carts: {
      rows,
      shopped,
      calls: callsByKey(simulator),
      holds: holds.holds,
      history,
      timeScale,
      machine,
      decided: new Set(decisions.map(({ orderNo }) => orderNo)),
      givenBack: new Set(decisions.flatMap(({ givenBack, orderNo }) => (givenBack ? [orderNo] : []))),
    },
  };
}

function replicaFaults(world: World): string[] {
  return world.replicas.flatMap((replica) => replica.faults());
}
