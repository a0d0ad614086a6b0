import { randomUUID } from 'node:crypto';

import request, { type Test } from 'supertest';

import { authorization, type TestCaller } from './service-keys.ts';

export const APPLE_PAY = {
  instrument_type: 'apple_pay',
  payload: {
    paymentData: {
      version: 'EC_v1',
      data: 'b3R0dS1iZmYtZW5jcnlwdGVkLWRhdGE=',
      signature: 'c2lnbmF0dXJlLW9mLXRoZS13YWxsZXQ=',
      header: {
        publicKeyHash: 'aGFzaC1vZi10aGUta2V5',
        ephemeralPublicKey: 'ZXBoZW1lcmFs',
        transactionId: 'a1b2c3d4e5f6',
      },
    },
    paymentMethod: { displayName: 'Visa 1019', network: 'Visa', type: 'debit' },
    transactionIdentifier: 'a1b2c3d4e5f6',
  },
};

/** A good request; `changes` replace its members, `undefined` removes one. */
export function buyNowBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const body = {
    amount: '1.000',
    currency_code: 'KWD',
    pg_codes: ['credit-card'],
    payment_instrument: APPLE_PAY,
    ...changes,
  };
  return JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
}

export interface BuyNowCall {
  readonly body?: string | Record<string, unknown>;
  readonly key?: string;
  readonly caller?: TestCaller;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends `POST /v1/buy-now`; a fresh idempotency key unless one is given. */
export function buyNow(url: string, call: BuyNowCall = {}): Test {
  const body = call.body ?? buyNowBody();
  return request(url)
    .post('/v1/buy-now')
    .set('authorization', authorization(call.caller ?? 'shop'))
    .set('idempotency-key', call.key ?? randomUUID())
    .set('content-type', 'application/json')
    .set(call.headers ?? {})
    .send(typeof body === 'string' ? body : JSON.stringify(body));
}
