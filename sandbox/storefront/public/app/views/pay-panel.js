// @ts-check
import { isProblem, Problem } from '../../client.js';
import { isPayerPage } from '../config.js';
import { h, icon, redraw, whileBusy } from '../dom.js';
import { language, t } from '../i18n.js';
import { formatMoney } from '../money.js';
import { basket, client } from '../shop.js';
import { shopper, shopperEvents } from '../shopper.js';
import { signInButton } from './account.js';
import { challenge } from './challenge.js';
import { partRows, shortLines, totalRow } from './lines.js';
import { announce, wordsFor } from './notice.js';
import { savedCards } from './saved-cards.js';
import { askWallet } from './sheet.js';
import { walletButton } from './wallet-button.js';

/**
 * @import { PayResult } from '../../client.js'
 * @import { Cart, Order, Ready, SavedCard, Wallet } from '../../../client-types.d.ts'
 * @typedef {{ order: Order, ready?: Ready | undefined, goTo: (path: string) => void, onClosed?: () => void }} PayPanelOptions
 */

const AGAIN_MS = 2000;
const WALLETS = /** @type {const} */ (['apple_pay', 'google_pay']);
/**
 * Why a cart was not paid, until it is tried again. A cart is held while it is being paid, so the page around a panel may
 * have drawn another one by the time the answer comes.
 *
 * @type {Map<string, string>}
 */
const notes = new Map();
const noteEvents = new EventTarget();

/**
 * Everything that a shopper needs to pay a cart: what it costs, and the ways. It begins the checkout by itself, unless it
 * is given one that has begun, and again whenever the cart turns out to be another than the one that is shown.
 *
 * @param {PayPanelOptions} options
 */
