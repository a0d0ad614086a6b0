import { Injectable } from '@nestjs/common';

import { Database } from '../database/database.ts';
import type { PaymentRow } from '../database/schema.ts';
import { writeJson } from '../json/write-json.ts';
import { MoneyError } from '../money/money-error.ts';
import { Money } from '../money/money.ts';
import { CheckoutApi } from '../ottu/checkout-api.ts';
import { asSessionId } from '../payments/identifiers.ts';
import { recordLink } from '../payments/payment-repository.ts';
import { moneyOf } from '../payments/payment-rows.ts';
import { problemPayment } from '../payments/reading/to-payment-response.ts';
import { Problem } from '../problems/problem.ts';
import { ChangeTransaction } from '../transactions/change/change-transaction.ts';
import { UpdateTransactionRequest } from '../transactions/request/change-transaction.request.ts';
import { LinksReader } from './links-reader.ts';
import { assertNobodyPays, assertOpen } from './open-link.ts';
import type { PaymentLinkChange } from './payment-link.request.ts';

/**
 * Changes a link that was not paid yet: one PATCH of its transaction, by the claim and the rules of every other one (M52,
 * M61). What Ottu shows is settled first, so that no link that was paid meanwhile is taken for one that is open.
 */
@Injectable()
export class ChangeLink {
  constructor(
    private readonly reader: LinksReader,
    private readonly change: ChangeTransaction,
    private readonly checkout: CheckoutApi,
    private readonly database: Database,
  ) {}

  /**
   * @throws Problem `not_found`, `link_closed`, `link_changed`, `attempt_open`, `validation_failed`, and those of
   * `ChangeTransaction`
   */
  async execute(id: string, wanted: PaymentLinkChange): Promise<void> {
    const { payment } = await this.reader.lookedAt(id);
    assertMayChange(payment, wanted);
    assertOpen(payment);
    const sessionId = asSessionId(payment.session_id);
    const { expiration_time, due_datetime } = wanted;
    const amount = amountOf(wanted.amount, payment, '/amount')?.toString();
    const members = { ...given({ amount, expiration_time, due_datetime }) };
    await this.change.execute({
      kind: 'update',
      sessionId,
      request: Object.assign(new UpdateTransactionRequest(), members),
      members: Object.keys(members),
      assertMayChange: (locked) => assertMayChange(locked, wanted),
      prepare: () => {
        const text = writeJson(members);
        return (deadline) => this.checkout.update(sessionId, text, deadline, { repeat: true });
      },
    });
    const known = given({ expiration_time, due_datetime });
    if (Object.keys(known).length > 0) await this.database.query((db) => recordLink(db, id, known));
  }
}

/** Asked of the payment as it was read, and once more under its lock. */
function assertMayChange(payment: PaymentRow, { amount, expected_amount: expected }: PaymentLinkChange): void {
  assertOpen(payment);
  assertNobodyPays(payment);
  if (amount === undefined) return;
  if (payment.snapshot['items'] !== undefined) {
    const message = 'is the price of its items: expire the link, and make another one';
    throw new Problem('validation_failed', { errors: [{ pointer: '/amount', message }], outcome: 'none' });
  }
  const present = moneyOf(payment.amount_minor, payment.currency_code);
  if (amountOf(expected, payment, '/expected_amount')?.equals(present) === true) return;
  throw new Problem('link_changed', {
    detail: `It is of ${present.toString()} ${present.currency} by now. Nothing was changed.`,
    outcome: 'none',
    payment: problemPayment(payment, undefined),
  });
}

function amountOf(
  text: string | undefined,
  { currency_code: currency }: PaymentRow,
  pointer: string,
): Money | undefined {
  if (text === undefined) return undefined;
  try {
    const amount = Money.parse(text, currency);
    if (!amount.isZero()) return amount;
    throw new Problem('validation_failed', { errors: [{ pointer, message: 'must be above zero' }], outcome: 'none' });
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    throw new Problem('validation_failed', { errors: [{ pointer, message: error.message }], outcome: 'none' });
  }
}

function given(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
