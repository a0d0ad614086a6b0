import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { spawnService, startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';

const folder = mkdtempSync(join(tmpdir(), 'first-line-'));
let simulator: Simulator;
let service: ServiceProcess;

beforeAll(async () => {
  simulator = await createSimulator();
  // As somebody has made it who thought of nothing.
  mkdirSync(join(folder, 'data'), { mode: 0o755 });
  service = await startServiceProcess({
    ...variablesFor(simulator, `pglite:${join(folder, 'data')}`),
    NODE_ENV: 'production',
    LOG_LEVEL: 'debug',
  });
});
afterAll(async () => {
  await service.end('SIGTERM');
  await simulator.close();
  rmSync(folder, { recursive: true, force: true });
});

const lines = (): Record<string, unknown>[] =>
  service
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a service that starts in production', () => {
  it('writes JSON from its first line on', async () => {
    await eventually(() => service.output().includes('is listening'));
    const all = lines();
    expect(all.length).toBeGreaterThan(1);
    expect(all.at(0)).toMatchObject({ level: expect.any(String), time: expect.any(String), msg: expect.any(String) });
  });

  it('closes its PGlite directory to everybody else', () => {
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });
});

describe('a service whose database is away', () => {
  it('ends with one line of JSON that says so, and shows no password', async () => {
    const away = `postgres://bff:canary-password@127.0.0.1:${await freePort()}/bff`;
    const child = spawnService({ ...variablesFor(simulator, away), NODE_ENV: 'production', LOG_LEVEL: 'info' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
    expect(await new Promise((resolve) => void child.once('close', resolve))).toBe(1);
    const told = output.trim().split('\n');
    expect(told).toHaveLength(1);
    expect(JSON.parse(String(told[0]))).toMatchObject({
      level: 'fatal',
      msg: expect.stringMatching(/^The database cannot be used: .*ECONNREFUSED/),
    });
    expect(output).not.toContain('canary');
  });
});
