import { Injectable } from '@nestjs/common';

import type { Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { transmittedValue } from '../../ottu/signed-message.ts';
import { asOperationId, parseSessionId, type PaymentId } from '../identifiers.ts';
import { writeTimeline } from '../payment-rows.ts';
import { makeDue, type LockedOperation } from './operation-rows.ts';
import { amountOf, kindOfChild } from './read-operation-reply.ts';
import { isExternal, OPERATION_KINDS, type ExternalKind } from './operation-states.ts';
import { SettleOperation, type LockedOperations } from './settle-operation.ts';

/** An operation event of Ottu's whose signature is good (F11.3). */
interface OperationEvent {
  /** Id of its row, for the timeline. */
  readonly webhook: string;
  /** Signed. */
  readonly amountMinor: string;
  readonly referenceNumber: string;
  readonly succeeded: boolean;
  /** Not signed: hints, where nothing speaks against them. */
  readonly kind: ExternalKind | undefined;
  readonly childSessionId: string | undefined;
}

/** What an event came to. `ambiguous`: it may be about a call that is under way. */
export type RecordedEvent = 'recorded' | 'ambiguous';

/**
 * M72: an operation event is believed as far as it is signed (order, amount, reference, result), and only about an operation
 * whose reference is known. Any other may be one of ours whose answer was lost, or one of the dashboard's: nothing that is
 * signed tells them apart. It is a row of its own, which holds its amount back, until an inquiry shows it, or the answer to
 * the repeat of ours says that it is the same.
 */
@Injectable()
export class RecordOperationEvent {
  constructor(private readonly settleOperation: SettleOperation) {}

  /** The payment is the one whose order number is signed. */
  async within(tx: Tx, paymentId: PaymentId, webhook: string, document: JsonDocument): Promise<RecordedEvent> {
    const locked = await this.settleOperation.lock(tx, paymentId);
    const event = readEvent(webhook, document, locked);
    if (event === undefined) {
      await writeTimeline(tx, paymentId, 'operation_event', { webhook, read_as: 'informational' });
      return 'recorded';
    }
    const known = knownRow(locked, event);
    if (known !== undefined) {
      await this.#known(tx, locked, known, event);
      return 'recorded';
    }
    // The answer to a call that is under way names the reference: then it is known whose event this is.
    if (isUnderWay(locked, event)) return 'ambiguous';
    await this.#report(tx, locked, event);
    return 'recorded';
  }

  /** Heard of before. That money moved in the meantime is not signed: the same text is signed of a refund that is queued. */
  async #known(tx: Tx, locked: LockedOperations, row: LockedOperation, event: OperationEvent): Promise<void> {
    const isOpen = row.state === 'queued' || row.state === 'unknown';
    if (isOpen && !event.succeeded && row.reference_number === event.referenceNumber) {
      const details = { webhook: event.webhook };
      await this.settleOperation.within(tx, locked, asOperationId(row.id), {
        state: 'rejected',
        event: 'operation_event',
        details,
      });
      return;
    }
    await writeTimeline(tx, row.payment_id, 'operation_event', {
      webhook: event.webhook,
      operation: row.operation,
      operation_id: row.id,
    });
    if (isOpen) await makeDue(tx, row.id);
  }

  /** M72: one of the dashboard's own, which an inquiry has to confirm. What it may have taken is held back until then. */
  async #report(tx: Tx, locked: LockedOperations, event: OperationEvent): Promise<void> {
    const { webhook, kind, amountMinor, referenceNumber } = event;
    // A child that another row holds is a hint that misleads.
    const isHeld = locked.operations.some(({ child_session_id: child }) => child === event.childSessionId);
    const childSessionId = isHeld ? undefined : event.childSessionId;
    // What is paid may have been captured just now (M81). Which it was the child shows, once Ottu lists it.
    const likely = kind ?? (locked.payment.state === 'paid' ? 'refund' : undefined);
    if (!event.succeeded || likely === undefined) {
      await writeTimeline(tx, locked.payment.id, 'operation_event', { webhook, read_as: 'informational' });
      return;
    }
    await this.settleOperation.report(
      tx,
      locked,
      { kind: likely, state: 'unknown', amountMinor, childSessionId, referenceNumber },
      'operation_event',
    );
  }
}

/** @returns nothing where something that must be signed is missing, so that nothing is proved. */
function readEvent(webhook: string, document: JsonDocument, { payment }: LockedOperations): OperationEvent | undefined {
  const referenceNumber = transmittedValue(document, 'reference_number');
  const result = transmittedValue(document, 'result');
  const orderNo = transmittedValue(document, 'order_no');
  const amount = amountOf(transmittedValue(document, 'amount'), payment.currency_code);
  if (referenceNumber === undefined || result === undefined || orderNo !== payment.order_no) return undefined;
  if (amount === undefined || amount.isZero()) return undefined;
  const text = (pointer: string): string | undefined => document.source(pointer)?.scalarText();
  const named = OPERATION_KINDS.find((kind) => kind === text('/operation'));
  return {
    webhook,
    amountMinor: amount.minor.toString(),
    referenceNumber,
    succeeded: result === 'success' || result === 'queued',
    kind: named !== undefined && isExternal(named) ? named : kindOfChild(text('/txn/state') ?? ''),
    childSessionId: parseSessionId(text('/txn/session_id')),
  };
}

function knownRow({ operations }: LockedOperations, event: OperationEvent): LockedOperation | undefined {
  const { referenceNumber, childSessionId } = event;
  return (
    operations.find(({ reference_number: reference }) => reference === referenceNumber) ??
    operations.find(
      ({ child_session_id: child, amount_minor: amount, reference_number: reference }) =>
        reference === null && child !== null && child === childSessionId && amount === event.amountMinor,
    )
  );
}

/** A call of ours whose answer is still to come can be what the event is about. */
function isUnderWay({ operations }: LockedOperations, { amountMinor, kind }: OperationEvent): boolean {
  return operations.some(
    (row) =>
      row.state === 'sending' && row.amount_minor === amountMinor && (kind === undefined || row.operation === kind),
  );
}
