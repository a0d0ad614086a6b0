import { randomUUID } from 'node:crypto';

import { sql, type RawBuilder } from 'kysely';

import type { Tx } from '../../database/database.ts';
import { interval } from '../../database/interval.ts';
import type { AgreementRow, PaymentRow } from '../../database/schema.ts';
import { asAttemptId, asPaymentId, type AttemptId, type PaymentId } from '../identifiers.ts';
import { moneyOf } from '../payment-rows.ts';
import { ATTEMPT_STATES, isOpen } from '../states/attempt-state.ts';
import { isSuccess, outcomeOf, PAYMENT_STATES } from '../states/payment-state.ts';
import { isAgreedAnew, termsAfter, termsOf, type AgreementTerms } from './agreement-terms.ts';

/*
 * Every statement that writes `agreements` and `agreement_charges`. A claim locks the agreement before any payment; a
 * settlement has its payment's lock and locks no agreement that a claim could be waiting with.
 */

export interface AgreementName {
  readonly agreementId: string;
  readonly customerId: string;
}

/** The agreement, locked until the transaction ends, and what its terms are held against. */
export interface LockedAgreement extends AgreementRow {
  /** `YYYY-MM-DD` in UTC, by the database's clock. */
  readonly today: string;
}

export async function lockAgreement(tx: Tx, name: AgreementName): Promise<LockedAgreement | undefined> {
  return tx
    .selectFrom('agreements')
    .selectAll()
    .select(sql<string>`(now() at time zone 'UTC')::date::text`.as('today'))
    .where('customer_id', '=', name.customerId)
    .where('agreement_id', '=', name.agreementId)
    .forUpdate()
    .executeTakeFirst();
}

/**
 * Writes the terms of an agreement that began elsewhere. Where there is one of this name already they stay as they are, but
 * for one that was adopted and under which nothing was or may have been charged: its terms may have been a mistake.
 */
export async function adoptAgreement(
  tx: Tx,
  name: AgreementName,
  { pgCode, terms }: { readonly pgCode: string; readonly terms: AgreementTerms },
): Promise<void> {
  const adopted = { pg_code: pgCode, ...terms, agreed_at: sql<Date>`now()` };
  await tx
    .insertInto('agreements')
    .values({
      id: randomUUID(),
      agreement_id: name.agreementId,
      customer_id: name.customerId,
      source: 'adopted',
      ...adopted,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['customer_id', 'agreement_id'])
        .doUpdateSet({ ...adopted, updated_at: sql<Date>`now()` })
        .where('agreements.source', '=', 'adopted').where(sql<boolean>`not exists (
          select from agreement_charges c left join payments p on p.id = c.payment_id
            where c.agreement = agreements.id and ${stands('c', 'p')})`),
    )
    .execute();
}

/** Stands in place of a customer who was erased. */
const ERASED_CUSTOMER = '(erased)';

/**
 * By which agreements this customer may still be charged: they are neither canceled nor over. Locks all that the customer has.
 *
 * @returns their own names, a hundred at most.
 */
export async function chargeableAgreements(tx: Tx, customerId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('agreements')
    .select(['agreement_id', 'canceled_at'])
    .select(sql<boolean>`coalesce(expires_on < (now() at time zone 'UTC')::date::text, false)`.as('is_over'))
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .forUpdate()
    .execute();
  return rows
    .filter((row) => row.canceled_at === null && !row.is_over)
    .slice(0, 100)
    .map(({ agreement_id: id }) => id);
}

/**
 * Takes the customer, and the merchant's own names, out of agreements; their terms and charges stay.
 *
 * @returns how many
 */
