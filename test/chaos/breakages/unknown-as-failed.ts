import { built, graft } from './graft.ts';

type SettleCallModule = typeof import('../../../src/payments/attempts/settle-call.ts');

const { SettleCall } = (await import(built('payments/attempts/settle-call.js'))) as SettleCallModule;

/** A lost answer is reported as a failure: the merchant charges anew, and the first charge stands. */
class UnknownAsFailed extends SettleCall {
  protected override mayHaveBeenSent(): boolean {
    return false;
  }
}

graft(SettleCall, UnknownAsFailed);
