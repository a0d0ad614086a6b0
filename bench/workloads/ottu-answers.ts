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

/** As Ottu shows a transaction that waits for its payer. */
export function created({ session_id, order_no, amount, currency_code }: Transaction): JsonObject {
  const page = `https://ottu.example/b/checkout/page/?session_id=${session_id}`;
  const method = {
    code: 'credit-card',
    name: 'Credit Card',
    pg: 'mpgs',
    type: 'sandbox',
    is_sandbox: true,
    amount,
    currency_code,
    fee: '0.000',
    fee_description: '',
    flow: 'redirect',
    redirect_url: page,
  };
  return {
    session_id,
    state: 'created',
    operation: 'purchase',
    language: 'en',
    type: 'e_commerce',
    amount,
    currency_code,
    pg_codes: ['credit-card'],
    payment_type: 'one_off',
    order_no,
    expiration_time: '1 00:00:00',
    checkout_url: page,
    checkout_page_url: page,
    payment_methods: [method],
    sdk_setup_preload_payload: { session_id, amount, currency_code, payment_methods: [method], padding: PADDING },
  };
}

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
