import { bold, cyan, dim, say, yellow } from '../paint.ts';
import type { Ottu } from '../ottu.ts';
import type { Proof } from '../proof.ts';
import type { Order, Payment, Reply, Shop } from '../shop.ts';

/** What every act plays with. */
export interface Stage {
  readonly shop: Shop;
  readonly ottu: Ottu;
  readonly proof: Proof;
}

export function title(number: number, text: string): void {
  say();
  say(bold(`${number}  ${text}`));
}

export function tell(text: string): void {
  say(`   ${text}`);
}

/** A message on its way: who to whom, and what. */
export function arrow(from: string, to: string, what: string, details: readonly string[] = []): void {
  say(`   ${cyan(`${from} → ${to}`.padEnd(17))}  ${what}`);
  for (const detail of details) say(`   ${' '.repeat(17)}  ${dim(detail)}`);
}

export function reply({ status, payment, replayed, code }: Reply): void {
  const what = payment === undefined ? `${code}` : `state ${bold(payment.state)}, outcome ${bold(payment.outcome)}`;
  arrow(
    'service',
    'shop',
    `${status === 201 ? bold('201') : yellow(String(status))}  ${what}${replayed ? ', Idempotent-Replayed' : ''}`,
  );
}

export function described({ sku, quantity, idempotencyKey, payload }: Order): string[] {
  return [
    `${quantity} × ${sku}, no price; gateway credit-card; Idempotency-Key ${idempotencyKey}`,
    `Apple Pay payload of ${Buffer.byteLength(payload)} bytes`,
  ];
}

/** The payment of a reply that must have one. */
export function paymentOf({ payment, status, code }: Reply): Payment {
  if (payment === undefined) throw new Error(`The service answered ${status} ${code} where a payment was expected.`);
  return payment;
}
