import { randomUUID } from 'node:crypto';

import request, { type Response } from 'supertest';

import type { LedgerEntry, Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { authorization, type TestCaller } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { signed } from '../webhooks/support.ts';

export type Members = Readonly<Record<string, unknown>>;

type Service = Pick<TestService, 'url' | 'simulator'>;

export interface Bought {
  readonly id: string;
  readonly order_no: string;
  readonly session_id: string;
}

/** Paid at once, 1.000 KWD. */
export async function paid({ url }: Service, body: Members = {}): Promise<Bought> {
  const answer = await buyNow(url, { body: buyNowBody(body) });
  if (answer.body.payment?.state !== 'paid') throw new Error(`not paid: ${JSON.stringify(answer.body)}`);
  return answer.body.payment as Bought;
}

/** Authorized and not captured, 1.000 KWD. */
export async function authorized({ url }: Service, body: Members = {}): Promise<Bought> {
  const answer = await buyNow(url, { body: buyNowBody({ pg_codes: ['authorize-card'], ...body }) });
  if (answer.body.payment?.state !== 'authorized') throw new Error(`not authorized: ${JSON.stringify(answer.body)}`);
  return answer.body.payment as Bought;
}

interface Call {
  readonly key?: string;
  readonly caller?: TestCaller;
}

export async function operate(
  { url }: { readonly url: string },
  id: string,
  body: Members,
  { key = randomUUID(), caller = 'operator' }: Call = {},
): Promise<Response> {
  return request(url)
    .post(`/v1/payments/${id}/operations`)
    .set('authorization', authorization(caller))
    .set('idempotency-key', key)
    .send(body);
}

export async function decide(
  { url }: { readonly url: string },
  id: string,
  operationId: string,
  verdict: 'approve' | 'refuse',
  caller: TestCaller = 'finance',
): Promise<Response> {
  return request(url)
    .post(`/v1/payments/${id}/operations/${operationId}/${verdict}`)
    .set('authorization', authorization(caller))
    .send();
}

export async function list({ url }: { readonly url: string }, id: string): Promise<Response> {
  return request(url).get(`/v1/payments/${id}/operations`).set('authorization', authorization('reader'));
}

/** The operations of a payment, as callers see them. */
export async function operations(service: { readonly url: string }, id: string): Promise<Members[]> {
  return (await list(service, id)).body.operations as Members[];
}

/** What really moved, but for charges and authorizations. */
export function moved(simulator: Simulator): LedgerEntry[] {
  return simulator.ledger().filter(({ kind }) => kind !== 'charge' && kind !== 'authorization');
}

/** The Tracking-Key of each request that reached Ottu. */
export function trackingKeys(simulator: Simulator): unknown[] {
  return simulator
    .requests({ method: 'POST', path: '/b/pbl/v2/operation/' })
    .map(({ headers }) => headers['tracking-key']);
}

/** Staff in Ottu's dashboard, or somebody at the gateway's. */
export async function operateAtOttu(
  { simulator }: Pick<TestService, 'simulator'>,
  { session_id: session }: Bought,
  body: Members,
): Promise<void> {
  const answer = await fetch(`${simulator.url}/__sandbox/sessions/${session}/operate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
}

/** As Ottu sends it; what is signed of it is signed. */
export function operationEvent({ order_no: orderNo, session_id: session }: Bought, changes: Members = {}): string {
  return signed({
    amount: '0.300',
    operation: 'refund',
    session_id: session,
    order_no: orderNo,
    pg_code: 'credit-card',
    reference_number: 'sandboxREF0001',
    result: 'success',
    success: true,
    source: 'input',
    is_sandbox: true,
    initiator: {},
    pg_params: {},
    pg_response: {},
    timestamp_utc: '2026-06-01 11:00:00',
    txn: { session_id: 'c'.repeat(40), order_no: '', amount: '0.300', currency_code: 'KWD', state: 'refunded' },
    ...changes,
  });
}
