import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { ConfigurationError } from './configuration-error.ts';
import { readSettings } from './read-settings.ts';
import type { TraceSettings } from './settings.ts';

const BASE = { OTTU_BASE_URL: 'http://localhost:1', OTTU_MODE: 'sandbox', OTTU_API_KEY: 'k', OTTU_WEBHOOK_KEYS: 'k' };
const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };

const read = (env: Readonly<Record<string, string>>): TraceSettings | undefined =>
  readSettings({ ...BASE, ...env }).traces;

const headersOf = (traces: TraceSettings | undefined): unknown =>
  Object.fromEntries((traces?.headers ?? []).map(([name, value]) => [name, value.reveal()]));

describe('settings of traces', () => {
  it('are off without an address, whatever else is set for other programs', () => {
    expect(read({})).toBeUndefined();
    expect(read({ OTEL_SERVICE_NAME: 'shop', OTEL_TRACES_SAMPLER_ARG: '0.5' })).toBeUndefined();
  });

  it('have the path of OTLP, our name and all traces unless told otherwise', () => {
    expect(read(ENDPOINT)).toEqual({
      url: 'http://collector:4318/v1/traces',
      headers: [],
      serviceName: 'ottu-bff',
      ratio: 1,
    });
    const told = { OTEL_SERVICE_NAME: 'checkout', OTEL_TRACES_SAMPLER_ARG: '0.25' };
    expect(read({ ...ENDPOINT, ...told })).toMatchObject({ serviceName: 'checkout', ratio: 0.25 });
  });

  it('have headers from the variable or from a file, which nothing prints', () => {
    const text = 'Authorization=Bearer%20canary, x-tenant=a=b';
    const traces = read({ ...ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: text });
    expect(headersOf(traces)).toEqual({ authorization: 'Bearer canary', 'x-tenant': 'a=b' });
    expect(JSON.stringify(traces)).not.toContain('canary');
    const folder = mkdtempSync(join(tmpdir(), 'otlp-'));
    writeFileSync(join(folder, 'headers'), `${text}\n`);
    const fromFile = read({ ...ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS_FILE: join(folder, 'headers') });
    rmSync(folder, { recursive: true });
    expect(headersOf(fromFile)).toEqual(headersOf(traces));
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:canary@collector'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'canary'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%0acanary'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%canary'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a b=canary'],
    ['OTEL_SERVICE_NAME', 'my canary'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', 'canary'],
  ])('do not take %s=%s', (name, value) => {
    const reading = (): unknown => read({ ...ENDPOINT, [name]: value });
    expect(reading).toThrow(ConfigurationError);
    expect(reading).toThrow(new RegExp(name));
    expect(reading).not.toThrow(/canary/);
  });
});
