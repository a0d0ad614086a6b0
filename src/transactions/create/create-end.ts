import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { isForeign } from '../../payments/answers/learn-from-answer.ts';
import { readFact } from '../../payments/facts/read-fact.ts';
import { asPaymentId, parseSessionId, type SessionId } from '../../payments/identifiers.ts';
import { selfLink } from '../../payments/reading/payment-links.ts';
import type { Learn, Learnt } from '../../payments/settlement/learnt.ts';
import { PersistentSettle } from '../../payments/settlement/persistent-settle.ts';
import { Problem, type Outcome } from '../../problems/problem.ts';
import { OttuProblems } from '../answers/ottu-problems.ts';
import type { PassedAnswer } from '../answers/passed-answer.ts';
import { storedProblem } from '../answers/stored-problem.ts';
import { endWrite, type WriteEnd } from '../writes/transaction-writes.ts';
import type { CreateClaimed, CreateCommand } from './create-command.ts';

/** How a creation ends: each way is settled, kept for replays, and told. */
@Injectable()
export class CreateEnd {
  constructor(
    private readonly settle: PersistentSettle,
    private readonly problems: OttuProblems,
    private readonly settings: Settings,
  ) {}

  /** @throws Problem when the answer names no session of its own, or when the store failed: the session stays here then */
  async created(command: CreateCommand, claimed: CreateClaimed, reply: OttuReply): Promise<PassedAnswer> {
    const document = jsonObjectOf(reply);
    const sessionId = parseSessionId(document?.source('/session_id')?.scalarText());
    if (document === undefined || sessionId === undefined) throw await this.lost(command, claimed, reply);
    const learnt = await this.#store(claimed, 'done', undefined, adopting(document, sessionId, reply.status), sessionId);
    if (learnt === undefined) throw this.#unstored(claimed);
    if (learnt.adoptSession === undefined) throw await this.lost(command, claimed, reply);
    return { status: reply.status, body: reply.body, sessionId, paymentId: claimed.paymentId };
  }

  async refused(claimed: CreateClaimed, reply: OttuReply): Promise<Problem> {
    const problem = this.#about(this.problems.ofReply(reply), claimed, 'none', 'none');
    await this.#store(claimed, 'refused', problem, () => ({
      event: 'ottu_refused',
      details: { status: reply.status },
      verdict: { state: 'rejected', result: undefined, message: undefined },
    }));
    return problem;
  }

  /** @param cause an answer that says nothing, or the fault that stood in its place */
  async lost(command: CreateCommand, claimed: CreateClaimed, cause: unknown): Promise<Problem> {
    const reply = isReply(cause) ? cause : undefined;
    const problem = this.#about(
      reply === undefined ? this.problems.ofFault(cause) : this.problems.ofReply(reply),
      claimed,
      command.outcomeIfLost,
      'unknown',
    );
    await this.#store(claimed, 'lost', problem, () => ({
      event: 'answer_lost',
      details: reply === undefined ? {} : { status: reply.status },
    }));
    return problem;
  }

  async notSent(claimed: CreateClaimed, fault: unknown): Promise<Problem> {
    const problem = this.#about(this.problems.ofFault(fault), claimed, 'none', 'none');
    await this.#store(claimed, 'not_sent', problem, () => ({ event: 'not_sent', standing: 'not_processed' }));
    return problem;
  }

  async #store(
    claimed: CreateClaimed,
    end: WriteEnd,
    problem: Problem | undefined,
    learn: Learn,
    namedSession?: SessionId,
  ): Promise<Learnt | undefined> {
    return this.settle.settleOrKeepTrying(
      {
        paymentId: asPaymentId(claimed.paymentId),
        namedSession,
        learn,
        alongside: (tx) => endWrite(tx, claimed.writeId, end, problem && storedProblem(problem)),
      },
      this.settings.waits.leaseGrace,
    );
  }

  /** Ottu created it, and we could not write that down: what nobody here knows of must not be handed out. */
  #unstored(claimed: CreateClaimed): Problem {
    return this.#about(new Problem('store_unavailable', { retryAfterSeconds: 5 }), claimed, 'none', 'unknown');
  }

  #about({ code, options }: Problem, claimed: CreateClaimed, outcome: Outcome, ofPayment: Outcome): Problem {
    const { paymentId: id, orderNo } = claimed;
    return new Problem(code, { ...options, outcome, payment: { id, order_no: orderNo, outcome: ofPayment, self: selfLink(id) } });
  }
}

function adopting(document: JsonDocument, sessionId: SessionId, status: number): Learn {
  const said = readFact(document, 'create');
  return (locked) => {
    const checked = locked.check(said);
    const foreign = checked.mismatches.some((mismatch) => isForeign(mismatch, said));
    return {
      event: 'created',
      details: { status },
      fact: { said, checked },
      ...(locked.mayAdoptSession && !foreign ? { adoptSession: sessionId, handedOut: true } : {}),
    };
  };
}

function isReply(cause: unknown): cause is OttuReply {
  return typeof cause === 'object' && cause !== null && 'status' in cause && 'body' in cause;
}
