import { Injectable } from '@nestjs/common';

import { backOff } from '../../background/back-off.ts';
import { Background } from '../../background/background.ts';
import { Settings } from '../../config/settings.ts';
import type { Tx } from '../../database/database.ts';
import type { AttemptRow, FactRow, PaymentRow, PlannedCheck } from '../../database/schema.ts';
import type { CheckedFact } from '../facts/check-fact.ts';
import type { ProviderFact } from '../facts/provider-fact.ts';
import { GatewayDirectory } from '../gateways/gateway-directory.ts';
import type { CheckColumns } from '../check-to-schedule.ts';
import { recordCheckColumns, scheduleCheck } from '../payment-repository.ts';
import { isSuccess, type PaymentState } from '../states/payment-state.ts';
import { gatewayInquiry, slowestOf, type GatewayInquiry } from './gateway-inquiry.ts';
import { holdingAttempt, holdOf, recordHold } from './hold.ts';
import { planCheck, type ReconciliationState, type NextCheck } from './plan-check.ts';
import { beginLockingForReconciliation, reconciliationState, type ReconciliationRows } from './reconciliation-state.ts';

/** Names the work by which `ReconciliationSweep` makes the checks that are due; `ScheduleCheck` wakes it. */
export const RECONCILIATION = 'Reconciliation';

/** What a settlement changed, as far as it bears on what is done next. */
export interface Settled {
  /** As it was before. */
  readonly payment: PaymentRow;
  readonly state: PaymentState;
  readonly input: {
    readonly fact?: { readonly reported: ProviderFact; readonly checked: Pick<CheckedFact, 'matches'> } | undefined;
    readonly attempt?: { readonly id: string } | undefined;
    readonly handedOut?: boolean | undefined;
    readonly written?: boolean | undefined;
    readonly inquireOnce?: boolean | undefined;
  };
  /** A word of Ottu's that was not known before. */
  readonly isNews: boolean;
}

/** Which gateway a payment went to, or may go to. */
export type UsedGateway = Pick<PaymentRow, 'gateway_name' | 'pg_codes' | 'transaction_type'>;

/** M30: writes into the payment's row when it is looked at next, in the transaction that changes it. */
@Injectable()
export class ScheduleCheck {
  constructor(
    private readonly gateways: GatewayDirectory,
    private readonly background: Background,
    private readonly settings: Settings,
  ) {}

  /**
   * After every settlement: sends for what the next check is planned by.
   *
   * @param settled.attemptOpen whether an attempt is open afterwards.
   * @returns asks for it; nothing after the usual end of a charge: nothing was planned, and nothing is left to ask.
   */
  async beginPlanning(
    tx: Tx,
    { payment, state, attemptOpen }: Pick<Settled, 'payment' | 'state'> & { readonly attemptOpen: boolean },
  ): Promise<(() => Promise<ReconciliationRows>) | undefined> {
    if (isSuccess(state) && payment.next_check_at === null && !attemptOpen) return undefined;
    return beginLockingForReconciliation(tx, payment.id);
  }

  /** @param rows as the settlement has left them. */
  async afterSettling(tx: Tx, rows: ReconciliationRows, settled: Settled): Promise<void> {
    const { payment: before, state } = settled;
    const active = isActivity(settled, rows);
    const columns = { ...this.#columnsFor(settled, rows.now), ...(active ? { activity_at: rows.now } : {}) };
    const payment = { ...rows.payment, ...columns };
    const attempts = await this.#hold(tx, rows, settled);
    // A check that is due is made, although what Ottu said meanwhile was known before.
    const due = payment.next_check_at !== null && payment.next_check_at <= rows.now;
    if (active || !due || state !== before.state) {
      const now = { ...rows, payment, attempts };
      await this.#schedule(tx, now, this.next(now), { columns });
    } else if (Object.keys(columns).length > 0) await recordCheckColumns(tx, before.id, columns);
  }

  /**
   * Plans anew. A check that comes soon wakes this replica and the others once it is committed: one of them makes it,
   * whichever of them dies. What comes later is found by the polling, which is never late by much.
   *
   * @param notBeforeMs from now on, where Ottu could not be asked.
   */
  async plan(tx: Tx, rows: ReconciliationRows, notBeforeMs = 0): Promise<void> {
    const next = this.next(rows);
    const from = new Date(rows.now.getTime() + notBeforeMs);
    await this.#schedule(
      tx,
      rows,
      next !== undefined && notBeforeMs > 0 && next.at < from ? { ...next, at: from } : next,
    );
  }

