import type { OperationRow, PaymentRow } from '../../database/schema.ts';
import { balancesOf } from '../balances.ts';
import type { PaymentState } from '../states/payment-state.ts';
import { isHeld, OPERATION_KINDS, type OperationKind } from './operation-states.ts';

/**
 * F8.2: the states of a payment in which Ottu carries an operation out. M54: what is deleted is final and unpaid, although
 * Ottu would hide a paid transaction as well.
 */
export const ALLOWED_IN: Readonly<Record<OperationKind, readonly PaymentState[]>> = {
  refund: ['paid', 'authorized'],
  capture: ['authorized'],
  void: ['authorized'],
  cancel: ['created', 'pending', 'attempted', 'cod'],
  expire: ['created', 'pending', 'attempted'],
  delete: ['failed', 'canceled', 'expired', 'invalided'],
};

/** A payment, locked, with what was asked of it before. */
export interface OperationContext {
  readonly payment: PaymentRow;
  /** Of any state. */
  readonly operations: readonly Pick<OperationRow, 'operation' | 'state'>[];
  /** Somebody may be paying it: an attempt of it is open. */
  readonly attemptOpen: boolean;
}

/** Why an operation cannot be carried out now. */
export type OperationRefusal =
  /** There is nothing at Ottu yet to do it to. */
  | 'no_session'
  | 'state'
  /** What is captured, in full or in part, is refunded and not voided any more (F8.2). */
  | 'captured'
  /** Only what was captured of an authorized payment can be given back. */
  | 'nothing_captured'
  | 'voided'
  | 'deleted'
  | 'attempt_open'
  /** One of its kind, or one that would contradict it, is not settled yet. */
  | 'in_flight';

/** @returns nothing where the state of the payment allows it; amounts are looked at by whoever holds one. */
export function refusalOf(kind: OperationKind, context: OperationContext): OperationRefusal | undefined {
  const { payment, operations, attemptOpen } = context;
  const { state, captured_minor: captured, capture_held_minor: held } = payment;
  if (payment.session_id === null) return 'no_session';
  if (operations.some((operation) => operation.operation === 'delete' && operation.state === 'succeeded')) {
    return 'deleted';
  }
  if (!ALLOWED_IN[kind].includes(state)) return 'state';
  if (payment.voided) return 'voided';
  const underWay = (which: OperationKind): boolean =>
    operations.some((operation) => operation.operation === which && isHeld(operation.state));
  switch (kind) {
    case 'refund':
      return state === 'authorized' && captured === '0' ? 'nothing_captured' : undefined;
    case 'capture':
      return underWay('void') ? 'in_flight' : undefined;
    case 'void':
      if (captured !== '0') return 'captured';
      return held === '0' ? undefined : 'in_flight';
    case 'cancel':
    case 'expire':
    case 'delete':
      if (attemptOpen) return 'attempt_open';
      return underWay('cancel') || underWay('expire') || underWay('delete') ? 'in_flight' : undefined;
  }
}

/** What can be done to the payment as it is now; of money only where some is left. */
export function allowedOperations(context: OperationContext): OperationKind[] {
  const { capturable, refundable } = balancesOf(context.payment);
  return OPERATION_KINDS.filter((kind) => {
    if (refusalOf(kind, context) !== undefined) return false;
    if (kind === 'refund') return !refundable.isZero();
    return kind !== 'capture' || !capturable.isZero();
  });
}

/** What `reverse` comes to: a void while nothing was captured, else a refund. */
export function reversalOf({ payment }: OperationContext): 'void' | 'refund' {
  return payment.state === 'authorized' && payment.captured_minor === '0' ? 'void' : 'refund';
}
