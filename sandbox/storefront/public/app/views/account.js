// @ts-check
import { signIn, signOut } from '../basket.js';
import { h, icon, redraw, whileBusy } from '../dom.js';
import { inLanguage, t } from '../i18n.js';
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

/** @param {string} [text] */
export function signInButton(text = t('signIn')) {
  const button = h(
    'button',
    { class: 'quiet sign-in', type: 'button', 'data-key': 'account', 'data-testid': 'sign-in' },
    icon('person'),
    h('span', {}, text),
    h('span', { class: 'tag' }, t('simulated')),
  );
  button.addEventListener('click', () => void whileBusy(button, () => signIn().catch(announceTrouble)));
  return button;
}

function signedIn() {
  const who = shopper();
  const name = who === undefined ? '' : inLanguage(who.name);
  return h(
    'button',
    {
      class: 'quiet',
      type: 'button',
      'data-key': 'account',
      'data-testid': 'sign-out',
      'aria-label': t('signOutName', { name }),
      click: () => {
        signOut();
        announce(t('signedOut'));
      },
    },
    icon('person'),
    h('span', { class: 'account-name' }, name),
    h('span', { class: 'account-out' }, t('signOut')),
  );
}
