import { Injectable } from '@nestjs/common';

import type { JsonDocument } from '../../json/json-document.ts';
import { jsonObjectOf } from '../../ottu/reply-json.ts';
import type { OttuReply } from '../../ottu/transport/http-sender.ts';
import { OttuProblems } from '../../payments/answers/ottu-problems.ts';
import { repeatedProblem, storedProblem, type StoredProblem } from '../../payments/answers/refusal.ts';
import {
  isTemporaryCreateRefusal,
  refusalText,
  refusesOrderNo,
  meaningOf,
} from '../../payments/answers/reply-meaning.ts';
import { isForeign } from '../../payments/facts/foreign.ts';
import { readFact } from '../../payments/facts/provider-fact.ts';
import { asSessionId, parseSessionId, type SessionId } from '../../payments/identifiers.ts';
import { problemPayment, selfLink } from '../../payments/reading/to-payment-response.ts';
import type { Interpret, SettlementInput } from '../../payments/settlement/settlement-input.ts';
import {
  TransactionWrites,
  type Completion,
  type WriteInput,
} from '../../payments/transaction-writes/transaction-writes.ts';
import { Problem, type Outcome } from '../../problems/problem.ts';
import { RetrieveTransaction } from '../retrieve-transaction.ts';
import type { PassedResponse } from '../transaction.response.ts';
import { CreateClaim, type ClaimedCreate, type CreateCommand, type EarlierCreate } from './create-claim.ts';

/** Told where the process that made the call died before it heard the answer. */
const ANSWER_NEVER_HEARD: StoredProblem = {
  code: 'ottu_bad_answer',
  detail: 'It is not known whether Ottu created the transaction: its answer was lost. Use a new key and order number.',
  outcome: 'unknown',
};

/**
 * Creates a transaction for a payer to pay: claim, call, settle, as a charge has it, but nothing is charged. Each end is
 * settled, kept for replays, and told.
 */
@Injectable()
export class CreateTransaction {
  constructor(
    private readonly claim: CreateClaim,
    private readonly writes: TransactionWrites,
    private readonly retrieve: RetrieveTransaction,
    private readonly problems: OttuProblems,
  ) {}

  /** @throws Problem of `CreateClaim`, of Ottu's refusal, and where it is not known whether Ottu created it */
  async execute(command: CreateCommand): Promise<PassedResponse> {
    const claimed = await this.claim.claim(command);
    if (claimed.kind === 'earlier') return this.#replay(claimed);
    return this.writes.send<PassedResponse>(() => command.prepare(claimed.orderNo), {
      answered: (reply) => this.#answered(command, claimed, reply),
      lost: async (cause) => {
        throw await this.#lost(command, claimed, cause);
      },
      notSent: async (cause, refusal) => {
        const problem = await this.#notSent(claimed, cause);
        throw refusal === undefined ? problem : refusedAs(refusal, problem);
      },
    });
  }

