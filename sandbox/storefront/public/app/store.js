// @ts-check
/**
 * What this browser keeps: carts with their secrets, language and currency. It is the shop's own origin, which no other
 * site can read.
 *
 * @import { CartRef } from '../../client-types.d.ts'
 * @typedef {CartRef & { session?: string, basket: boolean }} OrderRef
 */

const BASKET = 'marsa.basket';
const ORDERS = 'marsa.orders';
/** Changes with each change of the basket, so that other tabs hear of it. */
const TICK = 'marsa.tick';
/** Changes when the shopper signs out, so that other tabs forget who it was. */
const SIGNED_OUT = 'marsa.signed-out';
const MOST_ORDERS = 12;

/** @returns {CartRef | undefined} */
export function basketRef() {
  return /** @type {CartRef | undefined} */ (read(BASKET));
}

/** @param {CartRef | undefined} ref */
export function keepBasketRef(ref) {
  write(BASKET, ref);
}

/** @returns {OrderRef[]} newest first */
function orders() {
  return /** @type {OrderRef[] | undefined} */ (read(ORDERS)) ?? [];
}

/** @param {OrderRef} order */
export function keepOrder(order) {
  write(ORDERS, [order, ...orders().filter(({ id }) => id !== order.id)].slice(0, MOST_ORDERS));
}

/** @param {string} id */
export function orderById(id) {
  return orders().find((order) => order.id === id);
}

/**
 * The order that a payer comes back to: of the session that the address names, or else the newest.
 *
 * @param {string | null} session
 */
export function orderOfSession(session) {
  return orders().find((order) => order.session === session) ?? orders()[0];
}

export function tellOtherTabs() {
  write(TICK, `${Date.now()}.${Math.random()}`);
}

/** The secret of a cart was replaced by another one. @param {CartRef} ref */
export function rekeyOrder({ id, token }) {
  const order = orderById(id);
  if (order !== undefined) keepOrder({ ...order, token });
}

export function tellSignedOut() {
  write(SIGNED_OUT, Date.now());
}

/** @param {() => void} listener */
export function onSignedOutElsewhere(listener) {
  addEventListener('storage', ({ key }) => {
    if (key === SIGNED_OUT) listener();
  });
}

/** @param {() => void} listener */
export function onOtherTabs(listener) {
  addEventListener('storage', ({ key }) => {
    if (key === TICK || key === BASKET || key === null) listener();
  });
}

/**
 * @param {'language' | 'currency'} name
 * @param {readonly string[]} among
 * @param {string} fallback
 */
export function preference(name, among, fallback) {
  const kept = read(`marsa.${name}`);
  return typeof kept === 'string' && among.includes(kept) ? kept : fallback;
}

/**
 * @param {'language' | 'currency'} name
 * @param {string} value
 */
export function prefer(name, value) {
  write(`marsa.${name}`, value);
}

/**
 * @param {string} key
 * @returns {unknown}
 */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} key
 * @param {unknown} value
 */
function write(key, value) {
  if (value === undefined) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(value));
}
