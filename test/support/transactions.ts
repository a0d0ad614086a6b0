import { randomUUID } from 'node:crypto';

import request, { type Test } from 'supertest';

import { authorization, type TestCaller } from './service-keys.ts';

export const TRANSACTIONS = '/v1/payment-transactions';

type Body = Readonly<Record<string, unknown>>;

/** A request that is right in every way; `changes` replace its members, `undefined` removes one. */
export function transactionBody(changes: Body = {}): Record<string, unknown> {
  const body = { type: 'e_commerce', amount: '12.5', currency_code: 'KWD', pg_codes: ['credit-card'], ...changes };
  return JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
}

export interface TransactionCall {
  readonly body?: string | Body;
  /** None is sent unless one is given. */
  readonly key?: string | undefined;
  readonly caller?: TestCaller;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `POST /v1/payment-transactions`. */
export function createTransaction(url: string, call: TransactionCall = {}): Test {
  return send(request(url).post(TRANSACTIONS), { body: transactionBody(), ...call });
}

/** The same with `payment_instrument`, and a key of its own unless one is given. */
export function chargeTransaction(url: string, call: TransactionCall = {}): Test {
  return createTransaction(url, { key: randomUUID(), ...call });
}

export function getTransaction(url: string, session: string, caller: TestCaller = 'shop'): Test {
  return request(url).get(`${TRANSACTIONS}/${session}`).set('authorization', authorization(caller));
}

export function patchTransaction(url: string, session: string, body: string | Body, call: TransactionCall = {}): Test {
  return send(request(url).patch(`${TRANSACTIONS}/${session}`), { ...call, body });
}

export function putTransaction(url: string, session: string, body: string | Body, call: TransactionCall = {}): Test {
  return send(request(url).put(`${TRANSACTIONS}/${session}`), { ...call, body });
}

function send(test: Test, { body = '', key, caller = 'shop', headers = {} }: TransactionCall): Test {
  if (key !== undefined) test.set('idempotency-key', key);
  return test
    .set('authorization', authorization(caller))
    .set('content-type', 'application/json')
    .set(headers)
    .send(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Our payment that an answer names in its `Link` header, as operators read it. */
export async function relatedPayment(url: string, answer: { readonly headers: Record<string, string> }) {
  const link = /^<([^>]+)>; rel="related"$/.exec(answer.headers['link'] ?? '')?.[1];
  if (link === undefined) throw new Error('The answer names no payment.');
  return paymentAt(url, link);
}

export async function paymentAt(url: string, path: string) {
  const read = (from: string) => request(url).get(from).set('authorization', authorization('shop'));
  const [details, timeline] = [await read(path), await read(`${path}/timeline`)];
  const { payment, purchase } = details.body as Record<'payment' | 'purchase', Record<string, unknown>>;
  const { entries } = timeline.body as { entries: { event: string }[] };
  return { payment, purchase, events: entries.map(({ event }) => event) };
}
