import { built, graft } from './graft.ts';

type SettleModule = typeof import('../../../src/payments/settlement/settle.ts');
type Tx = import('../../../src/database/database.ts').Tx;
type Known = import('../../../src/payments/settlement/settle.ts').StateInput;

const { Settle } = (await import(built('payments/settlement/settle.js'))) as SettleModule;

/** M26: Ottu says paid, and the amount is one of ours. That a page of before may have taken another one is not asked. */
class AwaitedIsPaid extends Settle {
  protected override async derive(tx: Tx, paymentId: string, known: Known) {
    const state = await super.derive(tx, paymentId, known);
    return state === 'confirming' ? 'paid' : state;
  }
}

graft(Settle, AwaitedIsPaid);
