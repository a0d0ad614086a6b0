import { Injectable } from '@nestjs/common';

import { Settings } from '../../config/settings.ts';
import { Database, type Tx } from '../../database/database.ts';
import { send } from '../../database/send.ts';
import type { AmountRow, AttemptRow, FactRow, PaymentRow } from '../../database/schema.ts';
import { cycleIsCharged, recordAgreementSuccess } from '../agreements/agreement-rows.ts';
import {
  checkFact,
  DUPLICATE_PAYMENT,
  awaitsConfirmation,
  type CartMismatch,
  type Expected,
} from '../facts/check-fact.ts';
import { decisionOf, reopenedBy, type Decision } from '../facts/decision.ts';
import {
  derivePaymentState,
  standingReasons,
  type Circumstances,
  type KnownFact,
  type NewestAttemptState,
} from '../facts/derive-state.ts';
import type { PaymentId } from '../identifiers.ts';
import { recordSettlement } from '../payment-repository.ts';
import {
  askHeldElsewhere,
  beginLocking,
  lockingAttempts,
  moneyOf,
  existing,
  readingFacts,
  readingPayment,
  writeTimeline,
} from '../payment-rows.ts';
import { amountsOf, confirmAmount, expectedAmounts } from '../requested-amounts.ts';
import { ScheduleCheck } from '../schedule/schedule-check.ts';
import { isOpen, type AttemptState } from '../states/attempt-state.ts';
import { isSuccess, SUCCESS_AFTER_REJECTION, type PaymentState } from '../states/payment-state.ts';
import { CartPort, type CartPaymentSettled, type MismatchesOfCart } from './cart-port.ts';
import { changeAttempt } from './change-attempt.ts';
import { MerchantEventPublisher } from './merchant-event-publisher.ts';
import { recordDecision } from './record-decision.ts';
import { recordFact, secondSuccess, wordsOf, type SecondSuccess } from './record-fact.ts';
import type { Interpret, SettlementInput, LockedPayment } from './settlement-input.ts';
import { withoutTokens } from './without-tokens.ts';

export interface Settlement<L extends SettlementInput = SettlementInput> {
  readonly paymentId: PaymentId;
  /** The cart that it is for, where the caller knows: what else has paid that is read together with the payment. */
  readonly cartId?: string | undefined;
  /** The session that Ottu's word names, looked up beforehand: does another payment hold it (M45)? */
  readonly namedSession?: string | undefined;
  readonly interpret: Interpret<L>;
  /** Whether the input may settle this payment at all. Where not, nothing is written. */
  readonly applies?: (input: L) => boolean;
  /** What else is written in the same transaction, once the input is stored. */
  readonly alongside?: ((tx: Tx, input: L) => Promise<void>) | undefined;
  /**
   * Whether the call that this is about can still be settled, asked under the lock. A settlement whose COMMIT was never
   * acknowledged is tried again, and by then the same key may have claimed anew (M1a): then nothing is written.
   */
  readonly stillOpen?: (tx: Tx) => Promise<boolean>;
}

/** A payment after a settlement, as it is then. */
export interface PaymentRows {
  readonly payment: PaymentRow;
  /** Oldest first. */
  readonly attempts: readonly AttemptRow[];
}

export interface Settled<L extends SettlementInput = SettlementInput> {
  /** As it was read under the lock. */
  readonly input: L;
  /** Asks for the rows as the transaction left them, which are there once it is committed. Absent where nothing was written. */
  readonly rows?: () => Promise<PaymentRows>;
}

/**
 * The only writer of what Ottu's word makes of a payment's state (M4, M21). Every answer, event and inquiry of Ottu's ends
 * here, in one database transaction that locks the payment, stores what Ottu said and derives the state from all that is
 * known. Steps that a proof by faults replaces (test/chaos/breakages) are methods.
 */
@Injectable()
export class Settle {
  constructor(
    protected readonly database: Database,
    private readonly checks: ScheduleCheck,
    private readonly events: MerchantEventPublisher,
    private readonly cart: CartPort,
    private readonly settings: Settings,
  ) {}

