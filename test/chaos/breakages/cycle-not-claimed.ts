import { built, graft } from './graft.ts';

type CycleGateModule = typeof import('../../../src/payments/auto-debits/cycle-gate.ts');

const { CycleGate } = (await import(built('payments/auto-debits/cycle-gate.js'))) as CycleGateModule;

/** M82: a cycle has no payment, whatever was charged for it: a billing job that runs twice bills twice. */
class CycleNotClaimed extends CycleGate {
  override async holder() {
    await Promise.resolve();
    return undefined;
  }
}

graft(CycleGate, CycleNotClaimed);
