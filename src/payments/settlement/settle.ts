import { Injectable } from '@nestjs/common';

import { Database, type Tx } from '../../database/database.ts';
import type { AmountRow, PaymentRow } from '../../database/schema.ts';
import { checkFact, DUPLICATE_PAYMENT, isOnlyAwaited, type Expected } from '../facts/check-fact.ts';
import { derivePaymentState, type NewestTry } from '../facts/derive-state.ts';
import type { PaymentId } from '../identifiers.ts';
import { factsOf, lockAttempts, lockPayment, moneyOf, sessionHeldElsewhere, writeTimeline } from '../payment-rows.ts';
import { confirmAmount, requestedAmounts } from '../requested-amounts.ts';
import { isOpen, type AttemptState } from '../states/attempt-state.ts';
import { isSuccess, type PaymentState } from '../states/payment-state.ts';
import { ScheduleCheck } from '../reconciliation/schedule-check.ts';
import { Announce } from './announce.ts';
import { CartOfPayment, type CartPaymentSettled } from './cart-of-payment.ts';
import { changeAttempt } from './change-attempt.ts';
import type { Learn, Learnt, LockedPayment } from './learnt.ts';
import { recordFact } from './record-fact.ts';
import { isSecondSuccess } from './second-success.ts';
import { updatePayment } from './update-payment.ts';

export interface Settlement<L extends Learnt = Learnt> {
  readonly paymentId: PaymentId;
  /** The session that Ottu's word names, looked up beforehand: does another payment hold it (M45)? */
  readonly namedSession?: string | undefined;
  readonly learn: Learn<L>;
  /** Whether what was learnt may settle this payment at all. Where not, nothing is written. */
  readonly applies?: (learnt: L) => boolean;
  /** What else is written in the same transaction, once what was learnt is stored. */
  readonly alongside?: ((tx: Tx, learnt: L) => Promise<void>) | undefined;
  /**
   * Whether the call that this is about can still be settled, asked under the lock. A settlement whose COMMIT was never
   * acknowledged is tried again, and by then the same key may have claimed anew (M1a): then nothing is written.
   */
  readonly stillOpen?: (tx: Tx) => Promise<boolean>;
}

/**
 * The only writer of a payment's state (M4, M21). Every path, whatever it learnt and from whom, ends here, in one
 * transaction that locks the payment, stores what was learnt and derives the state from all that is known. Steps that a
 * proof by faults replaces (test/chaos/breakages) are methods.
 */
@Injectable()
export class Settle {
  constructor(
    protected readonly database: Database,
    private readonly checks: ScheduleCheck,
    private readonly announce: Announce,
    private readonly carts: CartOfPayment,
  ) {}

  /** @returns what was learnt, as it was read under the lock. */
  async settle<L extends Learnt>(settlement: Settlement<L>): Promise<L> {
    return this.inOneTransaction((tx) => this.within(tx, settlement));
  }

