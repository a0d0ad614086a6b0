import type { Environment } from './environment.ts';
import type { FaultList } from './fault-list.ts';
import { Secret } from './secret.ts';
import type { MerchantEventsSettings } from './settings.ts';
import { base64OfSecret, pieces } from './variable-rules.ts';

/** Standard Webhooks asks for 24 to 64 bytes; shorter keys can be guessed, so live mode refuses them. */
const FEWEST_BYTES = 24;
const MOST_BYTES = 64;
/** Stands in .env.example. */
const EXAMPLE_SECRET = 'bm90IGEgc2VjcmV0LCBtYWtlIHlvdXIgb3duIQ==';

/** Both or neither: an address without a key could not sign, and a key without an address tells of a typing error. */
export function merchantEventsSettings(
  environment: Environment,
  faults: FaultList,
): MerchantEventsSettings | undefined {
  const { MERCHANT_EVENTS_URL: url, MERCHANT_EVENTS_SECRET: text, OTTU_MODE } = environment;
  const secretGiven = text !== undefined || environment.MERCHANT_EVENTS_SECRET_FILE !== undefined;
  if (url === undefined && secretGiven) {
    faults.add('MERCHANT_EVENTS_URL', 'is missing: it belongs to MERCHANT_EVENTS_SECRET');
  }
  if (url !== undefined && !secretGiven) faults.add('MERCHANT_EVENTS_SECRET', 'is missing: events are signed with it');
  if (OTTU_MODE === 'live' && url?.toLowerCase().startsWith('http:')) {
    faults.add('MERCHANT_EVENTS_URL', 'must be an https:// address in live mode');
  }
  const secrets = pieces(text);
  if (OTTU_MODE === 'live' && secrets.some((secret) => !isLongEnough(secret))) {
    faults.add('MERCHANT_EVENTS_SECRET', `must hold ${FEWEST_BYTES} to ${MOST_BYTES} bytes in live mode`);
  }
  if (OTTU_MODE === 'live' && secrets.some((secret) => base64OfSecret(secret) === EXAMPLE_SECRET)) {
    faults.add('MERCHANT_EVENTS_SECRET', 'is the one of .env.example, which everybody knows: live mode needs your own');
  }
  if (url === undefined || text === undefined) return undefined;
  return { url, secrets: secrets.map((secret) => new Secret(secret)) };
}

function isLongEnough(secret: string): boolean {
  const { length } = Buffer.from(base64OfSecret(secret), 'base64');
  return length >= FEWEST_BYTES && length <= MOST_BYTES;
}
