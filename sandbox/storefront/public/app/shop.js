// @ts-check
import { createClient } from '../client.js';
import { config } from './config.js';
import { language } from './i18n.js';
import { forgetShopper, keepShopper, requestShopper, shopper, shopperEvents } from './shopper.js';
import { prefer, preference } from './store.js';

export const CURRENCIES = /** @type {const} */ (['KWD', 'SAR', 'JPY']);

const redirectUrl = `${location.origin}/return`;

export const client = createClient({ baseUrl: config.service_url, language, customerJwt: () => shopper()?.jwt });

/** The shopper's basket. It is read once the page is drawn. */
export const basket = client.carts.attach({
  currency_code: preference('currency', CURRENCIES, 'KWD'),
  redirect_url: redirectUrl,
});

/** One product as an order of its own, ready to be paid. @param {string} sku */
export const buyNow = (sku) => client.buyNow({ sku, currency_code: basket.currency, redirect_url: redirectUrl });

/** @param {string} code */
export async function changeCurrency(code) {
  await basket.changeCurrency(code);
  prefer('currency', code);
}

/** Signs in, and makes the basket the shopper's own: only then can a saved card pay it. */
export async function signIn() {
  keepShopper(await requestShopper());
  try {
    await basket.signIn();
  } finally {
    shopperEvents.dispatchEvent(new Event('change'));
  }
}

/** A basket that is the shopper's goes too: nobody else may pay it. */
export function signOut() {
  forgetShopper();
  basket.signOut();
  shopperEvents.dispatchEvent(new Event('change'));
}
