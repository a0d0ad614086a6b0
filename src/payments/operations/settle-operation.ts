import { randomUUID } from 'node:crypto';

import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import type { EventType } from '../../merchant-events/event-types.ts';
import { QuotedTokens } from '../../ottu/quoted-tokens.ts';
import { asOperationId, asPaymentId, type OperationId, type PaymentId } from '../identifiers.ts';
import { recordOperationSums, type OperationSums } from '../payment-repository.ts';
import { lockAttempts, lockPayment, moneyOf, writeTimeline } from '../payment-rows.ts';
import { MerchantEventPublisher } from '../settlement/merchant-event-publisher.ts';
import { toOperationView } from './operation.response.ts';
import {
  insertReported,
  lockOperations,
  removeReported,
  updateOperation,
  type LockedOperation,
  type ReportedOperation,
} from './operation-rows.ts';
import { isExternal, isHeld, isStronger, type OperationKind, type OperationState } from './operation-states.ts';

/** What has become known of one operation. */
export interface OperationChange {
  readonly state: OperationState;
  /** For the timeline. */
  readonly event:
    'operation_answered' | 'operation_lost' | 'operation_looked_up' | 'operation_event' | 'operation_decided';
  /** For the timeline; never a secret. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly childSessionId?: string | undefined;
  readonly referenceNumber?: string | undefined;
  /** Ottu has refused to do it once more. */
  readonly refusedAgain?: boolean | undefined;
  /** Redacted. */
  readonly message?: string | undefined;
  /** Name of the key that approved or refused it. */
  readonly decidedBy?: string | undefined;
  /** When it is looked at next while it is not settled; by default as its state asks for. */
  readonly dueInMs?: number | undefined;
}

/** A payment and its operations, locked. */
export interface LockedOperations {
  readonly payment: PaymentRow;
  /** Oldest first. */
  readonly operations: readonly LockedOperation[];
}

/**
 * The only writer of what becomes of operations (M25, M80): in one transaction, under the payment's lock, the row, the sums
 * of the payment, its timeline and the merchant's event. The strongest word stays, in whatever order words come.
 */
@Injectable()
export class SettleOperation {
  constructor(
    private readonly database: Database,
    private readonly events: MerchantEventPublisher,
    private readonly settings: Settings,
  ) {}

  /** @throws StoreUnavailable; then nothing is written */
  async settle(paymentId: PaymentId, operationId: OperationId, change: OperationChange): Promise<void> {
    await this.inTransaction(async (tx) => {
      const locked = await this.lock(tx, paymentId);
      await this.within(tx, locked, operationId, change);
    });
  }

