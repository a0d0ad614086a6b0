import { sameAgain, type ChaosOptions } from './options.ts';
import type { Told } from './merchant.ts';
import type { World } from './world.ts';

/** Says one line of the run's account. */
export type Say = (line: string) => void;

export function announce(chaos: ChaosOptions, say: Say): void {
  say(
    `chaos: seed ${chaos.seed} (${chaos.charges} charges, ${chaos.kills} kills, ` +
      `${chaos.databaseRestarts} database restarts, ${chaos.world}, broken: ${chaos.broken})`,
  );
}

export function report(
  chaos: ChaosOptions,
  world: World,
  told: readonly Told[],
  faults: readonly string[],
  say: Say,
): void {
  const answers = told.flatMap(({ conclusions }) => conclusions);
  const count = (start: string): number => faults.filter((fault) => fault.startsWith(start)).length;
  say(
    `  ${told.length} intents, ${answers.length} answers (${answers.filter(({ outcome }) => outcome === 'unknown').length} unknown), ` +
      `${world.simulator.ledger().length} entries in Ottu's ledger, ${world.receiver.events.length} events`,
  );
  const kinds = Map.groupBy(answers, ({ status, code, state }) => `${status} ${code ?? state ?? ''}`);
  say(`  ${[...kinds].map(([kind, list]) => `${list.length} × ${kind}`).join(', ')}`);
  say(
    `  ${count('double')} double, ${count('lost')} lost, ${count('unresolved')} unresolved, ${count('wrong')} wrong, ` +
      `${count('lie')} untrue answers, ${count('events')} faults in events, ${count('replica')} replicas ended by themselves`,
  );
  for (const fault of faults.slice(0, 20)) say(`  ${fault}`);
  say(
    faults.length === 0
      ? '  all is well'
      : `  FAILED with ${faults.length} faults. The same seed makes the same schedule again:\n  ${sameAgain(chaos)}`,
  );
}
