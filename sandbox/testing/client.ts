import type { JsonObject } from '../json.ts';
import type { Simulator } from '../simulator.ts';

export const CREATE = '/b/checkout/v1/pymt-txn/';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: JsonObject;
}

/** Calls the simulator over HTTP with its own API key, unless `headers` says otherwise. */
export async function call(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const response = await fetch(simulator.url + path, {
    method,
    headers: {
      authorization: `Api-Key ${simulator.apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: typeof body === 'string' ? body : (JSON.stringify(body) ?? null),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return {};
  }
}

export function basic(username: string, password: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

/** A create that is right in every way, with changes; undefined removes a member. */
export function order(changes: JsonObject = {}): JsonObject {
  return {
    type: 'e_commerce',
    amount: '12.500',
    currency_code: 'KWD',
    pg_codes: ['credit-card'],
    order_no: 'ORD-1',
    ...changes,
  };
}

export const APPLE_PAY = {
  instrument_type: 'apple_pay',
  payload: {
    paymentData: {
      version: 'EC_v1',
      data: 'ZGF0YQ==',
      signature: 'c2lnbmF0dXJl',
      header: { publicKeyHash: 'aGFzaA==', ephemeralPublicKey: 'a2V5', transactionId: 'ab12' },
    },
    paymentMethod: { displayName: 'Visa 1019', network: 'Visa', type: 'credit' },
    transactionIdentifier: 'AB12',
  },
};

export const GOOGLE_PAY = {
  instrument_type: 'google_pay',
  payload: {
    apiVersion: 2,
    apiVersionMinor: 0,
    paymentMethodData: {
      type: 'CARD',
      description: 'Visa 1019',
      info: { cardNetwork: 'VISA', cardDetails: '1019' },
      tokenizationData: { type: 'PAYMENT_GATEWAY', token: '{"signature":"x"}' },
    },
  },
};

export const SAMSUNG_PAY = { instrument_type: 'samsung_pay', payload: { token: 'samsung-token' } };
export const WALLET = { instrument_type: 'wallet', payload: { wallet_code: 'wallet_ottu' } };
export const TOKEN = { instrument_type: 'token', payload: { token: '4000123412341234' } };

/** A one-step charge that succeeds, with changes. */
export function charge(changes: JsonObject = {}): JsonObject {
  return order({ payment_instrument: APPLE_PAY, ...changes });
}
