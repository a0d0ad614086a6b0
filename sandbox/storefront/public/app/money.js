// @ts-check
import { language } from './i18n.js';

/**
 * An amount as a shopper reads it. It stays the decimal string that the service gave: no number is ever made of it, and
 * nothing is ever added up here.
 *
 * @param {string} amount
 * @param {string} currency
 */
export function formatMoney(amount, currency) {
  const locale = language() === 'ar' ? 'ar-KW' : 'en-KW';
  const digits = amount.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: language() === 'ar' ? 'symbol' : 'code',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(/** @type {`${number}`} */ (amount));
}

/** @param {number} count */
export function formatCount(count) {
  return new Intl.NumberFormat(language() === 'ar' ? 'ar-KW' : 'en').format(count);
}
