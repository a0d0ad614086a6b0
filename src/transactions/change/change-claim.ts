import { isDeepStrictEqual } from 'node:util';

import { Injectable } from '@nestjs/common';

import { auditFactsOfRow } from '../../payments/reading/audit-facts.ts';
import { noteForAudit } from '../../audit/key-use.ts';
import { Database, type Tx } from '../../database/database.ts';
import type { PaymentRow } from '../../database/schema.ts';
import { keepPurchase } from '../../payments/requested-amounts.ts';
import { changedPurchase } from '../request/purchase.ts';
import { stripUnstorable } from '../../database/strip-unstorable.ts';
import { isCurrencyCode } from '../../money/currency.ts';
import { Money } from '../../money/money.ts';
import { asPaymentId, type SessionId } from '../../payments/identifiers.ts';
import { lockAttempts, writeTimeline, moneyOf } from '../../payments/payment-rows.ts';
import { problemPayment } from '../../payments/reading/to-payment-response.ts';
import { isOpen } from '../../payments/states/attempt-state.ts';
import {
  TransactionWrites,
  type OpenWrite,
  type WriteCall,
} from '../../payments/transaction-writes/transaction-writes.ts';
import { writeUnderWay } from '../../payments/transaction-writes/write-rows.ts';
import { Problem, type FieldError } from '../../problems/problem.ts';
import type { ChangeTransactionRequest } from '../request/change-transaction.request.ts';
import { amountViolations } from '../request/conditions.ts';
import { isGiven } from '../request/formats.ts';

export type ChangeKind = 'update' | 'replace';

export interface ChangeCommand {
  /** PATCH or PUT. */
  readonly kind: ChangeKind;
  readonly sessionId: SessionId;
  readonly request: ChangeTransactionRequest;
  /** What the caller's body has, in its order. */
  readonly members: readonly string[];
  /**
   * Asked first, with the payment locked.
   *
   * @throws Problem where this change may not be made of the payment as it is
   */
  readonly assertMayChange?: ((payment: PaymentRow) => void) | undefined;
  /** Makes the request to Ottu, with members of ours where the caller gave none, and returns what sends it. */
  readonly prepare: (additions: Readonly<Record<string, string>>) => WriteCall;
}

/** The right to make one call to Ottu that changes a transaction of ours. */
export interface ClaimedChange {
  readonly write: OpenWrite;
  readonly additions: Readonly<Record<string, string>>;
}

/** Names that may stand in the timeline; anything else is a caller's own text. */
const NAME = /^\w{1,40}$/;

/** M61, M52: whether a change may be made at all, and the durable write before it is. */
@Injectable()
export class ChangeClaim {
  constructor(
    private readonly database: Database,
    private readonly writes: TransactionWrites,
  ) {}

  /**
   * @returns nothing where the session is not ours: it is passed through as it is.
   * @throws Problem `session_owned_by_cart`, `attempt_open`, `change_in_flight`, `validation_failed`, `store_unavailable`
   */
  async claim(command: ChangeCommand): Promise<ClaimedChange | undefined> {
    return this.database.inTransaction(async (tx) => {
      const payment = await lockBySession(tx, command.sessionId);
      if (payment === undefined) return undefined;
      command.assertMayChange?.(payment);
      await this.#assertNotHeld(tx, payment);
      return this.#begin(tx, payment, command);
    });
  }

  async #assertNotHeld(tx: Tx, payment: PaymentRow): Promise<void> {
    if (payment.origin === 'cart') {
      throw new Problem('session_owned_by_cart', { detail: 'Change the cart: its transaction follows by itself.' });
    }
    const newest = (await lockAttempts(tx, payment.id)).at(-1);
    // M26: nothing of a session is changed of which money has probably moved.
    if (payment.state === 'confirming' || (newest !== undefined && isOpen(newest.state))) {
      throw new Problem('attempt_open', {
        detail: 'A payment of this transaction is under way; until it is settled nothing about it can change.',
        payment: problemPayment(payment, newest),
        retryAfterSeconds: 5,
      });
    }
    if ((await writeUnderWay(tx, payment.id)) === 'open') {
      throw new Problem('change_in_flight', { retryAfterSeconds: 2, payment: problemPayment(payment, newest) });
    }
  }

  async #begin(tx: Tx, payment: PaymentRow, { kind, request, members }: ChangeCommand): Promise<ClaimedChange> {
    noteForAudit({ paymentId: payment.id, before: auditFactsOfRow(payment) });
    const errors = [...fixedMemberViolations(payment, request, kind), ...changedAmountViolations(payment, request)];
    if (errors.length > 0) throw new Problem('validation_failed', { errors });
    const amount = changedAmount(payment, request);
    // M50: which order was paid is known by the amounts that the transaction was brought to.
    await keepPurchase(tx, payment);
    const purchase = toStored(changedPurchase(payment.snapshot, request, kind));
    const write = await this.writes.begin(tx, {
      paymentId: asPaymentId(payment.id),
      kind,
      amount: { amount: amount ?? moneyOf(payment.amount_minor, payment.currency_code), order: { purchase } },
    });
    await writeTimeline(tx, payment.id, 'changing', {
      kind,
      members: members.filter((name) => NAME.test(name)),
      ...(amount === undefined ? {} : { amount: amount.toString(), currency_code: amount.currency }),
    });
    return { write, additions: kind === 'replace' ? addedOnReplace(payment) : {} };
  }
}

