// @ts-check
import { h, icon, redraw, whileBusy } from '../dom.js';
import { inLanguage, t } from '../i18n.js';
import { formatCount, formatMoney } from '../money.js';
import { basket } from '../shop.js';
import { partRows, thumb, totalRow } from './lines.js';
import { announceTrouble, hideNotice } from './notice.js';
import { payPanel } from './pay-panel.js';
import { voucherField } from './voucher.js';

/** @import { CartLine } from '../../../client-types.d.ts' */

/** @type {HTMLDialogElement | undefined} */
let drawer;
/** @type {(path: string) => void} */
let goTo = () => undefined;

/** @param {(path: string) => void} navigate */
export function setNavigation(navigate) {
  goTo = navigate;
}

/** The basket, at the far edge of the window, and the checkout in its place. */
export function openDrawer() {
  closeDrawer();
  hideNotice();
  const body = h('div', { class: 'drawer-body' });
  const dialog = h('dialog', { class: 'drawer', 'aria-labelledby': 'drawer-title', 'data-testid': 'drawer' }, body);
  drawer = dialog;
  let paying = false;
  const show = () => {
    if (!paying) redraw(body, basketView(checkout));
  };
  const checkout = () => {
    const { order } = basket;
    if (order === undefined) return;
    paying = true;
    const back = () => {
      paying = false;
      show();
      focusTitle(body);
    };
    body.replaceChildren(...checkoutView(payPanel({ order, goTo: leave, onClosed: back }), back));
    focusTitle(body);
  };
  const ignore = basket.onChange(show);
  dialog.addEventListener('close', () => {
    ignore();
    dialog.remove();
    if (drawer === dialog) drawer = undefined;
  });
  // A click beside it.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });
  show();
  document.body.append(dialog);
  dialog.showModal();
  void basket.refresh().catch(announceTrouble);
}

export function closeDrawer() {
  drawer?.close();
}

/** @param {string} path */
function leave(path) {
  closeDrawer();
  goTo(path);
}

/** @param {HTMLElement} body */
function focusTitle(body) {
  const title = body.querySelector('h2');
  if (title instanceof HTMLElement) title.focus();
}

/** @param {string} text */
function head(text) {
  return h(
    'div',
    { class: 'drawer-head' },
    h('h2', { id: 'drawer-title', tabindex: -1 }, text),
    h(
      'button',
      { class: 'round', type: 'button', 'aria-label': t('close'), 'data-key': 'close', click: closeDrawer },
      icon('close'),
    ),
  );
}

/** @param {() => void} checkout */
function basketView(checkout) {
  const cart = basket.view;
  const top = head(t('basket'));
  if (cart === undefined || cart.items.length === 0) return [top, emptyView()];
  const frozen = cart.state === 'frozen';
  return [
    top,
    frozen && frozenNote(cart.id),
    h(
      'ul',
      { class: 'lines' },
      cart.items.map((line) => editableLine(line, cart.currency_code, frozen)),
    ),
    h(
      'div',
      { class: 'drawer-foot' },
      voucherField(cart, frozen),
      partRows(cart),
      totalRow(t('total'), cart.total, cart.currency_code),
      h('p', { class: 'faint' }, t('totalNote')),
      h(
        'button',
        { class: 'button wide', type: 'button', 'data-key': 'checkout', disabled: frozen, click: checkout },
        t('goToCheckout'),
        icon('arrow'),
      ),
    ),
  ];
}

function emptyView() {
  return h(
    'div',
    { class: 'empty' },
    h('img', { src: '/art/empty.svg', alt: '', width: 200, height: 160 }),
    h('p', { class: 'empty-title' }, t('basketEmpty')),
    h('p', { class: 'faint' }, t('basketEmptyText')),
  );
}

/** @param {string} id */
function frozenNote(id) {
  return h(
    'div',
    { class: 'note', role: 'status' },
    icon('lock'),
    h('div', {}, h('p', {}, t('frozen')), seePayment(id)),
  );
}

/** @param {string} id */
function seePayment(id) {
  return h('button', { class: 'link', type: 'button', click: () => leave(`/orders/${id}`) }, t('seePayment'));
}

/** @param {CartLine} line @param {string} currency @param {boolean} frozen */
function editableLine({ sku, name, quantity, unit_price: unit, line_total: total }, currency, frozen) {
  const text = inLanguage(name);
  /** @param {string} key @param {'minus' | 'plus' | 'bin'} sign @param {string} label @param {() => Promise<void>} action */
  const act = (key, sign, label, action) => {
    const button = h(
      'button',
      { class: 'round', type: 'button', 'aria-label': label, 'data-key': `${key}-${sku}`, disabled: frozen },
      icon(sign),
    );
    button.addEventListener('click', () => void whileBusy(button, () => action().catch(announceTrouble)));
    return button;
  };
  return h(
    'li',
    { class: 'line', 'data-sku': sku },
    thumb(sku),
    h(
      'div',
      { class: 'line-text' },
      h('p', { class: 'line-name' }, text),
      unit !== undefined && h('p', { class: 'faint' }, t('each', { price: formatMoney(unit, currency) })),
      h(
        'div',
        { class: 'stepper', role: 'group', 'aria-label': `${t('quantity')}: ${text}` },
        act('fewer', 'minus', t('fewer', { name: text }), () => basket.changeQuantity(sku, -1)),
        h('output', { 'data-testid': 'quantity' }, formatCount(quantity)),
        act('more', 'plus', t('more', { name: text }), () => basket.changeQuantity(sku, 1)),
      ),
    ),
    h(
      'div',
      { class: 'line-end' },
      h('p', { class: 'price' }, formatMoney(total, currency)),
      act('remove', 'bin', t('remove', { name: text }), () => basket.setQuantity(sku, 0)),
    ),
  );
}

/** @param {HTMLElement} panel @param {() => void} back */
function checkoutView(panel, back) {
  return [
    head(t('checkout')),
    h('button', { class: 'link back', type: 'button', click: back }, icon('arrow'), t('backToBasket')),
    panel,
  ];
}
