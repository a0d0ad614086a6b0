import { currentKeySet, KeySetUnavailable } from '../../access/customer-jwt.ts';
import { outgoingFetch } from '../../outgoing/outgoing-fetch.ts';
import { fail, ok, originOf, skipped, unanswered, wordOf, type Check } from '../check.ts';
import { counted } from './configuration.ts';

/** Whether the keys can be read by which shoppers' tokens are verified. */
export const SHOPPER_KEYS: Check = {
  name: 'shopper-keys',
  run: async ({ settings: { storefront, proxy } }) => {
    const { shopperJwt } = storefront;
    if (shopperJwt === undefined) return [skipped('SHOPPER_JWKS_URL is not set: no shopper can sign in')];
    const where = originOf(shopperJwt.jwksUrl);
    try {
      const keys = (await currentKeySet(shopperJwt.jwksUrl, outgoingFetch(proxy))).filter(({ kty }) => kty !== 'oct');
      if (keys.some((key) => 'd' in key)) {
        return [fail(`${where} shows a private key: whoever reads it can sign in as anybody`, 'replace that key now')];
      }
      return keys.length === 0
        ? [fail(`the key set at ${where} has no key that a token could be verified by`, 'mend SHOPPER_JWKS_URL')]
        : [ok(`the key set at ${where} has ${counted(keys.length, 'key')}`)];
    } catch (error) {
      if (!(error instanceof KeySetUnavailable)) throw error;
      const word = wordOf(error);
      return [
        unanswered(`the key set at ${where} cannot be read (${word})`, word, 'mend SHOPPER_JWKS_URL, or its host'),
      ];
    }
  },
};