  async settle<L extends SettlementInput>(settlement: Settlement<L>): Promise<Settled<L>> {
    return this.inOneTransaction((tx) => this.within(tx, settlement));
  }

  /** M4: what is read under the lock is what is written by. */
  protected async inOneTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inTransaction(work);
  }

  /** The same inside the caller's own transaction. */
  async within<L extends SettlementInput>(
    tx: Tx,
    { paymentId, cartId, namedSession, interpret, applies, alongside, stillOpen }: Settlement<L>,
  ): Promise<Settled<L>> {
    const reading = await this.#begin(tx, { paymentId, cartId, namedSession });
    // Sent behind the statements that lock.
    const isOpenStill = stillOpen === undefined || (await stillOpen(tx));
    const locked = await this.#lock(tx, await reading());
    const input = withoutTokens(interpret(locked), locked, this.settings);
    if (applies?.(input) === false || !isOpenStill) return { input };
    const confirmed = await confirmAmount(tx, locked.payment, locked.amounts, input);

    const { facts, isNews } = await recordFact(tx, { paymentId, known: locked.known }, input);
    const payment = input.decision === undefined ? confirmed : await recordDecision(tx, confirmed, input.decision);
    const attempts = await changeAttempt(tx, locked, input);
    const attemptAfter = attempts.at(-1);
    const newestAttempt: NewestAttemptState = attemptAfter ?? input.creationState ?? creationOf(payment);
    const decided = decidedBefore(payment, input, facts);
    const second = secondOf(locked, input, decided);
    const reviewReasons = standingReasons(
      [
        ...new Set([
          ...reasonsBefore(locked, input),
          ...decided.reasons,
          ...(second === undefined ? [] : [DUPLICATE_PAYMENT]),
        ]),
      ],
      { succeeded: isSuccess(payment.state) || confirmsSuccess(input), attempts },
    );
    const newestId = locked.attempts.at(-1)?.id;
    const state = await this.derive(facts, {
      newestAttempt,
      reviewReasons,
      newestId,
      openAttempt: attempts.findLast(isOpen),
      decision: decided.decision,
    });
    const newlyPaid = isSuccess(state) && !isSuccess(payment.state);
    const after = { state, attempt: newestAttempt, reviewReasons };
    const event =
      input.decision === undefined
        ? this.events.eventOf(locked, after, second)
        : this.events.eventOfDecision(locked, after);
    await recordSettlement(tx, payment, {
      state,
      ...(newlyPaid ? { addedSince: await this.cart.addedSince(tx, payment) } : {}),
      reviewReasons,
      session: input.adoptSession,
      handedOut: input.handedOut === true,
      // M53: a second charge does not change the words of the first.
      words: second === undefined ? wordsOf(payment, input, newestId) : {},
      dueInMs: {
        ...(state === 'authorized' && payment.state !== 'authorized'
          ? { authorization_warning_at: this.#warnInMs() }
          : {}),
        ...(newlyPaid && payment.payment_type !== 'save_card'
          ? { compare_at: this.settings.durations.comparison }
          : {}),
      },
      countsEvent: event !== undefined,
    });
    if (newlyPaid) await recordAgreementSuccess(tx, payment);
    await writeTimeline(tx, payment.id, input.event, {
      ...input.details,
      ...(input.fact === undefined
        ? {}
        : { said: input.fact.reported.state ?? null, mismatches: input.fact.checked.mismatches }),
      ...(second === undefined ? {} : { second_reference: second.reference }),
      ...(state === payment.state ? {} : { from: payment.state, to: state }),
    });
    await alongside?.(tx, input);
    const attemptOpen = attempts.some(isOpen);
    // What becomes of the cart changes nothing of what checks are planned by.
    const planning = await this.checks.beginPlanning(tx, { payment: locked.payment, state, attemptOpen });
    await this.cart.onSettled(tx, {
      payment: locked.payment,
      state,
      success: input.fact?.checked.success === true && !decided.covered,
      rejected: input.decision?.verdict === 'reject',
      awaitsConfirmation: input.fact !== undefined && awaitsConfirmation(input.fact.checked.mismatches),
      attempt: newestOf(locked, attemptAfter),
      detached: input.detach !== undefined,
      reviewReasons,
    });
    const rowsOfPlan = await planning?.();
    if (rowsOfPlan !== undefined) {
      await this.checks.afterSettling(tx, rowsOfPlan, { payment: locked.payment, state, input, isNews });
    }
    // With all that was written alongside: an event tells of the order as it is by now (M50).
    const askPayment = await send(tx, readingPayment({ paymentId }));
    const askAttempts = await send(tx, lockingAttempts({ paymentId }));
    const rows = async () => ({ payment: existing(await askPayment()), attempts: await askAttempts() });
    if (event !== undefined) await this.events.tell(tx, await rows(), event);
    return { input, rows };
  }

  #warnInMs(): number {
    const { ottuMinute, authorizationWarning } = this.settings.durations;
    return this.settings.authorizationDays * 24 * 60 * ottuMinute - authorizationWarning;
  }

  /** M21: from everything that is known by now. */
  protected async derive(facts: readonly KnownFact[], known: StateInput): Promise<PaymentState> {
    return derivePaymentState(facts, known);
  }

  /** M53, M82: what was paid for, a cart or a cycle, may have been paid by another payment. */
  async #paidBefore(tx: Tx, payment: PaymentRow, named?: MismatchesOfCart): Promise<readonly CartMismatch[]> {
    const { id, cart_id: cartId, origin, state } = payment;
    if (origin === 'auto_debit' || origin === 'link') {
      return (await cycleIsCharged(tx, id)) ? [DUPLICATE_PAYMENT] : [];
    }
    if (cartId === null || isSuccess(state)) return [];
    const mismatches = named?.cartId === cartId ? named : await this.cart.mismatchesOf(tx, id, cartId);
    return mismatches.ask();
  }

  /** Locks the payment, and reads all that decides, in one way to the database and back. */
  async #begin(
    tx: Tx,
    { paymentId, cartId, namedSession }: Pick<Settlement, 'paymentId' | 'cartId' | 'namedSession'>,
  ): Promise<() => Promise<Reading>> {
    const payment = await beginLocking(tx, paymentId);
    const attempts = await send(tx, lockingAttempts({ paymentId }));
    const amounts = await send(tx, amountsOf({ paymentId }));
    const known = await send(tx, readingFacts({ paymentId }));
    const heldElsewhere =
      namedSession === undefined ? async () => false : await askHeldElsewhere(tx, namedSession, paymentId);
    const ofCart = cartId === undefined ? undefined : await this.cart.mismatchesOf(tx, paymentId, cartId);
    return async () => ({
      payment: await payment(),
      attempts: await attempts(),
      amounts: await amounts(),
      known: await known(),
      heldElsewhere: await heldElsewhere(),
      ofCart,
    });
  }

  async #lock(tx: Tx, { heldElsewhere, ofCart, ...rows }: Reading): Promise<LockedRows> {
    const { payment, attempts, amounts, known } = rows;
    const requested = expectedAmounts(payment, amounts);
    const cartMismatches = await this.#paidBefore(tx, payment, ofCart);
    const expected: Expected = {
      orderNo: payment.order_no,
      sessionId: payment.session_id,
      ...requested,
      currency: moneyOf(payment.amount_minor, payment.currency_code).currency,
      mode: payment.mode,
      pgCodes: payment.pg_codes,
      customerId: payment.customer_id,
      paymentType: payment.payment_type,
      // F1.3: to a user Ottu shows no cards; there its word alone is the proof.
      provedByCardList: this.settings.ottu.credentials.kind === 'api_key' && !isSuccess(payment.state),
      sessionHeldElsewhere: heldElsewhere,
      cartMismatches,
    };
    return {
      payment,
      attempts,
      amounts,
      known,
      check: (fact) => checkFact(fact, expected),
      facts: mayHoldSuccess(payment.state) ? known : [],
      earlierAmountIds: new Set(requested.earlier.map(({ amountId }) => amountId)),
      isDuplicate: cartMismatches.includes(DUPLICATE_PAYMENT),
      mayAdoptSession: payment.session_id === null && !heldElsewhere,
    };
  }
}