async function lockBySession(tx: Tx, sessionId: string): Promise<PaymentRow | undefined> {
  return tx.selectFrom('payments').selectAll().where('session_id', '=', sessionId).forUpdate().executeTakeFirst();
}

type Fixed =
  'order_no' | 'webhook_url' | 'customer_id' | 'type' | 'payment_type' | 'agreement' | 'autopay' | 'auto_pay';

/**
 * M61: what no change may touch; the same value passes. A PUT says everything anew, so leaving one of them out would
 * remove it: it has to come again, but for the two that this service puts in by itself.
 */
export function fixedMemberViolations(
  payment: PaymentRow,
  request: ChangeTransactionRequest,
  kind: 'update' | 'replace',
): FieldError[] {
  return Object.entries(fixedMembers(payment)).flatMap(([name, stored]) => {
    const given = (request as Partial<Record<Fixed, unknown>>)[name as Fixed];
    const pointer = `/${name}`;
    if (given !== undefined) {
      return isSame(given, stored) ? [] : [{ pointer, message: 'cannot be changed after the transaction was created' }];
    }
    const leftOut = kind === 'replace' && isGiven(stored ?? undefined) && !ADDED.has(name) && stored !== DEFAULTS[name];
    return leftOut ? [{ pointer, message: 'must come again as it is: a PUT without it would remove it' }] : [];
  });
}

/** PUT bodies get these where they lack them. */
export function addedOnReplace(payment: PaymentRow): { readonly order_no: string; readonly webhook_url?: string } {
  return { order_no: payment.order_no, ...(payment.webhook_url === null ? {} : { webhook_url: payment.webhook_url }) };
}

const ADDED: ReadonlySet<string> = new Set(['order_no', 'webhook_url']);
const DEFAULTS: Readonly<Record<string, unknown>> = { payment_type: 'one_off' };

function fixedMembers(payment: PaymentRow): Record<Fixed, unknown> {
  return {
    order_no: payment.order_no,
    webhook_url: payment.webhook_url,
    customer_id: payment.customer_id,
    type: payment.transaction_type,
    payment_type: payment.payment_type,
    agreement: payment.agreement,
    // What a create passed on is not kept here, so whatever is given would be new. Both spellings are sent.
    autopay: null,
    auto_pay: null,
  };
}

function isSame(given: unknown, stored: unknown): boolean {
  if (!isGiven(given)) return stored === null;
  return isDeepStrictEqual(plain(stripUnstorable(given)), stored);
}

/** What a caller gave, as the database holds it. */
function toStored(given: Record<string, unknown>): Record<string, unknown> {
  return plain(stripUnstorable(given)) as Record<string, unknown>;
}

/** A DTO as the plain data that was stored of it. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** What is wrong with the amount of a change, held against the transaction that it changes. */
export function changedAmountViolations(payment: PaymentRow, request: ChangeTransactionRequest): FieldError[] {
  const { amount, currency_code: currency = payment.currency_code } = request;
  if (amount !== undefined) return amountViolations(amount, currency, payment.payment_type);
  return currency === payment.currency_code
    ? []
    : [{ pointer: '/amount', message: 'is required when currency_code changes' }];
}

/** The amount that a change without faults asks for; nothing where it asks for no other than the present one. */
export function changedAmount(payment: PaymentRow, request: ChangeTransactionRequest): Money | undefined {
  const { amount, currency_code: currency = payment.currency_code } = request;
  if (amount === undefined || !isCurrencyCode(currency)) return undefined;
  const changed = Money.fromProvider(amount, currency);
  return changed.equals(moneyOf(payment.amount_minor, payment.currency_code)) ? undefined : changed;
}
