// @ts-check
import { findProduct } from '../config.js';
import { h } from '../dom.js';
import { inLanguage, t } from '../i18n.js';
import { formatCount, formatMoney } from '../money.js';
import { storyOf } from '../stories.js';

/** @import { Cart, CartLine } from '../../../client-types.d.ts' */

/** @param {string} sku */
export function thumb(sku) {
  const image = h('img', { src: findProduct(sku)?.image ?? '', alt: '', width: 72, height: 72 });
  return h('span', { class: `thumb tone-${storyOf(sku).tone}` }, image);
}

/**
 * A line to be read; without what it costs where that is not known.
 *
 * @typedef {Pick<CartLine, 'sku' | 'name' | 'quantity'> & Partial<Pick<CartLine, 'line_total'>>} ShortLine
 */

/** The things of a cart, to be read and not to be changed. @param {{ items: readonly ShortLine[], currency_code: string }} cart */
export function shortLines({ items, currency_code: currency }) {
  return h(
    'ul',
    { class: 'lines short' },
    items.map((line) => shortLine(line, currency)),
  );
}

/** @param {ShortLine} line @param {string} currency */
export function shortLine({ sku, name, quantity, line_total: total }, currency) {
  return h(
    'li',
    { class: 'line' },
    thumb(sku),
    h(
      'p',
      { class: 'line-name' },
      inLanguage(name),
      ' ',
      h('span', { class: 'times faint' }, `× ${formatCount(quantity)}`),
    ),
    total !== undefined && h('p', { class: 'price' }, formatMoney(total, currency)),
  );
}

/**
 * What comes off the lines of a cart, and on top of them.
 *
 * @param {Cart} cart
 */
export function partRows({ discounts = [], fees = [], shipping, tax, currency_code: currency }) {
  return [
    ...discounts.map(({ name, amount }) => partRow(inLanguage(name), `−${formatMoney(amount, currency)}`)),
    ...fees.map(({ name, amount }) => partRow(inLanguage(name), formatMoney(amount, currency))),
    shipping !== undefined && partRow(t('shipping'), formatMoney(shipping, currency)),
    tax !== undefined && partRow(t('tax'), formatMoney(tax, currency)),
  ];
}

/** @param {string} label @param {string} amount */
function partRow(label, amount) {
  return h('p', { class: 'part faint' }, h('span', {}, label), h('span', {}, amount));
}

/** @param {string} label @param {string} amount @param {string} currency */
export function totalRow(label, amount, currency) {
  return h(
    'p',
    { class: 'total' },
    h('span', {}, label),
    h('strong', { 'data-testid': 'total' }, formatMoney(amount, currency)),
  );
}
