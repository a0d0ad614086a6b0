import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { emptyDatabaseUrl, freshDatabaseUrl, setOfDatabase } from '../support/fresh-database.ts';
import { spawnService, startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor, type Variables } from '../support/service.ts';

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

/** What a start that comes to nothing says: one line of JSON, and status 1. */
async function lastWords(
  variables: Variables,
): Promise<{ readonly line: Record<string, unknown>; readonly output: string }> {
  const child = spawnService({
    ...variablesFor(simulator, 'pglite:memory'),
    NODE_ENV: 'production',
    LOG_LEVEL: 'info',
    ...variables,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
  expect(await new Promise((resolve) => void child.once('close', resolve))).toBe(1);
  const told = output.trim().split('\n');
  expect(told).toHaveLength(1);
  return { line: JSON.parse(String(told[0])) as Record<string, unknown>, output };
}

/** An address of the run's PostgreSQL with another user, database or parameter, and always with this password. */
async function databaseUrl(change: (url: URL) => void): Promise<string> {
  const url = new URL(await emptyDatabaseUrl());
  url.password = 'canary-password';
  change(url);
  return url.href;
}

/** A server that says to everybody that the password is wrong; that of the tests asks nobody for one. */
async function withWrongPassword(use: (url: string) => Promise<void>): Promise<void> {
  const fields = ['SFATAL', 'C28P01', 'Mpassword authentication failed for user "bff"', ''].join('\0') + '\0';
  const head = Buffer.from('E\0\0\0\0');
  head.writeUInt32BE(fields.length + 4, 1);
  const server = createServer((socket) => {
    socket.once('data', () => socket.end(Buffer.concat([head, Buffer.from(fields)])));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await use(`postgres://bff:canary-password@127.0.0.1:${port}/bff`);
  } finally {
    server.close();
  }
}

/** With all its tables: nothing is left to migrate. */
async function readOnly(): Promise<string> {
  const url = await freshDatabaseUrl();
  await setOfDatabase(url, 'default_transaction_read_only = on');
  return url;
}

async function withRole(): Promise<string> {
  const url = await emptyDatabaseUrl();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('drop role if exists may_nothing');
  await client.query('create role may_nothing login');
  await client.end();
  return url.replace('postgres@', 'may_nothing:canary-password@');
}

describe('a service whose database cannot be used ends with one line of JSON that says why, and shows no password', () => {
  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'it is away',
      async () => `postgres://bff:canary-password@127.0.0.1:${await freePort()}/bff`,
      /^The database cannot be used: .*ECONNREFUSED/,
    ],
    [
      'it has no such database',
      () => databaseUrl((url) => (url.pathname = '/canary_database')),
      /^The database cannot be used: it has no database of the name in DATABASE_URL \(3D000\)$/,
    ],
    [
      'it has no such user',
      () => databaseUrl((url) => (url.username = 'canary_user')),
      /^The database cannot be used: it does not know the user of DATABASE_URL.* \(28000\)$/,
    ],
    [
      'it speaks no TLS',
      () => databaseUrl((url) => url.searchParams.set('sslmode', 'verify-full')),
      /^The database cannot be used: it speaks no TLS, which DATABASE_URL asks for$/,
    ],
    [
      'the certificate that it names is missing',
      () => databaseUrl((url) => url.searchParams.set('sslrootcert', '/canary/root.crt')),
      /^The database cannot be used: a file or directory that DATABASE_URL names is out of reach \(ENOENT\)$/,
    ],
    [
      'it takes no writes',
      readOnly,
      /^The database cannot be used: it takes no writes: it is a standby, .* DATABASE_URL must lead to the primary \(25006\)$/,
    ],
    ['its user may make no tables', withRole, /^The database cannot be used: .*make it the owner .*\(42501\)$/],
    [
      'its directory cannot be made',
      async () => 'pglite:/dev/null/canary',
      /^The database cannot be used: a file or directory that DATABASE_URL names is out of reach \(ENOTDIR\)$/,
    ],
  ])('%s', async (_how, url, says) => {
    const { line, output } = await lastWords({ DATABASE_URL: await url() });
    expect(line).toMatchObject({ level: 'fatal', msg: expect.stringMatching(says) });
    expect(line).not.toHaveProperty('err');
    expect(output).not.toContain('canary');
  });

  it('the password is wrong', () =>
    withWrongPassword(async (url) => {
      const { line, output } = await lastWords({ DATABASE_URL: url });
      const msg = 'The database cannot be used: it refuses the user or the password of DATABASE_URL (28P01)';
      expect(line).toMatchObject({ level: 'fatal', msg });
      expect(line).not.toHaveProperty('err');
      expect(output).not.toMatch(/canary|"bff"/);
    }));
});

describe('a service that cannot start for another reason does not blame its database', () => {
  it.each<[string, Variables, RegExp]>([
    ['its catalog is missing', { CATALOG: 'file:/canary/catalog.json' }, /CATALOG/],
    ['HOST is no name of this machine', { HOST: 'nowhere.invalid' }, /^Cannot listen on HOST, PORT/],
    ['its port is taken', { HOST: '127.0.0.1', PORT: 'taken' }, /^Cannot listen on HOST, PORT.*EADDRINUSE/],
  ])('%s', async (_how, variables, says) => {
    const PORT = variables['PORT'] === 'taken' ? new URL(service.url).port : variables['PORT'];
    const { line } = await lastWords({ ...variables, PORT });
    expect(line).toMatchObject({ level: 'fatal', msg: expect.stringMatching(says) });
    expect(line['msg']).not.toContain('database');
    expect(line).not.toHaveProperty('err');
  });

  it.each(['OTTU_API_KEY_FILE', 'OTTU_WEBHOOK_KEYS_FILE', 'SERVICE_KEYS_FILE'])(
    'the file of %s is missing',
    async (name) => {
      const spoken = await startedWith({ [name]: '/canary/secret', [name.replace('_FILE', '')]: undefined });
      expect(spoken).toMatch(new RegExp(`${name} names a file that cannot be read`));
      expect(spoken).not.toMatch(/database/i);
    },
  );

  it.each([
    ['OTTU_API_KEY', '"canary.0123456789"', 'stands in quotes, which would be part of it: take them away'],
    ['OTTU_WEBHOOK_KEYS', "'canary-0123456789'", 'stands in quotes, which would be part of it: take them away'],
    [
      'OTTU_API_KEY',
      '\uFEFFcanary.0123456789',
      'begins with a byte order mark, which would be part of it: take it away',
    ],
    ['OTTU_BASE_URL', '"http://127.0.0.1/canary"', 'stands in quotes, which would be part of it: take them away'],
  ])('%s is %s', async (name, value, says) => {
    const spoken = await startedWith({ [name]: value });
    expect(spoken).toBe(`The configuration has one fault:\n  ${name} ${says}\n`);
  });
});

/** All that a start wrote that was ended by its configuration, before there was a log. */
async function startedWith(variables: Variables): Promise<string> {
  const child = spawnService({ ...variablesFor(simulator, 'pglite:memory'), NODE_ENV: 'production', ...variables });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += String(chunk)));
  expect(await new Promise((resolve) => void child.once('close', resolve))).toBe(1);
  return output;
}
