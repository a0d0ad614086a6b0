import { Injectable } from '@nestjs/common';

import type { Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import { asOperationId, parseSessionId } from '../identifiers.ts';
import type { LockedOperation } from './operation-rows.ts';
import { amountOf, childMeans, kindOfChild } from './read-operation-reply.ts';
import type { ExternalKind } from './operation-states.ts';
import { SettleOperation, type LockedOperations, type OperationChange } from './settle-operation.ts';

/** A child transaction as Ottu lists it in `transactions[]` (F11.2). */
interface Child {
  readonly kind: ExternalKind;
  readonly state: 'succeeded' | 'queued' | 'rejected';
  readonly sessionId: string;
  readonly amountMinor: string;
}

/**
 * M72: what Ottu itself lists of a payment's children proves them, be it that this service has asked for them, or that they
 * were made in Ottu's dashboard. Each is one row, whoever was first.
 */
@Injectable()
export class RecordChildren {
  constructor(private readonly settleOperation: SettleOperation) {}

  /** @param document Ottu's own answer to an inquiry about this payment. */
  async within(tx: Tx, paymentId: string, document: JsonDocument): Promise<void> {
    const count = lengthOf(document);
    if (count === 0) return;
    const { currency_code: currency } = (await this.settleOperation.lock(tx, paymentId)).payment;
    for (let index = 0; index < count; index += 1) {
      const child = childAt(document, index, currency);
      // Read anew for each, since the one before may have changed a row.
      if (child !== undefined) await this.#record(tx, await this.settleOperation.lock(tx, paymentId), child);
    }
  }

  async #record(tx: Tx, locked: LockedOperations, child: Child): Promise<void> {
    const change: OperationChange = {
      state: child.state,
      event: 'operation_looked_up',
      childSessionId: child.sessionId,
    };
    const known = locked.operations.find(({ child_session_id: id }) => id === child.sessionId);
    if (known?.state === child.state) return;
    const row = known ?? unproved(locked, child);
    if (row !== undefined) {
      await this.settleOperation.within(tx, locked, asOperationId(row.id), change);
      return;
    }
    const { kind, state, sessionId: childSessionId, amountMinor } = child;
    const reported = { kind, state, amountMinor, childSessionId, referenceNumber: undefined };
    await this.settleOperation.report(tx, locked, reported, change.event);
  }
}

/** More than any payment has; what is beyond them is found by the operator. */
const MAX_CHILDREN = 200;

function lengthOf(document: JsonDocument): number {
  const value: unknown = document.source('/transactions')?.value();
  return Array.isArray(value) ? Math.min(value.length, MAX_CHILDREN) : 0;
}

function childAt(document: JsonDocument, index: number, currency: LockedOperations['payment']['currency_code']) {
  const text = (name: string): string | undefined =>
    document.source(`/transactions/${String(index)}/${name}`)?.scalarText();
  const state = text('state');
  const kind = state === undefined ? undefined : kindOfChild(state);
  const sessionId = parseSessionId(text('session_id'));
  const amount = amountOf(text('amount'), currency);
  if (state === undefined || kind === undefined || sessionId === undefined || amount === undefined) return undefined;
  if (text('currency_code') !== currency || amount.isZero()) return undefined;
  const means = childMeans(kind, state);
  return means === undefined ? undefined : { kind, state: means, sessionId, amountMinor: amount.minor.toString() };
}

/**
 * The operation that this child can be: one whose answer was lost, of the same kind and amount. Of several that are alike
 * the oldest: money is counted the same whichever of them it was.
 */
function unproved({ operations }: LockedOperations, { kind, amountMinor }: Child): LockedOperation | undefined {
  return operations.find(
    (row) =>
      row.operation === kind &&
      row.amount_minor === amountMinor &&
      row.child_session_id === null &&
      (row.state === 'unknown' || row.state === 'queued'),
  );
}
