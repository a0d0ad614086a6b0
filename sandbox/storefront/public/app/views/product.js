// @ts-check
import { findProduct } from '../config.js';
import { h, icon, whileBusy } from '../dom.js';
import { inLanguage, t } from '../i18n.js';
import { formatMoney } from '../money.js';
import { basket, buyNow } from '../shop.js';
import { storyOf } from '../stories.js';
import { challenge } from './challenge.js';
import { addOne } from './home.js';
import { announceTrouble } from './notice.js';
import { askWallet } from './sheet.js';
import { walletButton } from './wallet-button.js';

/** @import { Wallet } from '../../../client-types.d.ts' */

/**
 * @param {string} sku
 * @param {(path: string) => void} goTo
 */
export function productPage(sku, goTo) {
  const product = findProduct(sku);
  const price = product?.prices[basket.currency];
  if (product === undefined || price === undefined) return missing();
  const name = inLanguage(product.name);
  const story = storyOf(sku);
  const add = h('button', { class: 'button wide', type: 'button' }, icon('basket'), t('addToBasket'));
  add.addEventListener('click', () => void whileBusy(add, () => addOne(sku, name)));
  return [
    h('p', { class: 'crumb' }, h('a', { href: '/', 'data-link': true }, icon('arrow'), t('backToShop'))),
    h(
      'article',
      { class: 'product' },
      h(
        'div',
        { class: `product-art tone-${story.tone}` },
        h('img', { src: product.image ?? '', alt: '', width: 400, height: 400 }),
      ),
      h(
        'div',
        { class: 'product-text' },
        h('p', { class: 'faint' }, inLanguage(story.short)),
        h('h1', { tabindex: -1 }, name),
        h('p', { class: 'price big' }, formatMoney(price, basket.currency)),
        h('p', { class: 'story' }, inLanguage(story.long)),
        add,
        h(
          'section',
          { class: 'buy-now', 'aria-labelledby': 'buy-now' },
          h('h2', { id: 'buy-now' }, t('buyNowWith')),
          h('p', { class: 'faint' }, t('buyNowNote')),
          h('div', { class: 'wallets' }, buyButton(sku, 'apple_pay', goTo), buyButton(sku, 'google_pay', goTo)),
        ),
      ),
    ),
  ];
}

/**
 * @param {string} sku
 * @param {Wallet} wallet
 * @param {(path: string) => void} goTo
 */
function buyButton(sku, wallet, goTo) {
  const button = walletButton(wallet, 'buyWith');
  button.addEventListener('click', () => void whileBusy(button, () => buy(sku, wallet, goTo).catch(announceTrouble)));
  return button;
}

/**
 * @param {string} sku
 * @param {Wallet} wallet
 * @param {(path: string) => void} goTo
 */
async function buy(sku, wallet, goTo) {
  const order = await buyNow(sku);
  const { ready } = order;
  if (ready === undefined) return;
  const sheet = askWallet(wallet, ready.cart);
  const payload = await sheet.payload;
  if (payload === undefined) return;
  const asked = challenge(ready.cart, sheet.close);
  try {
    const result = await order.pay({ wallet, payload }, { challenge: asked.ask });
    if (result.outcome === 'follow') goTo(`/orders/${order.id}`);
    else announceTrouble(result.problem);
  } finally {
    sheet.close();
    asked.close();
  }
}

function missing() {
  return [
    h('h1', { tabindex: -1 }, t('trouble_not_sold')),
    h('p', {}, h('a', { class: 'button', href: '/', 'data-link': true }, t('backToShop'))),
  ];
}
