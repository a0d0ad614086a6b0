// @ts-check
import { sentenceFor } from '../../client.js';
import { h } from '../dom.js';
import { language } from '../i18n.js';

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
export const wordsFor = (error) => sentenceFor(error, language());