  async inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inTransaction(work);
  }

  /** Payment first, then its operations. */
  async lock(tx: Tx, paymentId: string): Promise<LockedOperations> {
    const payment = await lockPayment(tx, paymentId);
    return { payment, operations: await lockOperations(tx, paymentId) };
  }

  /** The same inside the caller's own transaction. */
  async within(tx: Tx, locked: LockedOperations, operationId: OperationId, change: OperationChange): Promise<void> {
    const row = locked.operations.find(({ id }) => id === operationId);
    if (row === undefined) return;
    const known = changes(row, change) ? change.state : row.state;
    const other = holderOf(locked, row, change);
    const twin = other?.source === 'ottu' ? other : undefined;
    if (twin !== undefined) await removeReported(tx, twin.id);
    const keepsChild = other === undefined || twin !== undefined;
    await updateOperation(tx, row.id, {
      state: known,
      childSessionId: keepsChild ? change.childSessionId : undefined,
      referenceNumber: change.referenceNumber,
      refusedAgain: change.refusedAgain,
      message: await this.#withoutTokens(tx, row.payment_id, change.message),
      decidedBy: change.decidedBy,
      dueInMs: this.#dueInMs(row, known, change),
    });
    if (keepsChild) await this.#keepFormerChild(tx, row, change);
    await writeTimeline(tx, row.payment_id, change.event, {
      operation: row.operation,
      operation_id: row.id,
      ...(row.amount_minor === null ? {} : { amount: amountText(row.amount_minor, locked.payment) }),
      ...change.details,
      ...(change.childSessionId === undefined ? {} : { child_session_id: change.childSessionId }),
      ...(known === row.state ? {} : { from: row.state, to: known }),
    });
    // What Ottu had told of before its answer came was told to the merchant then.
    const before = twin === undefined || !isStronger(twin.state, row.state) ? row.state : twin.state;
    await this.#conclude(tx, locked.payment, row.id, {
      kind: row.operation,
      before,
      after: known,
      decided: change.decidedBy !== undefined,
    });
  }

  /** M70: tokens of the cards that paid, by which Ottu's words are cleaned. */
  async tokensOf(tx: Tx, paymentId: string): Promise<QuotedTokens> {
    const marks = (await lockAttempts(tx, paymentId)).map(({ token_mark: mark }) => mark);
    return new QuotedTokens(
      marks,
      this.settings.ottu.webhookKeys.map((key) => key.reveal()),
    );
  }

  async #withoutTokens(tx: Tx, paymentId: string, message: string | undefined): Promise<string | undefined> {
    return message === undefined ? undefined : (await this.tokensOf(tx, paymentId)).text(message);
  }

  /** An operation that this service has not asked for: it was made in Ottu's dashboard, or at the gateway. */
  async report(
    tx: Tx,
    { payment }: LockedOperations,
    reported: Omit<ReportedOperation, 'id' | 'paymentId'>,
    event: OperationChange['event'],
  ): Promise<void> {
    const id = asOperationId(randomUUID());
    await insertReported(tx, { ...reported, id, paymentId: asPaymentId(payment.id) });
    await writeTimeline(tx, payment.id, event, {
      operation: reported.kind,
      operation_id: id,
      source: 'ottu',
      amount: amountText(reported.amountMinor, payment),
      ...(reported.childSessionId === undefined ? {} : { child_session_id: reported.childSessionId }),
      to: reported.state,
    });
    await this.#conclude(tx, payment, id, { kind: reported.kind, before: 'unknown', after: reported.state });
  }

  /**
   * The answer to a `Tracking-Key` says which child is its own. The one that an event had named is another's then, which nobody
   * else knows of: it is kept as one of Ottu's own, and Ottu is asked about it.
   */
  async #keepFormerChild(
    tx: Tx,
    { payment_id: paymentId, child_session_id: former, operation, amount_minor: amountMinor }: LockedOperation,
    { event, childSessionId: own }: OperationChange,
  ): Promise<void> {
    if (event !== 'operation_answered' || own === undefined || former === null || former === own) return;
    if (amountMinor === null) return;
    await insertReported(tx, {
      id: asOperationId(randomUUID()),
      paymentId: asPaymentId(paymentId),
      kind: operation,
      state: 'unknown',
      amountMinor,
      childSessionId: former,
      referenceNumber: undefined,
    });
  }

  /** A new operation changes what is held back of the balances, and tells nobody yet. */
  async claimed(tx: Tx, paymentId: PaymentId): Promise<void> {
    await recordOperationSums(tx, paymentId, sumsOf(await lockOperations(tx, paymentId)));
  }

  async #conclude(tx: Tx, payment: PaymentRow, operationId: string, moved: Moved): Promise<void> {
    const operations = await lockOperations(tx, payment.id);
    await recordOperationSums(tx, payment.id, sumsOf(operations));
    const type = eventFor(moved);
    const row = operations.find(({ id }) => id === operationId);
    if (type === undefined || row === undefined) return;
    await this.events.publish(tx, payment.id, type, {
      previousState: payment.state,
      more: {
        operation: toOperationView(row, payment.currency_code),
        ...(moved.decided === true ? { decided_by: 'operator' } : {}),
      },
    });
  }

  #dueInMs(row: LockedOperation, state: OperationState, change: OperationChange): number | undefined {
    const { operationLook, operationQueued, operationRepeat } = this.settings.durations;
    const { dueInMs } = change;
    switch (state) {
      case 'unknown':
        return dueInMs ?? operationLook;
      case 'queued':
        return dueInMs ?? operationQueued;
      case 'sending':
      case 'awaiting_approval':
        return dueInMs ?? 0;
      case 'rejected':
      case 'succeeded':
        return isGuess(row, change) ? operationRepeat : undefined;
      case 'not_processed':
      case 'refused':
        return undefined;
    }
  }
}

