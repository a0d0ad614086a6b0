// @ts-check
/** @import { Shopper } from '../../client-types.d.ts' */

/** Of this tab alone, and gone with it: whoever opens the browser tomorrow is not signed in. */
const KEY = 'marsa.shopper';
/** Changes when the shopper signs out, so that other tabs forget who it was. */
const SIGNED_OUT = 'marsa.signed-out';
/** A token that is about to expire would not reach the service in time. */
const MARGIN_MS = 5000;

/** Tells `change` when somebody has signed in or out, after the basket has followed. */
export const shopperEvents = new EventTarget();

/** Who is signed in; nobody once the token is over. @returns {Shopper | undefined} */
export function shopper() {
  try {
    const kept = /** @type {Shopper | null} */ (JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));
    return kept !== null && kept.until - MARGIN_MS > Date.now() ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Shopper} who */
export function keepShopper(who) {
  sessionStorage.setItem(KEY, JSON.stringify(who));
}

/** In every tab. */
export function forgetShopper() {
  sessionStorage.removeItem(KEY);
  localStorage.setItem(SIGNED_OUT, String(Date.now()));
}

/**
 * Asks the shop's identity provider, which is simulated and asks for no password.
 *
 * @returns {Promise<Shopper>}
 */
export async function requestShopper() {
  const response = await fetch('/id/sign-in', { method: 'POST', cache: 'no-store' });
  if (!response.ok) throw new Error(`Nobody could sign in: ${response.status}.`);
  const {
    token,
    expires_in: seconds,
    name,
  } = /** @type {{ token: string, expires_in: number, name: Shopper['name'] }} */ (await response.json());
  return { jwt: token, name, until: Date.now() + seconds * 1000 };
}

addEventListener('storage', ({ key }) => {
  if (key !== SIGNED_OUT) return;
  sessionStorage.removeItem(KEY);
  shopperEvents.dispatchEvent(new Event('change'));
});
