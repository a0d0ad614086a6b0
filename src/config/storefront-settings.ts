import type { Environment } from './environment.ts';
import type { ViolationList } from './configuration-error.ts';
import { Secret } from './secret.ts';
import type { CaptchaSettings, ShopperJwtSettings, StorefrontSettings } from './settings.ts';
import { pieces } from './variable-rules.ts';

/** What browsers may do, and who vouches for the shoppers in them. */
export function storefrontSettings(environment: Environment, faults: ViolationList): StorefrontSettings {
  return {
    origins: pieces(environment.STOREFRONT_ORIGINS),
    redirectUrls: pieces(environment.REDIRECT_URLS),
    freeOrders: environment.FREE_ORDERS === 'true',
    rateLimitPerMinute: Number(environment.RATE_LIMIT_PER_MINUTE ?? 300),
    cartsPerHour: Number(environment.CARTS_PER_HOUR ?? 10_000),
    streamsMax: Number(environment.STREAMS_MAX ?? 5_000),
    shopperJwt: shopperJwt(environment, faults),
    captcha: captcha(environment, faults),
  };
}

/** All three or none: without issuer or audience, a token that was issued for another service would pass. */
function shopperJwt(environment: Environment, faults: ViolationList): ShopperJwtSettings | undefined {
  const { SHOPPER_JWKS_URL: jwksUrl, SHOPPER_JWT_ISSUER: issuer, SHOPPER_JWT_AUDIENCE: audience } = environment;
  const given = { SHOPPER_JWKS_URL: jwksUrl, SHOPPER_JWT_ISSUER: issuer, SHOPPER_JWT_AUDIENCE: audience };
  if (Object.values(given).every((value) => value === undefined)) return undefined;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) faults.add(name, 'is missing: the three SHOPPER_ variables belong together');
  }
  if (jwksUrl === undefined || issuer === undefined || audience === undefined) return undefined;
  return { jwksUrl, issuer, audience };
}

function captcha(environment: Environment, faults: ViolationList): CaptchaSettings | undefined {
  const { CHALLENGE_VERIFY_URL: verifyUrl, CHALLENGE_SECRET: secret } = environment;
  const secretGiven = secret !== undefined || environment.CHALLENGE_SECRET_FILE !== undefined;
  if (verifyUrl === undefined && secretGiven) {
    faults.add('CHALLENGE_VERIFY_URL', 'is missing: it belongs to CHALLENGE_SECRET');
  }
  if (verifyUrl !== undefined && !secretGiven) {
    faults.add('CHALLENGE_SECRET', 'is missing: the one who verifies challenges asks for it');
  }
  if (verifyUrl === undefined || secret === undefined) return undefined;
  return { verifyUrl, secret: new Secret(secret) };
}
