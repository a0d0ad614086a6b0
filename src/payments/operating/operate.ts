import { Injectable } from '@nestjs/common';

import { beforeClaim } from '../../problems/before-claim.ts';
import { Problem } from '../../problems/problem.ts';
import type { OperationId, PaymentId } from '../identifiers.ts';
import { PaymentsReader } from '../reading/payments-reader.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import { ClaimOperation, type OperationCommand } from './claim-operation.ts';
import { isExternal, type RequestedOperation } from '../operations/operation-states.ts';
import { SendOperation, type OperationToSend, type SendOutcome } from './send-operation.ts';

export interface OperationResult {
  readonly operationId: OperationId;
  /** An earlier request with this key has asked for it. */
  readonly replayed: boolean;
}

/** Claim, call, settle of operations, as of charges (M1 to M4, M80). Steps are methods that a proof by faults can replace. */
@Injectable()
export class Operate {
  constructor(
    protected readonly claims: ClaimOperation,
    private readonly sendOperation: SendOperation,
    private readonly refreshPayment: RefreshPayment,
    private readonly payments: PaymentsReader,
  ) {}

  /**
   * @throws Problem `not_found`, the problems of `ClaimOperation`, and those of Ottu's refusal to do anything at all, which
   * lets the same key ask again
   */
  async execute(command: OperationCommand): Promise<OperationResult> {
    await beforeClaim(() => this.#look(command.paymentId, command.request.operation));
    const claimed = await this.claims.claim(command);
    if (claimed.kind !== 'claimed') return { operationId: claimed.operationId, replayed: claimed.kind === 'replay' };
    const { operation } = claimed;
    await this.send(operation);
    return { operationId: operation.id, replayed: false };
  }

  /** @throws Problem where Ottu has done nothing */
  async send(operation: OperationToSend): Promise<void> {
    const outcome = await this.sendOperation.execute(operation);
    if (outcome.kind === 'refused') throw withOutcomeNone(outcome.problem);
    await this.#lookAfter(operation, outcome);
  }

  /** M54: closing starts with a look, which settles what was paid. */
  async #look(paymentId: PaymentId, operation: RequestedOperation): Promise<void> {
    const found = await this.payments.find(paymentId);
    if (found === undefined) throw new Problem('not_found', { detail: 'There is no such payment.' });
    const { session_id: sessionId } = found.payment;
    if (operation === 'reverse' || isExternal(operation) || sessionId === null) return;
    await this.refreshPayment.tryRefresh(paymentId, sessionId);
  }

  /** What the transaction is by then only Ottu's own word tells: `paid` after a full capture (M81), canceled, expired. */
  async #lookAfter({ paymentId, sessionId, kind }: OperationToSend, { kind: outcome }: SendOutcome): Promise<void> {
    if (outcome !== 'settled') return;
    if (kind === 'capture' || kind === 'cancel' || kind === 'expire') {
      await this.refreshPayment.tryRefresh(paymentId, sessionId);
    }
  }
}

function withOutcomeNone(problem: Problem): Problem {
  return new Problem(problem.code, { ...problem.options, outcome: 'none' });
}
