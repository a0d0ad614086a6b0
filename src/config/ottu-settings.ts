import { readCustomerDefaults, readExtra } from './create-defaults.ts';
import type { Environment } from './environment.ts';
import type { ViolationList } from './configuration-error.ts';
import { Secret } from './secret.ts';
import { readNamedFile, secretSource } from './secret-sources.ts';
import type { OttuCredentials, OttuSettings } from './settings.ts';
import { HEADER_TEXT_MESSAGE, isHeaderText, pieces, withoutTrailingSlash } from './variable-rules.ts';

export function ottuSettings(environment: Environment, faults: ViolationList): OttuSettings {
  const [newest = '', ...older] = pieces(environment.OTTU_WEBHOOK_KEYS);
  return {
    baseUrl: withoutTrailingSlash(environment.OTTU_BASE_URL ?? ''),
    mode: environment.OTTU_MODE ?? 'sandbox',
    credentials: credentials(environment, faults),
    webhookKeys: [new Secret(newest), ...older.map((key) => new Secret(key))],
    publicKey: environment.OTTU_PUBLIC_KEY,
    merchantId: environment.OTTU_MERCHANT_ID,
    pgCodes: pieces(environment.OTTU_PG_CODES),
    defaults: {
      extra: readExtra(environment.OTTU_EXTRA ?? '{}') ?? {},
      customer: readCustomerDefaults(environment.OTTU_CUSTOMER_DEFAULTS ?? '{}') ?? {},
    },
    timeoutMs: Number(environment.OTTU_TIMEOUT_MS ?? 10_000),
    chargeTimeoutMs: Number(environment.OTTU_CHARGE_TIMEOUT_MS ?? 60_000),
    maxConcurrency: Number(environment.OTTU_MAX_CONCURRENCY ?? 256),
    callsPerDay: Number(environment.OTTU_CALLS_PER_DAY ?? 90_000),
  };
}

/** Exactly one credential, from exactly one place: with two, an operator could not tell which one Ottu gets. */
function credentials(environment: Environment, faults: ViolationList): OttuCredentials {
  const { OTTU_API_KEY, OTTU_API_KEY_FILE, OTTU_USERNAME, OTTU_PASSWORD, OTTU_PASSWORD_FILE } = environment;
  const apiKeyGiven = OTTU_API_KEY !== undefined || OTTU_API_KEY_FILE !== undefined;
  const passwordGiven = OTTU_PASSWORD !== undefined || OTTU_PASSWORD_FILE !== undefined;
  const basicGiven = OTTU_USERNAME !== undefined || passwordGiven;

  if (apiKeyGiven && basicGiven) {
    faults.add('OTTU_API_KEY', 'and OTTU_USERNAME with OTTU_PASSWORD must not both be set: choose one credential');
  } else if (!apiKeyGiven && !basicGiven) {
    faults.add('OTTU_API_KEY', 'is missing: set it, or OTTU_API_KEY_FILE, or OTTU_USERNAME with OTTU_PASSWORD');
  } else if (basicGiven && OTTU_USERNAME === undefined) {
    faults.add('OTTU_USERNAME', 'is missing: it belongs to OTTU_PASSWORD');
  } else if (basicGiven && !passwordGiven) {
    faults.add('OTTU_PASSWORD', 'is missing: set it or OTTU_PASSWORD_FILE');
  }
  checkSecretFile(environment, 'OTTU_API_KEY', faults, isHeaderText, HEADER_TEXT_MESSAGE);
  checkSecretFile(
    environment,
    'OTTU_PASSWORD',
    faults,
    (text) => !/\p{Cc}/u.test(text),
    'must hold no control character',
  );

  return basicGiven
    ? { kind: 'basic', username: OTTU_USERNAME ?? '', password: secretSource(OTTU_PASSWORD, OTTU_PASSWORD_FILE) }
    : { kind: 'api_key', key: secretSource(OTTU_API_KEY, OTTU_API_KEY_FILE) };
}

/** A secret's file must be there and usable at start, although it is read again whenever it is rotated. */
function checkSecretFile(
  environment: Environment,
  name: 'OTTU_API_KEY' | 'OTTU_PASSWORD',
  faults: ViolationList,
  usable: (text: string) => boolean,
  message: string,
): void {
  const path = environment[`${name}_FILE`];
  if (path === undefined) return;
  if (environment[name] !== undefined) faults.add(name, `and ${name}_FILE must not both be set`);
  const file = readNamedFile(path);
  if ('fault' in file) faults.add(`${name}_FILE`, file.fault);
  else if (!usable(file.text)) faults.add(`${name}_FILE`, `names a file whose text ${message}`);
}
