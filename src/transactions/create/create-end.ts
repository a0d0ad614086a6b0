import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { isForeign } from '../../payments/facts/foreign.ts';
import { readFact } from '../../payments/facts/read-fact.ts';
import { asPaymentId, parseSessionId, type SessionId } from '../../payments/identifiers.ts';
import { selfLink } from '../../payments/reading/payment-links.ts';
import type { Learn, Learnt } from '../../payments/settlement/learnt.ts';
import { orLost } from '../../payments/settlement/or-lost.ts';
import { PersistentSettle } from '../../payments/settlement/persistent-settle.ts';
import { Problem, type Outcome } from '../../problems/problem.ts';
import { OttuProblems } from '../../payments/answers/ottu-problems.ts';
import type { PassedAnswer } from '../answers/passed-answer.ts';
import { isCreateRefusedForNow, refusalText, refusesOrderNo } from '../../payments/answers/refused-for-now.ts';
import { meaningOf } from '../../payments/answers/reply-meaning.ts';
import { storedProblem } from '../../payments/answers/stored-problem.ts';
import { endWrite, isUnsettled, type WriteEnding } from '../../payments/writes/transaction-writes.ts';
import type { CreateClaimed, CreateCommand } from './create-command.ts';

interface Ending extends Pick<WriteEnding, 'state' | 'claimAgain'> {
  readonly problem?: Problem;
}

/** How a creation ends: each way is settled, kept for replays, and told. */
@Injectable()
export class CreateEnd {
  constructor(
    private readonly settle: PersistentSettle,
    private readonly problems: OttuProblems,
    private readonly settings: Settings,
  ) {}

  /**
   * What Ottu's answer means. Bytes have gone out, so whatever fails from here on means that the answer is lost.
   *
   * @throws Problem for everything but a transaction that was created and stored
   */
  async answered(command: CreateCommand, claimed: CreateClaimed, reply: OttuReply): Promise<PassedAnswer> {
    try {
      return await this.#answered(command, claimed, reply);
    } catch (error) {
      throw error instanceof Problem ? error : await this.lost(command, claimed, error);
    }
  }

  async #answered(command: CreateCommand, claimed: CreateClaimed, reply: OttuReply): Promise<PassedAnswer> {
    const text = refusalText(reply);
    if (isCreateRefusedForNow(text)) throw await this.#refused(claimed, reply, true);
    if (claimed.again && refusesOrderNo(text)) throw await this.lost(command, claimed, reply);
    switch (meaningOf(reply)) {
      case 'done':
        return this.#created(command, claimed, reply);
      case 'refused':
        throw await this.#refused(claimed, reply, false);
      case 'unclear':
        throw await this.lost(command, claimed, reply);
    }
  }

  /** @throws Problem when the answer names no session of its own, or when the store failed: the session stays here then */
  async #created(command: CreateCommand, claimed: CreateClaimed, reply: OttuReply): Promise<PassedAnswer> {
    const document = jsonObjectOf(reply);
    const sessionId = parseSessionId(document?.source('/session_id')?.scalarText());
    if (document === undefined || sessionId === undefined) throw await this.lost(command, claimed, reply);
    // An answer about another order, or a session that another payment has, is as good as none.
    const foreign = this.#lostProblem(command, claimed, reply);
    const ended = (learnt: Learnt): Ending =>
      learnt.adoptSession === undefined ? { state: 'lost', problem: foreign } : { state: 'done' };
    const learnt = await this.#store(claimed, adopting(document, sessionId, reply.status), ended, sessionId);
    if (learnt === undefined) throw this.#unstored(claimed);
    if (learnt.adoptSession === undefined) throw foreign;
    return { status: reply.status, body: reply.body, sessionId, paymentId: claimed.paymentId };
  }

  /** @param claimAgain for a reason outside of the request: the same key may try again (M5a). */
  async #refused(claimed: CreateClaimed, reply: OttuReply, claimAgain: boolean): Promise<Problem> {
    const problem = this.#about(this.problems.ofReply(reply), claimed, 'none', 'none');
    const learn: Learn = () => ({
      event: 'ottu_refused',
      details: { status: reply.status },
      standing: claimAgain ? 'not_processed' : 'rejected',
    });
    await this.#store(claimed, learn, () => ({ state: 'refused', problem, claimAgain }));
    return problem;
  }

  /** @param cause an answer that says nothing, or the fault that stood in its place */
  async lost(command: CreateCommand, claimed: CreateClaimed, cause: unknown): Promise<Problem> {
    const problem = this.#lostProblem(command, claimed, cause);
    const details = isReply(cause) ? { status: cause.status } : {};
    await this.#store(
      claimed,
      () => ({ event: 'answer_lost', details }),
      () => ({ state: 'lost', problem }),
    );
    return problem;
  }

  async notSent(claimed: CreateClaimed, fault: unknown): Promise<Problem> {
    const problem = this.#about(this.problems.ofFault(fault), claimed, 'none', 'none');
    const learn: Learn = () => ({ event: 'not_sent', standing: 'not_processed' });
    await this.#store(claimed, learn, () => ({ state: 'not_sent', problem, claimAgain: true }));
    return problem;
  }

  async #store(
    claimed: CreateClaimed,
    learn: Learn,
    ended: (learnt: Learnt) => Ending,
    namedSession?: SessionId,
  ): Promise<Learnt | undefined> {
    const alongside = async (tx: Tx, learnt: Learnt): Promise<void> => {
      const { problem, ...ending } = ended(learnt);
      await endWrite(tx, claimed.writeId, { ...ending, problem: problem && storedProblem(problem) });
    };
    const stillOpen = (tx: Tx): Promise<boolean> => isUnsettled(tx, claimed.writeId);
    const readable = orLost(learn, { event: 'answer_lost' });
    const paymentId = asPaymentId(claimed.paymentId);
    const settlement = { paymentId, namedSession, learn: readable, alongside, stillOpen };
    return this.settle.settleOrKeepTrying(settlement, this.settings.waits.leaseGrace);
  }

  #lostProblem(command: CreateCommand, claimed: CreateClaimed, cause: unknown): Problem {
    const problem = isReply(cause) ? this.problems.ofReply(cause) : this.problems.ofFault(cause);
    return this.#about(problem, claimed, command.outcomeIfLost, 'unknown');
  }

  /** Ottu created it, and we could not write that down: what nobody here knows of must not be handed out. */
  #unstored(claimed: CreateClaimed): Problem {
    return this.#about(new Problem('store_unavailable', { retryAfterSeconds: 5 }), claimed, 'none', 'unknown');
  }

  #about({ code, options }: Problem, claimed: CreateClaimed, outcome: Outcome, ofPayment: Outcome): Problem {
    const { paymentId: id, orderNo } = claimed;
    return new Problem(code, {
      ...options,
      outcome,
      payment: { id, order_no: orderNo, outcome: ofPayment, self: selfLink(id) },
    });
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
