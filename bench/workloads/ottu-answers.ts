import type { JsonObject } from '../../sandbox/json.ts';
import { sign } from '../../sandbox/payments/signature.ts';
import { WEBHOOK_KEY } from './ours.ts';

/** What an answer of Ottu is about. */
export interface Transaction {
  readonly session_id: string;
  readonly order_no: string;
  readonly amount: string;
  readonly currency_code: string;
}

/** What makes an answer as long as Ottu's are. */
const PADDING = 'x'.repeat(1_000);

/** As Ottu answers a charge that succeeded, signed. */
export function paid({ session_id, order_no, amount, currency_code }: Transaction): JsonObject {
  const answer: JsonObject = {
    result: 'success',
    state: 'paid',
    message: 'successful payment',
    session_id,
    order_no,
    reference_number: `bench${session_id.slice(-12)}`,
    amount,
    currency_code,
    amount_details: { currency_code, amount, fee: '0.000', total: amount, exchange_rate: '1.000000' },
    fee: `0.000 ${currency_code}`,
    paid_amount: amount,
    settled_amount: amount,
    payment_type: 'one_off',
    extra: { merchant_id: 'bench' },
    gateway_name: 'mpgs',
    gateway_account: 'credit-card',
    gateway_response: { result: 'SUCCESS', padding: PADDING },
    pg_params: { auth_code: { value: 'A00001', verbose_name_en: 'auth_code', verbose_name_ar: 'auth_code' } },
    is_sandbox: true,
    initiator: {},
    timestamp_utc: new Date().toISOString().replace('T', ' ').slice(0, 19),
  };
  return { ...answer, signature: sign(answer, WEBHOOK_KEY) };
}
