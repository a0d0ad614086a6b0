import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { VARIABLES } from './environment.ts';
import { readSettings } from './read-settings.ts';
import { SCOPES } from './service-keys.ts';

const TEXT = readFileSync('.env.example', 'utf8');
const KEY = { OTTU_API_KEY: 'a-key' };

describe('.env.example', () => {
  it('starts the service once a key of Ottu is filled in', () => {
    expect(() => readSettings({ ...parseEnv(TEXT), ...KEY })).not.toThrow();
  });

  it('has every variable and no other', () => {
    const named = [...TEXT.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map((match) => String(match[1]));
    expect(named.toSorted()).toEqual([...VARIABLES].toSorted());
  });

  it('shows defaults as they are', () => {
    const set = parseEnv(TEXT);
    const shown = Object.fromEntries(
      ['PORT', 'HOST', 'TRUST_PROXY', 'NODE_ENV', 'LOG_LEVEL', 'DATABASE_URL', 'ALLOW_PGLITE_IN_LIVE', 'TIME_SCALE']
        .concat('OTTU_TIMEOUT_MS', 'OTTU_CHARGE_TIMEOUT_MS', 'OTTU_MAX_CONCURRENCY', 'OTTU_CALLS_PER_DAY')
        .map((name) => [name, new RegExp(`^# ${name}=(.+)$`, 'm').exec(TEXT)?.[1]]),
    );
    expect(Object.values(shown)).not.toContain(undefined);
    const unsaid = readSettings({ ...set, ...KEY });
    // M95a: that nobody stands in front is said only by whoever says it.
    expect(readSettings({ ...set, ...KEY, ...shown })).toEqual({
      ...unsaid,
      http: { ...unsaid.http, proxyUnsaid: false },
    });
  });

  it('names every scope', () => {
    expect(SCOPES.filter((scope) => !TEXT.includes(scope))).toEqual([]);
  });
});
