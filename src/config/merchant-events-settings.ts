import type { Environment } from './environment.ts';
import type { ViolationList } from './configuration-error.ts';
import { Secret } from './secret.ts';
import type { MerchantEventsSettings } from './settings.ts';
import { pieces } from './variable-rules.ts';

/** Both or neither: an address without a key could not sign, and a key without an address tells of a typing error. */
export function merchantEventsSettings(
  environment: Environment,
  faults: ViolationList,
): MerchantEventsSettings | undefined {
  const { MERCHANT_EVENTS_URL: url, MERCHANT_EVENTS_SECRET: text } = environment;
  const secretGiven = text !== undefined || environment.MERCHANT_EVENTS_SECRET_FILE !== undefined;
  if (url === undefined && secretGiven) {
    faults.add('MERCHANT_EVENTS_URL', 'is missing: it belongs to MERCHANT_EVENTS_SECRET');
  }
  if (url !== undefined && !secretGiven) faults.add('MERCHANT_EVENTS_SECRET', 'is missing: events are signed with it');
  if (url === undefined || text === undefined) return undefined;
  return { url, secrets: pieces(text).map((secret) => new Secret(secret)) };
}
