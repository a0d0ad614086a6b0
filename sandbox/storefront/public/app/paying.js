// @ts-check
import { call, Refusal, Unreachable } from './api.js';
import { currency, redirectUrl } from './basket.js';
import { language } from './i18n.js';
import { keepOrder } from './store.js';

/**
 * @import { CartRef, Order, PayRequest, SavedCard, Wallet } from '../../client-types.d.ts'
 * @typedef {(again: boolean) => Promise<string | undefined>} Solve lets the shopper solve a challenge, `again` when the
 *   solution before did not count; nothing when the shopper takes the payment back
 * @typedef {'changed' | 'refused' | 'too_many' | 'challenge' | 'signed_out' | 'card_gone' | 'card_unusable' | 'page_open' | 'nothing_charged'} Trouble
 */

const TRIES = 3;
const PAUSE_MS = 1200;

/**
 * One product as an order of its own, ready to be paid.
 *
 * @param {string} sku
 * @returns {Promise<Order>}
 * @throws {Refusal | Unreachable}
 */
export async function buyNow(sku) {
  const { body, etag } = await call('post', '/v1/buy-now/intents', {
    body: { sku, currency_code: currency(), language: language(), redirect_url: redirectUrl() },
    asShopper: true,
  });
  return keep({ id: body.cart.id, token: body.cart_token, cart: body.cart, etag, checkout: body.checkout }, false);
}

/**
 * A cart as an order, with the session that shows what it costs now.
 *
 * @param {CartRef} ref
 * @param {boolean} isBasket
 * @returns {Promise<Order>}
 * @throws {Refusal | Unreachable}
 */
export async function beginCheckout({ id, token }, isBasket) {
  const { body, etag } = await call('post', '/v1/carts/{id}/checkout', { cart: { id, token }, asShopper: true });
  return keep({ id, token, cart: body.cart, etag, checkout: body.checkout }, isBasket);
}

/** @param {Order} order @param {Wallet} wallet @param {Record<string, unknown>} payload @param {Solve} solve */
export const payByWallet = (order, wallet, payload, solve) => pay(order, { wallet, payload }, solve);

/** @param {Order} order @param {SavedCard} card @param {Solve} solve */
export const payByCard = (order, card, solve) => pay(order, { card_id: card.id }, solve);

/**
 * Pays what the shopper has seen. Answers nothing when there is something to follow, or why the shopper stays: then
 * nothing was charged. Whatever is not clearly said to be nothing is followed, never paid again.
 *
 * @param {Order} order
 * @param {PayRequest} body
 * @param {Solve} solve
 * @returns {Promise<Trouble | undefined>}
 */
async function pay(order, body, solve) {
  // One key for this intent: sent again with it, it is the same payment and not a second one. The solution of a challenge
  // is not part of what is the same, so it may come with a later request.
  const headers = { 'idempotency-key': crypto.randomUUID(), 'if-match': order.etag };
  /** @type {string | undefined} */
  let solution;
  let lost = 0;
  while (lost < TRIES) {
    const request = { ...body, ...(solution !== undefined && { challenge_token: solution }) };
    try {
      await call('post', '/v1/carts/{id}/payments', { cart: order, headers, body: request, asShopper: true });
      return undefined;
    } catch (error) {
      if (error instanceof Unreachable) {
        lost += 1;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        continue;
      }
      if (!(error instanceof Refusal)) throw error;
      const trouble = troubleOf(error);
      if (trouble === 'challenge') solution = await solve(solution !== undefined);
      if (trouble === 'challenge' && solution !== undefined) continue;
      // Of what was sent before, and of which no answer came, only a refusal of the payment itself says anything: the rest
      // is about the request that got it, and the first may still be on its way.
      return lost > 0 && trouble !== 'refused' ? undefined : trouble;
    }
  }
  return undefined;
}

/**
 * @param {Refusal} refusal
 * @returns {Trouble | undefined}
 */
function troubleOf({ code, outcome }) {
  switch (code) {
    case 'payer_is_paying':
      return 'page_open';
    case 'price_changed':
    case 'cart_changed':
      return 'changed';
    case 'payment_refused':
      return 'refused';
    case 'too_many_attempts':
      return 'too_many';
    case 'challenge_required':
      return 'challenge';
    case 'customer_jwt_missing':
    case 'customer_jwt_invalid':
      return 'signed_out';
    case 'card_not_found':
      return 'card_gone';
    case 'card_not_usable':
      return 'card_unusable';
    case 'cart_frozen':
    case 'cart_closed':
    case 'idempotency_in_flight':
      return undefined;
    default:
      return outcome === 'none' ? 'nothing_charged' : undefined;
  }
}

/**
 * @param {Order} order
 * @param {boolean} basket
 */
function keep(order, basket) {
  keepOrder({ id: order.id, token: order.token, session: order.checkout.session_id, basket });
  return order;
}
