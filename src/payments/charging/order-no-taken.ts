import type { Database } from '../../database/database.ts';
import { Problem, type ProblemOptions } from '../../problems/problem.ts';
import type { OrderNo } from '../identifiers.ts';
import { problemPayment } from '../reading/payment-links.ts';

/** M41: the caller's own payment is named with its outcome; another caller's is not even hinted at. */
export async function orderNoTaken(
  database: Database,
  { orderNo, caller }: { readonly orderNo: OrderNo; readonly caller: string },
): Promise<Problem> {
  const [payment, newest] = await database.read(async (db) => {
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