  /** M4: what is read under the lock is what is written by. */
  protected async inOneTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inTransaction(work);
  }

  /** The same inside the caller's own transaction. */
  async within<L extends Learnt>(
    tx: Tx,
    { paymentId, namedSession, learn, applies, alongside, stillOpen }: Settlement<L>,
  ): Promise<L> {
    const locked = await this.#lock(tx, paymentId, namedSession);
    const learnt = learn(locked);
    if (applies?.(learnt) === false) return learnt;
    if (stillOpen !== undefined && !(await stillOpen(tx))) return learnt;
    const payment = await confirmAmount(tx, locked.payment, locked.amounts, learnt.fact);

    const news = await recordFact(tx, payment.id, learnt);
    const attemptAfter = await changeAttempt(tx, locked, learnt);
    const newestTry: NewestTry = attemptAfter ?? learnt.standing ?? creationOf(payment);
    const second = learnt.fact !== undefined && isSecondSuccess(locked, learnt.fact.said);
    const reviewReasons = [
      ...new Set([...payment.review_reasons, ...reasonsOf(learnt), ...(second ? [DUPLICATE_PAYMENT] : [])]),
    ];
    const newestId = locked.attempts.at(-1)?.id;
    const state = await this.derive(tx, payment.id, { newestTry, reviewReasons, newestId });
    await updatePayment(tx, payment, learnt, { state, reviewReasons, newestId, second });
    await writeTimeline(tx, payment.id, learnt.event, {
      ...learnt.details,
      ...(learnt.fact === undefined
        ? {}
        : { said: learnt.fact.said.state ?? null, mismatches: learnt.fact.checked.mismatches }),
      ...(second ? { second_reference: learnt.fact?.said.referenceNumber } : {}),
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
    const attemptOpen = attemptAfter !== undefined && isOpen(attemptAfter);
    await this.checks.afterSettling(tx, { payment: locked.payment, state, learnt, attemptOpen, news });
    await this.announce.settled(tx, locked, { state, attempt: newestTry, reviewReasons });
    return learnt;
  }

  /** M21: from everything that is known by now. */
  protected async derive(tx: Tx, paymentId: string, known: KnownOfPayment): Promise<PaymentState> {
    const { newestTry, reviewReasons, newestId } = known;
    return derivePaymentState(await factsOf(tx, paymentId), newestTry, reviewReasons, newestId);
  }

  async #lock(tx: Tx, paymentId: PaymentId, namedSession: string | undefined): Promise<LockedRows> {
    const payment = await lockPayment(tx, paymentId);
    const attempts = await lockAttempts(tx, paymentId);
    const heldElsewhere = namedSession !== undefined && (await sessionHeldElsewhere(tx, namedSession, paymentId));
    const { rows: amounts, expected: asked } = await requestedAmounts(tx, payment);
    const expected: Expected = {
      orderNo: payment.order_no,
      sessionId: payment.session_id,
      ...asked,
      currency: moneyOf(payment.amount_minor, payment.currency_code).currency,
      mode: payment.mode,
      pgCodes: payment.pg_codes,
      customerId: payment.customer_id,
      paymentType: payment.payment_type,
      sessionHeldElsewhere: heldElsewhere,
      cartDoubts: await this.carts.doubts(tx, payment),
    };
    return {
      payment,
      attempts,
      amounts,
      check: (fact) => checkFact(fact, expected),
      // Rare, so that no other settlement pays for it.
      facts: isSuccess(payment.state) && attempts.length > 1 ? await factsOf(tx, paymentId) : [],
      earlierAmountIds: new Set(asked.earlier.map(({ amountId }) => amountId)),
      mayAdoptSession: payment.session_id === null && !heldElsewhere,
    };
  }
}

interface LockedRows extends LockedPayment {
  /** What was asked for, oldest first. */
  readonly amounts: readonly AmountRow[];
}

/** What decides beside the facts. */
export interface KnownOfPayment {
  readonly newestTry: NewestTry;
  readonly reviewReasons: readonly string[];
  /** The newest attempt, where there is one. */
  readonly newestId: string | undefined;
}

function newestOf({ attempts }: LockedPayment, after: AttemptState | undefined): CartPaymentSettled['attempt'] {
  const newest = attempts.at(-1);
  return newest === undefined ? undefined : { id: newest.id, before: newest.state, after };
}

/** A success that does not match what was asked is shown to operators with every difference (M20). */
function reasonsOf({ fact, reviewReasons = [] }: Learnt): readonly string[] {
  return fact?.checked.success === true ? [...reviewReasons, ...fact.checked.mismatches] : reviewReasons;
}

/** Nobody has tried to pay it, and Ottu has refused to create it, or was found never to have done so (M33): that stays. */
function creationOf({ state }: PaymentRow): 'not_processed' | 'rejected' | undefined {
  return state === 'not_processed' || state === 'rejected' ? state : undefined;
}
