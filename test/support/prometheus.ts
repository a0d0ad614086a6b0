import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe } from '@jest/globals';

import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';

const PROMETHEUS = process.env['PROMETHEUS'] || '/usr/bin/prometheus';

/** For sentences about queries: told where there is a Prometheus (Debian has one; `.ci/run` unpacks it), else left out by name. */
export const describeWithPrometheus = existsSync(PROMETHEUS) ? describe : describe.skip;

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Rule {
  readonly name: string;
  readonly state: 'inactive' | 'pending' | 'firing';
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
}

export interface Prometheus {
  /** @throws what Prometheus says against the expression */
  readonly query: (expression: string) => Promise<readonly Sample[]>;
  readonly rules: () => Promise<readonly Rule[]>;
  readonly close: () => Promise<void>;
}

interface Answer<T> {
  readonly status: 'success' | 'error';
  readonly error?: string;
  readonly data: T;
}

interface Vector {
  readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: [number, string] }[];
}

/** @param options.targets addresses of services, scraped several times a second as the job `ottu-bff`. */
export async function startPrometheus(options: {
  readonly targets: readonly string[];
  readonly rules: string;
}): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  const port = await freePort();
  const hosts = options.targets.map((target) => new URL(target).host);
  writeFileSync(
    join(folder, 'prometheus.yaml'),
    JSON.stringify({
      global: { scrape_interval: '400ms', scrape_timeout: '400ms', evaluation_interval: '400ms' },
      rule_files: [options.rules],
      scrape_configs: [{ job_name: 'ottu-bff', static_configs: [{ targets: hosts }] }],
    }),
  );
  const child = spawn(
    PROMETHEUS,
    [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`Prometheus ended: ${output}`);
    return (await fetch(`${url}/-/ready`).catch(() => undefined))?.status === 200;
  });
  const ask = async <T>(path: string, form: Readonly<Record<string, string>> = {}): Promise<T> => {
    const address = new URL(path, url);
    for (const [name, value] of Object.entries(form)) address.searchParams.set(name, value);
    const answer = (await (await fetch(address)).json()) as Answer<T>;
    if (answer.status === 'error') throw new Error(`${answer.error}: ${form['query'] ?? path}`);
    return answer.data;
  };
  return {
    query: async (query) => {
      const { result } = await ask<Vector>('/api/v1/query', { query });
      return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    rules: async () => {
      const { groups } = await ask<{ groups: { rules: Rule[] }[] }>('/api/v1/rules');
      return groups.flatMap(({ rules }) => rules);
    },
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
