import type { Database, Tx } from '../../database/database.ts';
import type { AttemptRow, PaymentRow } from '../../database/schema.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import type { OrderNo } from '../identifiers.ts';
import type { NewPayment } from '../new-payment-columns.ts';
import { factsOf, lockAttempts, lockPayment } from '../payment-rows.ts';
import { problemPayment } from '../reading/to-payment-response.ts';

/**
 * M41: the payment that has this order number, where it may be tried again by the same caller in the same way: each try
 * of it came to nothing by Ottu's word, by M33 or by M5, and Ottu has never spoken of a session. Locks it. A charge never
 * follows a create or the other way round: what is unknown of one is not found out in the way of the other.
 */
export async function findUnused(
  tx: Tx,
  { orderNo, origin }: Pick<NewPayment, 'orderNo' | 'origin'>,
  { caller, charge }: { readonly caller: string; readonly charge: boolean },
): Promise<PaymentRow | undefined> {
  const found = await paymentOf(tx, orderNo);
  if (found === undefined || found.caller !== caller || found.origin !== origin) return undefined;
  const payment = await lockPayment(tx, found.id);
  const attempts = await lockAttempts(tx, payment.id);
  const sameWay = attempts.length > 0 === charge;
  return sameWay && (await wasNeverProcessed(tx, payment, attempts)) ? payment : undefined;
}

/** Whether nothing was charged and nothing will be: then, and only then, may the same number be used once more. */
export async function wasNeverProcessed(
  tx: Tx,
  payment: PaymentRow,
  attempts: readonly AttemptRow[],
): Promise<boolean> {
  if (payment.session_id !== null || payment.review_reasons.length > 0) return false;
  const creates = await tx
    .selectFrom('transaction_writes')
    .select('state')
    .where('payment_id', '=', payment.id)
    .where('kind', '=', 'create')
    .execute();
  if (attempts.length + creates.length === 0) return false;
  if (attempts.some(({ state }) => state !== 'not_processed')) return false;
  // A create whose answer was lost is over once it was found not to have been processed (M33).
  const provenLost = attempts.length === 0 && payment.state === 'not_processed';
  const over = ({ state }: { state: string }): boolean =>
    state === 'refused' || state === 'not_sent' || (state === 'lost' && provenLost);
  if (!creates.every(over)) return false;
  const facts = await factsOf(tx, payment.id);
  if (facts.some(({ state, source }) => state !== 'rejected' || source === 'operator')) return false;
  return !(await eventNames(tx, payment.order_no));
}

async function eventNames(tx: Tx, orderNo: string): Promise<boolean> {
  const event = await tx
    .selectFrom('webhook_inbox')
    .select('id')
    .where('order_no', '=', orderNo)
    .limit(1)
    .executeTakeFirst();
  return event !== undefined;
}

async function paymentOf(tx: Tx, orderNo: OrderNo): Promise<Pick<PaymentRow, 'id' | 'caller' | 'origin'> | undefined> {
  return tx
    .selectFrom('payments')
    .select(['id', 'caller', 'origin'])
    .where('order_no', '=', orderNo)
    .executeTakeFirst();
}

/** M41: the caller's own payment is named with its outcome; another caller's is not even hinted at. */
export async function orderNoTaken(
  database: Database,
  { orderNo, caller }: { readonly orderNo: OrderNo; readonly caller: string },
): Promise<Problem> {
  const [payment, newest] = await database.query(async (db) => {
    const found = await db
      .selectFrom('payments')
      .select(['id', 'order_no', 'state', 'caller'])
      .where('order_no', '=', orderNo)
      .executeTakeFirst();
    const attempt =
      found === undefined
        ? undefined
        : await db
            .selectFrom('payment_attempts')
            .select('state')
            .where('payment_id', '=', found.id)
            .orderBy('number', 'desc')
            .executeTakeFirst();
    return [found, attempt];
  });
  const own = payment !== undefined && payment.caller === caller ? problemPayment(payment, newest) : undefined;
  return orderNumberTaken(own);
}

/** @param own the caller's own payment that has it. */
export function orderNumberTaken(own: ProblemOptions['payment']): Problem {
  return new Problem('order_no_taken', {
    detail: 'The order number stands for another payment. Nothing was charged for this request.',
    errors: [{ pointer: '/order_no', message: 'was used before' }],
    outcome: own?.outcome ?? 'none',
    ...(own === undefined ? {} : { payment: own }),
  });
}
