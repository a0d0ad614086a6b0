import { sign } from '../../sandbox/payments/signature.ts';
import { WEBHOOK_KEY } from './our-service.ts';

/** What makes an answer as long as Ottu's are: an instance offers several gateways, and prepares its SDK for each. */
const PADDING = 'x'.repeat(1_400);

export interface Transaction {
  readonly session_id: string;
  readonly order_no: string;
  readonly amount: string;
  readonly currency_code: string;
}

export const METHOD = {
  code: 'credit-card',
  name: 'Credit Card',
  pg: 'mpgs',
  type: 'sandbox',
  is_sandbox: true,
  operation: 'purchase',
  default_currency: 'KWD',
  accepted_currencies: ['KWD'],
  flow: 'redirect',
};

export function created({ session_id, order_no, amount, currency_code }: Transaction): object {
  const page = `https://ottu.example/b/checkout/page/?session_id=${session_id}`;
  return {
    session_id,
    state: 'created',
    operation: 'purchase',
    language: 'en',
    type: 'e_commerce',
    amount,
    currency_code,
    pg_codes: ['credit-card'],
    order_no,
    payment_type: 'one_off',
    expiration_time: '1 00:00:00',
    checkout_url: page,
    checkout_page_url: page,
    extra: { padding: PADDING },
    payment_methods: [{ ...METHOD, amount, currency_code, fee: '0.000', fee_description: '', redirect_url: page }],
  };
}

/** The answer of a charge, and a webhook: signed, since an answer that is not proves nothing and is asked for again. */
export function paid({ session_id, order_no, amount, currency_code }: Transaction): object {
  const event = {
    result: 'success',
    state: 'paid',
    message: 'successful payment',
    session_id,
    order_no,
    reference_number: `bench${session_id.slice(0, 10)}`,
    amount,
    currency_code,
    amount_details: { currency_code, amount, fee: '0.000', total: amount },
    fee: `0.000 ${currency_code}`,
    paid_amount: amount,
    settled_amount: amount,
    remaining_amount: '0.000',
    gateway_name: 'mpgs',
    gateway_account: 'credit-card',
    gateway_response: { padding: PADDING },
    pg_params: { auth_code: 'A20002' },
    payment_type: 'one_off',
    is_sandbox: true,
    initiator: {},
    timestamp_utc: '2026-06-01 12:00:00',
  };
  return { ...event, signature: sign(event, WEBHOOK_KEY, 'standard') };
}
