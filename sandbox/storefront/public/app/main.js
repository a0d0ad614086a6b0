// @ts-check
import { h } from './dom.js';
import { applyLanguage, t } from './i18n.js';
import { basket, client } from './shop.js';
import { shopperEvents } from './shopper.js';
import { closeDrawer, setNavigation } from './views/drawer.js';
import { footer, header } from './views/header.js';
import { home } from './views/home.js';
import { announceTrouble, hideNotice } from './views/notice.js';
import { orderPage } from './views/order.js';
import { productPage } from './views/product.js';

/** @import { Order } from '../../client-types.d.ts' */

/** What the page that is shown has going on, and ends when another one is shown. */
let going = new AbortController();

/** The order whose payer has come back from the payment page to this one. @type {Order | undefined} */
let returned;

/** @param {string} path */
function goTo(path) {
  returned = undefined;
  history.pushState(null, '', path);
  draw({ moved: true });
}

/** @param {{ moved?: boolean }} [options] */
function draw({ moved = false } = {}) {
  hideNotice();
  going.abort();
  going = new AbortController();
  const main = h('main', { id: 'main' }, page(location.pathname));
  const old = [...document.body.children].filter(
    (child) => !(child instanceof HTMLDialogElement) && !child.hasAttribute('popover'),
  );
  document.body.prepend(
    header(() => draw(), going.signal),
    main,
    footer(),
  );
  for (const child of old) child.remove();
  const title = main.querySelector('h1');
  document.title = title === null ? t('shop') : `${title.textContent} · ${t('shop')}`;
  if (!moved) return;
  scrollTo({ top: 0, behavior: 'instant' });
  title?.focus({ preventScroll: true });
}

/**
 * @param {string} path
 * @returns {HTMLElement[]}
 */
function page(path) {
  const [, kind, id = ''] = path.split('/');
  if (kind === 'products') return productPage(decodeURIComponent(id), goTo);
  if (kind === 'orders') return orderPage(id === returned?.id ? returned : client.orders.find(id), goTo, going.signal);
  if (kind === 'return') return comeBack();
  return home();
}

/** From the payment page or from the bank. What the address says of the payment is not believed: the service is asked. */
function comeBack() {
  returned = client.returned(location);
  // In the bank's frame the page around it is told by the service.
  if (top !== self) return [h('p', { class: 'framed' }, t('loading'))];
  history.replaceState(null, '', returned === undefined ? '/' : `/orders/${returned.id}`);
  return page(location.pathname);
}

document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const link = event.target instanceof Element ? event.target.closest('a[data-link]') : null;
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  closeDrawer();
  goTo(link.pathname);
});
addEventListener('popstate', () => {
  closeDrawer();
  draw({ moved: true });
});

// The order that is shown may be the basket that has just been bound, and has another secret now.
shopperEvents.addEventListener('change', () => {
  if (location.pathname.startsWith('/orders/')) draw();
});

setNavigation(goTo);
applyLanguage();
draw();
await basket.refresh().catch(announceTrouble);
// A page that was asked for before the basket was known.
if (location.pathname.startsWith('/orders/')) draw();
else if (basket.order?.unfinished === true && wasReloaded()) goTo(`/orders/${basket.order.id}`);

/** In this tab, and not opened beside one in which the basket is being paid. */
function wasReloaded() {
  const [entry] = performance.getEntriesByType('navigation');
  return entry instanceof PerformanceNavigationTiming && entry.type === 'reload';
}