  /**
   * M31: the check got no answer, so it is owed again, with a back-off, and does not use up its place. What is due before
   * that goes first.
   */
  async owe(tx: Tx, rows: ReconciliationRows, what: PlannedCheck): Promise<void> {
    const { firstCheckRetry: first, checkRetry: longest } = this.settings.durations;
    const tries = rows.payment.check_tries + 1;
    const owed = { what, at: new Date(rows.now.getTime() + backOff(tries, { first, longest })) };
    const next = this.next(rows);
    const sooner = next !== undefined && next.what !== what && next.at > rows.now && next.at < owed.at;
    await this.#schedule(tx, rows, sooner ? next : owed, { tries });
  }

  /** M35: from the first answered retrieve on it is known until when the attempt holds its cart. */
  async #hold(
    tx: Tx,
    { attempts, facts, now }: ReconciliationRows,
    { input }: Settled,
  ): Promise<readonly AttemptRow[]> {
    const attempt = holdingAttempt(attempts);
    if (attempt === undefined || input.fact === undefined) return attempts;
    const retrieved = input.fact.reported.source === 'retrieve';
    const hold = holdOf(attempt, facts, { retrieved, now }, this.settings.durations);
    const known = sameTime(hold.answered_at, attempt.answered_at) && sameTime(hold.hold_until, attempt.hold_until);
    if (known) return attempts;
    await recordHold(tx, attempt.id, hold);
    return attempts.map((one) => (one.id === attempt.id ? { ...one, ...hold } : one));
  }

  async #schedule(
    tx: Tx,
    rows: ReconciliationRows,
    next: NextCheck | undefined,
    { columns = {}, tries = 0 }: { readonly columns?: CheckColumns; readonly tries?: number } = {},
  ): Promise<void> {
    const waitMs = next === undefined ? Infinity : Math.max(0, next.at.getTime() - rows.now.getTime());
    const { firstRetrieve, sweep } = this.settings.durations;
    const soon = waitMs <= Math.max(firstRetrieve, sweep);
    await scheduleCheck(tx, rows.payment.id, { next, columns, tries });
    if (soon) this.background.wakeEverywhere(RECONCILIATION, waitMs);
  }

  next(rows: ReconciliationRows): NextCheck | undefined {
    return planCheck(this.stateOf(rows), this.settings.durations);
  }

  stateOf(rows: ReconciliationRows): ReconciliationState {
    return reconciliationState(rows, this.gatewayOf(rows.payment), this.settings.durations);
  }

  /** The gateway that was used, or else the slowest of those that the payer may use. */
  gatewayOf({ gateway_name: used, pg_codes: codes, transaction_type: plugin }: UsedGateway): GatewayInquiry {
    if (used !== null) return gatewayInquiry(used);
    return slowestOf(codes.map((code) => gatewayInquiry(this.gateways.known(plugin, code)?.name)));
  }

  #columnsFor({ input, payment }: Settled, now: Date): CheckColumns {
    const reported = input.fact?.checked.matches === true ? input.fact.reported : undefined;
    return {
      ...(reported === undefined ? {} : pendingColumn(payment, reported, now)),
      ...(input.inquireOnce === true ? { inquire_once: true } : {}),
      ...(reported?.gatewayName === undefined ? {} : { gateway_name: reported.gatewayName }),
      ...(reported?.expiresInMinutes === undefined
        ? {}
        : { expires_at: this.#expiry(payment, reported.expiresInMinutes) }),
    };
  }

  #expiry({ claimed_at: from }: PaymentRow, minutes: number): Date {
    return new Date(from.getTime() + minutes * this.settings.durations.ottuMinute);
  }
}

/** M31: since when Ottu shows `pending`, as far as its last word says. */
function pendingColumn({ pending_since: since }: PaymentRow, reported: ProviderFact, now: Date): CheckColumns {
  if (reported.state === 'pending') return since === null ? { pending_since: now } : {};
  return since === null ? {} : { pending_since: null };
}

function sameTime(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}

/** M31: whether the clock of the retrieves starts anew. */
function isActivity({ input, isNews, payment }: Settled, { facts, attempts }: ReconciliationRows): boolean {
  // A merchant's server may read a session that it has already as often as it likes; a shopper is sent to it each time.
  if (input.handedOut === true && (payment.handed_out_at === null || payment.cart_id !== null)) return true;
  if (input.written === true) return true;
  if (
    input.fact?.checked.matches === true &&
    input.fact.reported.state === 'pending' &&
    payment.pending_since === null
  ) {
    return true;
  }
  // Of an earlier attempt only a word that was not known before starts the clock again.
  if (input.attempt !== undefined && input.attempt.id === attempts.at(-1)?.id) return true;
  return isNews && !repeats(input.fact?.reported, facts.slice(0, -1));
}

/** The same word by another way, as when an inquiry says what a webhook has said, is no activity of the payer's. */
function repeats(reported: ProviderFact | undefined, earlier: readonly FactRow[]): boolean {
  return earlier.some(
    ({ state, reference_number: reference }) =>
      state === reported?.state &&
      (reported.referenceNumber === undefined || reference === null || reference === reported.referenceNumber),
  );
}
