// @ts-check
import { isPayerPage } from '../config.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';

const NAME = 'bank';

/**
 * The bank's question in a frame. Of the markup that came, only the form that leads to the bank is taken, field by field:
 * nothing of it runs or is shown on the shop's own page.
 *
 * @param {string} markup
 */
export function bankFrame(markup) {
  const frame = h('iframe', {
    class: 'bank-frame',
    name: NAME,
    title: t('bankFrame'),
    // It may not take the shop's window away.
    sandbox: 'allow-forms allow-scripts allow-same-origin',
  });
  const asked = new DOMParser().parseFromString(markup, 'text/html').querySelector('form');
  const action = asked?.getAttribute('action');
  if (asked === null || !isPayerPage(action)) return frame;
  const form = h(
    'form',
    { action: action ?? '', method: asked.method, target: NAME, hidden: true },
    [...asked.querySelectorAll('input')].map(({ name, value }) => h('input', { type: 'hidden', name, value })),
  );
  const holder = h('div', { class: 'bank-holder' }, frame, form);
  queueMicrotask(() => requestAnimationFrame(() => form.submit()));
  return holder;
}
