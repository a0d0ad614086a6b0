// @ts-check
import { h, whileBusy } from '../dom.js';
import { t } from '../i18n.js';
import { basket } from '../shop.js';
import { wordsFor } from './notice.js';

/** @import { Cart } from '../../../client-types.d.ts' */

/** What is written and not sent yet: the basket is drawn anew whenever it changes. */
let draft = '';

/**
 * One voucher for a basket, as the shopper writes it. What it is worth only the shop's quote says: a code that it does not
 * know is kept, and takes nothing off.
 *
 * @param {Cart} cart
 * @param {boolean} frozen
 */
export function voucherField({ codes, discounts = [] }, frozen) {
  const [code] = codes;
  return code === undefined ? emptyField(frozen) : given(code, discounts.length > 0, frozen);
}

/** @param {boolean} frozen */
function emptyField(frozen) {
  const input = h('input', {
    id: 'voucher',
    name: 'voucher',
    autocomplete: 'off',
    autocapitalize: 'characters',
    dir: 'ltr',
    maxlength: 64,
    value: draft,
    input: () => (draft = input.value),
    disabled: frozen,
    'data-key': 'voucher',
    'aria-describedby': 'voucher-fault',
  });
  const fault = faultLine();
  const use = h(
    'button',
    { class: 'button', type: 'submit', disabled: frozen, 'data-key': 'use-voucher' },
    t('useVoucher'),
  );
  const form = h(
    'form',
    { class: 'field voucher', 'data-testid': 'voucher' },
    h('label', { for: 'voucher' }, t('voucher'), ' ', h('span', { class: 'faint' }, `(${t('optional')})`)),
    h('div', { class: 'voucher-row' }, input, use),
    fault,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const written = input.value.trim();
    if (written !== '') void send(use, fault, [written]);
  });
  return form;
}

/** @param {string} code @param {boolean} counts @param {boolean} frozen */
function given(code, counts, frozen) {
  draft = '';
  const fault = faultLine();
  const drop = h(
    'button',
    { class: 'link', type: 'button', disabled: frozen, 'data-key': 'voucher' },
    t('dropVoucher'),
  );
  drop.addEventListener('click', () => void send(drop, fault, []));
  return h(
    'div',
    { class: 'field voucher', 'data-testid': 'voucher' },
    h(
      'div',
      { class: 'voucher-row' },
      h('p', { role: 'status', class: counts ? '' : 'fault' }, t(counts ? 'voucherTaken' : 'voucherUnknown', { code })),
      drop,
    ),
    fault,
  );
}

function faultLine() {
  return h('p', { class: 'fault', id: 'voucher-fault', role: 'alert' });
}

/** @param {HTMLButtonElement} button @param {HTMLElement} fault @param {string[]} codes */
async function send(button, fault, codes) {
  await whileBusy(button, () =>
    basket.update({ codes }).catch((error) => {
      fault.textContent = wordsFor(error);
    }),
  );
}
