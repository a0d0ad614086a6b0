import { formatAmount } from '../amounts/amount.ts';
import { exponentOf } from '../amounts/currencies.ts';
import { cardAnswer } from '../cards/cards.ts';
import { spacedUtc } from '../clock.ts';
import type { Gateway } from '../gateways/gateways.ts';
import { isObject, withoutAbsent } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import { feeMinor, redirectMethods } from './payment-methods.ts';
import type { Transaction } from './transaction.ts';

/** Buy-now-pay-later gateways need a check before they are offered, so they stand apart (F2.7). */
const FLEX = new Set(['tabby', 'tamara', 'taly']);

/** What the Checkout SDK needs to start without asking (F2.7). */
export function preload(world: World, transaction: Transaction, flags: JsonObject): JsonObject {
  const base = world.baseUrl;
  const print = (minor: bigint): string => formatAmount(minor, exponentOf(transaction.currency));
  const methods = redirectMethods(transaction, base).map((method) => ({
    ...method,
    ...brandingOf(flags, String(method['code'])),
  }));
  const isFlex = (method: JsonObject): boolean => FLEX.has(String(method['pg']));
  return withoutAbsent({
    session_id: transaction.sessionId,
    type: transaction.type,
    state: transaction.state,
    operation: transaction.operation,
    payment_type: transaction.paymentType,
    language: transaction.echo['language'],
    amount: print(transaction.amountMinor),
    currency_code: transaction.currency,
    customer_id: transaction.customerId,
    customer_phone: transaction.echo['customer_phone'],
    billing: { amount: print(transaction.amountMinor), currency_code: transaction.currency },
    expiration_time: spacedUtc(transaction.expiresAt),
    is_amount_editable: false,
    payment_methods: methods.filter((method) => !isFlex(method)),
    flex_methods: methods.filter((method) => isFlex(method)),
    payment_services: transaction.gateways.flatMap((gateway) => services(gateway, transaction, base)),
    cards: savedCards(world, transaction),
    sdk_studio: {},
    response: lastResponse(transaction),
    cancel_url: `${base}/b/checkout/cancel/${transaction.sessionId}/`,
  });
}

function brandingOf(flags: JsonObject, code: string): JsonObject {
  const options = flags['branding_options'];
  const items = isObject(options) ? options['payment_methods'] : undefined;
  const item = isObject(items) ? items[code] : undefined;
  return isObject(item) ? { branding_options: { font_weight: 700, ...item } } : {};
}

/** Cards of the customer on this transaction's gateways; none while a card is being saved. */
function savedCards(world: World, transaction: Transaction): JsonObject[] {
  if (transaction.customerId === undefined || transaction.paymentType === 'save_card') return [];
  return world.cards
    .ofCustomer(transaction.customerId)
    .filter((card) => transaction.gateways.some((gateway) => gateway.code === card.pg_code))
    .map((card) => ({
      ...cardAnswer(card, world.clock.now()),
      delete_url: `${world.baseUrl}/b/pbl/v2/card/${card.token}/`,
      submit_url: `${world.baseUrl}/b/pbl/v2/payment/auto-debit/`,
    }));
}

function services(gateway: Gateway, transaction: Transaction, base: string): JsonObject[] {
  const exponent = exponentOf(transaction.currency);
  const fee = feeMinor(gateway, transaction);
  const total = formatAmount(transaction.amountMinor + fee, exponent);
  const common = {
    // Ottu's sources disagree about which of the two it is.
    code: gateway.code,
    pg_code: gateway.code,
    amount: total,
    currency_code: transaction.currency,
    fee: formatAmount(fee, exponent),
    fee_description: '',
    icon: `${base}/static/icons/${gateway.code}.svg`,
    country_code: 'KW',
    redirect_url: null,
  };
  const found: JsonObject[] = [];
  if (gateway.services.includes('apple_pay')) {
    found.push({
      ...common,
      flow: 'apple_pay',
      name: 'Apple Pay',
      merchant_id: 'merchant.example.shop',
      domain: 'shop.example',
      shop_name: 'Example Shop',
      session_id: transaction.sessionId,
      validation_url: `${base}/b/pbl/v2/payment/apple-pay/validate/`,
      payment_url: `${base}/b/pbl/v2/payment/apple-pay/`,
    });
  }
  if (gateway.services.includes('google_pay')) {
    found.push({
      ...common,
      flow: 'google_pay',
      name: 'Google Pay',
      merchant_id: 'BCR2DNEXAMPLE',
      merchant_name: 'Example Shop',
      gateway: gateway.pgName,
      gateway_merchant_id: 'GWM001',
      environment: gateway.sandbox ? 'TEST' : 'PRODUCTION',
      total_price: total,
      payment_url: `${base}/b/pbl/v2/payment/google-pay/`,
    });
  }
  return found;
}

function lastResponse(transaction: Transaction): JsonObject {
  const attempt = transaction.attempts.at(-1);
  if (attempt === undefined) return {};
  return {
    status: attempt.result,
    message: attempt.message,
    session_id: transaction.sessionId,
    order_no: transaction.orderNo ?? null,
    operation: transaction.operation,
    reference_number: attempt.referenceNumber,
    redirect_url: transaction.echo['redirect_url'] ?? null,
  };
}
