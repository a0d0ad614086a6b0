import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor, type Variables } from '../support/service.ts';

const API_KEY = 'canaryk1.canaryPRIVATEkey0123456789abcdef';
const ROOT = join(import.meta.dirname, '..', '..');

let simulator: Simulator;
let databaseUrl: string;
let service: ServiceProcess;

beforeAll(async () => {
  simulator = await createSimulator({ apiKey: API_KEY });
  databaseUrl = await freshDatabaseUrl();
  service = await startServiceProcess(variablesFor(simulator, databaseUrl));
});
afterAll(async () => {
  await service.end('SIGTERM');
  await simulator.close();
});

/** Runs what stands in the image, as it stands there. */
async function doctor(args: readonly string[], more: Variables = {}): Promise<{ status: number | null; text: string }> {
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'] };
  const variables = variablesFor(simulator, databaseUrl, { TRUST_PROXY: 'false', PUBLIC_URL: service.url, ...more });
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) env[name] = value;
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'doctor', 'main.js'), ...args], { cwd: ROOT, env });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, text };
}

describe('node dist/doctor/main.js', () => {
  it('ends with 0 where all is well, and prints a table of it', async () => {
    const { status, text } = await doctor([]);
    expect([status, text]).toEqual([0, expect.stringMatching(/^verdict +check +what was seen/)]);
    expect(text).toMatch(/^ok +webhook-url +this service answers at /m);
    expect(text).toContain(' 0 fail, ');
  });

  it('ends with 1 where there is a fault, prints JSON when it is asked for, and never a key', async () => {
    const { status, text } = await doctor(['--json'], { OTTU_API_KEY: `${API_KEY}x` });
    const { verdict, checks } = JSON.parse(text) as { verdict: string; checks: { check: string; verdict: string }[] };
    expect([status, verdict]).toEqual([1, 'fail']);
    expect(checks).toContainEqual(expect.objectContaining({ check: 'ottu', verdict: 'fail' }));
    expect(text).not.toContain('canary');
  });

  it('tells a database that is away in a sentence, without its password', async () => {
    const { status, text } = await doctor([], { DATABASE_URL: 'postgres://bff:canary-password@127.0.0.1:9/bff' });
    expect(status).toBe(1);
    expect(text).toMatch(/^FAIL +database +The database cannot be used: .*ECONNREFUSED/m);
    expect(text).not.toContain('canary');
  });

  it('ends with 1 where the configuration cannot be read, and with 2 where it does not know what is asked', async () => {
    expect(await doctor([], { OTTU_MODE: 'life' })).toMatchObject({
      status: 1,
      text: expect.stringContaining('OTTU_MODE'),
    });
    expect(await doctor(['--skip', 'nothing'])).toMatchObject({ status: 2, text: expect.stringContaining('nothing') });
    expect(await doctor(['--help'])).toMatchObject({ status: 0, text: expect.stringContaining('npm run doctor') });
  });
});
