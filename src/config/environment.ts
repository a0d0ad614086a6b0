import { IsDefined } from 'class-validator';
import { CUSTOMER_DEFAULTS_MESSAGE, EXTRA_MESSAGE, readCustomerDefaults, readExtra } from './create-defaults.ts';
import {
  isOrigin,
  isRedirectBase,
  isWebUrl,
  areWebhookSecrets,
  CommaSeparated,
  HeaderText,
  HttpAddress,
  isCountryWithPhones,
  isHttpAddress,
  isProxyAddress,
  isTrustProxy,
  OneOf,
  OTLP_HEADERS_MESSAGE,
  readOtlpHeaders,
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
 *
 * `npm run configuration` writes docs/configuration.md from here: the comment of a variable says what it means, `@default`
 * what it is when it is not set, and the rule what it may be. `X_FILE` names a file that holds X, and needs no comment.
 */
export class Environment {
  /**
   * In `development` `/docs` is open to everybody; `test` is for the tests of this service.
   * @default production
   */
  @OneOf(ENVIRONMENTS)
  NODE_ENV?: (typeof ENVIRONMENTS)[number];

  /**
   * Port of the public listener.
   * @default 3000
   */
  @WholeNumber(1, 65_535)
  PORT?: string;

  /**
   * Address of the public and of the internal listener.
   * @default 0.0.0.0
   */
  @WhenSet((text) => /^[\w.:%-]+$/.test(text), 'must be a host name or an IP address')
  HOST?: string;

  /**
   * Port of a second listener. With it, routes for servers and operators, `/metrics` and `/docs` answer only there,
   * so that a network policy can close them. Must differ from `PORT`.
   */
  @WholeNumber(1, 65_535)
  INTERNAL_PORT?: string;

  /**
   * How Ottu and browsers reach this service; the address for Ottu's webhooks is made from it. It may have a path, which a
   * proxy may take away or pass on. Required in live mode, with `https`. Without it: `http://localhost:PORT`.
   */
  @HttpAddress()
  PUBLIC_URL?: string;

  /**
   * For so long everything is still served after SIGTERM, while readiness answers 503: until balancers send new requests
   * elsewhere. A second signal ends the wait. In live mode 5000 by default, else 0.
   */
  @WholeNumber(0, 300_000, ' (milliseconds)')
  DRAIN_DELAY_MS?: string;

  /**
   * Connections that each listener of one process keeps open, event streams among them; more than `STREAMS_MAX`, and fewer
   * than the files that the process may open. When all are taken, the one that was silent for longest gives way. Without
   * it: 5000 more than `STREAMS_MAX`.
   */
  @WholeNumber(10, 1_000_000)
  CONNECTIONS_MAX?: string;

  /**
   * For so long a request may take to arrive, and its headers half of it; an answer may take twice as long to be taken.
   * @default 30000
   */
  @WholeNumber(600, 300_000, ' (milliseconds)')
  RECEIVE_TIMEOUT_MS?: string;

  /**
   * Whom to believe about the address of a caller: all proxies, none, so many of them, or those at these addresses. Live
   * mode wants a word here, and does not take `true`.
   * @default false
   */
  @WhenSet(isTrustProxy, 'must be true, false, a number of proxies, or their addresses and ranges separated by commas')
  TRUST_PROXY?: string;

  /**
   * What live mode refuses that the version before took: `refuse`, or `warn` of it in the log. The next version refuses
   * it in any case.
   * @default refuse
   */
  @OneOf(['refuse', 'warn'])
  LIVE_CHECKS?: 'refuse' | 'warn';

  /**
   * Live mode takes `/metrics` on the public port only with this; with `INTERNAL_PORT` it stands there.
   * @default false
   */
  @OneOf(['true', 'false'])
  METRICS_PUBLIC?: string;

  /**
   * No level shows a secret or a payload.
   * @default info
   */
  @OneOf(LOG_LEVELS)
  LOG_LEVEL?: (typeof LOG_LEVELS)[number];

  /**
   * One JSON object a line, or lines for people. Without it `json`; where `NODE_ENV` is not `production` and standard
   * output is a terminal, `pretty`.
   */
  @OneOf(['json', 'pretty'])
  LOG_FORMAT?: 'json' | 'pretty';

  /**
   * Where traces are sent to: an OpenTelemetry collector that takes OTLP over HTTP (port 4318, JSON); `/v1/traces` is
   * added. Without it nothing is recorded, and the SDK is not loaded.
   */
  @HttpAddress()
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  /** Headers for the collector, such as `authorization=Bearer%20...`. */
  @WhenSet((text) => readOtlpHeaders(text) !== undefined, OTLP_HEADERS_MESSAGE)
  OTEL_EXPORTER_OTLP_HEADERS?: string;

  OTEL_EXPORTER_OTLP_HEADERS_FILE?: string;

  /**
   * The name of this service in traces.
   * @default ottu-bff
   */
  @WhenSet((text) => /^[\w.-]{1,64}$/.test(text), 'must be 1 to 64 of A-Z a-z 0-9 . _ -')
  OTEL_SERVICE_NAME?: string;

  /**
   * How many of the traces are recorded that begin here, from 0 to 1. Of a request that comes with a trace, whoever
   * began it decides.
   * @default 1
   */
  @WhenSet((text) => /^(?:0|1|[01]?\.\d{1,9})$/.test(text) && Number(text) <= 1, 'must be a number from 0 to 1')
  OTEL_TRACES_SAMPLER_ARG?: string;

  /** Address of the merchant's Ottu instance. `https` in live mode. */
  @IsDefined({ message: "is missing: the address of the merchant's Ottu instance, such as https://sandbox.ottu.net" })
  @HttpAddress()
  OTTU_BASE_URL?: string;

  /** [What live mode refuses](security.md#what-live-mode-refuses). */
  @IsDefined({ message: 'is missing: sandbox or live' })
  @OneOf(OTTU_MODES)
  OTTU_MODE?: (typeof OTTU_MODES)[number];

  /**
   * Ottu's private API key. The service reads the file again when it changes. Required unless `OTTU_USERNAME` is
   * set; never both.
   */
  @HeaderText()
  OTTU_API_KEY?: string;

  OTTU_API_KEY_FILE?: string;

  /**
   * The other credential: a user of Ottu's dashboard, with that user's permissions. Saved cards need an API key
   * instead.
   */
  @WhenSet((text) => !/[:\p{Cc}]/u.test(text), 'must hold no colon and no control character')
  OTTU_USERNAME?: string;

  /** Password of that user. The service reads the file again when it changes. */
  @WhenSet((text) => !/\p{Cc}/u.test(text), 'must hold no control character')
  OTTU_PASSWORD?: string;

  OTTU_PASSWORD_FILE?: string;

  /**
   * The HTTP proxy for calls to `https` addresses: to Ottu, to the order system, to the quote service, to the identity
   * provider and to the CAPTCHA service. It may hold a user and a password, and gets nothing but a `CONNECT`. In small
   * letters, too.
   */
  @WhenSet(isProxyAddress, 'must be an http:// or https:// address without path, query or fragment')
  HTTPS_PROXY?: string;

  /** The same for `http` addresses, and for all where `HTTPS_PROXY` is not set. */
  @WhenSet(isProxyAddress, 'must be an http:// or https:// address without path, query or fragment')
  HTTP_PROXY?: string;

  /** Hosts that are reached without a proxy, each with the names below it, separated by commas; this machine always is. */
  @WhenSet((text) => !/\p{Cc}/u.test(text), 'must hold no control character')
  NO_PROXY?: string;

  /** HMAC keys of Ottu's signatures, newest first; two of them while they are rotated. */
  @IsDefined({ message: "is missing: the HMAC key of Ottu's webhooks, or several separated by commas, newest first" })
  @CommaSeparated()
  OTTU_WEBHOOK_KEYS?: string;

  OTTU_WEBHOOK_KEYS_FILE?: string;

  /** Handed to the Checkout SDK in the browser. */
  @HeaderText()
  OTTU_PUBLIC_KEY?: string;

  /** Handed to the Checkout SDK in the browser. */
  @HeaderText()
  OTTU_MERCHANT_ID?: string;

  /** Gateways offered to shoppers. Server routes may name any gateway (M97). */
  @CommaSeparated()
  OTTU_PG_CODES?: string;

  /**
   * Merged into `extra` of every create of carts and of Buy Now, such as `{"merchant_defined_data3":"web"}`: what this
   * merchant's Ottu requires. What a caller gives by the same name goes before it (M58a).
   */
  @WhenSet((text) => readExtra(text) !== undefined, EXTRA_MESSAGE)
  OTTU_EXTRA?: string;

  /**
   * Merged into the customer of every create of carts and of Buy Now, such as `{"last_name":"Guest"}`. What a caller
   * gives goes before it.
   */
  @WhenSet((text) => readCustomerDefaults(text) !== undefined, CUSTOMER_DEFAULTS_MESSAGE)
  OTTU_CUSTOMER_DEFAULTS?: string;

  /**
   * Deadline of a call that does not charge, with all its tries and waits.
   * @default 10000
   */
  @WholeNumber(1, 120_000, ' (milliseconds)')
  OTTU_TIMEOUT_MS?: string;

  /**
   * Deadline of a charge, counted from its claim (M3). Callers wait longer than this.
   * @default 60000
   */
  @WholeNumber(1, 300_000, ' (milliseconds)')
  OTTU_CHARGE_TIMEOUT_MS?: string;

  /**
   * Calls to Ottu that may be open at once.
   * @default 256
   */
  @WholeNumber(1, 20_000)
  OTTU_MAX_CONCURRENCY?: string;

  /**
   * Calls a day that Ottu takes from this user, over all replicas: what the shares of M95 are parts of. Higher where Ottu
   * has agreed upon more.
   * @default 90000
   */
  @WholeNumber(1_000, 999_999_999)
  OTTU_CALLS_PER_DAY?: string;

  /**
   * Refunds above these amounts wait until another service key approves them (M83): `KWD=100.000,SAR=1000.00`. Once it is
   * set, every refund in a currency that is not named waits.
   */
  @WhenSet(
    (text) => pieces(text).every((piece) => /^[A-Z]{3}=\d{1,15}(\.\d{1,4})?$/.test(piece)),
    'must be amounts by currency, separated by commas, such as KWD=100.000,SAR=1000.00',
  )
  REFUND_APPROVAL_ABOVE?: string;

  /**
   * Days that your gateways hold an authorization. A day before the end `payment.authorization_expiring` is sent, where
   * something is not captured.
   * @default 7
   */
  @WholeNumber(2, 365)
  AUTHORIZATION_DAYS?: string;

  /** Begins every order number that this service makes (M40). */
  // What is left of 37 characters must stay unguessable.
  @WhenSet((text) => /^[A-Za-z0-9_-]{1,11}$/.test(text), 'must be at most 11 of the characters A-Z a-z 0-9 _ -')
  ORDER_NO_PREFIX?: string;

  /**
   * Whose phone numbers customers may write without a country code where no address names a country: ISO 3166-1 in two
   * capital letters, such as `KW`. Without it such a number is refused.
   */
  @WhenSet(isCountryWithPhones, 'must be a country code of two capital letters (ISO 3166-1), such as KW')
  DEFAULT_COUNTRY?: string;

  /**
   * How long a settled payment and its idempotency keys are kept (M10).
   * @default 400
   */
  @WholeNumber(400, 36_500, ' (days)')
  RETENTION_DAYS?: string;

  /**
   * `postgres://USER:PASSWORD@HOST:PORT/DATABASE`, `pglite:DIRECTORY`, or `pglite:memory`, which forgets everything
   * at the end.
   * @default pglite:./data
   */
  DATABASE_URL?: string;

  DATABASE_URL_FILE?: string;

  /**
   * A `postgres://` address of the same database without a pooler in between, for LISTEN, where `DATABASE_URL` is one
   * that hands connections out for a transaction at a time (PgBouncer). Without it notifications are polled for there.
   */
  DATABASE_DIRECT_URL?: string;

  DATABASE_DIRECT_URL_FILE?: string;

  /**
   * A connection to PostgreSQL that is silent for so long counts as broken. A statement may take ten seconds: a
   * shorter time cuts long ones off.
   * @default 15000
   */
  @WholeNumber(500, 600_000, ' (milliseconds)')
  DATABASE_SILENCE_MS?: string;

  /**
   * Connections to PostgreSQL that one process may have, beside one for LISTEN. Of all replicas together they stay below the
   * server's `max_connections`.
   * @default 20
   */
  @WholeNumber(2, 1_000)
  DATABASE_POOL_SIZE?: string;

  /**
   * PGlite serves one process on one machine, so live mode refuses it otherwise.
   * @default false
   */
  @OneOf(['true', 'false'])
  ALLOW_PGLITE_IN_LIVE?: string;

  /**
   * Live mode refuses a PostgreSQL on another machine without `sslmode=verify-full`, `verify-ca` or `require` otherwise:
   * for networks that are encrypted by themselves.
   * @default false
   */
  @OneOf(['true', 'false'])
  ALLOW_DATABASE_WITHOUT_TLS?: string;

  /**
   * Who may call: a JSON array of `{id, name, secret_sha256, scopes, expires_at?}`. Without it no server and no
   * operator may call.
   */
  SERVICE_KEYS?: string;

  SERVICE_KEYS_FILE?: string;

  /**
   * Answer to Ottu's webhooks. After `200` Ottu sends the payer to `redirect_url`; after `201` the payer stays on
   * Ottu's page.
   * @default 200
   */
  @OneOf(['200', '201'])
  WEBHOOK_SUCCESS_STATUS?: '200' | '201';

  /**
   * Where prices come from: `file:PATH`, read again when it changes, or the address of [your own quote
   * service](quote-service.md), `https` in live mode. Without it trusted servers give amounts, and items are
   * refused.
   */
  @WhenSet(
    (text) => (text.startsWith('file:') ? text.length > 'file:'.length : isHttpAddress(text)),
    'must be file:PATH, or an http:// or https:// address without user name, password, query or fragment',
  )
  CATALOG?: string;

  /**
   * Signs the requests to the quote service: 24 to 64 random bytes, newest first. Belongs to an address in
   * `CATALOG`.
   */
  @WhenSet(areWebhookSecrets, WEBHOOK_SECRETS_MESSAGE)
  CATALOG_SECRET?: string;

  CATALOG_SECRET_FILE?: string;

  /** Origins of the pages and apps that may call storefront routes. `https` in live mode, or an app's own scheme. */
  @WhenSet(
    (text) => pieces(text).every(isOrigin),
    'must be origins as browsers write them, such as https://shop.example or capacitor://localhost, separated by commas, none of them a pattern',
  )
  STOREFRONT_ORIGINS?: string;

  /**
   * Where a shopper may be sent after paying: these addresses, and whatever lies below one; of an app's own scheme
   * (`myshop://thanks`) exactly these, with any query. `https` in live mode.
   */
  @WhenSet(
    (text) => pieces(text).every(isRedirectBase),
    'must be http:// or https:// addresses as browsers write them, or those of an app such as myshop://thanks, separated by commas, without user name, query, fragment or pattern',
  )
  REDIRECT_URLS?: string;

  /**
   * Whether a shopper may complete a cart of total zero (`POST /v1/carts/{id}/complete`). The order is told by the
   * event `cart.completed` alone, so set `MERCHANT_EVENTS_URL` too.
   * @default false
   */
  @OneOf(['true', 'false'])
  FREE_ORDERS?: string;

  /**
   * Requests that one address may make to one storefront route, in each process. An IPv6 address counts as its /64.
   * @default 300
   */
  @WholeNumber(1, 1_000_000)
  RATE_LIMIT_PER_MINUTE?: string;

  /**
   * New carts in an hour, over all networks and replicas (M95). From half of them on a CAPTCHA is asked for, where one is
   * configured; the last quarter is kept for networks that made few.
   * @default 10000
   */
  @WholeNumber(1, 10_000_000)
  CARTS_PER_HOUR?: string;

  /**
   * Event streams that one process keeps open. The last quarter is kept for networks that have few.
   * @default 5000
   */
  @WholeNumber(1, 100_000)
  STREAMS_MAX?: string;

  /**
   * Key set of the identity provider that vouches for signed-in shoppers. The three `SHOPPER_` variables belong
   * together. `https` in live mode.
   */
  @WhenSet(isWebUrl, 'must be an http:// or https:// address without user name, password or fragment')
  SHOPPER_JWKS_URL?: string;

  /** Issuer that a shopper's JWT must name. */
  @HeaderText()
  SHOPPER_JWT_ISSUER?: string;

  /** Audience that a shopper's JWT must name. */
  @HeaderText()
  SHOPPER_JWT_AUDIENCE?: string;

  /**
   * The siteverify address of Turnstile, hCaptcha or reCAPTCHA, or one of your own. Shoppers solve a CAPTCHA while
   * unusually many payments are declined (M96); without this address none is asked for. `https` in live mode.
   */
  @HttpAddress()
  CHALLENGE_VERIFY_URL?: string;

  /** The secret for that address. Both or neither. */
  @HeaderText()
  CHALLENGE_SECRET?: string;

  CHALLENGE_SECRET_FILE?: string;

  /**
   * Where the merchant's order system hears what became of payments ([events](merchant-events.md)). While it is not
   * set, no event is written but `cart.completed`, which waits for it. `https` in live mode.
   */
  @HttpAddress()
  MERCHANT_EVENTS_URL?: string;

  /** Signs those events: 24 to 64 random bytes, newest first. Both or neither. */
  @WhenSet(areWebhookSecrets, WEBHOOK_SECRETS_MESSAGE)
  MERCHANT_EVENTS_SECRET?: string;

  MERCHANT_EVENTS_SECRET_FILE?: string;

  /**
   * Divides every wait of the money rules, for tests (M99). Live mode takes nothing but 1.
   * @default 1
   */
  @WhenSet(
    (text) => /^\d{1,6}(\.\d{1,6})?$/.test(text) && Number(text) >= 1 && Number(text) <= 100_000,
    'must be a number from 1 to 100000',
  )
  TIME_SCALE?: string;

  /** With both, `/docs` exists outside development, behind them. */
  @WhenSet((text) => !/[:\p{Cc}]/u.test(text), 'must hold no colon and no control character')
  DOCS_USERNAME?: string;

  /** Belongs to `DOCS_USERNAME`. */
  @WhenSet((text) => !/\p{Cc}/u.test(text), 'must hold no control character')
  DOCS_PASSWORD?: string;
}

/** Names of all variables: class fields are own properties of an instance even before they have a value. */
export const VARIABLES = Object.keys(new Environment()) as (keyof Environment)[];
