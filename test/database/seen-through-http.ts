import request from 'supertest';

import { authorization, type TestCaller } from '../support/service-keys.ts';
import { cartCall, type TestCart } from '../carts/support.ts';

const day = (from: number): string => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
const WHEN = `from=${day(-1)}&to=${day(2)}&time_zone=UTC`;

/** Lists of this service, and which of their members hold the rows. */
const LISTS: readonly (readonly [path: string, caller: TestCaller])[] = [
  ['/v1/payments?limit=100', 'reader'],
  ['/v1/merchant-events?limit=100', 'operator'],
  ['/v1/webhook-inbox?limit=100', 'operator'],
  ['/v1/audit?limit=100', 'auditor'],
  [`/v1/payments/summary?${WHEN}&group_by=day,currency,gateway,method`, 'reader'],
  [`/v1/payments/export?${WHEN}&operations=true`, 'reader'],
];

const OF_A_PAYMENT = ['', '/timeline', '/operations'];

/** Everything that operators and shoppers read, by path; where a service has the same rows it is the same. */
export async function seenThroughHttp(
  url: string,
  { payments, carts = [] }: { readonly payments: readonly string[]; readonly carts?: readonly TestCart[] },
): Promise<Readonly<Record<string, unknown>>> {
  const seen: Record<string, unknown> = {};
  const read = async (path: string, caller: TestCaller): Promise<void> => {
    const answer = await request(url).get(path).set('authorization', authorization(caller));
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    seen[path] = withoutAddress(answer.text, url);
  };
  for (const [path, caller] of LISTS) await read(path, caller);
  for (const id of payments) for (const part of OF_A_PAYMENT) await read(`/v1/payments/${id}${part}`, 'reader');
  for (const cart of carts) {
    const answer = await cartCall(url, cart, 'get');
    if (answer.status !== 200) throw new Error(`cart: ${answer.status} ${answer.text}`);
    seen[`cart ${cart.id}`] = withoutAddress(answer.text, url);
  }
  return seen;
}

function withoutAddress(text: string, url: string): string {
  return text.replaceAll(url, 'http://service');
}
