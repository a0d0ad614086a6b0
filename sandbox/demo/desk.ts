import { applePayPayload } from './apple-pay.ts';

export interface Desk {
  readonly service: string;
  readonly simulator: string;
  /** `Authorization` of the shop's server. */
  readonly authorization: string;
}

const CREATE = '/b/checkout/v1/pymt-txn';
export const REVIEWED = 'DEMO-REVIEW-1';
export const PAID = 'DEMO-PAID-1';
const SARA = {
  id: 'cust-77',
  email: 'sara@example.com',
  phone: '+96550000001',
  first_name: 'Sara',
  last_name: 'Al-Test',
};

/**
 * What an operator finds to do: a payment of which Ottu's answer tells of another amount than was asked, so that somebody
 * has to decide about it, and then one that is paid, which stands first in the list.
 */
export async function setDesk(desk: Desk): Promise<void> {
  await strike(desk, [
    {
      match: { method: 'POST', path: CREATE, nth: 1 },
      fault: { kind: 'resign', set: { amount: '0.500', settled_amount: '0.500' } },
    },
    // Its event would tell of the right amount, and settle it.
    { match: { webhook: true, order_no: REVIEWED }, fault: { kind: 'lost' } },
  ]);
  await buy(desk, REVIEWED);
  await buy(desk, PAID);
}

async function strike({ simulator }: Desk, rules: readonly unknown[]): Promise<void> {
  const { ok } = await fetch(`${simulator}/__sandbox/faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(rules),
  });
  if (!ok) throw new Error('The simulator refused the fault rules of the demo.');
}

async function buy({ service, authorization }: Desk, order_no: string): Promise<void> {
  const payload = JSON.parse(applePayPayload()) as unknown;
  const response = await fetch(`${service}/v1/buy-now`, {
    method: 'POST',
    headers: { authorization, 'idempotency-key': order_no, 'content-type': 'application/json' },
    body: JSON.stringify({
      order_no,
      items: [{ sku: 'DATES-KHALAS', quantity: 1 }],
      currency_code: 'KWD',
      pg_codes: ['credit-card'],
      customer: SARA,
      payment_instrument: { instrument_type: 'apple_pay', payload },
    }),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`The service answered ${response.status} to ${order_no} of the demo.`);
}
