// @ts-check
import { call, Refusal } from '../api.js';
import { changeQuantity, forgetBasket, heldRef, refreshBasket } from '../basket.js';
import { askAfterReturn } from '../coming-back.js';
import { findProduct, isPayerPage } from '../config.js';
import { h, icon, redraw } from '../dom.js';
import { t } from '../i18n.js';
import { followPayment, isFinal } from '../status.js';
import { keepOrder, orderById, tellOtherTabs } from '../store.js';
import { bankFrame } from './bank-frame.js';
import { shortLine, shortLines, totalRow } from './lines.js';
import { payPanel } from './pay-panel.js';

/** @import { Cart, Order, Payment } from '../../../client-types.d.ts' */
/** @import { ShortLine } from './lines.js' */

/**
 * What became of a payment, as it becomes known: this page asks and is told until there is nothing more to tell.
 *
 * @param {string} id
 * @param {(path: string) => void} goTo
 * @param {AbortSignal} signal
 * @param {boolean} back from the payment page: what is not paid may be so only as far as anybody knows
 */
export function orderPage(id, goTo, signal, back) {
  const ref = orderById(id) ?? basketOrder(id);
  if (ref === undefined) return [stage('unknown', t('status_unknown'), t('status_unknown_text'), home())];
  const screen = h('div', { class: 'order', 'data-testid': 'order', 'data-status': 'loading' });
  redraw(screen, [stage('loading', t('loading'), '')]);
  /** @type {string} */
  let shown = '';
  /** @type {AbortController | undefined} */
  let asking;
  let asked = !back;
  /** @type {Order | undefined} */
  let begun;

  /** @param {Payment} payment */
  const tell = (payment) => {
    const now = JSON.stringify([payment.status, payment.action_required, payment.order_no]);
    if (now === shown || signal.aborted) return;
    shown = now;
    asking?.abort();
    if (payment.status === 'open' && !asked) return void ask(payment);
    void draw(payment);
  };

  /** @param {Payment} payment */
  const ask = async (payment) => {
    const mine = new AbortController();
    asking = mine;
    await draw({ ...payment, status: 'checking' });
    try {
      begun = await askAfterReturn(ref, AbortSignal.any([signal, mine.signal]));
      if (begun === undefined) return;
    } catch {
      // What is wrong with it is said where it would be paid.
    }
    if (mine.signal.aborted || signal.aborted) return;
    asked = true;
    await draw(payment);
  };

  /** @param {Payment} payment */
  const draw = async (payment) => {
    const settled = isFinal(payment) ? await readCart() : undefined;
    if (signal.aborted) return;
    if (heldRef()?.id === id) void told(isFinal(payment));
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
        const again = () => goTo(`/orders/${id}`);
        const order = begun;
        begun = undefined;
        return [
          payPanel({
            ref,
            isBasket: heldRef()?.id === id,
            order,
            goTo: (path) => (path === `/orders/${id}` ? again() : goTo(path)),
          }),
        ];
      }
      case 'expired':
        return [home()];
    }
  };

  const readCart = () =>
    call('get', '/v1/carts/{id}', { cart: ref }).then(
      ({ body }) => body.cart,
      () => undefined,
    );

  followPayment(ref, tell, signal).catch((error) => {
    // Signing in, in another tab, has given the basket another secret.
    if (orderById(id)?.token !== ref.token && !signal.aborted) return goTo(`/orders/${id}`);
    const gone = error instanceof Refusal;
    if (gone) redraw(screen, [stage('unknown', t('status_unknown'), t('status_unknown_text'), home())]);
  });
  return [screen];
}

/** A basket that is being paid in another tab is an order here too. @param {string} id */
function basketOrder(id) {
  const ref = heldRef();
  if (ref?.id !== id) return undefined;
  keepOrder({ ...ref, basket: true });
  return orderById(id);
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
    for (const { sku, quantity } of added) await changeQuantity(sku, quantity);
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

/** The basket is held while it is being paid, and gone afterwards: here and in every other tab. @param {boolean} over */
async function told(over) {
  if (over) return forgetBasket();
  await refreshBasket().catch(() => undefined);
  tellOtherTabs();
}

function home() {
  return h(
    'p',
    { class: 'stage-foot' },
    h('a', { class: 'button plain', href: '/', 'data-link': true }, t('backToShop')),
  );
}
