import { Injectable, Logger } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import { asOperationId, type OperationId, type PaymentId } from '../identifiers.ts';
import { Inquire } from '../inquiry/inquire.ts';
import { RefreshPayment } from '../settlement/refresh-payment.ts';
import { leaseMs } from './claim-operation.ts';
import { toSendOf } from './decide-operation.ts';
import { markSending, updateOperation, type LockedOperation } from '../operations/operation-rows.ts';
import { isExternal, type OperationKind } from '../operations/operation-states.ts';
import { SendOperation, type OperationToSend } from './send-operation.ts';
import { SettleOperation, type LockedOperations } from '../operations/settle-operation.ts';

/** What is to be done about an operation that is due. */
type NextLook =
  | { readonly do: 'nothing' }
  | { readonly do: 'look'; readonly kind: OperationKind; readonly sessionId: string }
  | { readonly do: 'send'; readonly operation: OperationToSend }
  | { readonly do: 'give_up' };

/**
 * M80: finds out what became of an operation. Ottu is asked first, by an inquiry where its throttle has room; then, no sooner
 * than ten minutes after it was sent, the operation goes out once more with the same `Tracking-Key`, by which Ottu answers
 * what became of the first one, or does what it never heard of. A refund to a wallet is never repeated.
 */
@Injectable()
export class LookUpOperation {
  readonly #logger = new Logger('Operations');

  constructor(
    private readonly settleOperation: SettleOperation,
    private readonly sendOperation: SendOperation,
    private readonly inquire: Inquire,
    private readonly refreshPayment: RefreshPayment,
    private readonly settings: Settings,
  ) {}

