import { reportDebits } from './auto-debits/report-debits.ts';
import { reportCarts } from './carts/report-carts.ts';
import type { Books } from './ledger-view.ts';
import { reportOperations } from './operations/report-operations.ts';
import { sameAgain, type ChaosOptions } from './options.ts';

/** So many faults of each kind are shown. */
const SHOWN = 8;

/** Says one line of the run's account. */
export type Say = (line: string) => void;

export function announce(chaos: ChaosOptions, say: Say): void {
  say(
    `chaos: seed ${chaos.seed} (${chaos.charges} charges, ${chaos.carts} % of them carts, ${chaos.autoDebits} % of the others under agreements, ${chaos.operations} % of the rest operated on, ${chaos.kills} kills, ` +
      `${chaos.databaseRestarts} database restarts, ${chaos.deployments} deployments, ${chaos.world}, broken: ${chaos.broken})`,
  );
}

export function report(chaos: ChaosOptions, books: Books, faults: readonly string[], say: Say): void {
  const { told, ledger, events } = books;
  const answers = told.flatMap(({ conclusions }) => conclusions);
  const count = (start: string): number => faults.filter((fault) => fault.startsWith(start)).length;
  say(
    `  ${told.length} intents, ${answers.length} answers (${answers.filter(({ outcome }) => outcome === 'unknown').length} unknown), ` +
      `${ledger.length} entries in Ottu's ledger, ${events.length} events`,
  );
  const kinds = Map.groupBy(answers, ({ status, code, state }) => `${status} ${code ?? state ?? ''}`);
  if (kinds.size > 0) say(`  ${[...kinds].map(([kind, list]) => `${list.length} × ${kind}`).join(', ')}`);
  reportCarts(books, say);
  reportOperations(books, say);
  reportDebits(books, say);
  say(
    `  ${count('double')} double, ${count('beyond')} beyond the balance, ${count('money')} wrong sums, ${count('lost')} lost, ${count('unresolved')} unresolved, ${count('wrong')} wrong, ` +
      `${count('lie')} untrue answers, ${count('held')} held too long, ${count('late')} found too late, ` +
      `${count('review')} wrong reviews, ${count('events')} faults in events, ${count('replica')} replicas ended by themselves`,
  );
  for (const [, list] of Map.groupBy(faults, (fault) => fault.split(':')[0])) {
    for (const fault of list.slice(0, SHOWN)) say(`  ${fault}`);
    if (list.length > SHOWN) say(`  … and ${list.length - SHOWN} more of this kind`);
  }
  say(
    faults.length === 0
      ? '  all is well'
      : `  FAILED with ${faults.length} faults. The same seed makes the same schedule again:\n  ${sameAgain(chaos)}`,
  );
}
