import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Problem } from '../../problems/problem.ts';
import type { OperationId, PaymentId } from '../identifiers.ts';
import type { LockedOperation } from '../operations/operation-rows.ts';
import { SettleOperation, type LockedOperations } from '../operations/settle-operation.ts';
import { problemPayment } from '../reading/to-payment-response.ts';
import { outcomeOf } from './claim-operation.ts';

/** What somebody has seen at the bank, or in Ottu's dashboard. */
export interface Resolution {
  readonly paymentId: PaymentId;
  readonly operationId: OperationId;
  readonly decision: 'succeeded' | 'rejected';
  /** In words. */
  readonly reason: string;
  /** Name of the service key that decides. */
  readonly caller: string;
}

/**
 * M27, M80: ends an operation of which Ottu has not said what became of it. A success that Ottu shows afterwards is counted
 * all the same.
 */
@Injectable()
export class ResolveOperation {
  constructor(
    private readonly settleOperation: SettleOperation,
    private readonly settings: Settings,
  ) {}

  /**
   * The same key that decides the same again changes nothing.
   *
   * @throws Problem `not_found`, `operation_not_unknown`
   */
  async execute({ paymentId, operationId, decision, reason, caller }: Resolution): Promise<void> {
    await this.settleOperation.inTransaction(async (tx) => {
      const locked = await this.settleOperation.lock(tx, paymentId);
      const row = locked.operations.find(({ id }) => id === operationId);
      if (row === undefined) throw new Problem('not_found', { detail: 'The payment has no such operation.' });
      if (row.state === decision && row.decided_by === caller) return;
      this.#assertMayEnd(row, locked);
      await this.settleOperation.within(tx, locked, operationId, {
        state: decision,
        event: 'operation_decided',
        details: { decision, reason, decided_by: caller },
        decidedBy: caller,
      });
    });
  }

  /** Nothing that was sent may be under way any more. */
  #assertMayEnd(row: LockedOperation, { payment }: LockedOperations): void {
    const waitMs = this.settings.durations.operationRepeat - (row.sent_ms_ago ?? Infinity);
    if (row.state === 'unknown' && waitMs <= 0) return;
    const mayBeUnderWay = row.state === 'unknown' || row.state === 'sending';
    throw new Problem('operation_not_unknown', {
      detail: mayBeUnderWay
        ? 'It was sent a moment ago: Ottu may still do it, and is asked what became of it.'
        : `The operation is ${row.state}.`,
      payment: problemPayment(payment, undefined),
      outcome: outcomeOf(row),
      ...(mayBeUnderWay ? { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) } : {}),
    });
  }
}
