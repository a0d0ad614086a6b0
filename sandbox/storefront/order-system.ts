import { randomBytes } from 'node:crypto';

/** Where the shop's order system hears what became of payments, on the shop's own server. It takes everything. */
export const EVENTS = '/merchant-events';

/** The service's settings for it; what it is told there is signed by a secret of this process alone. */
export function orderSystemSettings(port: number): Readonly<Record<string, string>> {
  return {
    MERCHANT_EVENTS_URL: `http://127.0.0.1:${port}${EVENTS}`,
    MERCHANT_EVENTS_SECRET: `whsec_${randomBytes(32).toString('base64')}`,
  };
}
