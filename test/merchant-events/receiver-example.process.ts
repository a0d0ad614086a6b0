import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';

import { eventually } from '../support/eventually.ts';
import { SECRET } from './receiver.ts';

const ROOT = join(import.meta.dirname, '..', '..');

let child: ChildProcess;
let directory: string;
let output = '';
let url: string;

beforeAll(async () => {
  const document = readFileSync(join(ROOT, 'docs', 'merchant-events.md'), 'utf8');
  const example = /```js\n(\/\/ receiver\.mjs\n[^]*?)```/.exec(document)?.[1];
  if (example === undefined) throw new Error('docs/merchant-events.md has no receiver.mjs');
  // Below node_modules, where the public library is found as it would be in a project of its own.
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  directory = mkdtempSync(join(cache, 'receiver-'));
  writeFileSync(join(directory, 'receiver.mjs'), example);
  const env = { PATH: process.env['PATH'], PORT: '0', MERCHANT_EVENTS_SECRET: SECRET };
  child = spawn(process.execPath, [join(directory, 'receiver.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await eventually(() => output.includes('listening on'));
  url = `http://127.0.0.1:${/listening on (\d+)/.exec(output)?.[1]}/`;
});
afterAll(() => {
  child.kill();
  rmSync(directory, { recursive: true });
});

const paymentId = randomUUID();

async function send(sequence: number, payment: Record<string, unknown>, secret = SECRET): Promise<number> {
  const id = randomUUID();
  const at = new Date();
  const data = {
    sequence,
    payment: { id: paymentId, order_no: 'ORD-1', review_reasons: [], ...payment },
    purchase: {},
  };
  const body = JSON.stringify({ type: `payment.${String(payment['state'])}`, timestamp: at.toISOString(), data });
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

describe('M90: the receiver of the documentation', () => {
  it('verifies, applies in order, and drops repeats and lower sequences', async () => {
    const unknown = { state: 'unknown', outcome: 'unknown' };
    const paid = { state: 'paid', outcome: 'final' };
    expect(await send(1, unknown)).toBe(204);
    expect(await send(3, paid)).toBe(204);
    expect(await send(2, unknown)).toBe(204);
    expect(await send(3, paid)).toBe(204);
    expect(await send(4, { ...paid, review_reasons: ['wrong_mode'] })).toBe(204);
    expect(await send(9, paid, `whsec_${Buffer.from('somebody else and their key.').toString('base64')}`)).toBe(400);
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(400);
    await eventually(() => output.includes('hold'));
    expect(output.trim().split('\n').slice(1)).toEqual([
      'ORD-1 1 payment.unknown wait: do not charge again',
      'ORD-1 3 payment.paid fulfil []',
      'ORD-1 4 payment.paid hold: a person looks at it',
    ]);
  });
});
