// @ts-check
import { productsIn } from '../config.js';
import { h, icon, whileBusy } from '../dom.js';
import { inLanguage, t } from '../i18n.js';
import { formatMoney } from '../money.js';
import { basket } from '../shop.js';
import { storyOf } from '../stories.js';
import { announce, announceTrouble } from './notice.js';

/** @import { Product } from '../../../client-types.d.ts' */

export function home() {
  return [
    h(
      'section',
      { class: 'hero' },
      h(
        'div',
        { class: 'hero-text' },
        h('h1', { tabindex: -1 }, t('heroTitle')),
        h('p', {}, t('heroText')),
        h('a', { class: 'button', href: '#goods' }, t('heroLink'), icon('arrow')),
      ),
      h('img', { class: 'hero-art', src: '/art/harbour.svg', alt: '', width: 720, height: 560 }),
    ),
    h(
      'section',
      { class: 'goods', id: 'goods', 'aria-labelledby': 'goods-title' },
      h(
        'div',
        { class: 'goods-head' },
        h('h2', { id: 'goods-title' }, t('goods')),
        h('p', { class: 'faint' }, t('goodsNote')),
      ),
      h('ul', { class: 'grid' }, productsIn(basket.currency).map(card)),
    ),
  ];
}

/** @param {Product} product */
function card(product) {
  const { sku, image, prices } = product;
  const name = inLanguage(product.name);
  const story = storyOf(sku);
  const price = prices[basket.currency] ?? '';
  const add = h(
    'button',
    { class: 'button small', type: 'button', 'aria-label': `${t('addToBasket')}: ${name}` },
    icon('plus'),
    t('add'),
  );
  add.addEventListener('click', () => void whileBusy(add, () => addOne(sku, name)));
  return h(
    'li',
    { class: 'card', 'data-sku': sku },
    h(
      'a',
      {
        class: `card-art tone-${story.tone}`,
        href: `/products/${sku}`,
        'data-link': true,
        tabindex: -1,
        'aria-hidden': 'true',
      },
      h('img', { src: image ?? '', alt: '', width: 400, height: 400 }),
    ),
    h(
      'div',
      { class: 'card-text' },
      h('h3', {}, h('a', { href: `/products/${sku}`, 'data-link': true }, name)),
      h('p', { class: 'faint' }, inLanguage(story.short)),
    ),
    h('div', { class: 'card-foot' }, h('p', { class: 'price' }, formatMoney(price, basket.currency)), add),
  );
}

/** @param {string} sku @param {string} name */
export async function addOne(sku, name) {
  await basket.changeQuantity(sku, 1).then(() => announce(t('added', { name })), announceTrouble);
}
