import { applePayPayload } from '../apple-pay.ts';
import { arrow, described, paymentOf, reply, tell, title, type Stage } from './stage.ts';

/** A bank that says no is an answer, not an error. */
export async function decline({ shop, ottu, proof }: Stage): Promise<void> {
  title(3, 'A decline');
  tell("The payer's bank says no. That is a settled answer, not an error.");
  await ottu.strikeNext({ kind: 'outcome', outcome: 'declined' });
  const order = { idempotencyKey: 'order-1002', sku: 'PEARL-PENDANT', quantity: 1, payload: applePayPayload() };
  arrow('shop', 'service', 'POST /v1/buy-now', described(order));
  const answer = await shop.buy(order);
  reply(answer);
  const payment = paymentOf(answer);
  const charges = await ottu.charges(payment.order_no);
  proof.that(
    `It is final and not paid: "${payment.message}"`,
    answer.status === 201 && payment.outcome === 'final' && payment.state === 'failed',
  );
  proof.that('The ledger has nothing of this order', charges.length === 0);
}
