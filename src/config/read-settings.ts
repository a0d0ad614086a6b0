import { validateSync } from 'class-validator';
import type { ProxySettings } from '../outgoing/outgoing-agent.ts';
import { catalogSettings } from './catalog-settings.ts';
import { databaseSettings } from './database-settings.ts';
import { Environment, VARIABLES } from './environment.ts';
import { ViolationList } from './configuration-error.ts';
import { merchantEventsSettings } from './merchant-events-settings.ts';
import { ottuSettings } from './ottu-settings.ts';
import { checkLiveRules } from './live-rules.ts';
import { Secret } from './secret.ts';
import { readFilesInto, refuseWrappedValues } from './secret-sources.ts';
import { readServiceKeys } from './service-keys.ts';
import type { DocsSettings, HttpSettings, ServiceKeySettings, Settings } from './settings.ts';
import { storefrontSettings } from './storefront-settings.ts';
import { traceSettings } from './trace-settings.ts';
import { pieces, withoutTrailingSlash } from './variable-rules.ts';
import { publicPathOf } from './public-path.ts';
import { scaledDurations } from './durations.ts';

/**
 * Makes settings of the environment. Reads nothing but its argument and the files that it names; relative paths
 * start at the working directory. An empty variable counts as unset.
 *
 * @throws ConfigurationError that lists every fault of every variable and shows no value.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const environment = known(env);
  const faults = new ViolationList();
  refuseWrappedValues(environment, faults);
  readFilesInto(environment, faults);
  for (const { property, constraints = {} } of validateSync(environment)) {
    faults.add(property, constraints['isDefined'] ?? Object.values(constraints).join('; '));
  }
  const warnings = checkLiveRules(environment, faults);
  const settings: Settings = {
    environment: environment.NODE_ENV ?? 'production',
    http: httpSettings(environment, faults),
    ottu: ottuSettings(environment, faults),
    proxy: proxySettings(environment),
    database: databaseSettings(environment, faults),
    serviceKeys: serviceKeys(environment, faults),
    refundApprovalAbove: amountsByCurrency(environment.REFUND_APPROVAL_ABOVE),
    authorizationDays: Number(environment.AUTHORIZATION_DAYS ?? 7),
    orderNoPrefix: environment.ORDER_NO_PREFIX ?? '',
    defaultCountry: environment.DEFAULT_COUNTRY,
    retentionDays: Number(environment.RETENTION_DAYS ?? 400),
    catalog: catalogSettings(environment, faults),
    webhookSuccessStatus: environment.WEBHOOK_SUCCESS_STATUS === '201' ? 201 : 200,
    merchantEvents: merchantEventsSettings(environment, faults),
    storefront: storefrontSettings(environment, faults),
    docs: docsSettings(environment, faults),
    logLevel: environment.LOG_LEVEL ?? 'info',
    logFormat:
      environment.LOG_FORMAT ??
      ((environment.NODE_ENV ?? 'production') === 'production' ? 'json' : 'pretty_at_terminal'),
    traces: traceSettings(environment),
    warnings: warnings.map(({ variable, message }) => `${variable} ${message}`),
    durations: scaledDurations(Number(environment.TIME_SCALE ?? 1)),
  };
  faults.throwIfAny();
  return settings;
}

function known(env: Readonly<Record<string, string | undefined>>): Environment {
  const set = VARIABLES.filter((name) => valueOf(env, name) !== undefined);
  return Object.assign(new Environment(), Object.fromEntries(set.map((name) => [name, valueOf(env, name)])));
}

/** Other programs read the names of proxies in small letters, too. */
const ALSO_IN_SMALL_LETTERS: ReadonlySet<string> = new Set(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']);

function valueOf(env: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  const { [name]: value = '' } = env;
  if (value !== '') return value;
  return (ALSO_IN_SMALL_LETTERS.has(name) && env[name.toLowerCase()]) || undefined;
}

function httpSettings(environment: Environment, faults: ViolationList): HttpSettings {
  const { PORT = '3000', HOST = '0.0.0.0', INTERNAL_PORT, PUBLIC_URL } = environment;
  const internalPort = INTERNAL_PORT === undefined ? undefined : Number(INTERNAL_PORT);
  if (internalPort === Number(PORT)) faults.add('INTERNAL_PORT', 'must differ from PORT');
  const { STREAMS_MAX = '5000' } = environment;
  const connectionsMax = Number(environment.CONNECTIONS_MAX ?? Number(STREAMS_MAX) + 5_000);
  if (connectionsMax <= Number(STREAMS_MAX)) faults.add('CONNECTIONS_MAX', 'must be more than STREAMS_MAX');
  const publicUrl = withoutTrailingSlash(PUBLIC_URL ?? `http://localhost:${PORT}`);
  return {
    port: Number(PORT),
    host: HOST,
    internalPort,
    drainDelayMs: Number(environment.DRAIN_DELAY_MS ?? (environment.OTTU_MODE === 'live' ? 5_000 : 0)),
    connectionsMax,
    receiveTimeoutMs: Number(environment.RECEIVE_TIMEOUT_MS ?? 30_000),
    publicUrl,
    publicPath: URL.canParse(publicUrl) ? publicPathOf(publicUrl) : '',
    trustProxy: trustProxy(environment.TRUST_PROXY),
    proxyUnsaid: environment.TRUST_PROXY === undefined,
  };
}

/** What listens on this machine is never reached through a proxy: the demo, the tests, a side car. */
const ON_THIS_MACHINE = 'localhost,127.0.0.1,::1';

function proxySettings({ HTTPS_PROXY: https, HTTP_PROXY: http, NO_PROXY }: Environment): ProxySettings | undefined {
  if (https === undefined && http === undefined) return undefined;
  return {
    https: https === undefined ? undefined : new Secret(https),
    http: http === undefined ? undefined : new Secret(http),
    except: NO_PROXY === undefined ? ON_THIS_MACHINE : `${ON_THIS_MACHINE},${NO_PROXY}`,
  };
}

function amountsByCurrency(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined) return undefined;
  return Object.fromEntries(pieces(text).map((piece) => [piece.slice(0, 3), piece.slice(4)]));
}

function trustProxy(text = 'false'): HttpSettings['trustProxy'] {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : pieces(text).join(',');
}

function serviceKeys({ SERVICE_KEYS }: Environment, faults: ViolationList): readonly ServiceKeySettings[] {
  if (SERVICE_KEYS === undefined) return [];
  const result = readServiceKeys(SERVICE_KEYS);
  if ('keys' in result) return result.keys;
  for (const fault of result.faults) faults.add('SERVICE_KEYS', fault);
  return [];
}

function docsSettings(environment: Environment, faults: ViolationList): DocsSettings {
  const { NODE_ENV, DOCS_USERNAME: username, DOCS_PASSWORD: password } = environment;
  if (username === undefined && password !== undefined) {
    faults.add('DOCS_USERNAME', 'is missing: it belongs to DOCS_PASSWORD');
  }
  if (username !== undefined && password === undefined) {
    faults.add('DOCS_PASSWORD', 'is missing: it belongs to DOCS_USERNAME');
  }
  const protectedAccess = username === undefined ? 'off' : 'password';
  return {
    access: NODE_ENV === 'development' ? 'open' : protectedAccess,
    username,
    password: password === undefined ? undefined : new Secret(password),
  };
}
