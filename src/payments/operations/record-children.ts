import { Injectable } from '@nestjs/common';

import type { Tx } from '../../database/database.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { CurrencyCode } from '../../money/currency.ts';
import { asOperationId, parseSessionId } from '../identifiers.ts';
import { removeReported, type LockedOperation } from './operation-rows.ts';
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
    if (lengthOf(document) === 0) return;
    const { currency_code: currency } = (await this.settleOperation.lock(tx, paymentId)).payment;
    const children = childrenIn(document, currency);
    // Read anew for each, since the one before may have changed a row.
    for (const child of children) {
      await this.#record(tx, await this.settleOperation.lock(tx, paymentId), child, children);
    }
  }

  async #record(tx: Tx, locked: LockedOperations, child: Child, all: readonly Child[]): Promise<void> {
    const change: OperationChange = {
      state: child.state,
      event: 'operation_looked_up',
      childSessionId: child.sessionId,
    };
    const named = locked.operations.find(({ child_session_id: id }) => id === child.sessionId);
    const isOfAnotherKind = named !== undefined && named.operation !== child.kind;
    // Its event had said by an unsigned member what it was, and that was not so.
    if (isOfAnotherKind && named.source === 'ottu') await removeReported(tx, named.id);
    else if (isOfAnotherKind || named?.state === child.state) return;
    const row = isOfAnotherKind ? ownerOf(locked, child, all) : (named ?? ownerOf(locked, child, all));
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

function childrenIn(document: JsonDocument, currency: CurrencyCode): Child[] {
  return Array.from({ length: lengthOf(document) }, (_none, index) => childAt(document, index, currency)).filter(
    (child) => child !== undefined,
  );
}

function childAt(document: JsonDocument, index: number, currency: CurrencyCode): Child | undefined {
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

/** Its event had named, by an unsigned member, a child that is none of this payment's. */
function isMisled({ source, state, child_session_id: child }: LockedOperation, listed: ReadonlySet<string>): boolean {
  return source === 'ottu' && state === 'unknown' && child !== null && !listed.has(child);
}

/**
 * The operation that made this child, of the same kind and amount. Ottu does not list by which `Tracking-Key` a child was made,
 * so of several that are alike, not all of which have a child, none can be told to be the one: the child is kept as one of
 * Ottu's own until the answer to a repeat names it. Were it taken for another's, the one that was never done would pass for
 * done, and the money that it asks for would never move.
 */
function ownerOf({ operations }: LockedOperations, child: Child, all: readonly Child[]): LockedOperation | undefined {
  const held = new Set(operations.map(({ child_session_id: id }) => id));
  const listed = new Set(all.map(({ sessionId }) => sessionId));
  const alike = operations.filter(
    (row) =>
      row.operation === child.kind &&
      row.amount_minor === child.amountMinor &&
      (row.child_session_id === null || isMisled(row, listed)),
  );
  // Ottu's event has told that it was done, and not which child it is.
  const told = alike.find(
    ({ source, state }) =>
      (source === 'ottu' && state === 'unknown') || (state === 'succeeded' && child.state === 'succeeded'),
  );
  if (told !== undefined) return told;
  const open = alike.filter(({ state }) => state === 'sending' || state === 'unknown' || state === 'queued');
  const children = all.filter(
    ({ kind, amountMinor, sessionId }) =>
      kind === child.kind && amountMinor === child.amountMinor && !held.has(sessionId),
  );
  // A refund that came to nothing may be another's: what one of ours came to it does not say.
  const isSure =
    child.state !== 'rejected' &&
    children.length >= open.length &&
    children.every(({ state }) => state === child.state) &&
    open.every(({ state }) => state !== 'sending');
  return isSure ? open[0] : undefined;
}
