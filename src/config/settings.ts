import type { ProxySettings } from '../outgoing/outgoing-agent.ts';
import type { CreateDefaults } from './create-defaults.ts';
import type { Secret } from './secret.ts';
import type { Durations } from './durations.ts';

/** A secret given in the environment, or the path of a file that holds it (read again when it is rotated). */
export type SecretSource =
  { readonly from: 'value'; readonly secret: Secret } | { readonly from: 'file'; readonly path: string };

export type OttuMode = 'sandbox' | 'live';

export type OttuCredentials =
  | { readonly kind: 'api_key'; readonly key: SecretSource }
  | { readonly kind: 'basic'; readonly username: string; readonly password: SecretSource };

export interface HttpSettings {
  readonly port: number;
  readonly host: string;
  /** Private listener for server, operator, metrics and docs routes; off when absent. */
  readonly internalPort: number | undefined;
  /** How long everything is still served once the process is told to end; milliseconds. */
  readonly drainDelayMs: number;
  /** Connections that one listener keeps open. */
  readonly connectionsMax: number;
  /** For so long a request may take to arrive, its headers half of it; milliseconds. */
  readonly receiveTimeoutMs: number;
  /** How Ottu and browsers reach this service, without a trailing slash. */
  readonly publicUrl: string;
  /** Its path: empty at the root. */
  readonly publicPath: string;
  /** What Fastify's `trustProxy` takes; `false` when unset. */
  readonly trustProxy: boolean | number | string;
  /** Nobody has said whether a proxy stands in front (M95a). */
  readonly proxyUnsaid: boolean;
}

export interface OttuSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly mode: OttuMode;
  readonly credentials: OttuCredentials;
  /** HMAC keys, newest first; never empty, none of them empty. */
  readonly webhookKeys: readonly [newest: Secret, ...older: Secret[]];
  readonly publicKey: string | undefined;
  readonly merchantId: string | undefined;
  /** Gateways offered to shoppers. */
  readonly pgCodes: readonly string[];
  readonly defaults: CreateDefaults;
  /** Whole time of a call that does not charge, tries and waits included. Milliseconds. */
  readonly timeoutMs: number;
  /** Whole time of a charge, from its claim (M3). Milliseconds. */
  readonly chargeTimeoutMs: number;
  readonly maxConcurrency: number;
  /** Calls a day that Ottu takes from this user (M95). */
  readonly callsPerDay: number;
}

export type DatabaseSettings =
  | {
      readonly kind: 'postgres';
      readonly url: Secret;
      /** The same database without the pooler that `url` names, for LISTEN. */
      readonly directUrl?: Secret;
      /** How long a connection may be silent, in milliseconds; fifteen seconds when absent. */
      readonly silentForMs?: number;
      /** Connections that one process may have, one for LISTEN not counted; twenty when absent. */
      readonly poolSize?: number;
    }
  | { readonly kind: 'pglite'; readonly directory: string | undefined };

export interface ServiceKeySettings {
  readonly id: string;
  /** The caller's name: the scope of idempotency keys (M7). Rotated keys of one caller share it. */
  readonly name: string;
  /** Lower-case hex SHA-256 of the secret. */
  readonly secretSha256: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | undefined;
  /** By currency; absent: no limit. */
  readonly refundLimit?: Readonly<Record<string, RefundLimit>> | undefined;
}

/** Decimal text in the currency that it stands under. */
export interface RefundLimit {
  readonly per_operation?: string;
  readonly per_day?: string;
}

/** Where this service sends merchant events to (M90). */
export interface MerchantEventsSettings {
  readonly url: string;
  /** Keys of the Standard Webhooks signature, newest first, base64 with or without `whsec_`; never empty. */
  readonly secrets: readonly Secret[];
}

/** Who vouches for signed-in shoppers. */
export interface ShopperJwtSettings {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
}

/** The service that verifies that a shopper has solved a CAPTCHA (M96). */
export interface CaptchaSettings {
  readonly verifyUrl: string;
  readonly secret: Secret;
}

