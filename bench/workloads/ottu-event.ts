import type { JsonObject } from '../../sandbox/json.ts';
import { sign } from '../../sandbox/payments/signature.ts';
import { WEBHOOK_KEY } from '../harness/our-service.ts';

/** What makes an event as long as Ottu's are. */
const PADDING = 'x'.repeat(1_000);

/** An event as Ottu sends it of a payment that succeeded, signed by its older scheme. */
export function event(orderNo: string, number: number, amount = '12.500'): string {
  const answer: JsonObject = {
    amount,
    currency_code: 'KWD',
    order_no: orderNo,
    reference_number: `event${number}`,
    result: 'success',
    state: 'paid',
    message: 'successful payment',
    gateway_account: 'credit-card',
    gateway_name: 'mpgs',
    gateway_response: { padding: PADDING },
    settled_amount: amount,
    paid_amount: amount,
    remaining_amount: '0.000',
    is_sandbox: true,
    payment_type: 'one_off',
    pg_params: { auth_code: 'A10001' },
    timestamp_utc: new Date().toISOString().replace('T', ' ').slice(0, 19),
  };
  return JSON.stringify({ ...answer, signature: sign(answer, WEBHOOK_KEY, 'standard') });
}
