// @ts-check
import { h, icon } from '../dom.js';
import { language, setLanguage, t } from '../i18n.js';
import { formatCount } from '../money.js';
import { basket, changeCurrency, CURRENCIES } from '../shop.js';
import { account } from './account.js';
import { openDrawer } from './drawer.js';
import { announceTrouble } from './notice.js';

/** @param {() => void} redrawAll @param {AbortSignal} signal */
export function header(redrawAll, signal) {
  const other = language() === 'ar' ? 'en' : 'ar';
  return h(
    'header',
    { class: 'top' },
    h('a', { class: 'skip', href: '#main' }, t('skip')),
    h(
      'div',
      { class: 'top-row' },
      h(
        'a',
        { class: 'brand', href: '/', 'data-link': true },
        h('img', { src: '/art/mark.svg', alt: '', width: 40, height: 40 }),
        h('span', { class: 'brand-name' }, t('shop')),
        h('span', { class: 'brand-line' }, t('tagline')),
      ),
      h(
        'div',
        { class: 'top-tools' },
        currencyPicker(redrawAll),
        h(
          'button',
          {
            class: 'quiet language',
            type: 'button',
            lang: other,
            click: () => {
              setLanguage(other);
              redrawAll();
            },
          },
          icon('globe'),
          t('otherLanguage'),
        ),
        account(signal),
        basketButton(signal),
      ),
    ),
  );
}

/** @param {() => void} redrawAll */
function currencyPicker(redrawAll) {
  const select = h(
    'select',
    { class: 'currency', 'aria-label': t('currency'), name: 'currency' },
    CURRENCIES.map((code) =>
      h('option', { value: code, selected: code === basket.currency, title: t(`currency_${code}`) }, code),
    ),
  );
  select.addEventListener('change', () => void changeCurrency(select.value).catch(announceTrouble).then(redrawAll));
  return select;
}

/** @param {AbortSignal} signal */
function basketButton(signal) {
  const count = h('span', { class: 'count', 'aria-hidden': 'true' });
  const button = h(
    'button',
    { class: 'basket-button', type: 'button', 'data-testid': 'open-basket', click: () => openDrawer() },
    icon('basket'),
    count,
  );
  const show = () => {
    const things = formatCount(basket.count);
    count.textContent = things;
    count.hidden = basket.count === 0;
    button.setAttribute('aria-label', t('openBasket', { count: things }));
  };
  show();
  basket.onChange(show, { signal });
  return button;
}

export function footer() {
  return h('footer', { class: 'bottom' }, h('p', {}, t('footer')), h('p', { class: 'faint' }, t('craft')));
}
