import type { OperationKind as StoredKind, OperationState as StoredState } from '../../database/states.ts';

export const OPERATION_KINDS = [
  'refund',
  'capture',
  'void',
  'cancel',
  'expire',
  'delete',
] as const satisfies readonly StoredKind[];

export type OperationKind = (typeof OPERATION_KINDS)[number];

/** What reaches the gateway, has a `Tracking-Key`, and leaves a child transaction at Ottu (F8.2). */
export type ExternalKind = Extract<OperationKind, 'refund' | 'capture' | 'void'>;

export function isExternal(kind: OperationKind): kind is ExternalKind {
  return kind === 'refund' || kind === 'capture' || kind === 'void';
}

/** What callers may ask for: `reverse` is a void or a refund, whichever the state of the payment allows. */
export const REQUESTED_OPERATIONS = [...OPERATION_KINDS, 'reverse'] as const;

export type RequestedOperation = (typeof REQUESTED_OPERATIONS)[number];

/**
 * States of an operation, from the weakest to the strongest: as with payments (M21), what Ottu says in any order ends the
 * same, and a success is never taken back.
 */
export const OPERATION_STATES = [
  'awaiting_approval',
  'sending',
  'unknown',
  'queued',
  'not_processed',
  'refused',
  'rejected',
  'succeeded',
] as const satisfies readonly StoredState[];

export type OperationState = (typeof OPERATION_STATES)[number];

const RANK: ReadonlyMap<string, number> = new Map(OPERATION_STATES.map((state, rank) => [state, rank]));

export function isStronger(state: OperationState, than: OperationState): boolean {
  return (RANK.get(state) ?? 0) > (RANK.get(than) ?? 0);
}

/** M80: not settled, so what it asks for is held back from the balances. */
export function isHeld(state: OperationState): boolean {
  switch (state) {
    case 'awaiting_approval':
    case 'sending':
    case 'unknown':
    case 'queued':
      return true;
    case 'not_processed':
    case 'refused':
    case 'rejected':
    case 'succeeded':
      return false;
  }
}
