import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_API_KEY, DEFAULT_HMAC_KEY, readSettings } from './settings.ts';
import { createSimulator } from './simulator.ts';

interface Shown {
  readonly clock: { readonly now: string };
}

const start = (env: Record<string, string>) =>
  spawn(process.execPath, ['sandbox/main.ts'], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

async function finished(child: ReturnType<typeof start>): Promise<{ code: number | null; output: string }> {
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

describe('start of the simulator', () => {
  it('says in one line where it listens, and ends with 0 on SIGTERM', async () => {
    const child = start({ SANDBOX_PORT: '0' });
    const end = finished(child);
    await Promise.race([once(child.stdout, 'data'), end]);
    child.kill('SIGTERM');
    expect(await end).toEqual({
      code: 0,
      output: expect.stringMatching(/^Ottu simulator listens on http:\/\/127\.0\.0\.1:\d+\n$/),
    });
  });

  it('reports a port that is taken in one line, and ends with 1', async () => {
    const simulator = await createSimulator();
    const { port } = new URL(simulator.url);
    expect(await finished(start({ SANDBOX_PORT: port }))).toEqual({
      code: 1,
      output: `Port ${port} is taken: choose another with SANDBOX_PORT.\n`,
    });
    await simulator.close();
  });

  it('falls back from its own variables to those of the service, then to the documented defaults', () => {
    expect(readSettings({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      apiKey: DEFAULT_API_KEY,
      hmacKey: DEFAULT_HMAC_KEY,
    });
    expect(readSettings({ OTTU_API_KEY: 'a', OTTU_WEBHOOK_KEYS: 'new, old' })).toMatchObject({
      apiKey: 'a',
      hmacKey: 'new',
    });
    expect(readSettings({ OTTU_API_KEY: 'a', SANDBOX_API_KEY: 'b', SANDBOX_HMAC_KEY: 'c' })).toMatchObject({
      apiKey: 'b',
      hmacKey: 'c',
    });
  });

  it('runs as fast as the waits of the service are shortened, unless told otherwise', async () => {
    expect(readSettings({}).clockSpeed).toBe(1);
    expect(readSettings({ TIME_SCALE: '60' }).clockSpeed).toBe(60);
    expect(readSettings({ TIME_SCALE: '60', SANDBOX_CLOCK_SPEED: '0.5' }).clockSpeed).toBe(0.5);
    const simulator = await createSimulator({ clockSpeed: 1_000_000 });
    simulator.setClock({ speed: 1 });
    simulator.reset();
    const time = async () =>
      Date.parse(((await (await fetch(`${simulator.url}/__sandbox`)).json()) as Shown).clock.now);
    const before = await time();
    expect((await time()) - before).toBeGreaterThan(100);
    await simulator.close();
  });

  it('takes the webhook URLs of the merchant from the environment', () => {
    const env = { SANDBOX_WEBHOOK_URL: 'http://a/hook', SANDBOX_OPERATIONS_WEBHOOK_URL: 'http://b/hook' };
    expect(readSettings(env)).toMatchObject({ webhookUrl: 'http://a/hook', operationsWebhookUrl: 'http://b/hook' });
  });

  it('names the variable at fault', () => {
    expect(() => readSettings({ TIME_SCALE: 'fast' })).toThrow('TIME_SCALE must be a number above 0.');
    expect(() => readSettings({ SANDBOX_CLOCK_SPEED: '0' })).toThrow('SANDBOX_CLOCK_SPEED must be a number above 0.');
    expect(() => readSettings({ SANDBOX_PORT: 'x' })).toThrow('SANDBOX_PORT');
    expect(() => readSettings({ SANDBOX_BASIC_USERS: '[{}]' })).toThrow('SANDBOX_BASIC_USERS');
    expect(
      readSettings({ SANDBOX_BASIC_USERS: '[{"username":"u","password":"p","permissions":[],"pg_codes":[]}]' }).users,
    ).toHaveLength(1);
  });
});