  /** @param pauseMs until it is looked at next, where it is still not known then. */
  async execute(paymentId: PaymentId, operationId: OperationId, pauseMs: number): Promise<void> {
    const first = await this.#locked(paymentId, operationId, (tx, locked, row) =>
      this.#begin(tx, locked, row, pauseMs),
    );
    if (first.do !== 'look') return;
    const looked = await this.#look(paymentId, operationId, first);
    const next = await this.#locked(paymentId, operationId, async (tx, locked, row) => {
      const noMoreToCome = looked === 'listed' || looked === 'used_up';
      if (noMoreToCome && wasNeverDone(row, locked)) return this.#reject(tx, locked, row);
      if (row.state !== 'succeeded' && row.state !== 'rejected') return this.#next(tx, locked, row, pauseMs);
      await updateOperation(tx, row.id, { state: row.state, dueInMs: looked === 'later' ? pauseMs : undefined });
      return { do: 'nothing' };
    });
    if (next.do === 'send') await this.sendOperation.execute(next.operation, pauseMs);
    if (next.do !== 'give_up') return;
    this.#logger.error(
      { payment_id: paymentId, operation_id: operationId },
      'Ottu has not said what became of an operation; it stays unknown, and somebody must look at its dashboard',
    );
  }

  async #locked(
    paymentId: PaymentId,
    operationId: OperationId,
    decide: (tx: Tx, locked: LockedOperations, row: LockedOperation) => Promise<NextLook>,
  ): Promise<NextLook> {
    return this.settleOperation.inTransaction(async (tx) => {
      const locked = await this.settleOperation.lock(tx, paymentId);
      const row = locked.operations.find(({ id }) => id === operationId);
      return row === undefined ? { do: 'nothing' } : decide(tx, locked, row);
    });
  }

  async #begin(tx: Tx, locked: LockedOperations, row: LockedOperation, pauseMs: number): Promise<NextLook> {
    switch (row.state) {
      case 'awaiting_approval':
        await this.settleOperation.within(tx, locked, asOperationId(row.id), {
          state: 'refused',
          event: 'operation_decided',
          details: { decision: 'lapsed' },
          message: 'Nobody approved it in time.',
        });
        return { do: 'nothing' };
      case 'sending':
        // It was sent in the meantime, as by an approval.
        if (row.sent_ms_ago !== null && row.sent_ms_ago < leaseMs(this.settings)) return { do: 'nothing' };
        // M3: the process that sent it has died, or could not store the answer.
        await this.settleOperation.within(tx, locked, asOperationId(row.id), {
          state: 'unknown',
          event: 'operation_lost',
          details: { reason: 'lease_expired' },
          dueInMs: pauseMs,
        });
        return lookAt(row, locked);
      case 'unknown':
      case 'queued':
      case 'rejected':
      case 'succeeded':
        // Also what is settled and due: it was settled by what may be another's.
        return lookAt(row, locked);
      case 'not_processed':
      case 'refused':
        await updateOperation(tx, row.id, { state: row.state, dueInMs: undefined });
        return { do: 'nothing' };
    }
  }

  /**
   * Outside of every transaction (M2). Ottu's silence is a result.
   *
   * @returns `listed`: Ottu has shown all children. `later`: an inquiry is still to be had, since none was made or answered.
   * `used_up`: there is none any more.
   */
  async #look(
    paymentId: PaymentId,
    operationId: OperationId,
    { kind, sessionId }: Extract<NextLook, { do: 'look' }>,
  ): Promise<'listed' | 'later' | 'used_up' | 'done'> {
    if (isExternal(kind)) {
      const outcome = await this.inquire.execute(paymentId, 'operations');
      if (outcome.kind === 'asked') return outcome.result === 'answered' ? 'listed' : 'done';
      if (outcome.kind === 'used_up') return 'used_up';
      return outcome.kind === 'too_early' || outcome.kind === 'busy' || outcome.kind === 'not_answered'
        ? 'later'
        : 'done';
    }
    const shown = await this.refreshPayment.refresh({ paymentId, sessionId, group: 'background' });
    const done =
      kind === 'delete'
        ? shown.kind === 'not_found'
        : shown.kind === 'answered' && shown.state === (kind === 'cancel' ? 'canceled' : 'expired');
    if (done) {
      await this.settleOperation.settle(paymentId, operationId, { state: 'succeeded', event: 'operation_looked_up' });
    }
    return 'done';
  }

  async #reject(tx: Tx, locked: LockedOperations, row: LockedOperation): Promise<NextLook> {
    const change = { state: 'rejected', event: 'operation_looked_up' } as const;
    await this.settleOperation.within(tx, locked, asOperationId(row.id), change);
    return { do: 'nothing' };
  }

  async #next(tx: Tx, locked: LockedOperations, row: LockedOperation, pauseMs: number): Promise<NextLook> {
    if (row.state !== 'unknown' && row.state !== 'queued') return { do: 'nothing' };
    const { operationRepeat, operationGiveUp, operationQueued } = this.settings.durations;
    const sentAgo = row.sent_ms_ago ?? 0;
    if (row.state === 'unknown' && row.age_ms > operationGiveUp) {
      await updateOperation(tx, row.id, { state: row.state, dueInMs: undefined });
      return { do: 'give_up' };
    }
    if (row.source === 'api' && row.destination !== 'wallet' && sentAgo >= operationRepeat) {
      await markSending(tx, row.id, { leaseMs: leaseMs(this.settings), state: row.state });
      return { do: 'send', operation: toSendOf(row, locked, true) };
    }
    // Not long before it may be sent once more it is looked at again then.
    const repeats = row.source === 'api' && row.destination !== 'wallet' && row.state === 'unknown';
    const untilRepeat = Math.max(operationRepeat - sentAgo, 0);
    const dueInMs = row.state === 'queued' ? Math.max(pauseMs, operationQueued) : pauseMs;
    await updateOperation(tx, row.id, {
      state: row.state,
      dueInMs: repeats ? Math.min(dueInMs, untilRepeat) : dueInMs,
    });
    return { do: 'nothing' };
  }
}

function lookAt(row: LockedOperation, { payment }: LockedOperations): NextLook {
  return { do: 'look', kind: row.operation, sessionId: payment.session_id ?? '' };
}

/**
 * Ottu has refused to do it once more, no sooner than ten minutes after it was sent, and lists no child that could be its, or
 * cannot be asked any more: what was sent first was not done. A `Tracking-Key` by which something was done is answered with
 * that, and never refused (F8.4). Where a child that is alike is taken for one of the dashboard's, it may be this one's.
 */
function wasNeverDone(row: LockedOperation, { operations }: LockedOperations): boolean {
  if (row.state !== 'unknown' || !row.refused_again || row.child_session_id !== null) return false;
  return !operations.some(
    (other) => other.source === 'ottu' && other.operation === row.operation && other.amount_minor === row.amount_minor,
  );
}
