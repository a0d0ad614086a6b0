import { applePayPayload } from '../apple-pay.ts';
import { arrow, described, paymentOf, reply, tell, title, type Stage } from './stage.ts';

/** Ottu charges, and its answer is lost: the service neither guesses nor charges again. */
export async function lostAnswer({ shop, ottu, proof }: Stage): Promise<void> {
  title(4, 'An answer that gets lost');
  tell('Ottu charges, and the connection breaks before its answer arrives. Paid or not? The service does not guess.');
  await ottu.strikeNext({ kind: 'answer_lost' });
  const order = { idempotencyKey: 'order-1003', sku: 'SAFFRON-1G', quantity: 2, payload: applePayPayload() };
  arrow('shop', 'service', 'POST /v1/buy-now', described(order));
  const answer = await shop.buy(order);
  reply(answer);
  const payment = paymentOf(answer);
  proof.that(
    'It says that it does not know: neither paid nor failed',
    answer.status === 202 && payment.state === 'unknown' && payment.outcome === 'unknown',
  );
  tell('The shop, impatient, sends it again.');
  const again = await shop.buy(order);
  reply(again);
  const charges = await ottu.charges(payment.order_no);
  const same = again.payment?.id === payment.id;
  // Ottu may have told by webhook in the meantime, where this service listens to it.
  if (again.payment?.outcome === 'final') {
    proof.that(
      'It is the same payment, of which Ottu has said by now that it is paid',
      same && again.payment.state === 'paid',
    );
  } else {
    proof.that('It is the same payment, still unknown', same && again.status === 202);
  }
  proof.that(`Money moved once and not twice: ${charges[0]?.amount} ${charges[0]?.currency}`, charges.length === 1);
  const events = await shop.timeline(payment.id);
  proof.that(`An operator can read what happened: ${events.join(', then ')}`, events.includes('answer_lost'));
}
