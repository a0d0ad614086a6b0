// @ts-check
import { findProduct } from '../config.js';
import { h } from '../dom.js';
import { inLanguage, t } from '../i18n.js';
import { formatMoney } from '../money.js';
import { storyOf } from '../stories.js';

/**
 * @import { Cart } from '../../../client-types.d.ts'
 * @typedef {(solution: string | undefined) => void} Answered
 */

const CHOICES = ['DATES-KHALAS', 'PEARL-PENDANT', 'DALLAH-BRASS', 'SADU-CUSHION'];

/**
 * What tells people from programs while cards are being tested. SIMULATED: a real shop shows the widget of the one who
 * verifies here; this one asks a question of its own and loads nobody's script. It opens when it is asked, stays open,
 * busy, while the shop is paying, and asks again where the answer did not count.
 *
 * @param {Cart} cart
 * @param {() => void} [opens] called before it is shown
 */
export function challenge({ total, currency_code: currency }, opens = () => undefined) {
  /** @type {Answered} */
  let answered = () => undefined;
  let paying = false;
  const pay = t('payAmount', { amount: formatMoney(total, currency) });
  const confirm = h('button', { class: 'button wide', type: 'submit' }, pay);
  const fault = h('p', { class: 'fault', id: 'challenge-fault', role: 'alert', 'data-testid': 'challenge-fault' });
  const form = h(
    'form',
    { method: 'dialog' },
    h(
      'div',
      { class: 'sheet-head' },
      h('h2', { id: 'challenge-title' }, t('challengeTitle')),
      h('span', { class: 'tag' }, t('simulated')),
    ),
    h('p', { id: 'challenge-text' }, t('challengeText')),
    h(
      'fieldset',
      { 'aria-describedby': 'challenge-fault' },
      h('legend', {}, t('challengeAsk')),
      h('div', { class: 'choices' }, CHOICES.map(choice)),
    ),
    fault,
    confirm,
    h('button', { class: 'quiet wide', type: 'button', click: () => dialog.close() }, t('cancel')),
  );
  const dialog = h(
    'dialog',
    {
      class: 'sheet challenge',
      'aria-labelledby': 'challenge-title',
      'aria-describedby': 'challenge-text',
      'data-testid': 'challenge',
    },
    form,
  );

  /** @param {boolean} busy */
  const showBusy = (busy) => {
    paying = busy;
    dialog.classList.toggle('paying', busy);
    confirm.textContent = busy ? t('sheetPaying') : pay;
    if (busy) confirm.setAttribute('aria-busy', 'true');
    else confirm.removeAttribute('aria-busy');
  };

  /** @param {string} text */
  const askFor = (text) => {
    fault.textContent = text;
    form.querySelector('input')?.focus();
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (paying) return;
    const chosen = new FormData(form).get('choice');
    if (typeof chosen !== 'string') return askFor(t('challengeMissing'));
    fault.textContent = '';
    showBusy(true);
    answered(solution(chosen));
  });
  // Nobody takes back what is on its way.
  dialog.addEventListener('cancel', (event) => {
    if (paying) event.preventDefault();
  });
  dialog.addEventListener('close', () => {
    answered(undefined);
    dialog.remove();
  });

  /**
   * @param {boolean} again
   * @returns {Promise<string | undefined>} nothing when the shopper takes the payment back
   */
  const ask = (again) => {
    const { promise, resolve } = /** @type {PromiseWithResolvers<string | undefined>} */ (Promise.withResolvers());
    answered = resolve;
    showBusy(false);
    form.reset();
    if (!dialog.isConnected) {
      opens();
      document.body.append(dialog);
      dialog.showModal();
    }
    askFor(again ? t('challengeAgain') : '');
    return promise;
  };

  return { ask, close: () => dialog.close() };
}

/** Named by its picture alone, as a reader of screens hears it. @param {string} sku */
function choice(sku) {
  const product = findProduct(sku);
  const name = product === undefined ? sku : inLanguage(product.name);
  return h(
    'label',
    { class: `choice tone-${storyOf(sku).tone}` },
    h('input', { type: 'radio', name: 'choice', value: sku }),
    h('img', { src: product?.image ?? '', alt: name, width: 96, height: 96 }),
  );
}

/** As the simulated verifier reads it; another one for each answer, since each counts once. @param {string} chosen */
function solution(chosen) {
  return `sim-${chosen}-${crypto.randomUUID()}`;
}
