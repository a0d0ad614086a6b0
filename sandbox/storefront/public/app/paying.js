// @ts-check
import { call, Refusal, Unreachable } from './api.js';
import { currency, redirectUrl } from './basket.js';
import { language } from './i18n.js';
import { keepOrder } from './store.js';

/**
 * @import { CartRef, Order, PayRequest, SavedCard, Wallet } from '../../client-types.d.ts'
 * @typedef {'changed' | 'refused' | 'too_many' | 'challenge' | 'signed_out' | 'card_gone' | 'card_unusable' | 'nothing_charged'} Trouble
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

/** @param {Order} order @param {Wallet} wallet @param {Record<string, unknown>} payload */
export const payByWallet = (order, wallet, payload) => pay(order, { wallet, payload });

/** @param {Order} order @param {SavedCard} card */
export const payByCard = (order, card) => pay(order, { card_id: card.id });

/**
 * Pays what the shopper has seen. Answers nothing when there is something to follow, or why the shopper stays: then
 * nothing was charged. Whatever is not clearly said to be nothing is followed, never paid again.
 *
 * @param {Order} order
 * @param {PayRequest} body
 * @returns {Promise<Trouble | undefined>}
 */
async function pay(order, body) {
  const request = {
    cart: order,
    // One key for this intent: sent again with it, it is the same payment and not a second one.
    headers: { 'idempotency-key': crypto.randomUUID(), 'if-match': order.etag },
    body,
    asShopper: true,
  };
  for (let tries = 1; tries <= TRIES; tries += 1) {
    try {
      await call('post', '/v1/carts/{id}/payments', request);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) {
        const trouble = troubleOf(error);
        // Of what was sent before the token was over, this says nothing.
        return trouble === 'signed_out' && tries > 1 ? undefined : trouble;
      }
      if (!(error instanceof Unreachable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
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
