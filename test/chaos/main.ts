import { setTimeout as sleep } from 'node:timers/promises';

import { isSettled, readPayments } from './books.ts';
import { findFaults } from './compare.ts';
import { planFaults } from './faults.ts';
import { pursue, type Told } from './merchant.ts';
import { readOptions, type ChaosOptions } from './options.ts';
import { planIntents } from './plan.ts';
import { seededRandom } from './random.ts';
import { makeTrouble } from './trouble.ts';
import { startWorld, type World } from './world.ts';

/** A day of the money protocol, by the end of which everything is settled or before somebody's eyes. */
const LONGEST_MS = 26 * 60 * 60_000;

const options = readOptions(process.argv.slice(2));
process.exit(await exitStatus());

async function exitStatus(): Promise<number> {
  try {
    return (await run(options)).length === 0 ? 0 : 1;
  } catch (error) {
    console.error(error);
    return 2;
  }
}

async function run(chaos: ChaosOptions): Promise<readonly string[]> {
  console.log(
    `chaos: ${chaos.charges} charges, ${chaos.kills} kills, ${chaos.world}, seed ${chaos.seed}, broken: ${chaos.broken}`,
  );
  const random = seededRandom(chaos.seed);
  const intents = planIntents(chaos.charges, random);
  const rules = planFaults(chaos.charges, random);
  const world = await startWorld(chaos, seededRandom(chaos.seed + 1));
  world.simulator.setFaults(rules as never);
  try {
    const told = await charges(world, chaos, intents, random);
    world.simulator.clearFaults();
    await untilQuiet(world, chaos);
    const found = findFaults({
      ledger: world.simulator.ledger(),
      payments: await readPayments(world),
      told,
      events: world.receiver.events,
    });
    report(chaos, world, told, [...found, ...world.receiver.faults]);
    return [...found, ...world.receiver.faults];
  } catch (error) {
    // At once: what is broken may keep the world from closing.
    console.error(error);
    throw error;
  } finally {
    await world.close();
  }
}

async function charges(
  world: World,
  chaos: ChaosOptions,
  intents: ReturnType<typeof planIntents>,
  random: ReturnType<typeof seededRandom>,
): Promise<Told[]> {
  const told: Told[] = [];
  const waiting = [...intents];
  let begun = 0;
  const worker = async (): Promise<void> => {
    for (let intent = waiting.shift(); intent !== undefined; intent = waiting.shift()) {
      begun += 1;
      told.push(await pursue(world, intent, random, Date.now() + LONGEST_MS / chaos.timeScale));
    }
  };
  const trouble = makeTrouble(world, chaos, seededRandom(chaos.seed + 2), () => begun / intents.length);
  // A world that does not come back is a fault of the run: it ends it.
  await Promise.all([trouble, ...Array.from({ length: chaos.concurrency }, worker)]);
  return told;
}

/** Quiet: every payment is settled and every event that was written has arrived. */
async function untilQuiet(world: World, chaos: ChaosOptions): Promise<void> {
  const until = Date.now() + LONGEST_MS / chaos.timeScale;
  while (Date.now() < until) {
    const payments = await readPayments(world).catch(() => undefined);
    const open = payments?.filter((payment) => !isSettled(payment)).length ?? 1;
    if (open === 0 && (await eventsArrived(world, payments ?? []))) return;
    await sleep(500);
  }
}

async function eventsArrived(
  world: World,
  payments: readonly { readonly id: string; readonly state: string }[],
): Promise<boolean> {
  const last = new Map(world.receiver.events.map(({ paymentId, state }) => [paymentId, state]));
  return payments.every(({ id, state }) => last.get(id) === state);
}

function report(chaos: ChaosOptions, world: World, told: readonly Told[], found: readonly string[]): void {
  const answers = told.flatMap(({ conclusions }) => conclusions);
  const count = (start: string): number => found.filter((fault) => fault.startsWith(start)).length;
  console.log(
    `  ${told.length} intents, ${answers.length} answers (${answers.filter(({ outcome }) => outcome === 'unknown').length} unknown), ` +
      `${world.simulator.ledger().length} entries in Ottu's ledger, ${world.receiver.events.length} events`,
  );
  const kinds = Map.groupBy(answers, ({ status, code, state }) => `${status} ${code ?? state ?? ''}`);
  console.log(`  ${[...kinds].map(([kind, list]) => `${list.length} × ${kind}`).join(', ')}`);
  console.log(
    `  ${count('double')} double, ${count('lost')} lost, ${count('unresolved')} unresolved, ${count('wrong')} wrong, ` +
      `${count('lie')} untrue answers, ${count('events')} faults in events`,
  );
  for (const fault of found.slice(0, 20)) console.log(`  ${fault}`);
  console.log(found.length === 0 ? '  all is well' : `  FAILED: seed ${chaos.seed} brings it back`);
}
