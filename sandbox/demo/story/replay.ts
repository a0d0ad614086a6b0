import type { Order } from '../shop.ts';
import { arrow, paymentOf, reply, tell, title, type Stage } from './stage.ts';

/** The same request again charges nothing. */
export async function replay({ shop, ottu, proof }: Stage, order: Order): Promise<void> {
  title(2, 'The same request again');
  tell("The shop's server is not sure that it got the answer, and repeats itself with the same Idempotency-Key.");
  const before = (await ottu.creates()).length;
  arrow('shop', 'service', `POST /v1/buy-now, Idempotency-Key ${order.idempotencyKey}`);
  const answer = await shop.buy(order);
  reply(answer);
  const charges = await ottu.charges(paymentOf(answer).order_no);
  proof.that('The answer is that of the first charge, marked as a replay', answer.status === 201 && answer.replayed);
  proof.that('Ottu heard nothing of it', (await ottu.creates()).length === before);
  proof.that('The ledger still has the order once', charges.length === 1);
}
