import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';

import { PAYMENT_ORIGINS } from '../../database/states.ts';
import { afterCommit } from '../../database/transaction-context.ts';
import { beginAtZero, Metrics } from '../../observability/metrics.ts';
import { DUPLICATE_PAYMENT } from '../facts/check-fact.ts';
import type { AttemptState } from '../states/attempt-state.ts';
import { PAYMENT_STATES, type PaymentState } from '../states/payment-state.ts';
import type { LockedPayment } from './settlement-input.ts';

const ENDS = ['succeeded', 'declined', 'not_processed'] as const satisfies readonly AttemptState[];

/** A payment as a settlement leaves it. */
interface Reached {
  readonly state: PaymentState;
  /** State of the newest attempt, where there was one. */
  readonly attempt: string | undefined;
  readonly reviewReasons: readonly string[];
}

/**
 * Whether money flows: what payments come to, counted once each settlement is committed. Amounts are not counted: a sample of
 * Prometheus is a floating-point number, which no amount is; the books have them.
 */
@Injectable()
export class SettlementMetrics {
  readonly #states: Counter<'origin' | 'state'>;
  readonly #attempts: Counter<'origin' | 'outcome'>;
  readonly #duplicates: Counter<'origin'>;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.#states = new Counter({
      name: 'ottu_bff_payment_states_total',
      help: 'Payments that came into a state, by what they were begun as',
      labelNames: ['origin', 'state'],
      registers,
    });
    beginAtZero(this.#states, { origin: PAYMENT_ORIGINS, state: PAYMENT_STATES });
    this.#attempts = new Counter({
      name: 'ottu_bff_attempts_ended_total',
      help: 'Attempts to pay that ended, by outcome',
      labelNames: ['origin', 'outcome'],
      registers,
    });
    beginAtZero(this.#attempts, { origin: PAYMENT_ORIGINS, outcome: ENDS });
    this.#duplicates = new Counter({
      name: 'ottu_bff_duplicate_payments_total',
      help: 'Second successes for one cart, cycle or order number (M53)',
      labelNames: ['origin'],
      registers,
    });
    beginAtZero(this.#duplicates, { origin: PAYMENT_ORIGINS });
  }

  /** @param second a further charge was found on the payment itself. */
  count({ payment, attempts }: LockedPayment, after: Reached, second: boolean): void {
    const { origin } = payment;
    const isDuplicate =
      second ||
      (after.reviewReasons.includes(DUPLICATE_PAYMENT) && !payment.review_reasons.includes(DUPLICATE_PAYMENT));
    const before = attempts.at(-1)?.state;
    const end = ENDS.find((outcome) => outcome === after.attempt);
    afterCommit(() => {
      if (after.state !== payment.state) this.#states.inc({ origin, state: after.state });
      if (before !== undefined && end !== undefined && before !== end) this.#attempts.inc({ origin, outcome: end });
      if (isDuplicate) this.#duplicates.inc({ origin });
    });
  }
}
