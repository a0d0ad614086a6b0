import { AUTHORIZATION } from '../harness/our-service.ts';

export const JSON_HEADERS = { authorization: AUTHORIZATION, 'content-type': 'application/json' };

/** What shops write beside a payment; it makes a body of some 3 kB, as real ones are. */
const EXTRA = { merchant_defined_data1: 'web', note: 'x'.repeat(2_400) };

export const TRANSACTION = {
  type: 'e_commerce',
  amount: '12.500',
  currency_code: 'KWD',
  pg_codes: ['credit-card'],
  extra: EXTRA,
};

/** Of Apple Pay, as long as a real one. */
export const INSTRUMENT = {
  instrument_type: 'apple_pay',
  payload: {
    paymentData: {
      version: 'EC_v1',
      data: 'x'.repeat(2_000),
      signature: 'x'.repeat(300),
      header: { publicKeyHash: 'aGFzaA==', ephemeralPublicKey: 'ZXBoZW1lcmFs', transactionId: 'a1b2c3d4e5f6' },
    },
    paymentMethod: { displayName: 'Visa 1019', network: 'Visa', type: 'debit' },
    transactionIdentifier: 'a1b2c3d4e5f6',
  },
};

export const CHARGE = {
  amount: '12.500',
  currency_code: 'KWD',
  pg_codes: ['credit-card'],
  order_no: 'BENCH-{n}',
  payment_instrument: INSTRUMENT,
};

/** Creates a transaction by pass-through. `path` with a slash at its end for those that only pass on. */
export async function sessionOf(url: string, path: string): Promise<string> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { ...JSON_HEADERS, 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ ...TRANSACTION, order_no: `S-${Date.now().toString(36)}` }),
  });
  if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { session_id: string }).session_id;
}
