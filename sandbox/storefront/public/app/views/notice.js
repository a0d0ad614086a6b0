// @ts-check
import { Refusal } from '../api.js';
import { h } from '../dom.js';
import { language, t } from '../i18n.js';

/** @import { MessageKey } from '../i18n.js' */

const SHOWN_MS = 6000;
const place = h('div', { class: 'notices', role: 'status', 'aria-live': 'polite', popover: 'manual' });
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** A sentence at the edge of the window, read aloud as well; the newest one only. @param {string} text */
export function announce(text) {
  if (!place.isConnected) document.body.append(place);
  place.replaceChildren(h('p', { class: 'notice' }, text));
  // Shown anew, so that it is above a dialog that was opened since.
  place.hidePopover();
  place.showPopover();
  clearTimeout(timer);
  timer = setTimeout(hideNotice, SHOWN_MS);
}

/** What was said on another page, or before something was opened, is old. */
export function hideNotice() {
  if (place.isConnected) place.hidePopover();
}

/** @param {unknown} error */
export function announceTrouble(error) {
  announce(wordsFor(error));
}

/** What went wrong, in a sentence. @param {unknown} error */
export function wordsFor(error) {
  const sentence = sentenceFor(error);
  return error instanceof Refusal && error.retryAfter > 0 && sentence === 'trouble_too_many'
    ? t('trouble_too_fast', { wait: duration(error.retryAfter) })
    : t(sentence);
}

/**
 * In whole minutes from one minute on, and never too short.
 *
 * @param {number} seconds
 */
function duration(seconds) {
  const [unit, count] = seconds < 60 ? ['second', seconds] : ['minute', Math.ceil(seconds / 60)];
  const locale = language() === 'ar' ? 'ar-KW' : 'en';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/**
 * @param {unknown} error
 * @returns {MessageKey}
 */
function sentenceFor(error) {
  if (!(error instanceof Refusal)) return 'trouble_general';
  switch (error.code) {
    case 'checkout_unavailable':
      return 'trouble_nothing_charged';
    case 'nothing_to_pay':
      return 'trouble_nothing_to_pay';
    case 'items_not_sold':
      return 'trouble_not_sold';
    case 'rate_limited':
    case 'too_many_carts':
      return 'trouble_too_many';
    default:
      return 'trouble_general';
  }
}