interface Moved {
  readonly kind: OperationKind;
  readonly before: OperationState;
  readonly after: OperationState;
  /** M27: somebody has said so, and not Ottu. */
  readonly decided?: boolean;
}

/**
 * Neither Ottu's events nor its list of children say by which `Tracking-Key` something was done. What looks like this operation
 * may be another of the same amount, made in Ottu's dashboard, while this one was done as well and nobody told: so Ottu is
 * asked once more, when nothing that was sent can be under way any more.
 */
function isGuess(row: LockedOperation, { event }: OperationChange): boolean {
  const { source, child_session_id: child, operation, state } = row;
  const isOpen = state === 'sending' || state === 'unknown';
  const isHint = event === 'operation_event' || event === 'operation_looked_up';
  return source === 'api' && isExternal(operation) && child === null && isOpen && isHint;
}

/** M81, M90: `queued` is not `refunded`, and a rejection is told to those who heard of the refund, or may have. */
export function eventFor({ kind, before, after }: Moved): EventType | undefined {
  if (before === after) return undefined;
  switch (kind) {
    case 'refund':
      if (after === 'succeeded') return 'payment.refunded';
      if (after === 'queued') return 'payment.refund_queued';
      return after === 'rejected' && (before === 'queued' || before === 'unknown')
        ? 'payment.refund_rejected'
        : undefined;
    case 'capture':
      return after === 'succeeded' ? 'payment.captured' : undefined;
    case 'void':
      return after === 'succeeded' ? 'payment.voided' : undefined;
    case 'cancel':
    case 'expire':
    case 'delete':
      // Ottu's own word on the payment's state tells of these.
      return undefined;
  }
}

/** M80: every sum follows from the rows, so that nothing is counted twice, whoever was first. */
function sumsOf(operations: readonly LockedOperation[]): OperationSums {
  const sum = (kind: OperationKind, counts: (state: OperationState) => boolean): bigint =>
    operations
      .filter(({ operation, state }) => operation === kind && counts(state))
      .reduce((total, { amount_minor: minor }) => total + BigInt(minor ?? 0), 0n);
  const has = (kind: OperationKind): boolean =>
    operations.some(({ operation, state }) => operation === kind && state === 'succeeded');
  const succeeded = (state: OperationState): boolean => state === 'succeeded';
  return {
    // What is paid at once is captured whole, and no operation says so.
    ...(has('capture') ? { captured_minor: sum('capture', succeeded).toString() } : {}),
    refunded_minor: sum('refund', succeeded).toString(),
    voided: has('void'),
    capture_held_minor: (sum('capture', isHeld) + sum('void', isHeld)).toString(),
    refund_held_minor: sum('refund', isHeld).toString(),
  };
}

/**
 * What a gateway has queued is ended by a word about its own child alone: that Ottu refuses to take the same request once
 * more says nothing of it.
 */
function changes({ state, sends }: LockedOperation, { state: said, childSessionId, event }: OperationChange): boolean {
  // What was sent more than once may have been done by one of them.
  if (said === 'not_processed') return state === 'sending' && sends === 1;
  if (state === 'queued' && said === 'rejected' && childSessionId === undefined && event === 'operation_answered') {
    return false;
  }
  return isStronger(said, state);
}

/**
 * Another row that holds the child transaction which this one turns out to be: one of the dashboard's, for which it was taken
 * where Ottu's event or inquiry was first.
 */
function holderOf(
  { operations }: LockedOperations,
  row: LockedOperation,
  { childSessionId, referenceNumber }: OperationChange,
): LockedOperation | undefined {
  if (childSessionId === undefined) return undefined;
  return operations.find(
    (other) =>
      other.id !== row.id &&
      (other.child_session_id === childSessionId ||
        // An event has told of it by its signed reference; the child that it names is not signed.
        (other.source === 'ottu' && other.reference_number === referenceNumber)),
  );
}

function amountText(minor: string, { currency_code: currency }: PaymentRow): string {
  return moneyOf(minor, currency).toString();
}
