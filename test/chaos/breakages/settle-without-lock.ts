import { setTimeout as sleep } from 'node:timers/promises';

import { built, graft } from './graft.ts';

type SettleModule = typeof import('../../../src/payments/settlement/settle.ts');
type Tx = import('../../../src/database/database.ts').Tx;
type Facts = readonly import('../../../src/payments/facts/derive-state.ts').KnownFact[];
type Known = import('../../../src/payments/settlement/settle.ts').StateInput;

const { Settle } = (await import(built('payments/settlement/settle.js'))) as SettleModule;

/**
 * What was meant to shorten transactions: each statement of a settlement stands for itself, so that no lock outlives its
 * statement. Of two settlements at once, both announce what only one of them found out, or the later one writes over what
 * the other wrote. The pause is a busy database: it lets the two meet in a short run, as they would once in a long one.
 */
class SettleWithoutLock extends Settle {
  protected override async inOneTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.query((db) => work(db as Tx));
  }

  protected override async derive(facts: Facts, known: Known) {
    const state = await super.derive(facts, known);
    await sleep(state === 'paid' ? 150 : 500);
    return state;
  }
}

graft(Settle, SettleWithoutLock);