/** Of a payment that is locked, as the database has it. */
interface Reading extends PaymentRows {
  /** What was asked for, oldest first. */
  readonly amounts: readonly AmountRow[];
  /** What Ottu has said, oldest first. */
  readonly known: readonly FactRow[];
  /** Another payment holds the session that Ottu's word names (M45). */
  readonly heldElsewhere: boolean;
  readonly ofCart: MismatchesOfCart | undefined;
}

interface LockedRows extends LockedPayment, Pick<Reading, 'amounts' | 'known'> {
  /** M53: another payment of its cart has succeeded. */
  readonly isDuplicate: boolean;
}

/** What decides beside the facts. */
export type StateInput = Circumstances;

/** M27 */
interface Decided {
  readonly decision: Decision | undefined;
  /** For review that this settlement adds. */
  readonly reasons: readonly string[];
  /** Another success than the decision has seen opens the matter again. */
  readonly again: boolean;
  /** The success that this settlement tells of was decided on. */
  readonly covered: boolean;
}

/** M27: what this settlement's fact is to a payment that an operator has decided. */
function decidedBefore(payment: PaymentRow, input: SettlementInput, facts: readonly KnownFact[]): Decided {
  const decision = decisionOf(payment);
  const reasons = reasonsOf(input);
  if (decision === undefined || input.decision !== undefined) {
    return {
      decision,
      reasons: input.decision === undefined ? reasons : [],
      again: false,
      covered: input.decision !== undefined,
    };
  }
  if (input.fact?.checked.success !== true) return { decision, reasons, again: false, covered: false };
  const again = reopenedBy(decision, facts).length > 0;
  if (!again) return { decision, reasons: input.reviewReasons ?? [], again, covered: true };
  const rejected = decision.state === 'canceled' ? [SUCCESS_AFTER_REJECTION] : [];
  return { decision, reasons: [...reasons, ...rejected], again, covered: false };
}

