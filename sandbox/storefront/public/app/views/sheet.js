// @ts-check
import { h, icon } from '../dom.js';
import { t } from '../i18n.js';
import { formatMoney } from '../money.js';
import { walletPayload } from '../wallets.js';

/**
 * @import { Cart, Wallet } from '../../../client-types.d.ts'
 * @import { Wish } from '../wallets.js'
 */

const WISHES = /** @type {const} */ (['success', 'declined', 'three_ds_redirect', 'answer_lost']);

/**
 * The device's own sheet, simulated: shows what will be charged, and lets the visitor choose what the bank makes of it.
 * It stays open, busy, until it is closed, as the real ones do while the shop is paying.
 *
 * @param {Wallet} wallet
 * @param {Cart} cart
 * @returns {{ payload: Promise<Record<string, unknown> | undefined>, close: () => void }}
 */
export function askWallet(wallet, cart) {
  const { promise, resolve } = /** @type {PromiseWithResolvers<Record<string, unknown> | undefined>} */ (
    Promise.withResolvers()
  );
  const confirm = h('button', { class: 'button wide confirm', type: 'submit' }, icon('lock'), t('sheetConfirm'));
  const form = h(
    'form',
    { method: 'dialog' },
    h(
      'div',
      { class: 'sheet-head' },
      h('h2', { id: 'sheet-title', class: 'sheet-wallet', dir: 'ltr' }, t(wallet)),
      h('span', { class: 'tag' }, t('simulated')),
    ),
    h(
      'div',
      { class: 'sheet-card' },
      icon('card'),
      h('div', {}, h('p', { dir: 'ltr' }, t('sheetCard')), h('p', { class: 'faint' }, t('sheetCardNote'))),
    ),
    h('fieldset', {}, h('legend', {}, t('sheetWish')), h('div', { class: 'wishes' }, WISHES.map(wishRow))),
    h(
      'p',
      { class: 'sheet-total' },
      h('span', {}, t('sheetTotal')),
      h('strong', { 'data-testid': 'sheet-total' }, formatMoney(cart.total, cart.currency_code)),
    ),
    confirm,
    h('button', { class: 'quiet wide', type: 'button', click: () => dialog.close() }, t('cancel')),
  );
  const dialog = h(
    'dialog',
    { class: `sheet sheet-${wallet}`, 'aria-labelledby': 'sheet-title', 'data-testid': 'sheet' },
    form,
  );
  let paying = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (paying) return;
    paying = true;
    const wish = /** @type {Wish} */ (new FormData(form).get('wish') ?? 'success');
    confirm.setAttribute('aria-busy', 'true');
    confirm.lastChild?.replaceWith(t('sheetPaying'));
    dialog.classList.add('paying');
    resolve(walletPayload(wallet, wish));
  });
  // Nobody takes back what is on its way.
  dialog.addEventListener('cancel', (event) => {
    if (paying) event.preventDefault();
  });
  dialog.addEventListener('close', () => {
    resolve(undefined);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  confirm.focus();
  return { payload: promise, close: () => dialog.close() };
}

/** @param {(typeof WISHES)[number]} wish @param {number} index */
function wishRow(wish, index) {
  return h(
    'label',
    { class: 'wish' },
    h('input', { type: 'radio', name: 'wish', value: wish, checked: index === 0 }),
    h('span', {}, t(`wish_${wish}`)),
  );
}
