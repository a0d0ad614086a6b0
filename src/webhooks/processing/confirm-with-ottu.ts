import { Injectable, Logger } from '@nestjs/common';
import { sql, type Kysely, type RawBuilder } from 'kysely';

import { takeDue } from '../../background/take-due.ts';
import { interval } from '../../database/interval.ts';
import type { Tx } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import type { JsonDocument } from '../../json/json-document.ts';
import type { ProviderFact } from '../../payments/facts/provider-fact.ts';
import type { PaymentId } from '../../payments/identifiers.ts';
import { RefreshPayment, type Retrieved } from '../../payments/settlement/refresh-payment.ts';
import type { LockedPayment } from '../../payments/settlement/settlement-input.ts';

/**
 * `not_ours`: the session shows another order number, or belongs to another payment of ours. `moved`: the payment got
 * another session meanwhile.
 */
type OtherTransaction = 'not_ours' | 'moved';

/** What a retrieve has shown. */
export type Confirmation = 'settled' | 'no_answer' | 'unknown_session' | OtherTransaction;

export interface ConfirmationRequest {
  readonly paymentId: PaymentId;
  readonly sessionId: string;
  /** Of the calls to Ottu: `read` where a verified event waits for the reply, `background` for an unverified one. */
  readonly group: 'read' | 'background';
  /** The verified event that wants the reply, where nothing but its terms is inconsistent. */
  readonly witness?: ProviderFact | undefined;
  /** Runs in the transaction that settles the reply. `known`: the session asked about is the payment's own now. */
  readonly alongside: (tx: Tx, known: boolean) => Promise<void>;
}

/** M71: retrieves a session because of a webhook, and lets Ottu's reply decide. */
@Injectable()
export class ConfirmWithOttu {
  readonly #logger = new Logger('Webhooks');

  constructor(private readonly refreshPayment: RefreshPayment) {}

  async confirm(request: ConfirmationRequest): Promise<Confirmation> {
    const retrieved = await this.#retrieve(request);
    switch (retrieved?.kind) {
      case 'answered':
        return this.#settle(request, retrieved.document);
      case 'not_found':
        return 'unknown_session';
      case 'unusable':
      case undefined:
        return 'no_answer';
    }
  }

  /** @returns nothing where no complete reply came; a fault of our own in making the call is no more than that. */
  async #retrieve({
    paymentId,
    sessionId,
    group,
  }: ConfirmationRequest): Promise<Exclude<Retrieved, { kind: 'no_answer' }> | undefined> {
    try {
      const retrieved = await this.refreshPayment.retrieve(sessionId, { group });
      if (retrieved.kind !== 'no_answer') return retrieved;
      throw retrieved.fault;
    } catch (error) {
      this.#logger.warn(
        { err: error, payment_id: paymentId },
        'A retrieve brought no answer; the event is tried again',
      );
      return undefined;
    }
  }

  async #settle(
    { paymentId, sessionId, witness, alongside }: ConfirmationRequest,
    document: JsonDocument,
  ): Promise<'settled' | OtherTransaction> {
    const declined = await this.refreshPayment.record<OtherTransaction>(
      {
        paymentId,
        sessionId,
        because: 'webhook',
        witness,
        decline: (locked, reported) => otherTransaction(locked, reported, sessionId),
        alongside: (tx, { sessionKnown }) => alongside(tx, sessionKnown),
      },
      document,
    );
    return declined ?? 'settled';
  }
}

/** Why the reply is not about this payment. */
function otherTransaction(
  { payment, mayAdoptSession }: LockedPayment,
  reported: ProviderFact,
  sessionId: string,
): OtherTransaction | undefined {
  const { session_id: stored, order_no: orderNo } = payment;
  if (stored !== null) return stored === sessionId ? undefined : 'moved';
  // An event's session is not signed: only a reply that shows our order number is about this payment (M45).
  if (mayAdoptSession && reported.orderNo === orderNo) return undefined;
  return 'not_ours';
}

/** The right to ask Ottu about one payment now, as a moment of the database's clock in full precision. */
export interface Refresh {
  readonly askedAt: string;
}

/**
 * M71: because of webhooks all replicas together ask Ottu about one payment once within `everyMs`.
 *
 * @returns nothing when one of them asked too recently; the caller tries again when `everyMs` have passed since then.
 */
export async function acquireRefresh(tx: Tx, paymentId: string, everyMs: number): Promise<Refresh | undefined> {
  return tx
    .insertInto('webhook_confirmations')
    .values({ payment_id: paymentId, asked_at: sql<Date>`now()` })
    .onConflict((conflict) =>
      conflict
        .column('payment_id')
        .doUpdateSet({ asked_at: sql<Date>`now()`, wanted_at: null })
        .where(mayRefreshAgain(everyMs)),
    )
    .returning(sql<string>`asked_at::text`.as('askedAt'))
    .executeTakeFirst();
}

/** When the next refresh can be acquired, for a `next_try_at`. */
export function nextRefresh(paymentId: string, everyMs: number): RawBuilder<Date> {
  return sql<Date>`(select asked_at + ${interval(everyMs)}
    from webhook_confirmations where payment_id = ${paymentId})`;
}

/** Requests one refresh; requests made until it is acquired are merged into it (M70). */
export async function requestRefresh(tx: Tx, paymentId: string): Promise<void> {
  await tx
    .insertInto('webhook_confirmations')
    .values({ payment_id: paymentId, wanted_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.column('payment_id').doUpdateSet({ wanted_at: sql<Date>`now()` }))
    .execute();
}

/** A refresh that was requested, and is acquired now. */
export interface RequestedRefresh extends Refresh {
  readonly paymentId: string;
  readonly sessionId: string | null;
}

/** Acquires the refreshes that were requested and are allowed by now. */
export async function acquireRequestedRefreshes(
  db: Kysely<Schema>,
  everyMs: number,
  atMost: number,
): Promise<RequestedRefresh[]> {
  return takeDue<RequestedRefresh>(db, {
    table: 'webhook_confirmations',
    key: 'payment_id',
    due: 'wanted_at',
    where: mayRefreshAgain(everyMs),
    limit: atMost,
    set: { asked_at: sql`now()`, wanted_at: sql`null` },
    returning: sql`webhook_confirmations.payment_id as "paymentId", webhook_confirmations.asked_at::text as "askedAt",
      (select session_id from payments where id = webhook_confirmations.payment_id) as "sessionId"`,
  });
}

function mayRefreshAgain(everyMs: number): RawBuilder<boolean> {
  return sql<boolean>`(webhook_confirmations.asked_at is null
    or webhook_confirmations.asked_at <= now() - ${interval(everyMs)})`;
}
