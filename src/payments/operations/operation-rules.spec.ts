import { describe, expect, it } from '@jest/globals';

import type { OperationRow, PaymentRow } from '../../database/schema.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';
import { allowedOperations, refusalOf, reversalOf, type OperationContext } from './operation-rules.ts';
import { OPERATION_KINDS, type OperationKind, type OperationState } from './operation-states.ts';

type Earlier = readonly (readonly [OperationKind, OperationState])[];

function contextOf(state: PaymentState, more: Partial<PaymentRow> = {}, earlier: Earlier = []): OperationContext {
  const payment = {
    state,
    session_id: 'a'.repeat(40),
    amount_minor: '1000',
    currency_code: 'KWD',
    captured_minor: state === 'paid' ? '1000' : '0',
    refunded_minor: '0',
    voided: false,
    capture_held_minor: '0',
    refund_held_minor: '0',
    ...more,
  } as PaymentRow;
  const operations = earlier.map(([operation, was]) => ({ operation, state: was }) as OperationRow);
  return { payment, operations, attemptOpen: false };
}

/** F8.2 and M54, row by row. */
const TABLE: Readonly<Record<PaymentState, readonly OperationKind[]>> = {
  sending: [],
  unknown: [],
  action_required: [],
  created: ['cancel', 'expire'],
  pending: ['cancel', 'expire'],
  attempted: ['cancel', 'expire'],
  rejected: [],
  not_processed: [],
  canceled: ['delete'],
  invalided: ['delete'],
  expired: ['delete'],
  failed: ['delete'],
  confirming: [],
  needs_review: [],
  cod: ['cancel'],
  authorized: ['capture', 'void'],
  paid: ['refund'],
};

describe('F8.2, M54: which operation in which state', () => {
  it.each(PAYMENT_STATES)('%s', (state) =>
    expect(allowedOperations(contextOf(state)).toSorted()).toEqual([...TABLE[state]].toSorted()),
  );

  it.each(OPERATION_KINDS)('nothing is done to a payment without a session: %s', (kind) => {
    for (const state of PAYMENT_STATES) {
      expect(refusalOf(kind, contextOf(state, { session_id: null }))).toBe('no_session');
    }
  });
});

describe('F8.2: an authorized payment', () => {
  it('once something was captured is refunded and captured, and voided no more', () => {
    const captured = contextOf('authorized', { captured_minor: '400' });
    expect(allowedOperations(captured)).toEqual(['refund', 'capture']);
    expect(refusalOf('void', captured)).toBe('captured');
    expect(reversalOf(captured)).toBe('refund');
    expect(reversalOf(contextOf('authorized'))).toBe('void');
  });

  it('is not voided while a capture is not settled, nor captured while a void is not', () => {
    expect(refusalOf('void', contextOf('authorized', { capture_held_minor: '400' }, [['capture', 'unknown']]))).toBe(
      'in_flight',
    );
    expect(refusalOf('capture', contextOf('authorized', { capture_held_minor: '1000' }, [['void', 'unknown']]))).toBe(
      'in_flight',
    );
    expect(refusalOf('capture', contextOf('authorized', {}, [['void', 'rejected']]))).toBeUndefined();
  });

  it('that was voided allows nothing', () =>
    expect(allowedOperations(contextOf('authorized', { voided: true }))).toEqual([]));

  it('of which everything was captured and refunded allows nothing', () => {
    expect(allowedOperations(contextOf('authorized', { captured_minor: '1000', refunded_minor: '1000' }))).toEqual([]);
  });
});

describe('M54: closing', () => {
  it.each(['cancel', 'expire', 'delete'] as const)(
    '%s waits for an attempt that is open, and for another closing',
    (kind) => {
      const state = kind === 'delete' ? 'expired' : 'created';
      expect(refusalOf(kind, { ...contextOf(state), attemptOpen: true })).toBe('attempt_open');
      expect(refusalOf(kind, contextOf(state, {}, [['expire', 'sending']]))).toBe('in_flight');
      expect(refusalOf(kind, contextOf(state, {}, [['expire', 'rejected']]))).toBeUndefined();
    },
  );

  it('what was deleted at Ottu is gone', () => {
    expect(refusalOf('delete', contextOf('expired', {}, [['delete', 'succeeded']]))).toBe('deleted');
  });
});
