import { randomUUID } from 'node:crypto';

import { sql, type RawBuilder } from 'kysely';

import type { Tx } from '../../database/database.ts';
import { interval } from '../../database/interval.ts';
import type { AgreementRow, PaymentRow } from '../../database/schema.ts';
import { asAttemptId, asPaymentId, type AttemptId, type PaymentId } from '../identifiers.ts';
import { moneyOf } from '../payment-rows.ts';
import { ATTEMPT_STATES, isOpen } from '../states/attempt-state.ts';
import { isSuccess, outcomeOf, PAYMENT_STATES } from '../states/payment-state.ts';
import { termsOf, type AgreementTerms } from './agreement-terms.ts';

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

/** Writes the terms of an agreement that began elsewhere. Nothing where there is one of this name already. */
export async function adoptAgreement(
  tx: Tx,
  name: AgreementName,
  { pgCode, terms }: { readonly pgCode: string; readonly terms: AgreementTerms },
): Promise<void> {
  await tx
    .insertInto('agreements')
    .values({
      id: randomUUID(),
      agreement_id: name.agreementId,
      customer_id: name.customerId,
      source: 'adopted',
      pg_code: pgCode,
      ...terms,
    })
    .onConflict((conflict) => conflict.columns(['customer_id', 'agreement_id']).doNothing())
    .execute();
}

/** From now on nothing more is charged. The agreement is locked. */
export async function cancelAgreement(tx: Tx, id: string): Promise<void> {
  const now = sql<Date>`now()`;
  await tx
    .updateTable('agreements')
    .set({ canceled_at: now, updated_at: now })
    .where('id', '=', id)
    .where('canceled_at', 'is', null)
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
 * What the success of a payment with an agreement means for the agreement, in the transaction that records it: a charge of
 * a cycle is counted; a payment that its payer made himself begins the agreement, or begins it anew (F13.2).
 */
export async function recordAgreementSuccess(tx: Tx, payment: PaymentRow): Promise<void> {
  if (payment.origin === 'auto_debit') await recordCharged(tx, payment.id);
  else if (beginsAgreement(payment)) await keepAgreement(tx, payment);
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

async function keepAgreement(tx: Tx, payment: PaymentRow): Promise<void> {
  const { agreement, customer_id: customerId, pg_codes: pgCodes } = payment;
  const agreementId = agreement?.['id'];
  if (agreement === null || typeof agreementId !== 'string' || customerId === null) return;
  const kept = {
    source: 'first_payment' as const,
    first_payment_id: payment.id,
    // F16.7: an automatic debit names one gateway; of several it is not known here which one the payer chose.
    pg_code: pgCodes.length === 1 ? (pgCodes[0] ?? null) : null,
    ...termsOf(agreement, moneyOf(payment.amount_minor, payment.currency_code)),
  };
  await tx
    .insertInto('agreements')
    .values({ id: randomUUID(), agreement_id: agreementId, customer_id: customerId, ...kept })
    .onConflict((conflict) =>
      conflict.columns(['customer_id', 'agreement_id']).doUpdateSet({
        ...kept,
        began_at: sql<Date>`now()`,
        updated_at: sql<Date>`now()`,
        // A payer who agrees anew after it was canceled has agreed; a late word about an older payment has not.
        canceled_at: sql<Date | null>`
          case when agreements.canceled_at > ${payment.created_at}::timestamptz then agreements.canceled_at end`,
      }),
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
  | { readonly kind: 'payment'; readonly paymentId: PaymentId; readonly attemptId: AttemptId }
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
    .where((row) => row.or([row('holds', '=', true), row('charged_at', 'is not', null)]))
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
      return { kind: 'payment', paymentId: asPaymentId(id), attemptId: asAttemptId(payment.attempt) };
    }
  }
  return undefined;
}

/** The payment takes the cycle from one that came to nothing. The agreement is locked, and nobody holds the cycle. */
export async function takeCycle(tx: Tx, { agreement, cycle }: Cycle, paymentId: PaymentId): Promise<void> {
  await tx
    .updateTable('agreement_charges')
    .set({ holds: false })
    .where('agreement', '=', agreement)
    .where('cycle', '=', cycle)
    .where('holds', '=', true)
    .where('payment_id', '!=', paymentId)
    .execute();
  const taken = { agreement, cycle, holds: true, claimed_at: sql<Date>`now()` };
  await tx
    .insertInto('agreement_charges')
    .values({ payment_id: paymentId, ...taken })
    // M41: a payment of which nothing came may be tried again for another cycle.
    .onConflict((conflict) => conflict.column('payment_id').doUpdateSet(taken))
    .execute();
}

/** How often, and when last, an agreement was charged in other cycles since it began; what may have been counts. */
export interface ChargesSoFar {
  readonly count: number;
  /** When the next one may be made by the interval; null where it says nothing. */
  readonly nextFrom: Date | null;
  readonly tooEarly: boolean;
}

export async function chargesSoFar(
  tx: Tx,
  agreement: AgreementRow,
  cycle: string,
  { dayMs, graceMs }: { readonly dayMs: number; readonly graceMs: number },
): Promise<ChargesSoFar> {
  const { interval_days: days } = agreement;
  const next =
    days === null
      ? sql<Date | null>`null::timestamptz`
      : sql<Date | null>`max(coalesce(c.charged_at, c.claimed_at)) + ${interval(days * dayMs - graceMs)}`;
  const { rows } = await sql<{ count: number; next_from: Date | null; too_early: boolean | null }>`
    select count(distinct c.cycle)::integer as count, ${next} as next_from, ${next} > now() as too_early
      from agreement_charges c left join payments p on p.id = c.payment_id
      where c.agreement = ${agreement.id} and c.cycle <> ${cycle}
        and c.claimed_at >= (select began_at from agreements where id = ${agreement.id})
        and (c.charged_at is not null or (c.holds and p.id is not null and ${mayHaveCharged('p')}))`.execute(tx);
  const [found] = rows;
  return { count: found?.count ?? 0, nextFrom: found?.next_from ?? null, tooEarly: found?.too_early === true };
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

/** Neither declined nor not processed: it is paid, or may be. */
function mayHaveCharged(payment: string): RawBuilder<boolean> {
  const states = PAYMENT_STATES.filter((state) => isSuccess(state) || outcomeOf(state, false) === 'unknown');
  const open = ATTEMPT_STATES.filter(isOpen);
  return sql<boolean>`(${sql.ref(`${payment}.state`)} in (${sql.join(states)}) or exists (
    select from payment_attempts attempt
      where attempt.payment_id = ${sql.ref(`${payment}.id`)} and attempt.state in (${sql.join(open)})))`;
}

/** Each of these payments has one: its claim writes both. */
function newestAttempt(payment: string): RawBuilder<string> {
  return sql<string>`(select attempt.id from payment_attempts attempt
    where attempt.payment_id = ${sql.ref(`${payment}.id`)} order by attempt.number desc limit 1)`;
}
