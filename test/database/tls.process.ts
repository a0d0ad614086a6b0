import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow } from '../support/buy-now.ts';
import { hasOpenssl, makeCertificates, type Certificates } from '../support/certificates.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { ask } from '../support/postgres-pair.ts';
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts';
import { spawnService } from '../support/service-process.ts';
import { startReplica, variablesFor, type Replica } from '../support/service.ts';

let simulator: Simulator;
let certificates: Certificates;
let server: PostgresServer;

const whereInstalled = hasOpenssl() ? describe : describe.skip;

whereInstalled('a database with a certificate of a private CA (skipped where there is no openssl)', () => {
  beforeAll(async () => {
    simulator = await createSimulator();
    certificates = makeCertificates();
    server = await startPostgresServer({
      settings: ['ssl=on', 'ssl_cert_file=server.crt', 'ssl_key_file=server.key'],
      beforeStart: (data) => {
        copyFileSync(certificates.certificate, join(data, 'server.crt'));
        copyFileSync(certificates.key, join(data, 'server.key'));
        chmodSync(join(data, 'server.key'), 0o600);
      },
    });
  });
  afterAll(async () => {
    await server.stop();
    certificates.remove();
    await simulator.close();
  });

  /** Its certificate is for `localhost`; by its number it has another name. */
  const addressed = (host: 'localhost' | '127.0.0.1', mode: string, ca?: string): string => {
    const url = new URL(server.url);
    url.hostname = host;
    url.searchParams.set('sslmode', mode);
    if (ca !== undefined) url.searchParams.set('sslrootcert', ca);
    return url.href;
  };
  const start = (databaseUrl: string): Promise<Replica> => startReplica({ simulator, databaseUrl });

  it('is used where DATABASE_URL names the CA and the right host', async () => {
    const replica = await start(addressed('localhost', 'verify-full', certificates.ca));
    expect((await buyNow(replica.url)).status).toBe(201);
    const sessions = `select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid)
      where application_name like 'ottu-bff%'`;
    expect(await ask(server, sessions)).toEqual([{ ssl: true }]);
    await replica.close();
  });

  it.each<[string, () => string, RegExp]>([
    [
      'its certificate is one of another CA',
      () => addressed('localhost', 'verify-full', certificates.otherCa),
      /^The database cannot be used: TLS with it fails \(UNABLE_TO_[A-Z_]+\); see sslmode and sslrootcert in DATABASE_URL$/,
    ],
    [
      'its certificate is for another host',
      () => addressed('127.0.0.1', 'verify-full', certificates.ca),
      /^The database cannot be used: TLS with it fails \(ERR_TLS_CERT_ALTNAME_INVALID\); see sslmode and sslrootcert/,
    ],
  ])('is refused at the start with a sentence where %s', async (_how, url, says) => {
    const child = spawnService({ ...variablesFor(simulator, url()), NODE_ENV: 'production', LOG_LEVEL: 'info' });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const status = await new Promise((resolve) => child.once('close', resolve));
    const lastLine = output.trim().split('\n').at(-1) ?? '';
    expect([status, JSON.parse(lastLine)]).toEqual([
      1,
      expect.objectContaining({ level: 'fatal', msg: expect.stringMatching(says) }),
    ]);
  });

  const connecting = async (url: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.end();
  };

  it.each(['verify-full', 'verify-ca', 'require', 'prefer'])('sslmode=%s checks the CA and the host', async (mode) => {
    await connecting(addressed('localhost', mode, certificates.ca));
    await expect(connecting(addressed('localhost', mode, certificates.otherCa))).rejects.toMatchObject({
      code: expect.stringMatching(/^UNABLE_TO_/),
    });
    await expect(connecting(addressed('localhost', mode))).rejects.toMatchObject({
      code: expect.stringMatching(/^UNABLE_TO_|SELF_SIGNED/),
    });
    const code = 'ERR_TLS_CERT_ALTNAME_INVALID';
    await expect(connecting(addressed('127.0.0.1', mode, certificates.ca))).rejects.toMatchObject({ code });
    const withoutTls = new URL(await freshDatabaseUrl());
    withoutTls.searchParams.set('sslmode', mode);
    await expect(connecting(withoutTls.href)).rejects.toThrow('The server does not support SSL connections');
  });

  it('sslmode=no-verify asks for TLS and looks at no certificate', async () => {
    const replica = await start(addressed('127.0.0.1', 'no-verify'));
    const sessions = `select distinct ssl from pg_stat_ssl join pg_stat_activity using (pid)
      where application_name like 'ottu-bff%'`;
    expect(await ask(server, sessions)).toEqual([{ ssl: true }]);
    await replica.close();
  });
});
