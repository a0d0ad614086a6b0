import { describe, expect, it } from '@jest/globals';

import type { PaymentState } from '../states/payment-state.ts';
import { eventFor, type ReportableState } from './merchant-event-publisher.ts';

const standing = (state: PaymentState, attempt?: string, reviewReasons: string[] = []): ReportableState => ({
  state,
  attempt,
  reviewReasons,
});
const SENDING = standing('sending', 'sending');

describe('M90: what the merchant is told of a settlement', () => {
  it.each<[PaymentState, string, string]>([
    ['paid', 'succeeded', 'payment.paid'],
    ['authorized', 'succeeded', 'payment.authorized'],
    ['cod', 'succeeded', 'payment.cod'],
    ['attempted', 'declined', 'payment.failed'],
    ['failed', 'declined', 'payment.failed'],
    ['invalided', 'declined', 'payment.failed'],
    ['expired', 'declined', 'payment.expired'],
    ['canceled', 'declined', 'payment.canceled'],
    ['rejected', 'not_processed', 'payment.rejected'],
    ['not_processed', 'not_processed', 'payment.not_processed'],
    ['needs_review', 'unknown', 'payment.needs_review'],
    ['pending', 'unknown', 'payment.pending'],
    ['unknown', 'unknown', 'payment.unknown'],
    ['expired', 'action_required', 'payment.unknown'],
    ['canceled', 'action_required', 'payment.unknown'],
  ])('M90: a charge that comes to %s with its attempt %s is %s', (state, attempt, type) => {
    expect(eventFor(SENDING, standing(state, attempt))).toBe(type);
  });

  it.each<[PaymentState, string | undefined]>([
    ['sending', 'sending'],
    ['action_required', 'action_required'],
    ['created', undefined],
    ['created', 'declined'],
    ['attempted', 'sending'],
    ['attempted', 'action_required'],
  ])('M90: %s with its attempt %s is nothing to act on', (state, attempt) => {
    expect(eventFor(standing('unknown', 'unknown'), standing(state, attempt))).toBeUndefined();
  });

  it('M90: the same again is no news, in any state', () => {
    for (const state of ['paid', 'attempted', 'unknown', 'pending', 'rejected', 'needs_review', 'created'] as const) {
      const same = standing(state, 'unknown', ['amount_differs']);
      expect(eventFor(same, { ...same, reviewReasons: [...same.reviewReasons] })).toBeUndefined();
    }
  });

  it('M22: a success after any other state is told', () => {
    for (const state of [
      'failed',
      'expired',
      'canceled',
      'rejected',
      'not_processed',
      'needs_review',
      'unknown',
    ] as const) {
      expect(eventFor(standing(state, 'declined'), standing('paid', 'succeeded'))).toBe('payment.paid');
    }
  });

  it('promise 6: a failure beside an attempt whose end is not known is told as unknown, and once', () => {
    for (const state of ['failed', 'attempted', 'expired', 'canceled', 'invalided', 'created'] as const) {
      expect(eventFor(SENDING, standing(state, 'unknown'))).toBe('payment.unknown');
      expect(eventFor(standing('unknown', 'unknown'), standing(state, 'unknown'))).toBeUndefined();
    }
    expect(eventFor(standing('failed', 'unknown'), standing('failed', 'declined'))).toBe('payment.failed');
  });

  it('M90: a second attempt is told like the first, although the state stays as it was', () => {
    const second = standing('attempted', 'sending');
    expect(eventFor(second, standing('attempted', 'declined'))).toBe('payment.failed');
    expect(eventFor(second, standing('attempted', 'unknown'))).toBe('payment.unknown');
  });

  it('M90: a declined transaction that then fails for good is told again: its state is another', () => {
    expect(eventFor(standing('attempted', 'declined'), standing('failed', 'declined'))).toBe('payment.failed');
  });

  it('M20 M21: a new review reason beside a stronger state is told as needs_review, an old one is not', () => {
    const paid = standing('paid', 'succeeded');
    expect(eventFor(paid, { ...paid, reviewReasons: ['wrong_mode'] })).toBe('payment.needs_review');
    expect(
      eventFor({ ...paid, reviewReasons: ['wrong_mode'] }, { ...paid, reviewReasons: ['wrong_mode'] }),
    ).toBeUndefined();
    expect(eventFor(SENDING, { ...paid, reviewReasons: ['wrong_mode'] })).toBe('payment.paid');
  });
});
