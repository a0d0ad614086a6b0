// @ts-check
import { call, Refusal, Unreachable } from './api.js';
import { language } from './i18n.js';
import { basketRef, keepBasketRef, onOtherTabs, prefer, preference, rekeyOrder, tellOtherTabs } from './store.js';
import { forgetShopper, keepShopper, requestShopper, shopper, shopperEvents } from './shopper.js';

/** @import { Cart, CartRef } from '../../client-types.d.ts' */

export const CURRENCIES = /** @type {const} */ (['KWD', 'SAR', 'JPY']);
const MOST = 999;
const TRIES = 3;
const PAUSE_MS = 1000;

/** @type {{ ref: CartRef, cart: Cart, etag: string } | undefined} */
let held;
/** @type {Promise<unknown>} */
let last = Promise.resolve();

/** Tells `change` when the basket is another. */
export const basketEvents = new EventTarget();

export const basket = () => held?.cart;
export const basketEtag = () => held?.etag ?? '';
export const heldRef = () => held?.ref;

/** How many things are in it. */
export const basketCount = () => held?.cart.items.reduce((sum, { quantity }) => sum + quantity, 0) ?? 0;

export const currency = () => preference('currency', CURRENCIES, 'KWD');
export const redirectUrl = () => `${location.origin}/return`;

/** Reads the basket again: at the start, after another tab changed it, and when this one was behind. */
export const refreshBasket = () => inTurn(read);

/** @param {string} sku @param {number} by */
export const changeQuantity = (sku, by) => inTurn(() => change(sku, (quantity) => quantity + by));

/** @param {string} sku */
export const removeItem = (sku) => inTurn(() => change(sku, () => 0));

/** @param {string} email */
export const setEmail = (email) =>
  inTurn(async () => {
    if (held === undefined) return;
    const { body, etag } = await call('patch', '/v1/carts/{id}', {
      cart: held.ref,
      headers: { 'if-match': held.etag },
      body: { customer: email === '' ? null : { email } },
    });
    hold(held.ref, body.cart, etag);
    tellOtherTabs();
  });

/** What the shopper wrote as vouchers; one that the shop does not take is kept, and takes nothing off. @param {string[]} codes */
export const setCodes = (codes) =>
  inTurn(async () => {
    if (held === undefined) return;
    const { body, etag } = await call('patch', '/v1/carts/{id}', {
      cart: held.ref,
      headers: { 'if-match': held.etag },
      body: { codes },
    });
    hold(held.ref, body.cart, etag);
    tellOtherTabs();
  });

/** The basket was bought: the next thing goes into a new one. */
export function forgetBasket() {
  held = undefined;
  keepBasketRef(undefined);
  tellOtherTabs();
  changed();
}

/**
 * A cart's currency never changes, so this makes another cart with the same things in it.
 *
 * @param {string} code
 */
export const changeCurrency = (code) =>
  inTurn(async () => {
    prefer('currency', code);
    const before = held;
    if (before === undefined || before.cart.items.length === 0) return forgetBasket();
    const items = before.cart.items.map(({ sku, quantity }) => ({ sku, quantity }));
    await create(items, before.cart.codes);
    // Nobody waits for it: a cart that is left alone expires by itself.
    void call('delete', '/v1/carts/{id}', { cart: before.ref }).catch(() => undefined);
  });

/** Signs in, and makes the basket the shopper's own: only then can a saved card pay it. */
export async function signIn() {
  keepShopper(await requestShopper());
  try {
    await bindBasket();
  } finally {
    shopperEvents.dispatchEvent(new Event('change'));
  }
}

/** A bound basket cannot be paid by nobody, so it goes too. At the service it expires by itself. */
export function signOut() {
  forgetShopper();
  if (held?.cart.signed_in === true) forgetBasket();
  shopperEvents.dispatchEvent(new Event('change'));
}

/**
 * Gives the basket its customer, if somebody is signed in and it has none. The service answers another secret for it:
 * whoever knew the first one may not go on with what is now somebody's.
 */
export const bindBasket = () =>
  inTurn(async () => {
    if (shopper() === undefined || held?.cart.signed_in === true) return;
    if (held === undefined) return read();
    try {
      // The same again where no answer came: the old secret and the shopper together get the new one.
      await untilAnswered(bind, held.ref);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // It is being paid, was changed meanwhile, or is over: what can be bound is bound before it is paid.
      if (!['cart_frozen', 'cart_busy', 'cart_closed', 'not_found'].includes(error.code)) throw error;
      await read();
    }
  });

