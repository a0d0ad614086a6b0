import { built, graft } from './graft.ts';

type ChargeModule = typeof import('../../../src/payments/attempts/charge.ts');
type Request = import('../../../src/payments/attempts/charge.ts').ChargeRequest;
type Command = import('../../../src/payments/attempts/attempt-claim.ts').ChargeCommand;
type Claim = import('../../../src/payments/attempts/attempt-claim.ts').AttemptClaim;
type Deadline = import('../../../src/ottu/transport/deadline.ts').Deadline;
type Reply = import('../../../src/ottu/transport/ottu-transport.ts').OttuReply;

const { Charge } = (await import(built('payments/attempts/charge.js'))) as ChargeModule;
const answers = new Map<string, Promise<Reply>>();

/** Ottu is called first, and only then is anything written: a process that dies in between forgets the charge. */
class ClaimAfterCall extends Charge {
  protected override async claimFirst(command: Command, deadline: Deadline) {
    const { target } = command;
    if (target.kind !== 'create') return super.claimFirst(command, deadline);
    const body = target.bodyFor(target.payment);
    // It can be made once, and is asked for again where it would be sent.
    Object.assign(target, { bodyFor: () => body });
    const answer = this.checkout.create(body, deadline);
    await answer.catch(() => undefined);
    const claimed = await super.claimFirst(command, deadline);
    if (claimed.kind === 'claimed') answers.set(claimed.attemptId, answer);
    return claimed;
  }

  protected override async send(request: Request, claim: Claim, deadline: Deadline): Promise<Reply> {
    return answers.get(claim.attemptId) ?? super.send(request, claim, deadline);
  }
}

graft(Charge, ClaimAfterCall);
