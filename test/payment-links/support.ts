import { randomUUID } from 'node:crypto';

import request, { type Test } from 'supertest';

import { authorization, type TestCaller } from '../support/service-keys.ts';

type Members = Readonly<Record<string, unknown>>;

export const LINKS = '/v1/payment-links';

/** A link of an amount, announced by SMS; `changes` replace its members, `undefined` removes one. */
export function linkBody(changes: Members = {}): Members {
  const body = {
    amount: '12.500',
    currency_code: 'KWD',
    pg_codes: ['credit-card'],
    customer: { phone: '+96550000001', first_name: 'Sara' },
    notifications: { sms: ['created', 'paid'] },
    ...changes,
  };
  return JSON.parse(JSON.stringify(body)) as Members;
}

export interface LinkCall {
  readonly body?: Members;
  readonly key?: string;
  readonly caller?: TestCaller;
}

export function createLink(url: string, { body = linkBody(), key = randomUUID(), caller = 'links' }: LinkCall = {}) {
  return request(url).post(LINKS).set('authorization', authorization(caller)).set('idempotency-key', key).send(body);
}

export const getLink = (url: string, id: unknown, caller: TestCaller = 'links'): Test =>
  request(url)
    .get(`${LINKS}/${String(id)}`)
    .set('authorization', authorization(caller));

export const listLinks = (url: string, query: Readonly<Record<string, string>> = {}): Test =>
  request(url).get(LINKS).query(query).set('authorization', authorization('links'));

export const changeLink = (url: string, id: unknown, body: Members, caller: TestCaller = 'links'): Test =>
  request(url)
    .patch(`${LINKS}/${String(id)}`)
    .set('authorization', authorization(caller))
    .send(body);

export const resendLink = (url: string, id: unknown, body: Members = {}, caller: TestCaller = 'links'): Test =>
  request(url)
    .post(`${LINKS}/${String(id)}/resend`)
    .set('authorization', authorization(caller))
    .send(body);

export const expireLink = (url: string, id: unknown, { key = randomUUID(), caller = 'links' }: LinkCall = {}): Test =>
  request(url)
    .post(`${LINKS}/${String(id)}/expire`)
    .set('authorization', authorization(caller))
    .set('idempotency-key', key);
