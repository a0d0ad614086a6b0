import { resolve } from 'node:path';
import type { Environment } from './environment.ts';
import type { ViolationList } from './configuration-error.ts';
import { Secret } from './secret.ts';
import type { DatabaseSettings } from './settings.ts';

const DEFAULT_URL = 'pglite:./data';

export function databaseSettings(environment: Environment, faults: ViolationList): DatabaseSettings {
  const settings = parseDatabaseUrl(environment.DATABASE_URL ?? DEFAULT_URL);
  if (settings === undefined) {
    faults.add(
      'DATABASE_URL',
      'must be postgres://USER:PASSWORD@HOST:PORT/DATABASE, pglite:DIRECTORY or pglite:memory',
    );
    return { kind: 'pglite', directory: undefined };
  }
  return withDirectUrl(withLimits(settings, environment), environment, faults);
}

function withDirectUrl(
  settings: DatabaseSettings,
  { DATABASE_DIRECT_URL: url }: Environment,
  faults: ViolationList,
): DatabaseSettings {
  if (url === undefined) return settings;
  const direct = parseDatabaseUrl(url);
  if (direct?.kind === 'postgres' && settings.kind === 'postgres') return { ...settings, directUrl: direct.url };
  faults.add(
    'DATABASE_DIRECT_URL',
    'must be postgres://USER:PASSWORD@HOST:PORT/DATABASE, beside a DATABASE_URL of the same kind',
  );
  return settings;
}

function withLimits(
  settings: DatabaseSettings,
  { DATABASE_SILENCE_MS: silence, DATABASE_POOL_SIZE: size }: Environment,
): DatabaseSettings {
  if (settings.kind === 'pglite') return settings;
  return {
    ...settings,
    ...(silence !== undefined && { silentForMs: Number(silence) }),
    ...(size !== undefined && { poolSize: Number(size) }),
  };
}

/** `undefined` where it is none of the forms that `DATABASE_URL` may have. */
export function parseDatabaseUrl(url: string): DatabaseSettings | undefined {
  if (/^postgres(ql)?:\/\//.test(url)) {
    return URL.canParse(url) ? { kind: 'postgres', url: new Secret(url) } : undefined;
  }
  const directory = /^pglite:(.+)$/.exec(url)?.[1];
  if (directory === undefined) return undefined;
  return { kind: 'pglite', directory: directory === 'memory' ? undefined : resolve(directory) };
}
