import { createHash } from 'node:crypto';
import { applePayPayload } from '../apple-pay.ts';
import { membersOf, payloadOf } from '../ottu.ts';
import { dim, say } from '../paint.ts';
import type { Order } from '../shop.ts';
import { arrow, described, paymentOf, reply, tell, title, type Stage } from './stage.ts';

/** The main job: create and pay in one call. Returns the order, so that it can be repeated. */
export async function charge({ shop, ottu, proof }: Stage): Promise<Order> {
  title(1, 'A charge in one step');
  tell("Somebody paid for a box of Khalas dates with Apple Pay. The shop's server passes it on.");
  const order = { idempotencyKey: 'order-1001', sku: 'DATES-KHALAS', quantity: 1, payload: applePayPayload() };
  arrow('shop', 'service', 'POST /v1/buy-now', described(order));

  const answer = await shop.buy(order);
  const payment = paymentOf(answer);
  const sent = (await ottu.creates()).at(-1);
  if (sent === undefined) throw new Error('Nothing reached the simulator.');
  arrow('service', 'Ottu', `${sent.method} ${sent.path}`, membersOf(sent).map(shown));
  reply(answer);

  const charges = await ottu.charges(payment.order_no);
  proof.that('It is paid, and final', answer.status === 201 && payment.state === 'paid' && payment.outcome === 'final');
  proof.that(
    `Ottu's ledger has this order once: ${charges[0]?.amount} ${charges[0]?.currency}`,
    charges.length === 1 && charges[0]?.amount === '3.750',
  );
  const left = Buffer.from(order.payload, 'utf8');
  const arrived = payloadOf(sent);
  proof.that("The wallet's payload reached Ottu byte for byte", arrived?.equals(left) === true);
  say(dim(`       left the shop  ${digest(left)}`));
  say(dim(`       reached Ottu   ${digest(arrived ?? Buffer.alloc(0))}`));
  return order;
}

const NOTES: Readonly<Record<string, string>> = {
  amount: 'by the catalog: the shop named no price',
  order_no: 'made by the service, never used twice',
};

function shown([name, value]: readonly [string, unknown]): string {
  const text = name === 'payment_instrument' ? 'apple_pay, with the payload as it came' : JSON.stringify(value);
  return `${name.padEnd(19)} ${text.padEnd(36)} ${NOTES[name] ?? ''}`.trimEnd();
}

function digest(bytes: Buffer): string {
  return `${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex')}`;
}
