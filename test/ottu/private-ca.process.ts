import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { spawn } from 'node:child_process';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow } from '../support/buy-now.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import {
  describeWithCertificates,
  makeAuthority,
  startTlsFront,
  type OwnAuthority,
  type TlsFront,
} from '../support/own-authority.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { variablesFor, type Variables } from '../support/service.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const UNTRUSTED = 'its certificate is not trusted';

describeWithCertificates('an Ottu whose certificate a private CA has issued', () => {
  let authority: OwnAuthority;
  let simulator: Simulator;
  let front: TlsFront;
  let databaseUrl: string;

  beforeAll(async () => {
    authority = makeAuthority();
    simulator = await createSimulator();
    front = await startTlsFront(simulator.url, authority);
    databaseUrl = await freshDatabaseUrl();
  });
  afterAll(async () => {
    await front.close();
    await simulator.close();
    authority.remove();
  });

  const variables = (more: Variables = {}): Variables =>
    variablesFor(simulator, databaseUrl, {
      OTTU_BASE_URL: front.url,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      TRUST_PROXY: 'false',
      ...more,
    });

  it('M5: gets nothing while the CA is not known: outcome none, the log says what to do, and the key charges afterwards', async () => {
    const key = randomUUID();
    const without = await startServiceProcess(variables());
    const refused = await buyNow(without.url, { key });
    expect(refused.body).toMatchObject({ status: 503, code: 'ottu_unreachable', outcome: 'none' });
    expect(await without.end('SIGTERM')).toBe(0);
    expect(simulator.requests()).toEqual([]);
    const lines = without.output().split('\n');
    const told = lines.filter((line) => line.includes(refused.body.request_id)).join('\n');
    expect(told).toContain(UNTRUSTED);
    expect(told).toContain('NODE_EXTRA_CA_CERTS');

    const service = await startServiceProcess(variables({ NODE_EXTRA_CA_CERTS: authority.caFile }));
    const { status, body } = await buyNow(service.url, { key });
    expect([status, body.payment.state]).toEqual([201, 'paid']);
    expect(simulator.ledger()).toHaveLength(1);
    await service.end('SIGTERM');
  });

  it('is told by the doctor in words, and with the CA as any other', async () => {
    const without = await ottuRow(variables());
    expect(without).toMatchObject({ verdict: 'fail', seen: expect.stringContaining(UNTRUSTED) });
    expect(without.todo).toContain('NODE_EXTRA_CA_CERTS');
    const trusting = variables({ NODE_EXTRA_CA_CERTS: authority.caFile });
    expect(await ottuRow(trusting)).toMatchObject({ verdict: 'ok' });
    const otherName = { ...trusting, OTTU_BASE_URL: front.url.replace('127.0.0.1', 'localhost') };
    expect(await ottuRow(otherName)).toMatchObject({
      verdict: 'fail',
      seen: expect.stringContaining('its certificate is for another name'),
    });
  });
});

/** What the doctor, as it stands in the image, says of Ottu. */
async function ottuRow(variables: Variables): Promise<{ verdict: string; seen: string; todo?: string }> {
  const env = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined));
  const args = [join(ROOT, 'dist', 'doctor', 'main.js'), '--json', '--skip', 'webhook-url'];
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { PATH: process.env['PATH'], ...env } });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  const { checks } = JSON.parse(text) as { checks: { check: string; verdict: string; seen: string; todo?: string }[] };
  const row = checks.find(({ check }) => check === 'ottu');
  if (row === undefined) throw new Error(`the doctor says nothing of Ottu: ${text}`);
  return row;
}
