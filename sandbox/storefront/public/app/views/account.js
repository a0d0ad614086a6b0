// @ts-check
import { h, icon, redraw, whileBusy } from '../dom.js';
import { inLanguage, t } from '../i18n.js';
import { signIn, signOut } from '../shop.js';
import { shopper, shopperEvents } from '../shopper.js';
import { announce, announceTrouble } from './notice.js';

/** In the header: signing in, or who is signed in and the way out. @param {AbortSignal} signal */
export function account(signal) {
  const place = h('div', { class: 'account' });
  const show = () => redraw(place, [shopper() === undefined ? signInButton() : signedIn()]);
  show();
  shopperEvents.addEventListener('change', show, { signal });
  return place;
}

/** @param {string} [text] @param {string} [look] */
export function signInButton(text = t('signIn'), look = 'quiet') {
  const button = h(
    'button',
    {
      class: `${look} sign-in`,
      type: 'button',
      'aria-label': `${text} (${t('simulated')})`,
      'data-key': 'account',
      'data-testid': 'sign-in',
    },
    icon('person'),
    h('span', {}, text),
    h('span', { class: 'tag' }, t('simulated')),
  );
  button.addEventListener('click', () => void whileBusy(button, () => signIn().catch(announceTrouble)));
  return button;
}

// Not by one touch: signing out takes the basket along.
function signedIn() {
  const who = shopper();
  const name = who === undefined ? '' : inLanguage(who.name);
  const menu = h(
    'div',
    { class: 'account-menu', id: 'account-menu', popover: 'auto' },
    h('p', {}, t('signedInAs', { name }), ' ', h('span', { class: 'tag' }, t('simulated'))),
    h('p', { class: 'faint' }, t('signOutNote')),
    h('button', { class: 'button small wide', type: 'button', 'data-testid': 'sign-out', click: leave }, t('signOut')),
  );
  const button = h(
    'button',
    {
      class: 'quiet signed-in',
      type: 'button',
      popovertarget: 'account-menu',
      'aria-label': t('signedInAs', { name }),
      'data-key': 'account',
      'data-testid': 'account',
    },
    icon('person'),
    h('span', {}, name),
  );
  return h('div', {}, button, menu);
}

function leave() {
  signOut();
  announce(t('signedOut'));
}
