// @ts-check
import { isFinal } from '../../client.js';
import { findProduct, isPayerPage } from '../config.js';
import { h, icon, redraw } from '../dom.js';
import { t } from '../i18n.js';
import { basket } from '../shop.js';
import { bankFrame } from './bank-frame.js';
import { shortLine, shortLines, totalRow } from './lines.js';
import { payPanel } from './pay-panel.js';

/** @import { Cart, Order, Payment } from '../../../client-types.d.ts' */
/** @import { ShortLine } from './lines.js' */

/**
 * What became of a payment, as it becomes known: this page is told until there is nothing more to tell.
 *
 * @param {Order | undefined} order
 * @param {(path: string) => void} goTo
 * @param {AbortSignal} signal
 */
export function orderPage(order, goTo, signal) {
  if (order === undefined) return [unknown()];
  const screen = h('div', { class: 'order', 'data-testid': 'order', 'data-status': 'loading' });
  redraw(screen, [stage('loading', t('loading'), '')]);
  let shown = '';
  // Whoever has come back is shown what his return has found, once.
  let fresh = order.ready === undefined;

  /** @param {Payment} payment */
  const tell = (payment) => {
    // The panel stays as it is while only the time until which the cart is held is another.
    const now = JSON.stringify([payment.status, payment.action_required, payment.order_no]);
    if (now === shown) return;
    shown = now;
    void draw(payment);
  };

  /** @param {Payment} payment */
  const draw = async (payment) => {
    const settled = isFinal(payment) ? await order.read().catch(() => undefined) : undefined;
    if (signal.aborted) return;
    screen.dataset['status'] = payment.status;
    redraw(screen, [
      stage(
        payment.status,
        t(`status_${payment.status}`),
        t(`status_${payment.status}_text`),
        ...details(payment, settled),
      ),
    ]);
    document.title = `${t(`status_${payment.status}`)} · ${t('shop')}`;
    screen.querySelector('h1')?.focus({ preventScroll: true });
  };

  /** @param {Payment} payment @param {Cart | undefined} cart */
  const details = (payment, cart) => {
    switch (payment.status) {
      case 'paid':
      case 'authorized':
      case 'cash_on_delivery':
        return [receipt(payment, cart), home()];
      case 'checking':
        return [
          number(payment),
          h('p', { class: 'live' }, h('span', { class: 'pulse', 'aria-hidden': 'true' }), t('live')),
        ];
      case 'action_required':
        return [bankStep(payment)];
      case 'declined':
      case 'try_another_method':
      case 'open': {
        const ready = fresh ? order.ready : undefined;
        fresh = false;
        return [payPanel({ order, ready, goTo })];
      }
      case 'expired':
        return [home()];
    }
  };

  // Begun in this tab before it was loaded again.
  void order.resume();
  order.watch(tell, { signal }).catch(() => redraw(screen, [unknown()]));
  return [screen];
}

function unknown() {
  return stage('unknown', t('status_unknown'), t('status_unknown_text'), home());
}

/**
 * @param {Payment['status'] | 'loading' | 'unknown'} kind
 * @param {string} title
 * @param {string} text
 * @param {...(Node | false)} rest
 */
function stage(kind, title, text, ...rest) {
  return h(
    'section',
    { class: `stage stage-${kind}` },
    h(
      'div',
      { class: 'stage-art', 'aria-hidden': 'true' },
      h('img', { src: `/art/${artOf(kind)}.svg`, alt: '', width: 240, height: 200 }),
    ),
    h('h1', { tabindex: -1 }, title),
    text !== '' && h('p', { class: 'lead', role: 'status' }, text),
    ...rest,
  );
}

/** @param {Payment['status'] | 'loading' | 'unknown'} kind */
function artOf(kind) {
  switch (kind) {
    case 'paid':
    case 'authorized':
    case 'cash_on_delivery':
      return 'parcel';
    case 'declined':
    case 'try_another_method':
      return 'ebb';
    case 'action_required':
      return 'bank';
    case 'checking':
    case 'loading':
      return 'dhow';
    case 'open':
    case 'expired':
    case 'unknown':
      return 'empty';
  }
}

/** @param {Payment} payment */
function number({ order_no: orderNo }) {
  return orderNo !== null && h('p', { class: 'order-no' }, t('orderNo', { number: orderNo }));
}

/** @param {Payment} payment @param {Cart | undefined} cart */
function receipt(payment, cart) {
  return h(
    'div',
    { class: 'receipt' },
    h('h2', {}, t('receipt')),
    cart !== undefined && shortLines(withoutAdded(cart, payment)),
    totalRow(t('paidTotal'), payment.amount, payment.currency_code),
    number(payment),
    (payment.added_since ?? []).length > 0 && notPaid(payment),
  );
}

/**
 * The basket had moved on when its payment page was paid: what was added since is not part of the order.
 *
 * @param {Cart} cart
 * @param {Payment} payment
 * @returns {{ currency_code: string, items: ShortLine[] }}
 */
function withoutAdded({ currency_code, items }, payment) {
  const added = new Map(addedLines(payment).map(({ sku, quantity }) => [sku, quantity]));
  return {
    currency_code,
    items: items.flatMap(({ sku, name, quantity, line_total }) => {
      const more = added.get(sku);
      if (more === undefined) return [{ sku, name, quantity, line_total }];
      // What fewer pieces cost is not known here.
      return quantity > more ? [{ sku, name, quantity: quantity - more }] : [];
    }),
  };
}

/** @param {Payment} payment */
function addedLines({ added_since: added = [] }) {
  return added.map((line) => ({ sku: String(line['sku']), quantity: Number(line['quantity']) }));
}

/** @param {Payment} payment */
function notPaid(payment) {
  const added = addedLines(payment);
  const keep = async () => {
    screen.remove();
    for (const { sku, quantity } of added) await basket.changeQuantity(sku, quantity);
  };
  const screen = h(
    'section',
    { class: 'not-paid', 'data-testid': 'not-paid' },
    h('p', {}, t('notPaid')),
    h(
      'ul',
      { class: 'lines short' },
      added.map(({ sku, quantity }) => {
        const product = findProduct(sku);
        return shortLine({ sku, name: product?.name ?? { en: sku, ar: sku }, quantity }, payment.currency_code);
      }),
    ),
    h('button', { class: 'button wide', type: 'button', click: () => void keep() }, t('notPaidKeep')),
  );
  return screen;
}

/** @param {Payment} payment */
function bankStep({ action_required: action }) {
  if (action?.type === 'iframe' && action.html !== undefined) return bankFrame(action.html);
  const url = action?.url;
  return isPayerPage(url) && h('a', { class: 'button', href: url ?? '' }, t('goToBank'), icon('arrow'));
}

function home() {
  return h(
    'p',
    { class: 'stage-foot' },
    h('a', { class: 'button plain', href: '/', 'data-link': true }, t('backToShop')),
  );
}
