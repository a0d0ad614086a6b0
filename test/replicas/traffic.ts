import { randomBytes, randomUUID } from 'node:crypto';

import { APPLE_PAY } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { authorization } from '../support/service-keys.ts';
import type { ReplicaSet } from './replica-set.ts';

/** What callers do all the while, each request once: nobody tries again. */
export interface Traffic {
  /** Answered as they should be, by what was asked. */
  readonly counts: Readonly<Record<string, number>>;
  /** One sentence for each request that was not. */
  readonly failures: string[];
  /** Order numbers of the charges that were acknowledged as paid. */
  readonly paid: readonly string[];
  /** Lets everybody finish what he is at. */
  stop(): Promise<void>;
}

export interface TrafficOptions {
  /** Of merchants, each with one charge at a time. */
  readonly servers: number;
  /** Each with one cart at a time. */
  readonly shoppers: number;
  /** Whoever heard nothing certain of a charge sends it again with its key, until it is settled. */
  readonly patient?: boolean;
  /** Ottu answers nobody at the moment: shoppers go no further than their carts. */
  readonly ottuHolds?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One request; `status` 0 where the connection broke. */
export async function call(url: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
  try {
    const answer = await fetch(url, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {} };
  } catch (error) {
    return { status: 0, body: { error: String(error) } };
  }
}

/** One charge by a server of the merchant. */
export async function charge({ balancer }: ReplicaSet, orderNo: string, key: string = randomUUID()): Promise<Answer> {
  return call(`${balancer.insideUrl}/v1/buy-now`, {
    method: 'POST',
    headers: { authorization: authorization('shop'), 'idempotency-key': key },
    body: {
      amount: '1.000',
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      order_no: orderNo,
      payment_instrument: APPLE_PAY,
    },
  });
}

/** What a caller does who heard nothing, or nothing certain: the same request with the same key, until it is settled. */
export async function chargeUntilSettled(
  set: ReplicaSet,
  orderNo: string,
  onRepeat: () => void = () => undefined,
): Promise<Answer> {
  let answer = await charge(set, orderNo, orderNo);
  await eventually(async () => {
    const { outcome } = (answer.body['payment'] ?? {}) as { outcome?: string };
    if (outcome === 'final') return true;
    onRepeat();
    answer = await charge(set, orderNo, orderNo);
    return false;
  });
  return answer;
}

/**
 * Merchants' servers that charge and read, Ottu, which tells again what it has told of it, and shoppers who fill and change
 * carts: each goes round without a pause.
 */
export function startTraffic(
  set: ReplicaSet,
  { servers, shoppers, patient = false, ottuHolds = false }: TrafficOptions,
): Traffic {
  const counts: Record<string, number> = {};
  const failures: string[] = [];
  const paid: string[] = [];
  const ending = new AbortController();
  const name = randomUUID().slice(0, 8);
  let orders = 0;

  const expect = async (what: string, wanted: number, sent: Promise<Answer>): Promise<Answer> => {
    const answer = await sent;
    if (answer.status === wanted) counts[what] = (counts[what] ?? 0) + 1;
    else failures.push(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };

  const onRepeat = (): void => {
    counts['charge sent again'] = (counts['charge sent again'] ?? 0) + 1;
  };

  /** Ottu, once more. */
  const tellAgain = async (orderNo: string): Promise<void> => {
    const told = set.simulator.webhooks({ order_no: orderNo }).find(({ state }) => state === 'delivered');
    if (told === undefined) return;
    const again = await set.simulator.redeliverWebhook(told.id);
    if (again?.state === 'delivered') counts['event told again'] = (counts['event told again'] ?? 0) + 1;
    else failures.push(`event told again: ${again?.state} ${JSON.stringify(again?.tries)}`);
  };

  const sell = async (): Promise<void> => {
    const orderNo = `${name}-${(orders += 1)}`;
    const sent = patient ? chargeUntilSettled(set, orderNo, onRepeat) : charge(set, orderNo);
    const { body } = await expect('charge', 201, sent);
    const payment = body['payment'] as { readonly id: string; readonly state: string } | undefined;
    if (payment === undefined) return;
    if (payment.state === 'paid') paid.push(orderNo);
    else failures.push(`charge: ${payment.state}`);
    const url = `${set.balancer.insideUrl}/v1/payments/${payment.id}`;
    await expect('read of a payment', 200, call(url, { headers: { authorization: authorization('reader') } }));
    await tellAgain(orderNo);
  };

  const shop = async (): Promise<void> => {
    const carts = `${set.balancer.url}/v1/carts`;
    const items = [{ sku: 'KARAK-TEA', quantity: 1 }];
    // Each at an address of his own, as the proxy in front tells it: carts are limited by network.
    const from = {
      'x-forwarded-for': Array.from(randomBytes(3), String).reduce((all, byte) => `${all}.${byte}`, '10'),
    };
    const made = await expect(
      'new cart',
      201,
      call(carts, { method: 'POST', headers: from, body: { currency_code: 'KWD', items } }),
    );
    const { cart, cart_token: token } = made.body as { cart?: { id: string }; cart_token?: string };
    if (cart === undefined || token === undefined) return;
    const [url, headers] = [`${carts}/${cart.id}`, { ...from, 'cart-token': token }];
    const item = (quantity: number): Call => ({ method: 'PUT', headers, body: { quantity } });
    await expect('edit of a cart', 200, call(`${url}/items/DATES-KHALAS`, item(2)));
    await expect('edit of a cart', 200, call(url, { method: 'PATCH', headers, body: { extra: { gift: true } } }));
    await expect('edit of a cart', 200, call(`${url}/items/DATES-KHALAS`, item(3)));
    await expect('read of a cart', 200, call(url, { headers }));
    if (!ottuHolds) await expect('checkout', 200, call(`${url}/checkout`, { method: 'POST', headers }));
  };

  const round = async (work: () => Promise<void>): Promise<void> => {
    while (!ending.signal.aborted) await work();
  };
  const everybody = [
    ...Array.from({ length: servers }, () => round(sell)),
    ...Array.from({ length: shoppers }, () => round(shop)),
  ];
  return {
    counts,
    failures,
    paid,
    stop: async () => {
      ending.abort();
      await Promise.all(everybody);
    },
  };
}