/** @param {CartRef} ref */
async function bind(ref) {
  const { body, etag } = await call('patch', '/v1/carts/{id}', { cart: ref, body: {}, asShopper: true });
  const mine = { id: ref.id, token: body.cart_token ?? ref.token };
  rekeyOrder(mine);
  // Another tab may have begun another basket meanwhile.
  if (basketRef()?.id !== ref.id) return read();
  if (isOver(body.cart)) return forgetBasket();
  keepBasketRef(mine);
  hold(mine, body.cart, etag);
  tellOtherTabs();
}

/**
 * @param {(ref: CartRef) => Promise<void>} send
 * @param {CartRef} ref
 */
async function untilAnswered(send, ref) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await send(ref);
    } catch (error) {
      if (!(error instanceof Unreachable) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

onOtherTabs(() => void refreshBasket().catch(() => undefined));

/**
 * One edit after the other: what the second one is decided by is what the first one left.
 *
 * @param {() => Promise<void>} edit
 */
function inTurn(edit) {
  const mine = last.then(edit);
  last = mine.catch(() => undefined);
  return mine;
}

/** @returns {Promise<void>} */
async function read() {
  const ref = basketRef();
  if (ref === undefined) {
    held = undefined;
    return changed();
  }
  try {
    const { body, etag } = await call('get', '/v1/carts/{id}', { cart: ref });
    if (isOver(body.cart)) return forgetBasket();
    hold(ref, body.cart, etag);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    // Signing in, in another tab, has given it another secret meanwhile.
    if (basketRef()?.token !== ref.token) return read();
    // Or in this one, and no answer with that secret ever came: whoever it belongs to gets it by signing in.
    if (shopper() === undefined) return letGo();
    await bind(ref).catch((/** @type {unknown} */ problem) => {
      if (problem instanceof Refusal && problem.status === 401) return letGo();
      if (!(problem instanceof Refusal) || problem.status !== 404) throw problem;
      forgetBasket();
    });
  }
}

/** Shows an empty basket, and keeps the way to the one that cannot be opened now: until there is another. */
function letGo() {
  held = undefined;
  changed();
}

/**
 * By `If-Match`, because it is counted from what this tab shows: when another tab was faster (412), it is counted again
 * from what there is now.
 *
 * @param {string} sku
 * @param {(quantity: number) => number} wanted
 */
async function change(sku, wanted) {
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      await changeOnce(sku, wanted);
      tellOtherTabs();
      return;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'cart_frozen') {
        // It is being paid: the basket says so by itself.
        return read();
      }
      const behind = ['cart_changed', 'cart_busy', 'cart_closed', 'not_found'].includes(error.code);
      if (!behind) throw error;
      await read();
    }
  }
}

/** @param {string} sku @param {(quantity: number) => number} wanted */
async function changeOnce(sku, wanted) {
  const quantity = Math.min(wanted(held?.cart.items.find((item) => item.sku === sku)?.quantity ?? 0), MOST);
  if (held === undefined) return quantity > 0 ? create([{ sku, quantity }]) : undefined;
  const { ref } = held;
  const request = { cart: ref, path: { sku }, headers: { 'if-match': held.etag } };
  const { body, etag } =
    quantity > 0
      ? await call('put', '/v1/carts/{id}/items/{sku}', { ...request, body: { quantity } })
      : await call('delete', '/v1/carts/{id}/items/{sku}', request);
  hold(ref, body.cart, etag);
}

/** @param {{ sku: string, quantity: number }[]} items @param {string[]} [codes] */
async function create(items, codes = []) {
  const { body, etag } = await call('post', '/v1/carts', {
    body: { currency_code: currency(), items, language: language(), codes, redirect_url: redirectUrl() },
    asShopper: true,
  });
  const ref = { id: body.cart.id, token: body.cart_token };
  keepBasketRef(ref);
  hold(ref, body.cart, etag);
  tellOtherTabs();
}

/** @param {CartRef} ref @param {Cart} cart @param {string} etag */
function hold(ref, cart, etag) {
  held = { ref, cart, etag };
  changed();
}

function changed() {
  basketEvents.dispatchEvent(new Event('change'));
}

/** @param {Cart} cart */
function isOver({ state }) {
  return state === 'paid' || state === 'abandoned' || state === 'expired';
}