export function payPanel(options) {
  const { order, goTo, onClosed } = options;
  const panel = h('div', { class: 'pay', 'data-testid': 'pay-panel' });
  const page = `/orders/${order.id}`;
  const isBasket = () => basket.order?.id === order.id;
  /** What is shown, and what is paid. */
  let { ready } = options;
  /** @type {readonly SavedCard[] | 'unavailable'} */
  let cards = [];
  let working = false;

  /** @param {string} [note] */
  const begin = async (note) => {
    const before = ready;
    working = true;
    if (ready === undefined) redraw(panel, [waiting()]);
    try {
      ready = isBasket() ? await basket.checkout() : await order.checkout();
      cards = await cardsFor(ready.cart);
      show(note === undefined ? undefined : changeNote(before, ready, note));
    } catch (error) {
      stop(error);
    } finally {
      working = false;
    }
  };

  /** @param {Ready} given */
  const showBegun = async (given) => {
    redraw(panel, [waiting()]);
    cards = await cardsFor(given.cart);
    show();
  };

  /** @param {unknown} error */
  const stop = (error) => {
    const beingPaid = isProblem(error, 'cart_frozen', 'cart_closed');
    if (beingPaid && location.pathname !== page) return goTo(page);
    if (beingPaid) {
      // The page around this panel is told what becomes of it; until then another tab may be about to pay.
      redraw(panel, [waiting()]);
      return void setTimeout(() => panel.isConnected && void begin(), AGAIN_MS);
    }
    if (isProblem(error, 'customer_jwt_missing', 'customer_jwt_invalid')) return askWho();
    if (isProblem(error, 'cart_empty') && onClosed !== undefined) return onClosed();
    redraw(panel, [
      h('div', { class: 'note bad', role: 'alert' }, icon('cross'), h('p', {}, wordsFor(error))),
      h(
        'button',
        { class: 'button wide', type: 'button', 'data-key': 'again', click: () => void begin() },
        t('tryAgain'),
      ),
    ]);
  };

  // The basket is somebody's, and this tab is not, or no longer, signed in.
  const askWho = () =>
    redraw(panel, [
      h('div', { class: 'note', role: 'alert', 'data-testid': 'note' }, icon('lock'), h('p', {}, t('basketOfShopper'))),
      signInButton(t('signInToPay'), 'button wide'),
    ]);

  /** @param {string} [note] */
  const show = (note) => {
    if (ready === undefined) return;
    const { cart } = ready;
    const said = note ?? notes.get(order.id);
    redraw(panel, [
      said !== undefined &&
        h('div', { class: 'note', role: 'alert', 'data-testid': 'note' }, icon('bank'), h('p', {}, said)),
      shortLines(cart),
      ...partRows(cart),
      totalRow(t('total'), cart.total, cart.currency_code),
      isBasket() && emailField(cart.customer?.email ?? ''),
      cart.signed_in && shopper() !== undefined && savedCards(cards, cart, { pay: payCard, removed }),
      isBasket() && shopper() === undefined && signInButton(t('signInForCards')),
      h('div', { class: 'wallets' }, walletsOf(ready).map(payButton)),
      h('p', { class: 'or' }, h('span', {}, t('orPay'))),
      hostedButton(ready),
    ]);
  };

  /** @param {string} note */
  const say = (note) => {
    notes.set(order.id, note);
    show();
    noteEvents.dispatchEvent(new Event(order.id));
  };

  // Another tab, or this one by its own e-mail field, changed the cart under this panel.
  const catchUp = () => {
    if (isBasket() && !working && ready !== undefined && basket.etag !== ready.etag) void begin('changed');
  };

  /** @param {Wallet} wallet */
  const payButton = (wallet) => {
    const button = walletButton(wallet, 'payWith');
    button.addEventListener('click', () => void whileBusy(button, () => pay(wallet)));
    return button;
  };

  /** @param {Wallet} wallet */
  const pay = async (wallet) => {
    if (ready === undefined) return;
    // What is paid is what the sheet shows, whatever becomes of the basket under it.
    const seen = ready;
    working = true;
    notes.delete(order.id);
    const sheet = askWallet(wallet, seen.cart);
    const payload = await sheet.payload;
    if (payload === undefined) {
      working = false;
      return catchUp();
    }
    // No wallet's sheet waits for that; what it gave stays good.
    const asked = challenge(seen.cart, sheet.close);
    const result = await order.pay({ wallet, payload }, { seen, challenge: asked.ask }).finally(() => {
      working = false;
      sheet.close();
      asked.close();
    });
    await goOn(result);
  };

  /** @param {SavedCard} card */
  const payCard = async (card) => {
    if (ready === undefined || working) return;
    working = true;
    notes.delete(order.id);
    const asked = challenge(ready.cart);
    const result = await order.pay({ cardId: card.id }, { seen: ready, challenge: asked.ask }).finally(() => {
      working = false;
      asked.close();
    });
    await goOn(result);
  };

  /** @param {PayResult} result */
  const goOn = async (result) => {
    if (result.outcome === 'follow') return goTo(page);
    const { trouble, problem } = result;
    if (trouble === 'signed_out') return askWho();
    if (trouble === 'changed') {
      await begin('changed');
      if (isBasket()) await basket.refresh();
      return;
    }
    const cardTrouble = trouble === 'card_gone' || trouble === 'card_unusable';
    if (cardTrouble && ready !== undefined) cards = await cardsFor(ready.cart);
    say(wordsFor(problem));
  };

  /** @param {SavedCard} card */
  const removed = (card) => {
    if (cards !== 'unavailable') cards = cards.filter(({ id }) => id !== card.id);
    announce(t('cardRemoved'));
    show();
  };

  /** @param {Ready} current */
  const hostedButton = ({ checkout, cart }) => {
    const methods = hostedMethods(checkout);
    const names = methods.map(({ name }) => name);
    const button = h(
      'button',
      { class: 'button plain wide', type: 'button', 'data-key': 'hosted', 'data-testid': 'hosted' },
      icon('card'),
      names.length === 0 ? t('hostedPlain') : t('hosted', { methods: listOf(names) }),
    );
    button.addEventListener('click', () => {
      if (isPayerPage(checkout.checkout_url)) location.assign(checkout.checkout_url ?? '');
    });
    const fees = methods.filter(({ fee }) => /[1-9]/.test(fee));
    return h(
      'div',
      { class: 'hosted' },
      button,
      h('p', { class: 'faint' }, t('hostedNote')),
      fees.map(({ name, fee }) =>
        h('p', { class: 'faint' }, t('hostedFee', { method: name, fee: formatMoney(fee, cart.currency_code) })),
      ),
    );
  };

  const ignore = basket.onChange(() => {
    if (!panel.isConnected && ready !== undefined) return ignore();
    catchUp();
  });
  const onShopper = () => {
    if (!panel.isConnected) return shopperEvents.removeEventListener('change', onShopper);
    if (!working) void begin();
  };
  shopperEvents.addEventListener('change', onShopper);
  const onNote = () => {
    if (!panel.isConnected) return noteEvents.removeEventListener(order.id, onNote);
    if (!working) show();
  };
  noteEvents.addEventListener(order.id, onNote);
  if (ready === undefined) void begin();
  else void showBegun(ready);
  return panel;
}

