import { savedCard } from '../cards/saved-card.ts';
import type { Handler } from '../http/call.ts';
import { dictionary, nullable, shape, text } from '../rules/fields.ts';
import { slug } from '../rules/formats.ts';
import { applePayload } from '../rules/instrument.ts';
import { REQUIRED } from '../rules/problems.ts';
import { chooseGateway } from './choose-gateway.ts';
import { native } from './start.ts';
import type { NativeRoute } from './start.ts';

const PG_CODE = { pg_code: nullable(slug) };
const filled = text({ blank: false });

/** Free here, unlike in one-step (F4.2): what is in it, the gateway reads. */
const googlePayload = shape({ paymentMethodData: shape({ tokenizationData: dictionary }) });

/** POST /b/pbl/v2/payment/apple-pay/. */
export const payWithApplePay: Handler = (call) =>
  native(call, {
    method: 'apple_pay',
    required: { payload: (value) => applePayload(value, (warning) => call.warn(warning)) },
    optional: PG_CODE,
    choose: (_, transaction, body) => chooseGateway(transaction, body, 'apple_pay'),
  });

const GOOGLE_PAY: NativeRoute = {
  method: 'google_pay',
  required: { payload: googlePayload },
  optional: PG_CODE,
  choose: (_, transaction, body) => chooseGateway(transaction, body, 'google_pay'),
};

/** POST /b/pbl/v2/payment/google-pay/. */
export const payWithGooglePay: Handler = (call) => native(call, GOOGLE_PAY);

const WALLET: NativeRoute = {
  method: 'wallet',
  required: {},
  optional: { ...PG_CODE, payload: dictionary },
  choose: (_, transaction, body) =>
    transaction.customerId === undefined ? { customer_id: [REQUIRED] } : chooseGateway(transaction, body, 'wallet'),
};

/** POST /b/pbl/v2/payment/wallet/: debits the wallet of the session's customer. */
export const payWithWallet: Handler = (call) => native(call, WALLET);

const CASH: NativeRoute = {
  method: 'cash',
  required: {},
  optional: {},
  always: 'cod',
  choose: (_, { gateways: [gateway] }) => (gateway === undefined ? { session_id: [REQUIRED] } : { gateway }),
};

/** POST /b/pbl/v2/payment/cash/ and its older twin: acknowledges cash on delivery. */
export const payWithCash: Handler = (call) => native(call, CASH);

const AUTO_DEBIT: NativeRoute = {
  method: 'token',
  required: { token: filled },
  optional: {},
  choose(call, transaction, body) {
    const { world } = call;
    const token = String(body['token']);
    const card = world.cards.find(token);
    const fail = (message: string): { token: string[] } => ({ token: [message] });
    if (transaction.customerId === undefined) return { customer_id: [REQUIRED] };
    if (world.cards.isRemoved(token)) return fail('Invalid token.');
    if (card === undefined && world.switches.unknown_tokens === 'refuse') return fail('Invalid token.');
    if (card !== undefined && card.customer_id !== transaction.customerId) {
      return fail('The token belongs to another customer.');
    }
    const gateway = transaction.gateways.find((each) =>
      card === undefined ? each.tokenizable : each.code === card.pg_code,
    );
    if (gateway === undefined) return fail('The token belongs to another payment gateway.');
    if (transaction.paymentType !== 'auto_debit') call.warn('token: the session is not of payment_type auto_debit.');
    return { gateway, token: savedCard(world, token, transaction, gateway.code) };
  },
};

/** POST /b/pbl/v2/payment/auto-debit/ and its older twin: charges a saved card. */
export const payWithToken: Handler = (call) => native(call, AUTO_DEBIT);
