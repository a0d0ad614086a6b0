import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

import type { ConfigurationViolation, ViolationList } from './configuration-error.ts';
import type { Environment } from './environment.ts';
import { readNamedFile } from './secret-sources.ts';
import { base64OfSecret, pieces } from './variable-rules.ts';

/** One thing that live mode does not take. */
export interface LiveRule {
  readonly variable: keyof Environment;
  /** Follows the variable's name, and never shows its value. */
  readonly message: string;
  readonly breaks: (environment: Environment) => boolean;
  /** It is refused since this version: `LIVE_CHECKS=warn` makes a warning of it, until the next one. */
  readonly isNew?: true;
}

/** Stands in .env.example, in the simulator or in the demo: whoever can read this repository knows it. */
const PUBLISHED: ReadonlySet<string> = new Set([
  'example-webhook-key',
  'sandbox0.simulator-only-key-worth-nothing',
  'sim-hmac-key-0001',
  'sandbox-password',
  'bm90IGEgc2VjcmV0LCBtYWtlIHlvdXIgb3duIQ==',
  'YWxzbyBubyBzZWNyZXQsIG1ha2UgeW91ciBvd24h',
]);

const PUBLISHED_MESSAGE = 'is one that stands in this repository, which everybody knows: live mode needs your own';

const HTTPS_MESSAGE = 'must be an https:// address in live mode';

/** Standard Webhooks asks for 24 to 64 bytes; shorter keys can be guessed. */
const STANDARD_WEBHOOKS_BYTES = { min: 24, max: 64 };

const MIN_HMAC_KEY = 16;
const MIN_DOCS_PASSWORD = 12;

/** Everything that live mode refuses about the environment, beside what every mode does. */
export const LIVE_RULES: readonly LiveRule[] = [
  {
    variable: 'NODE_ENV',
    message: 'must be production in live mode',
    breaks: ({ NODE_ENV }) => NODE_ENV !== undefined && NODE_ENV !== 'production',
    isNew: true,
  },
  {
    variable: 'PUBLIC_URL',
    message: 'is missing: in live mode Ottu and browsers must be able to reach this service by it',
    breaks: ({ PUBLIC_URL }) => PUBLIC_URL === undefined,
  },
  ...(['PUBLIC_URL', 'OTTU_BASE_URL', 'CATALOG', 'MERCHANT_EVENTS_URL'] as const).map((variable): LiveRule => ({
    variable,
    message: HTTPS_MESSAGE,
    breaks: (environment) => isPlainHttp(environment[variable] ?? ''),
  })),
  ...(['STOREFRONT_ORIGINS', 'REDIRECT_URLS', 'SHOPPER_JWKS_URL', 'CHALLENGE_VERIFY_URL'] as const).map(
    (variable): LiveRule => ({
      variable,
      message: 'must be https:// in live mode',
      breaks: (environment) => pieces(environment[variable]).some(isPlainHttp),
    }),
  ),
  {
    variable: 'OTTU_WEBHOOK_KEYS',
    message: 'holds the key of .env.example, which everybody knows: live mode needs your own',
    breaks: ({ OTTU_WEBHOOK_KEYS }) => pieces(OTTU_WEBHOOK_KEYS).includes('example-webhook-key'),
  },
  {
    variable: 'OTTU_WEBHOOK_KEYS',
    message: 'holds the key of the simulator, which everybody knows: live mode needs your own',
    breaks: ({ OTTU_WEBHOOK_KEYS }) => pieces(OTTU_WEBHOOK_KEYS).includes('sim-hmac-key-0001'),
    isNew: true,
  },
  {
    variable: 'OTTU_WEBHOOK_KEYS',
    message: `must hold keys of at least ${MIN_HMAC_KEY} characters in live mode: a shorter one can be guessed`,
    breaks: ({ OTTU_WEBHOOK_KEYS }) =>
      OTTU_WEBHOOK_KEYS !== undefined && pieces(OTTU_WEBHOOK_KEYS).some(({ length }) => length < MIN_HMAC_KEY),
    isNew: true,
  },
  ...(['MERCHANT_EVENTS_SECRET', 'CATALOG_SECRET'] as const).flatMap((variable): LiveRule[] => [
    {
      variable,
      message: `must hold ${STANDARD_WEBHOOKS_BYTES.min} to ${STANDARD_WEBHOOKS_BYTES.max} bytes in live mode`,
      breaks: (environment) =>
        environment[variable] !== undefined && !pieces(environment[variable]).every(isStrongWebhookSecret),
    },
    {
      variable,
      message: 'is the one of .env.example, which everybody knows: live mode needs your own',
      breaks: (environment) => pieces(environment[variable]).some((key) => PUBLISHED.has(base64OfSecret(key))),
    },
  ]),
  ...(['OTTU_API_KEY', 'OTTU_PASSWORD', 'CHALLENGE_SECRET'] as const).map((variable): LiveRule => ({
    variable,
    message: PUBLISHED_MESSAGE,
    breaks: (environment) => PUBLISHED.has(secretOf(environment, variable)),
    isNew: true,
  })),
  {
    variable: 'SERVICE_KEYS',
    message: 'must not hold the hash of the empty text in live mode',
    breaks: ({ SERVICE_KEYS = '' }) => SERVICE_KEYS.toLowerCase().includes(sha256('')),
    isNew: true,
  },
  {
    variable: 'DATABASE_URL',
    message: 'must be postgres://... in live mode: PGlite serves one process, and only if ALLOW_PGLITE_IN_LIVE=true',
    breaks: ({ DATABASE_URL = 'pglite:', ALLOW_PGLITE_IN_LIVE }) =>
      DATABASE_URL.startsWith('pglite:') && ALLOW_PGLITE_IN_LIVE !== 'true',
  },
  {
    variable: 'DATABASE_URL',
    message:
      'must ask for TLS in live mode (sslmode=verify-full), unless the database is on this machine or ALLOW_DATABASE_WITHOUT_TLS=true',
    breaks: ({ DATABASE_URL = '', ALLOW_DATABASE_WITHOUT_TLS }) =>
      ALLOW_DATABASE_WITHOUT_TLS !== 'true' && isRemoteWithoutTls(DATABASE_URL),
    isNew: true,
  },
  {
    variable: 'DATABASE_DIRECT_URL',
    message: 'must ask for TLS in live mode as DATABASE_URL must',
    breaks: ({ DATABASE_DIRECT_URL = '', ALLOW_DATABASE_WITHOUT_TLS }) =>
      ALLOW_DATABASE_WITHOUT_TLS !== 'true' && isRemoteWithoutTls(DATABASE_DIRECT_URL),
  },
  {
    variable: 'TRUST_PROXY',
    message:
      'is missing: live mode has to know who stands in front of this service; false where nobody does, else the number of proxies or their addresses',
    breaks: ({ TRUST_PROXY }) => TRUST_PROXY === undefined,
    isNew: true,
  },
  {
    variable: 'TRUST_PROXY',
    message: 'must not be true in live mode: whoever calls could then name any address as its own',
    breaks: ({ TRUST_PROXY }) => TRUST_PROXY === 'true',
    isNew: true,
  },
  {
    variable: 'INTERNAL_PORT',
    message:
      'is missing: without it /metrics stands on the public port, which live mode takes only with METRICS_PUBLIC=true',
    breaks: ({ INTERNAL_PORT, METRICS_PUBLIC }) => INTERNAL_PORT === undefined && METRICS_PUBLIC !== 'true',
    isNew: true,
  },
  {
    variable: 'DOCS_PASSWORD',
    message: `must have at least ${MIN_DOCS_PASSWORD} characters in live mode`,
    breaks: ({ DOCS_PASSWORD }) => DOCS_PASSWORD !== undefined && DOCS_PASSWORD.length < MIN_DOCS_PASSWORD,
    isNew: true,
  },
  {
    variable: 'TIME_SCALE',
    message: 'must be 1 or unset in live mode: the waits of the money protocol hold there (M99)',
    breaks: ({ TIME_SCALE }) => TIME_SCALE !== undefined && Number(TIME_SCALE) !== 1,
  },
];

