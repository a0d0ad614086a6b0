import { Injectable } from '@nestjs/common';

import { auditFactsOfOperation, auditFactsOfRow } from '../reading/audit-facts.ts';
import { noteForAudit } from '../../audit/key-use.ts';
import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import { Money } from '../../money/money.ts';
import { Problem } from '../../problems/problem.ts';
import { asOperationId, asPaymentId, type OperationId, type PaymentId } from '../identifiers.ts';
import { lockAttempts, moneyOf, writeTimeline } from '../payment-rows.ts';
import { problemPayment } from '../reading/to-payment-response.ts';
import { isOpen } from '../states/attempt-state.ts';
import { ApprovalRules } from './approval-rules.ts';
import { leaseMs, notAllowed, outcomeOf } from './claim-operation.ts';
import { Operate } from './operate.ts';
import { markSending, type LockedOperation } from '../operations/operation-rows.ts';
import { refusalOf } from '../operations/operation-rules.ts';
import type { OperationToSend } from './send-operation.ts';
import { SettleOperation, type LockedOperations } from '../operations/settle-operation.ts';

/** A second pair of eyes. */
export interface OperationDecision {
  readonly paymentId: PaymentId;
  readonly operationId: OperationId;
  readonly verdict: 'approve' | 'refuse';
  /** Name and id of the service key that decides. */
  readonly caller: string;
  readonly keyId: string;
}

/** M83: an operation that waits is sent only by the approval of another key; a refusal releases what it holds. */
@Injectable()
export class DecideOperation {
  constructor(
    private readonly database: Database,
    private readonly settleOperation: SettleOperation,
    private readonly approvals: ApprovalRules,
    private readonly operate: Operate,
    private readonly settings: Settings,
  ) {}

  /**
   * The same key that decides the same again changes nothing, and sends nothing.
   *
   * @throws Problem `not_found`, `approval_not_awaited`, `approval_by_requester`, `refund_limit_exceeded`,
   * `operation_not_allowed`; of Ottu as `Operate` does
   */
  async execute(decision: OperationDecision): Promise<void> {
    const toSend = await this.database.inTransaction((tx) => this.#decide(tx, decision));
    if (toSend !== undefined) await this.operate.send(toSend);
  }

  async #decide(tx: Tx, decision: OperationDecision): Promise<OperationToSend | undefined> {
    const { paymentId, operationId, verdict, caller } = decision;
    const locked = await this.settleOperation.lock(tx, paymentId);
    const row = locked.operations.find(({ id }) => id === operationId);
    if (row === undefined) throw new Problem('not_found', { detail: 'The payment has no such operation.' });
    noteForAudit({
      ids: { operation_id: row.id },
      before: { ...auditFactsOfRow(locked.payment), ...auditFactsOfOperation(row, locked.payment) },
    });
    if (row.state !== 'awaiting_approval') {
      if (row.decided_by === caller && (row.state === 'refused') === (verdict === 'refuse')) return undefined;
      throw new Problem('approval_not_awaited', {
        detail: `The operation is ${row.state}.`,
        payment: problemPayment(locked.payment, undefined),
        outcome: outcomeOf(row),
      });
    }
    if (verdict === 'refuse') {
      await this.settleOperation.within(tx, locked, operationId, {
        state: 'refused',
        event: 'operation_decided',
        details: { decision: verdict, decided_by: caller },
        decidedBy: caller,
      });
      return undefined;
    }
    this.#assertMayApprove(decision, row, locked);
    const attemptOpen = (await lockAttempts(tx, paymentId)).some(({ state }) => isOpen(state));
    const context = { ...locked, attemptOpen };
    const refusal = refusalOf(row.operation, context);
    if (refusal !== undefined) throw notAllowed(row.operation, refusal, context);
    await markSending(tx, operationId, { leaseMs: leaseMs(this.settings), decidedBy: caller });
    await writeTimeline(tx, paymentId, 'operation_decided', {
      operation: row.operation,
      operation_id: operationId,
      decision: verdict,
      decided_by: caller,
      from: row.state,
      to: 'sending',
    });
    return toSendOf(row, locked, false);
  }

  /** @throws Problem */
  #assertMayApprove({ caller, keyId }: OperationDecision, row: LockedOperation, { payment }: LockedOperations): void {
    if (row.requested_by === caller) {
      throw new Problem('approval_by_requester', { detail: 'Another service key has to approve it.', outcome: 'none' });
    }
    if (row.amount_minor === null) return;
    const amount = moneyOf(row.amount_minor, payment.currency_code);
    const limit = this.approvals.limitOf(keyId, amount.currency);
    // What a key may not refund by itself it may not let others refund either.
    if (limit !== undefined) {
      this.approvals.assertWithin({ ...limit, perDay: undefined }, amount, Money.fromMinor(0n, amount.currency));
    }
  }
}

/** A stored operation as it goes out. */
export function toSendOf(row: LockedOperation, { payment }: LockedOperations, repeated: boolean): OperationToSend {
  return {
    id: asOperationId(row.id),
    paymentId: asPaymentId(payment.id),
    kind: row.operation,
    orderNo: payment.order_no,
    sessionId: payment.session_id ?? '',
    amount: row.amount_minor === null ? undefined : moneyOf(row.amount_minor, payment.currency_code),
    destination: row.destination ?? undefined,
    extra: row.extra ?? undefined,
    repeated,
  };
}
