import { parseArgs } from 'node:util';

import { createSimulator } from '../sandbox/simulator.ts';
import { readBooks } from '../test/replicas/compare-books.ts';
import { startReplicaSet } from '../test/replicas/replica-set.ts';
import { startTraffic, type Traffic } from '../test/replicas/traffic.ts';
import { eventually } from '../test/support/eventually.ts';
import { startPostgresServer } from '../test/support/postgres-server.ts';
import { buildService } from '../test/support/service-process.ts';

/**
 * Replicas of the built service behind real nginx with the configuration of compose, all on loopback, under charges, reads,
 * edits of carts, checkouts and events. First each replica is replaced, `--rounds` times over, while nobody tries anything
 * again; then `--kills` of them are killed, while callers send a charge whose outcome they do not know again, with its key.
 * At the end the simulator's ledger is held against the books of the service.
 *
 *   node bench/rolling.ts [--replicas 3] [--servers 3] [--shoppers 3] [--rounds 3] [--kills 6]
 */
const { values } = parseArgs({
  options: {
    replicas: { type: 'string', default: '3' },
    servers: { type: 'string', default: '3' },
    shoppers: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    kills: { type: 'string', default: '6' },
  },
});
const callers = { servers: Number(values.servers), shoppers: Number(values.shoppers) };
/** Requests between two events. */
const BETWEEN = 200;

buildService();
const simulator = await createSimulator({ recordLimit: 1_000_000 });
const server = await startPostgresServer();
const set = await startReplicaSet(simulator, server.url, {
  replicas: Number(values.replicas),
  more: { DRAIN_DELAY_MS: '500' },
});

const rolling = startTraffic(set, callers);
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const old of set.replicas) {
    await moreRequests();
    const status = await set.stop(old);
    if (status !== 0) rolling.failures.push(`a replica ended with ${status}`);
    await set.start();
  }
}
await moreRequests();
await rolling.stop();
report('replaced', rolling);

const killing = startTraffic(set, { ...callers, patient: true });
for (let kill = 0; kill < Number(values.kills); kill += 1) {
  await moreRequests();
  const [victim] = set.replicas;
  if (victim !== undefined) await set.kill(victim);
  await moreRequests();
  await set.start();
}
await moreRequests();
await killing.stop();
report('killed', killing);

await simulator.settled();
const { charged, paid, notStored } = await readBooks(set);
const acknowledged = [...rolling.paid, ...killing.paid];
const lost = acknowledged.filter((orderNo) => !charged.includes(`${orderNo} 1.000 KWD`));
console.log(`charges in the ledger: ${charged.length}; twice: ${charged.length - new Set(charged).size}`);
console.log(`acknowledged: ${acknowledged.length}; of these not in the ledger: ${lost.length}`);
console.log(`the ledger is ${String(charged) === String(paid) ? 'equal' : 'NOT EQUAL'} to the paid payments`);
console.log(`events that were told and are not stored: ${notStored.length}`);
await set.close();
await simulator.close();
await server.stop();
process.exit(0);

async function moreRequests(): Promise<void> {
  const from = set.balancer.log().length;
  await eventually(() => set.balancer.log().length >= from + BETWEEN);
}

function report(what: string, { counts, failures }: Traffic): void {
  const all = Object.values(counts).reduce((sum, count) => sum + count, failures.length);
  const again = set.balancer.log().filter(({ tries }) => tries.length > 1).length;
  console.log(`${what}: ${all} requests, ${failures.length} failures; so far ${again} went on to another replica`);
  for (const [name, count] of Object.entries(counts)) console.log(`  ${name}: ${count}`);
  for (const failure of failures.slice(0, 20)) console.log(`  FAILED ${failure.slice(0, 400)}`);
}
