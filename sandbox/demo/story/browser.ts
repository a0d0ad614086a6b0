import { applePayPayload } from '../apple-pay.ts';
import { arrow, reply, tell, title, type Stage } from './stage.ts';

/** A right key in the wrong place. */
export async function browser({ shop, ottu, proof }: Stage, pageOrigin: string): Promise<void> {
  title(5, 'The same from a browser');
  tell('A service key that turns up in a web page has leaked. It is refused there, however right it is.');
  const before = (await ottu.creates()).length;
  const order = { idempotencyKey: 'order-1004', sku: 'KARAK-TEA', quantity: 1, payload: applePayPayload() };
  arrow('browser', 'service', `POST /v1/buy-now, Origin: ${pageOrigin}`);
  const answer = await shop.buy(order, { origin: pageOrigin });
  reply(answer);
  proof.that(
    'It is refused, and Ottu never heard of it',
    answer.status === 403 && (await ottu.creates()).length === before,
  );
}
