// @ts-check
/** What this browser keeps of the shop's own: language and currency. The client keeps carts and orders. */

/**
 * @param {'language' | 'currency'} name
 * @param {readonly string[]} among
 * @param {string} fallback
 */
export function preference(name, among, fallback) {
  const kept = read(`marsa.${name}`);
  return typeof kept === 'string' && among.includes(kept) ? kept : fallback;
}

/**
 * @param {'language' | 'currency'} name
 * @param {string} value
 */
export function prefer(name, value) {
  localStorage.setItem(`marsa.${name}`, JSON.stringify(value));
}

/**
 * @param {string} key
 * @returns {unknown}
 */
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