export async function eraseAgreements(tx: Tx, customerId: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('agreements')
    .set({ customer_id: ERASED_CUSTOMER, agreement_id: sql<string>`id::text`, updated_at: sql<Date>`now()` })
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/**
 * From now on nothing more is charged. The agreement is locked.
 *
 * @returns whether that is new.
 */
export async function cancelAgreement(tx: Tx, id: string): Promise<boolean> {
  const now = sql<Date>`now()`;
  const { numUpdatedRows } = await tx
    .updateTable('agreements')
    .set({ canceled_at: now, updated_at: now })
    .where('id', '=', id)
    .where('canceled_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * What the success of a payment with an agreement means for the agreement, in the transaction that records it: a charge of
 * a cycle is counted, also where its payer paid it by a link; a payment that its payer made himself begins the agreement, or begins it anew (F13.2).
 */
export async function recordAgreementSuccess(tx: Tx, payment: PaymentRow): Promise<void> {
  if (payment.origin === 'auto_debit' || payment.origin === 'link') await recordCharged(tx, payment.id);
  else if (payment.agreement !== null && beginsAgreement(payment)) await keepAgreement(tx, payment);
}

/** A token is charged without its payer (F13.2); every other way to pay asks him. */
function beginsAgreement({ payment_type: type, instrument_type: instrument }: PaymentRow): boolean {
  return type === 'auto_debit' && instrument !== 'token';
}

async function recordCharged(tx: Tx, paymentId: string): Promise<void> {
  await tx
    .updateTable('agreement_charges')
    .set({ charged_at: sql<Date>`now()` })
    .where('payment_id', '=', paymentId)
    .where('charged_at', 'is', null)
    .execute();
}

/**
 * F13.2: Ottu moves an agreement to the card of a new first payment, and resent terms change nothing there. Here terms that
 * the payer agreed to anew take the place of those before, and what the new payment does not say stays; terms that are as
 * they were go on counting. A late word about a payment that is older than the one by which he agreed last changes nothing.
 */
async function keepAgreement(tx: Tx, payment: PaymentRow): Promise<void> {
  const { agreement, customer_id: customerId, pg_codes: pgCodes } = payment;
  const agreementId = agreement?.['id'];
  if (agreement === null || typeof agreementId !== 'string' || customerId === null) return;
  const given = termsOf(agreement, moneyOf(payment.amount_minor, payment.currency_code));
  const kept = {
    source: 'first_payment' as const,
    first_payment_id: payment.id,
    // F16.7: an automatic debit names one gateway; of several it is not known here which one the payer chose.
    pg_code: pgCodes.length === 1 ? (pgCodes[0] ?? null) : null,
    agreed_at: payment.created_at,
  };
  const before = await lockAgreement(tx, { agreementId, customerId });
  // A payer who agrees after it was canceled begins it anew; a late word about a payment from before does not.
  const canceledAt = before?.canceled_at ?? undefined;
  const anew = canceledAt !== undefined && canceledAt < payment.created_at;
  const terms = before === undefined || anew ? given : termsAfter(before, given);
  const changed = before !== undefined && (anew || isAgreedAnew(before, terms));
  await tx
    .insertInto('agreements')
    .values({ id: randomUUID(), agreement_id: agreementId, customer_id: customerId, ...kept, ...terms })
    .onConflict((conflict) =>
      conflict
        .columns(['customer_id', 'agreement_id'])
        .doUpdateSet({
          ...kept,
          ...terms,
          updated_at: sql<Date>`now()`,
          ...(changed && { began_at: sql<Date>`now()` }),
          ...(anew && { canceled_at: null }),
        })
        // Of an older payment than that by which the payer agreed last, whoever was faster.
        .where(sql<boolean>`coalesce(agreements.agreed_at, agreements.began_at) <= ${payment.created_at}`),
    )
    .execute();
}

/** A cycle of an agreement. */
export interface Cycle {
  /** Our id of the agreement. */
  readonly agreement: string;
  readonly cycle: string;
}

/** Who has a cycle already. */
export type CycleHolder =
  | { readonly kind: 'payment'; readonly paymentId: PaymentId; readonly attemptId: AttemptId | undefined }
  /** It was charged, and its payment is no longer kept (M10). */
  | { readonly kind: 'retired' };

/**
 * M82: the payment of this cycle that is open, unknown or has succeeded, locked; nothing where the next key may have it.
 *
 * @param except a payment that is about to be claimed again.
 */
export async function cycleHolder(
  tx: Tx,
  { agreement, cycle }: Cycle,
  except: PaymentId | undefined,
): Promise<CycleHolder | undefined> {
  const rows = await tx
    .selectFrom('agreement_charges')
    .select(['payment_id', 'charged_at'])
    .where('agreement', '=', agreement)
    .where('cycle', '=', cycle)
    // A try that came to nothing may turn out charged, or be looked at by people, after another one has the cycle.
    .orderBy(sql`charged_at is null`)
    .orderBy('payment_id')
    .execute();
  for (const { payment_id: id, charged_at: chargedAt } of rows) {
    if (id === except) continue;
    await tx.selectFrom('payments').select('id').where('id', '=', id).forUpdate().execute();
    const payment = await tx
      .selectFrom('payments as payment')
      .select([mayHaveCharged('payment').as('stands'), newestAttempt('payment').as('attempt')])
      .where('payment.id', '=', id)
      .executeTakeFirst();
    if (payment === undefined) {
      if (chargedAt !== null) return { kind: 'retired' };
    } else if (payment.stands || chargedAt !== null) {
      return { kind: 'payment', paymentId: asPaymentId(id), attemptId: attemptOf(payment.attempt) };
    }
  }
  return undefined;
}

function attemptOf(id: string | null): AttemptId | undefined {
  return id === null ? undefined : asAttemptId(id);
}

/**
 * The payment takes the cycle from one that came to nothing. The agreement is locked, and nobody holds the cycle.
 *
 * @returns false where the payment was for another cycle before: what may still be told of it would be told of this one.
 */
export async function takeCycle(tx: Tx, { agreement, cycle }: Cycle, paymentId: PaymentId): Promise<boolean> {
  await tx
    .updateTable('agreement_charges')
    .set({ holds: false })
    .where('agreement', '=', agreement)
    .where('cycle', '=', cycle)
    .where('holds', '=', true)
    .where('payment_id', '!=', paymentId)
    .execute();
  const taken = { agreement, cycle, holds: true, claimed_at: sql<Date>`now()` };
  const { numInsertedOrUpdatedRows: rows } = await tx
    .insertInto('agreement_charges')
    .values({ payment_id: paymentId, ...taken })
    .onConflict((conflict) =>
      conflict
        .column('payment_id')
        .doUpdateSet({ holds: true, claimed_at: taken.claimed_at })
        .where('agreement_charges.agreement', '=', agreement)
        .where('agreement_charges.cycle', '=', cycle),
    )
    .executeTakeFirst();
  return rows === 1n;
}

/** How often, and when last, an agreement was charged in other cycles; what may have been counts. */
export interface ChargesSoFar {
  /** Since its terms began to hold. */
  readonly count: number;
  /** Whether all of those are known to have been charged. */
  readonly settled: boolean;
  /** When the next one may be made by the interval; null where it says nothing. */
  readonly nextFrom: Date | null;
  readonly tooEarly: boolean;
}

/**
 * The next charge is possible an interval after the last one, and no sooner than the first one of these terms and all
 * after it allow: a job that runs a little sooner each time never gets ahead of the agreement by more than one grace.
 *
 * @param times.graceMs how much sooner than the interval a job may run; a quarter of a short interval.
 */
export async function chargesSoFar(
  tx: Tx,
  agreement: AgreementRow,
  cycle: string,
  { dayMs, graceMs }: { readonly dayMs: number; readonly graceMs: number },
): Promise<ChargesSoFar> {
  const { interval_days: days } = agreement;
  const everyMs = (days ?? 0) * dayMs;
  const grace = interval(Math.min(graceMs, everyMs / 4));
  const next =
    days === null
      ? sql<Date | null>`null::timestamptz`
      : sql<Date | null>`greatest(
          max(at) + ${interval(everyMs)}, min(at) filter (where counts) + count(*) filter (where counts) * ${interval(everyMs)}
        ) - ${grace}`;
  const { rows } = await sql<{
    count: number;
    settled: boolean | null;
    next_from: Date | null;
    too_early: boolean | null;
  }>`
    with charged as (
      select c.cycle, min(c.claimed_at) as at, bool_or(c.charged_at is not null) as settled,
          bool_or(c.claimed_at >= agreement.began_at) as counts
        from agreement_charges c
        join agreements agreement on agreement.id = c.agreement
        left join payments p on p.id = c.payment_id
        where c.agreement = ${agreement.id} and c.cycle <> ${cycle} and ${stands('c', 'p')}
        group by c.cycle)
    select count(*) filter (where counts)::integer as count, bool_and(settled) filter (where counts) as settled,
        ${next} as next_from, ${next} > now() as too_early
      from charged`.execute(tx);
  const [found] = rows;
  return {
    count: found?.count ?? 0,
    settled: found?.settled !== false,
    nextFrom: found?.next_from ?? null,
    tooEarly: found?.too_early === true,
  };
}

/** M82, M53: whether another payment of the same cycle has succeeded. Locks what was claimed for the cycle. */
export async function cycleIsCharged(tx: Tx, paymentId: string): Promise<boolean> {
  const { rows } = await sql<{ other: boolean }>`
    select other.payment_id <> ${paymentId} and other.charged_at is not null as other
      from agreement_charges own
      join agreement_charges other on other.agreement = own.agreement and other.cycle = own.cycle
      where own.payment_id = ${paymentId} order by other.payment_id for update of other`.execute(tx);
  return rows.some(({ other }) => other);
}

/** Of a row of `agreement_charges` and its payment, which may have gone: it was charged, or may have been. */
function stands(charge: string, payment: string): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(`${charge}.charged_at`)} is not null
    or (${sql.ref(`${payment}.id`)} is not null and ${mayHaveCharged(payment)}))`;
}

/** Neither declined nor not processed: it is paid, or may be. A link that was tried in vain can still be paid. */
function mayHaveCharged(payment: string): RawBuilder<boolean> {
  const states = PAYMENT_STATES.filter((state) => isSuccess(state) || outcomeOf(state, false) === 'unknown');
  const open = ATTEMPT_STATES.filter(isOpen);
  return sql<boolean>`(${sql.ref(`${payment}.state`)} in (${sql.join(states)})
    or (${sql.ref(`${payment}.origin`)} = 'link' and ${sql.ref(`${payment}.state`)} = 'attempted') or exists (
    select from payment_attempts attempt
      where attempt.payment_id = ${sql.ref(`${payment}.id`)} and attempt.state in (${sql.join(open)})))`;
}

/** Each has one but a link, which nobody charges by its attempts. */
function newestAttempt(payment: string): RawBuilder<string | null> {
  return sql<string | null>`(select attempt.id from payment_attempts attempt
    where attempt.payment_id = ${sql.ref(`${payment}.id`)} order by attempt.number desc limit 1)`;
}