/** M27: a decision ends every reason but one: a second payment stays one, whoever accepts it. */
function reasonsBefore({ payment, isDuplicate }: LockedRows, { decision }: SettlementInput): readonly string[] {
  if (decision === undefined) return payment.review_reasons;
  const duplicate = isDuplicate || payment.review_reasons.includes(DUPLICATE_PAYMENT);
  return decision.verdict === 'accept' && duplicate ? [DUPLICATE_PAYMENT] : [];
}

/** What an operator has accepted is compared by what he has seen; every other payment by its own facts (M53). */
function secondOf(
  locked: LockedRows,
  { fact }: SettlementInput,
  { decision, again }: Decided,
): SecondSuccess | undefined {
  if (fact === undefined) return undefined;
  if (decision === undefined) return secondSuccess(locked, fact);
  const { state, reference_number: recorded } = locked.payment;
  if (!again || !isSuccess(state)) return undefined;
  return { recorded: recorded === null ? [] : [recorded], reference: fact.reported.referenceNumber };
}

function confirmsSuccess({ fact }: SettlementInput): boolean {
  return fact?.checked.success === true && fact.checked.matches;
}

function newestOf({ attempts }: LockedPayment, after: AttemptState | undefined): CartPaymentSettled['attempt'] {
  const newest = attempts.at(-1);
  return newest === undefined ? undefined : { id: newest.id, before: newest.state, after };
}

/** A success that does not match what was asked is shown to operators with every difference (M20). */
function reasonsOf({ fact, reviewReasons = [] }: SettlementInput): readonly string[] {
  return fact?.checked.success === true ? [...reviewReasons, ...fact.checked.mismatches] : reviewReasons;
}

/** Among them the states of a success that does not match, or not yet (M20, M26). */
function mayHoldSuccess(state: PaymentState): boolean {
  return isSuccess(state) || state === 'needs_review' || state === 'confirming';
}

/** Without an attempt, Ottu's refusal to create it, or the proof that it never did so (M33), stays. */
function creationOf({ state }: PaymentRow): 'not_processed' | 'rejected' | undefined {
  return state === 'not_processed' || state === 'rejected' ? state : undefined;
}
