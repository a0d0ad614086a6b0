import { built, graft } from './graft.ts';

type ChargeModule = typeof import('../../../src/payments/charging/charge.ts');
type Command = import('../../../src/payments/charging/charge-command.ts').ChargeCommand;
type Claimed = import('../../../src/payments/charging/claimed.ts').Claimed;
type Deadline = import('../../../src/ottu/transport/deadline.ts').Deadline;
type Reply = import('../../../src/ottu/transport/ottu-transport.ts').OttuReply;

const { Charge } = (await import(built('payments/charging/charge.js'))) as ChargeModule;
const answers = new Map<string, Promise<Reply>>();

/** Ottu is called first, and only then is anything written: a process that dies in between forgets the charge. */
class ClaimAfterCall extends Charge {
  protected override async claimFirst(command: Command, deadline: Deadline) {
    const asked = { orderNo: command.orderNo, amount: command.amount };
    const answer = this.checkout.create(command.bodyFor(asked), deadline);
    await answer.catch(() => undefined);
    const claimed = await super.claimFirst(command, deadline);
    if (claimed.kind === 'claimed') answers.set(claimed.attemptId, answer);
    return claimed;
  }

  protected override async send(body: string, claimed: Claimed, deadline: Deadline): Promise<Reply> {
    return answers.get(claimed.attemptId) ?? super.send(body, claimed, deadline);
  }
}

graft(Charge, ClaimAfterCall);
