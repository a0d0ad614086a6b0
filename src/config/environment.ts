import { IsDefined } from 'class-validator';
import { isOrigin, isRedirectBase, isWebUrl } from './storefront-rules.ts';
import {
  areWebhookSecrets,
  CommaSeparated,
  HeaderText,
  HttpAddress,
  isHttpAddress,
  isTrustProxy,
  OneOf,
  WEBHOOK_SECRETS_MESSAGE,
  pieces,
  WhenSet,
  WholeNumber,
} from './variable-rules.ts';

export const ENVIRONMENTS = ['development', 'production', 'test'] as const;
export const OTTU_MODES = ['sandbox', 'live'] as const;
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/**
 * Every variable of this service, as text, with the rules that concern it alone; rules between variables are in
 * `read-settings.ts`. A message continues a sentence that begins with the variable's name and never shows its value.
 */
export class Environment {
  @OneOf(ENVIRONMENTS)
  NODE_ENV?: (typeof ENVIRONMENTS)[number];

  @WholeNumber(1, 65_535)
  PORT?: string;

  @WhenSet((text) => /^[\w.:%-]+$/.test(text), 'must be a host name or an IP address')
  HOST?: string;

  @WholeNumber(1, 65_535)
  INTERNAL_PORT?: string;

  @HttpAddress()
  PUBLIC_URL?: string;

  @WhenSet(isTrustProxy, 'must be true, false, a number of proxies, or their addresses and ranges separated by commas')
  TRUST_PROXY?: string;

  @OneOf(LOG_LEVELS)
  LOG_LEVEL?: (typeof LOG_LEVELS)[number];

  @IsDefined({ message: "is missing: the address of the merchant's Ottu instance, such as https://sandbox.ottu.net" })
  @HttpAddress()
  OTTU_BASE_URL?: string;

  @IsDefined({ message: 'is missing: sandbox or live' })
  @OneOf(OTTU_MODES)
  OTTU_MODE?: (typeof OTTU_MODES)[number];

  @HeaderText()
  OTTU_API_KEY?: string;

  OTTU_API_KEY_FILE?: string;

  @WhenSet((text) => !/[:\p{Cc}]/u.test(text), 'must hold no colon and no control character')
  OTTU_USERNAME?: string;

  @WhenSet((text) => !/\p{Cc}/u.test(text), 'must hold no control character')
  OTTU_PASSWORD?: string;

  OTTU_PASSWORD_FILE?: string;

  @IsDefined({ message: "is missing: the HMAC key of Ottu's webhooks, or several separated by commas, newest first" })
  @CommaSeparated()
  OTTU_WEBHOOK_KEYS?: string;

  OTTU_WEBHOOK_KEYS_FILE?: string;

  @HeaderText()
  OTTU_PUBLIC_KEY?: string;

  @HeaderText()
  OTTU_MERCHANT_ID?: string;

  @CommaSeparated()
  OTTU_PG_CODES?: string;

  @WholeNumber(1, 120_000, ' (milliseconds)')
  OTTU_TIMEOUT_MS?: string;

  @WholeNumber(1, 300_000, ' (milliseconds)')
  OTTU_CHARGE_TIMEOUT_MS?: string;

  @WholeNumber(1, 10_000)
  OTTU_MAX_CONCURRENCY?: string;

  /** M40: what is left of 37 characters must stay unguessable. */
  @WhenSet((text) => /^[A-Za-z0-9_-]{1,11}$/.test(text), 'must be at most 11 of the characters A-Z a-z 0-9 _ -')
  ORDER_NO_PREFIX?: string;

  @WholeNumber(400, 36_500, ' (days)')
  RETENTION_DAYS?: string;

  DATABASE_URL?: string;

  DATABASE_URL_FILE?: string;

  @WholeNumber(500, 600_000, ' (milliseconds)')
  DATABASE_SILENCE_MS?: string;

  @OneOf(['true', 'false'])
  ALLOW_PGLITE_IN_LIVE?: string;

  SERVICE_KEYS?: string;

  SERVICE_KEYS_FILE?: string;

  @OneOf(['200', '201'])
  WEBHOOK_SUCCESS_STATUS?: '200' | '201';

  @WhenSet(
    (text) => (text.startsWith('file:') ? text.length > 'file:'.length : isHttpAddress(text)),
    'must be file:PATH, or an http:// or https:// address without user name, password, query or fragment',
  )
  CATALOG?: string;

  @WhenSet(areWebhookSecrets, WEBHOOK_SECRETS_MESSAGE)
  CATALOG_SECRET?: string;

  CATALOG_SECRET_FILE?: string;

  @WhenSet(
    (text) => pieces(text).every(isOrigin),
    'must be origins as browsers write them, such as https://shop.example, separated by commas, none of them a pattern',
  )
  STOREFRONT_ORIGINS?: string;

  @WhenSet(
    (text) => pieces(text).every(isRedirectBase),
    'must be http:// or https:// addresses as browsers write them, separated by commas, without user name, query, fragment or pattern',
  )
  REDIRECT_URLS?: string;

  @WholeNumber(1, 1_000_000)
  RATE_LIMIT_PER_MINUTE?: string;

  @WhenSet(isWebUrl, 'must be an http:// or https:// address without user name, password or fragment')
  SHOPPER_JWKS_URL?: string;

  @HeaderText()
  SHOPPER_JWT_ISSUER?: string;

  @HeaderText()
  SHOPPER_JWT_AUDIENCE?: string;

  @HttpAddress()
  CHALLENGE_VERIFY_URL?: string;

  @HeaderText()
  CHALLENGE_SECRET?: string;

  CHALLENGE_SECRET_FILE?: string;

  @HttpAddress()
  MERCHANT_EVENTS_URL?: string;

  @WhenSet(areWebhookSecrets, WEBHOOK_SECRETS_MESSAGE)
  MERCHANT_EVENTS_SECRET?: string;

  MERCHANT_EVENTS_SECRET_FILE?: string;

  @WhenSet(
    (text) => /^\d{1,6}(\.\d{1,6})?$/.test(text) && Number(text) >= 1 && Number(text) <= 100_000,
    'must be a number from 1 to 100000',
  )
  TIME_SCALE?: string;

  @WhenSet((text) => !/[:\p{Cc}]/u.test(text), 'must hold no colon and no control character')
  DOCS_USERNAME?: string;

  @WhenSet((text) => !/\p{Cc}/u.test(text), 'must hold no control character')
  DOCS_PASSWORD?: string;
}

/** Names of all variables: class fields are own properties of an instance even before they have a value. */
export const VARIABLES = Object.keys(new Environment()) as (keyof Environment)[];
