// @ts-check
import { en } from './messages-en.js';
import { ar } from './messages-ar.js';
import { prefer, preference } from './store.js';

/**
 * @typedef {'en' | 'ar'} Language
 * @typedef {keyof typeof en} MessageKey
 */

const LANGUAGES = /** @type {const} */ (['en', 'ar']);
/** @type {Readonly<Record<Language, Readonly<Record<MessageKey, string>>>>} */
const MESSAGES = { en, ar };

/** @returns {Language} */
export function language() {
  return /** @type {Language} */ (preference('language', LANGUAGES, 'en'));
}

/** @param {Language} to */
export function setLanguage(to) {
  prefer('language', to);
  applyLanguage();
}

/** Everything else follows: the style sheets know no left and no right. */
export function applyLanguage() {
  document.documentElement.lang = language();
  document.documentElement.dir = language() === 'ar' ? 'rtl' : 'ltr';
}

/**
 * @param {MessageKey} key
 * @param {Readonly<Record<string, string>>} [values]
 */
export function t(key, values = {}) {
  return MESSAGES[language()][key].replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => values[name] ?? '');
}

/** @param {Readonly<Record<Language, string>>} text */
export function inLanguage(text) {
  return text[language()];
}