/**
 * The shopper's saved cards for a cart: none where nobody is signed in or the cart is nobody's, and `unavailable` where they
 * cannot be had just now, which keeps nobody from paying in another way.
 *
 * @param {Cart} cart
 * @returns {Promise<readonly SavedCard[] | 'unavailable'>}
 */
async function cardsFor({ signed_in: bound }) {
  if (!bound || shopper() === undefined) return [];
  return client.cards.list().catch(() => 'unavailable');
}

/**
 * @param {Ready | undefined} before
 * @param {Ready} now
 * @param {string} fallback
 */
function changeNote(before, now, fallback) {
  if (before === undefined || fallback !== 'changed') return undefined;
  const { cart } = now;
  const sameThings =
    JSON.stringify(before.cart.items.map(({ sku, quantity }) => [sku, quantity])) ===
    JSON.stringify(cart.items.map(({ sku, quantity }) => [sku, quantity]));
  if (before.cart.total === cart.total) return sameThings ? undefined : t('trouble_changed');
  if (!sameThings) return t('trouble_changed');
  return t('trouble_price', {
    before: formatMoney(before.cart.total, cart.currency_code),
    now: formatMoney(cart.total, cart.currency_code),
  });
}

function waiting() {
  return h(
    'p',
    { class: 'waiting', role: 'status' },
    h('span', { class: 'dots', 'aria-hidden': 'true' }),
    t('preparing'),
  );
}

/**
 * The wallets that the checkout offers; all of them where it does not say.
 *
 * @param {Ready} ready
 * @returns {Wallet[]}
 */
function walletsOf({ checkout }) {
  const services = checkout.sdk.setup_preload?.['payment_services'];
  if (!Array.isArray(services) || services.length === 0) return [...WALLETS];
  const flows = new Set(services.map((service) => /** @type {{ flow?: unknown }} */ (service).flow));
  const offered = WALLETS.filter((wallet) => flows.has(wallet));
  return offered.length === 0 ? [...WALLETS] : offered;
}

/**
 * What the payment page takes, by the names that the provider gives. Gateways for a wallet alone have no page.
 *
 * @param {Ready['checkout']} checkout
 * @returns {{ name: string, fee: string }[]}
 */
function hostedMethods({ payment_methods: methods }) {
  return methods.flatMap(({ name, fee }) =>
    typeof name === 'string' ? [{ name, fee: typeof fee === 'string' ? fee : '' }] : [],
  );
}

/** @param {string[]} names */
function listOf(names) {
  return new Intl.ListFormat(language(), { type: 'disjunction' }).format(names);
}

/** @param {string} value */
function emailField(value) {
  const input = h('input', {
    id: 'email',
    type: 'email',
    name: 'email',
    autocomplete: 'email',
    dir: 'ltr',
    maxlength: 128,
    value,
    'data-key': 'email',
    'aria-describedby': 'email-fault',
  });
  const fault = h('p', { class: 'fault', id: 'email-fault', role: 'alert' });
  input.addEventListener('change', () => {
    const email = input.value.trim();
    void basket.update({ customer: email === '' ? null : { email } }).then(
      () => (fault.textContent = ''),
      (error) => {
        const wrong = error instanceof Problem && error.errors.some(({ pointer }) => pointer.endsWith('/email'));
        fault.textContent = wrong ? t('emailWrong') : wordsFor(error);
      },
    );
  });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: 'email' }, t('email'), ' ', h('span', { class: 'faint' }, `(${t('optional')})`)),
    input,
    fault,
  );
}
