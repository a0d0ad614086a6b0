import { randomUUID } from 'node:crypto';

import request, { type Test } from 'supertest';

import { payAtOttu } from '../support/ottu.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { createTransaction, getTransaction, transactionBody } from '../support/transactions.ts';

type Members = Readonly<Record<string, unknown>>;

export const AUTO_DEBITS = '/v1/auto-debits';
export const AGREEMENTS = '/v1/agreements';

/** Terms that allow nearly everything. */
export const LOOSE = {
  type: 'recurring',
  amount_variability: 'variable',
  frequency: 'monthly',
  expiry_date: '2099-12-31',
  cycle_interval_days: 1,
  total_cycles: 999,
} as const;

export interface Agreed {
  readonly agreement_id: string;
  readonly customer_id: string;
}

export interface First {
  readonly customer?: string;
  /** Replace the members of `LOOSE`; `undefined` removes one. */
  readonly terms?: Members;
  readonly body?: Members;
}

/** A first payment that waits for its payer on Ottu's page: 19.000 KWD. */
export async function firstPayment(
  service: { readonly url: string },
  { customer = 'cust-77', terms = {}, body = {} }: First = {},
): Promise<Agreed & { readonly session: string }> {
  const agreement_id = `AGR-${randomUUID().slice(0, 8)}`;
  const created = await createTransaction(service.url, {
    body: transactionBody({
      amount: '19.000',
      payment_type: 'auto_debit',
      customer_id: customer,
      agreement: { id: agreement_id, ...LOOSE, ...terms },
      ...body,
    }),
  });
  if (created.status !== 201) throw new Error(`not created: ${JSON.stringify(created.body)}`);
  return { agreement_id, customer_id: customer, session: String(created.body.session_id) };
}

/** An agreement that its payer has begun here with 19.000 KWD. */
export async function agreed(service: TestService, first: First = {}): Promise<Agreed> {
  const { session, ...names } = await firstPayment(service, first);
  await payAtOttu(service, session);
  await getTransaction(service.url, session);
  await service.settled();
  return names;
}

export interface DebitCall {
  readonly key?: string;
  readonly caller?: TestCaller;
  readonly headers?: Readonly<Record<string, string>>;
}

export function debit(
  { url }: { readonly url: string },
  body: object,
  { key = randomUUID(), caller = 'shop', headers = {} }: DebitCall = {},
): Test {
  return request(url)
    .post(AUTO_DEBITS)
    .set('authorization', authorization(caller))
    .set('idempotency-key', key)
    .set(headers)
    .send({ amount: '19.000', currency_code: 'KWD', cycle: '2026-12', ...body });
}

export function readAgreements(
  { url }: { readonly url: string },
  path = '',
  query: Readonly<Record<string, string>> = {},
  caller: TestCaller = 'reader',
): Test {
  return request(url).get(`${AGREEMENTS}${path}`).query(query).set('authorization', authorization(caller));
}

/** The agreement as it is shown. */
export async function shown(
  service: { readonly url: string },
  { agreement_id, customer_id }: Agreed,
): Promise<Members> {
  const { body } = await readAgreements(service, '', { agreement_id, customer_id });
  const [agreement] = body.agreements as Members[];
  if (agreement === undefined) throw new Error(`there is no agreement ${agreement_id}`);
  return agreement;
}

export function cancel({ url }: { readonly url: string }, id: unknown, caller: TestCaller = 'shop'): Test {
  return request(url)
    .post(`${AGREEMENTS}/${String(id)}/cancel`)
    .set('authorization', authorization(caller))
    .send();
}