export interface StorefrontSettings {
  /** Origins whose pages may call storefront routes, exactly as browsers write them; empty: none. */
  readonly origins: readonly string[];
  /** Places below which a shopper may be sent after paying; empty: nowhere of the caller's choice. */
  readonly redirectUrls: readonly string[];
  /** A shopper may complete a cart of total zero. */
  readonly freeOrders: boolean;
  /** Requests to one storefront route from one address, in this process. */
  readonly rateLimitPerMinute: number;
  /** M95: new carts in an hour, over all replicas. */
  readonly cartsPerHour: number;
  /** Event streams that this process keeps open. */
  readonly streamsMax: number;
  /** Absent: no shopper can sign in. */
  readonly shopperJwt: ShopperJwtSettings | undefined;
  /** Absent: no CAPTCHA is ever asked for. */
  readonly captcha: CaptchaSettings | undefined;
}

/** The merchant's quote service: prices by HTTP. */
export interface QuoteServiceSettings {
  readonly kind: 'http';
  readonly url: string;
  /** Keys of the Standard Webhooks signature, newest first, base64 with or without `whsec_`; never empty. */
  readonly secrets: readonly Secret[];
}

/** Where prices come from; `path` is absolute. */
export type CatalogSettings = { readonly kind: 'file'; readonly path: string } | QuoteServiceSettings;

/** Where spans are sent to, by OTLP over HTTP. */
export interface TraceSettings {
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: Secret])[];
  readonly serviceName: string;
  /** From 0 to 1: how many of the traces are recorded that begin here. */
  readonly ratio: number;
}

export interface DocsSettings {
  /** `off` outside development unless a user name and a password are set. */
  readonly access: 'open' | 'password' | 'off';
  readonly username: string | undefined;
  readonly password: Secret | undefined;
}

/** Everything the environment decides, read once at start. Nest injects it under this class. */
export abstract class Settings {
  abstract readonly environment: 'development' | 'production' | 'test';
  abstract readonly http: HttpSettings;
  abstract readonly ottu: OttuSettings;
  /** Through which HTTP proxy calls go out; absent: directly. */
  abstract readonly proxy: ProxySettings | undefined;
  abstract readonly database: DatabaseSettings;
  abstract readonly serviceKeys: readonly ServiceKeySettings[];
  /** M83: decimal text by currency: a larger refund waits for a second key. Absent: none does. */
  abstract readonly refundApprovalAbove: Readonly<Record<string, string>> | undefined;
  /** Days that gateways hold an authorization. */
  abstract readonly authorizationDays: number;
  abstract readonly orderNoPrefix: string;
  /** ISO 3166-1 alpha-2: whose phone numbers may be written as they are dialled there; absent: none but by an address. */
  abstract readonly defaultCountry: string | undefined;
  /** M10: days that a settled payment is kept with its keys; 400 at least. */
  abstract readonly retentionDays: number;
  /** Absent when no catalog is configured: then trusted servers give amounts, and items are refused. */
  abstract readonly catalog: CatalogSettings | undefined;
  /** What Ottu's webhooks are answered with: 200 sends the payer to `redirect_url`, 201 keeps the payer on Ottu's page. */
  abstract readonly webhookSuccessStatus: 200 | 201;
  /** Absent: merchant events are off, and none is written. */
  abstract readonly merchantEvents: MerchantEventsSettings | undefined;
  abstract readonly storefront: StorefrontSettings;
  abstract readonly docs: DocsSettings;
  abstract readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** `pretty_at_terminal`: for people where standard output is a terminal, else JSON. */
  abstract readonly logFormat: 'json' | 'pretty' | 'pretty_at_terminal';
  /** Absent: nothing is recorded. */
  abstract readonly traces: TraceSettings | undefined;
  /** What this version takes yet, and the next one refuses; each for an operator to read at start. */
  abstract readonly warnings: readonly string[];
  /** All waits of the money protocol, already divided by `TIME_SCALE` (M99). */
  abstract readonly durations: Durations;
}
