import { Injectable } from '@nestjs/common';

import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { checkFact, isOnlyAwaited, type Expected } from '../facts/check-fact.ts';
import { derivePaymentState } from '../facts/derive-state.ts';
import type { PaymentId } from '../identifiers.ts';
import {
  amountRowsOf,
  factsOf,
  lockAttempts,
  lockPayment,
  moneyOf,
  sessionHeldElsewhere,
  writeTimeline,
} from '../payment-rows.ts';
import type { AttemptState } from '../states/attempt-state.ts';
import { ScheduleCheck } from '../reconciliation/schedule-check.ts';
import { Announce } from './announce.ts';
import { CartOfPayment, type CartPaymentSettled } from './cart-of-payment.ts';
import { acknowledgeAmount, askedAmounts } from './asked-amounts.ts';
import { changeAttempt } from './change-attempt.ts';
import type { Learn, Learnt, LockedPayment } from './learnt.ts';
import { recordFact } from './record-fact.ts';
import { updatePayment } from './update-payment.ts';

export interface Settlement {
  readonly paymentId: PaymentId;
  /** The session that Ottu's word names, looked up beforehand: does another payment hold it (M45)? */
  readonly namedSession?: string | undefined;
  readonly learn: Learn;
  /** What else is written in the same transaction, once what was learnt is stored. */
  readonly alongside?: (tx: Tx, learnt: Learnt) => Promise<void>;
}

/**
 * The only writer of a payment's state (M4, M21). Every path, whatever it learnt and from whom, ends here, in one
 * transaction that locks the payment, stores what was learnt and derives the state from all that is known.
 */
@Injectable()
export class Settle {
  constructor(
    private readonly database: Database,
    private readonly checks: ScheduleCheck,
    private readonly announce: Announce,
    private readonly carts: CartOfPayment,
  ) {}

  /** @returns what was learnt, as it was read under the lock. */
  async settle(settlement: Settlement): Promise<Learnt> {
    return this.database.inTransaction((tx) => this.within(tx, settlement));
  }

  /** The same inside the caller's own transaction. */
  async within(tx: Tx, { paymentId, namedSession, learn, alongside }: Settlement): Promise<Learnt> {
    const locked = await this.#lock(tx, paymentId, namedSession);
    const learnt = learn(locked);
    const payment = await acknowledgeAmount(tx, locked.payment, learnt);

    const news = await recordFact(tx, payment.id, learnt);
    const attemptAfter = await changeAttempt(tx, locked, learnt);
    const newestAttempt = attemptAfter ?? learnt.standing ?? standing(payment);
    const reviewReasons = [...new Set([...payment.review_reasons, ...reasonsOf(learnt)])];
    const state = derivePaymentState(await factsOf(tx, payment.id), newestAttempt, reviewReasons);
    await updatePayment(tx, payment, learnt, { state, reviewReasons });
    await writeTimeline(tx, payment.id, learnt.event, {
      ...learnt.details,
      ...(learnt.fact === undefined
        ? {}
        : { said: learnt.fact.said.state ?? null, mismatches: learnt.fact.checked.mismatches }),
      ...(state === payment.state ? {} : { from: payment.state, to: state }),
    });
    await alongside?.(tx, learnt);
    await this.carts.settled(tx, {
      payment: locked.payment,
      state,
      success: learnt.fact?.checked.success === true,
      successAwaited: learnt.fact !== undefined && isOnlyAwaited(learnt.fact.checked.mismatches),
      attempt: newestOf(locked, attemptAfter),
      reviewReasons,
    });
    await this.checks.afterSettling(tx, { payment: locked.payment, state, learnt, news });
    await this.announce.settled(tx, locked, { state, attempt: newestAttempt, reviewReasons });
    return learnt;
  }

  async #lock(tx: Tx, paymentId: PaymentId, namedSession: string | undefined): Promise<LockedPayment> {
    const payment = await lockPayment(tx, paymentId);
    const attempts = await lockAttempts(tx, paymentId);
    const heldElsewhere = namedSession !== undefined && (await sessionHeldElsewhere(tx, namedSession, paymentId));
    const expected: Expected = {
      orderNo: payment.order_no,
      sessionId: payment.session_id,
      ...askedAmounts(payment, await amountRowsOf(tx, paymentId)),
      currency: moneyOf(payment.amount_minor, payment.currency_code).currency,
      mode: payment.mode === 'live' ? 'live' : 'sandbox',
      pgCodes: payment.pg_codes,
      customerId: payment.customer_id,
      claimedAt: payment.claimed_at,
      paymentType: payment.payment_type,
      sessionHeldElsewhere: heldElsewhere,
      cartDoubts: await this.carts.doubts(tx, payment),
    };
    return {
      payment,
      attempts,
      check: (fact) => checkFact(fact, expected),
      mayAdoptSession: payment.session_id === null && !heldElsewhere,
    };
  }
}

function newestOf({ attempts }: LockedPayment, after: AttemptState | undefined): CartPaymentSettled['attempt'] {
  const newest = attempts.at(-1);
  return newest === undefined ? undefined : { id: newest.id, before: newest.state as AttemptState, after };
}

/** A success that does not match what was asked is shown to operators with every difference (M20). */
function reasonsOf({ fact, reviewReasons = [] }: Learnt): readonly string[] {
  return fact?.checked.success === true ? [...reviewReasons, ...fact.checked.mismatches] : reviewReasons;
}

/** Nobody has tried to pay it, and it was found out before that Ottu has never processed it (M33): that stays. */
function standing({ state }: PaymentRow): 'not_processed' | undefined {
  return state === 'not_processed' ? 'not_processed' : undefined;
}