  async #answered(command: CreateCommand, claimed: ClaimedCreate, reply: OttuReply): Promise<PassedResponse> {
    const text = refusalText(reply);
    if (isTemporaryCreateRefusal(text)) throw await this.#refused(claimed, reply, true);
    if (claimed.again && refusesOrderNo(text)) throw await this.#lost(command, claimed, reply);
    switch (meaningOf(reply)) {
      case 'done':
        return this.#created(command, claimed, reply);
      case 'refused':
        throw await this.#refused(claimed, reply, false);
      case 'unclear':
        throw await this.#lost(command, claimed, reply);
    }
  }

  /** @throws Problem when the answer names no session of its own, or when the store failed: the session stays here then */
  async #created(command: CreateCommand, claimed: ClaimedCreate, reply: OttuReply): Promise<PassedResponse> {
    const document = jsonObjectOf(reply);
    const sessionId = parseSessionId(document?.source('/session_id')?.scalarText());
    if (document === undefined || sessionId === undefined) throw await this.#lost(command, claimed, reply);
    // An answer about another order, or a session that another payment has, is as good as none.
    const foreign = this.#lostProblem(command, claimed, reply);
    const adopt = adopting(document, sessionId, reply.status);
    const input = await this.#complete(
      claimed,
      (locked) => endsByAdoption(adopt(locked), foreign),
      endsByAdoption({ event: 'answer_lost' }, foreign),
      {
        namedSession: sessionId,
        alongside: async (tx, { ending }) => {
          if (ending.state === 'done') await command.keep?.(tx, claimed.write.paymentId, document);
        },
      },
    );
    if (input === undefined) throw this.#unstored(claimed);
    if (input.ending.state !== 'done') throw foreign;
    return { status: reply.status, body: reply.body, sessionId, paymentId: claimed.write.paymentId };
  }

  /** @param claimAgain for a reason outside of the request: the same key may try again (M5a). */
  async #refused(claimed: ClaimedCreate, reply: OttuReply, claimAgain: boolean): Promise<Problem> {
    const problem = this.#about(this.problems.ofReply(reply), claimed, 'none', 'none');
    await this.#settle(claimed, {
      event: 'ottu_refused',
      details: { status: reply.status },
      creationState: claimAgain ? 'not_processed' : 'rejected',
      ending: { state: 'refused', problem: storedProblem(problem), claimAgain },
    });
    return problem;
  }

  /** @param cause an answer that says nothing, or the fault that stood in its place */
  async #lost(command: CreateCommand, claimed: ClaimedCreate, cause: unknown): Promise<Problem> {
    const problem = this.#lostProblem(command, claimed, cause);
    const details = isReply(cause) ? { status: cause.status } : {};
    const ending = { state: 'lost', problem: storedProblem(problem) } as const;
    await this.#settle(claimed, { event: 'answer_lost', details, ending });
    return problem;
  }

  async #notSent(claimed: ClaimedCreate, violation: unknown): Promise<Problem> {
    const problem = this.#about(this.problems.ofFault(violation), claimed, 'none', 'none');
    const ending = { state: 'not_sent', problem: storedProblem(problem), claimAgain: true } as const;
    await this.#settle(claimed, { event: 'not_sent', creationState: 'not_processed', ending });
    return problem;
  }

  async #settle(claimed: ClaimedCreate, input: WriteInput): Promise<void> {
    await this.#complete(claimed, () => input, input);
  }

  async #complete(
    { write }: ClaimedCreate,
    interpret: Interpret<WriteInput>,
    lost: WriteInput,
    more: Pick<Completion<WriteInput>, 'namedSession' | 'alongside'> = {},
  ): Promise<WriteInput | undefined> {
    return this.writes.complete(write, { interpret, lost, ...more });
  }

  /** M9: a replay is the transaction as it is now, read anew, since answers are never stored; or the same refusal. */
  async #replay({ payment, write }: EarlierCreate): Promise<PassedResponse> {
    const described = problemPayment(payment, undefined);
    // What Ottu refused to this key stays refused, also when another key has used the order number since (M41).
    const refused = write?.state === 'refused' && !write.claim_again;
    if (payment.session_id === null || refused) {
      throw repeatedProblem((write?.problem as StoredProblem | null | undefined) ?? ANSWER_NEVER_HEARD, described);
    }
    try {
      const answer = await this.retrieve.execute(asSessionId(payment.session_id));
      return { ...answer, status: 201, replayed: true };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Nothing was charged by this route; the transaction can be read again later.
      throw new Problem(error.code, {
        ...error.options,
        outcome: described.outcome,
        payment: described,
        headers: { 'idempotent-replayed': 'true' },
      });
    }
  }

  #lostProblem(command: CreateCommand, claimed: ClaimedCreate, cause: unknown): Problem {
    const problem = isReply(cause) ? this.problems.ofReply(cause) : this.problems.ofFault(cause);
    return this.#about(problem, claimed, command.outcomeIfLost, 'unknown');
  }

  /** Ottu created it, and the store did not take its session, which therefore must not be handed out. */
  #unstored(claimed: ClaimedCreate): Problem {
    return this.#about(new Problem('store_unavailable', { retryAfterSeconds: 5 }), claimed, 'none', 'unknown');
  }

  #about({ code, options }: Problem, claimed: ClaimedCreate, outcome: Outcome, ofPayment: Outcome): Problem {
    const { write, orderNo } = claimed;
    const { paymentId: id } = write;
    return new Problem(code, {
      ...options,
      outcome,
      payment: { id, order_no: orderNo, outcome: ofPayment, self: selfLink(id) },
    });
  }
}

function adopting(document: JsonDocument, sessionId: SessionId, status: number): Interpret {
  const reported = readFact(document, 'create');
  return (locked) => {
    const checked = locked.check(reported);
    const foreign = checked.mismatches.some((mismatch) => isForeign(mismatch, reported));
    return {
      event: 'created',
      details: { status },
      fact: { reported, checked },
      ...(locked.mayAdoptSession && !foreign ? { adoptSession: sessionId, handedOut: true } : {}),
    };
  };
}

/** Only a session that is this payment's own can be handed out. */
function endsByAdoption(input: SettlementInput, foreign: Problem): WriteInput {
  const adopted = input.adoptSession !== undefined;
  return { ...input, ending: adopted ? { state: 'done' } : { state: 'lost', problem: storedProblem(foreign) } };
}

/** A form that was broken off is refused for what was wrong with it when its call ended. */
function refusedAs(refusal: Problem, { options: { outcome, payment } }: Problem): Problem {
  return new Problem(refusal.code, { ...refusal.options, ...(outcome && { outcome }), ...(payment && { payment }) });
}

function isReply(cause: unknown): cause is OttuReply {
  return typeof cause === 'object' && cause !== null && 'status' in cause && 'body' in cause;
}