/**
 * Holds the environment against what live mode takes. Other modes take all of it.
 *
 * @returns what is only warned of (`LIVE_CHECKS=warn`); everything else is added to the faults.
 */
export function checkLiveRules(environment: Environment, faults: ViolationList): readonly ConfigurationViolation[] {
  if (environment.OTTU_MODE !== 'live') return [];
  const broken = LIVE_RULES.filter(({ breaks }) => breaks(environment));
  const warned = environment.LIVE_CHECKS === 'warn' ? broken.filter(({ isNew }) => isNew === true) : [];
  for (const { variable, message } of broken.filter((rule) => !warned.includes(rule))) faults.add(variable, message);
  return warned.map(({ variable, message }) => ({ variable, message }));
}

/** The files of Ottu's credentials are read again when they change, and so are not part of the environment yet. */
function secretOf(environment: Environment, variable: 'OTTU_API_KEY' | 'OTTU_PASSWORD' | 'CHALLENGE_SECRET'): string {
  const path = environment[`${variable}_FILE`];
  const file = path === undefined ? undefined : readNamedFile(path);
  return environment[variable] ?? (file !== undefined && 'text' in file ? file.text : '');
}

function isPlainHttp(text: string): boolean {
  return text.toLowerCase().startsWith('http:');
}

function isStrongWebhookSecret(key: string): boolean {
  const { length } = Buffer.from(base64OfSecret(key), 'base64');
  return length >= STANDARD_WEBHOOKS_BYTES.min && length <= STANDARD_WEBHOOKS_BYTES.max;
}

/** `no-verify` encrypts, and lets anybody be the database: it counts as none. */
const TLS_MODES: ReadonlySet<string> = new Set(['require', 'verify-ca', 'verify-full']);

function isRemoteWithoutTls(databaseUrl: string): boolean {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl)) return false;
  const url = URL.parse(databaseUrl);
  if (url === null) return false;
  const host = url.searchParams.get('host') ?? url.hostname;
  return !isLocal(host) && !TLS_MODES.has(url.searchParams.get('sslmode') ?? '');
}

/** A socket in the file system, or a loopback address. */
function isLocal(host: string): boolean {
  const name = decodeURIComponent(host).replace(/^\[|\]$/g, '');
  if (name === '' || name.startsWith('/') || name === 'localhost' || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
