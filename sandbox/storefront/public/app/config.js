// @ts-check
/**
 * @import { Product } from '../../client-types.d.ts'
 * @typedef {{ service_url: string, payer_origins: string[] }} Config
 */

const [settings, catalog] = await Promise.all([read('/config.json'), read('/catalog.json')]);

/** The shop's own settings. */
export const config = /** @type {Config} */ (settings);
const { products } = /** @type {{ products: readonly Product[] }} */ (catalog);

/**
 * Everything that has a price in this currency.
 *
 * @param {string} currency
 */
export function productsIn(currency) {
  return products.filter(({ prices }) => prices[currency] !== undefined);
}

/** @param {string} sku */
export function findProduct(sku) {
  return products.find((product) => product.sku === sku);
}

/**
 * Only a page of the payment provider, never whatever an answer may name.
 *
 * @param {string | null | undefined} url
 */
export function isPayerPage(url) {
  return typeof url === 'string' && URL.canParse(url) && config.payer_origins.includes(new URL(url).origin);
}

/**
 * @param {string} path
 * @returns {Promise<unknown>}
 */
async function read(path) {
  return (await fetch(path)).json();
}
