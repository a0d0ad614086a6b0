import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { eventually } from '../support/eventually.ts';
import { everyKill } from '../support/every-kill.ts';
import { CREATE } from '../support/ottu.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { variablesFor, type Variables } from '../support/service.ts';
import { paymentEvent, signed } from './support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';

/** Each is a start of the service. */
const ROUNDS = everyKill() ? 10 : 3;
/** Deliveries under way at a time. */
const SENDERS = 4;

let simulator: Simulator;
/** On PGlite: what its directory holds when it is killed in the midst of writing is the question. */
let directory: string;
let variables: Variables;

beforeAll(async () => {
  simulator = await createSimulator();
  simulator.setSwitches({ webhook_for_api: 'off' });
  directory = mkdtempSync(join(tmpdir(), 'ottu-bff-webhooks-'));
  variables = variablesFor(simulator, `pglite:${directory}`, { TIME_SCALE: '60', OTTU_TIMEOUT_MS: '500' });
});
afterAll(async () => {
  await simulator.close();
  rmSync(directory, { recursive: true, force: true });
});

async function post(url: string, body: string): Promise<number | undefined> {
  return fetch(`${url}/v1/webhooks/ottu`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  }).then(
    ({ status }) => status,
    () => undefined,
  );
}

/** Sends events one after the other until the service is gone. */
async function sendUntilGone(url: string, name: string, answered: string[]): Promise<number> {
  for (let count = 0; ; count += 1) {
    const body = signed(paymentEvent(`${name}-${count}`));
    const status = await post(url, body);
    if (status === undefined) return count;
    expect(status).toBe(200);
    answered.push(createHash('sha256').update(body).digest('hex'));
  }
}

async function stored(): Promise<Set<string>> {
  const database = await openDatabase(readSettings(variables).database, { onConnectionLost: () => undefined });
  const rows = await database.query((db) => db.selectFrom('webhook_inbox').select('body_sha256').execute());
  await database.close();
  return new Set(rows.map((row) => row.body_sha256));
}

describe('promise 7, M30, M70: an event that was answered with 200 is there, whenever the process was killed', () => {
  it(`${ROUNDS} kills in the midst of deliveries lose none`, async () => {
    const answered: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const service = await startServiceProcess(variables);
      const senders = Array.from({ length: SENDERS }, (_, sender) =>
        sendUntilGone(service.url, `R${round}-${sender}`, answered),
      );
      const goal = answered.length + 1 + Math.floor(Math.random() * 40);
      await eventually(() => answered.length >= goal);
      expect(await service.end('SIGKILL')).toBe('SIGKILL');
      await Promise.all(senders);
    }
    const found = await stored();
    expect(answered.filter((sha256) => !found.has(sha256))).toEqual([]);
    // It proves something only if there were answers.
    expect(answered.length).toBeGreaterThan(ROUNDS);
  });

  it('the event is processed after the next start when the process was killed the moment it answered', async () => {
    const first = await startServiceProcess(variables);
    simulator.setFaults([{ match: CREATE, fault: { kind: 'empty' } }]);
    const charged = await buyNow(first.url, { body: buyNowBody({ order_no: 'KILLED-AFTER-200' }) });
    expect(charged.body.payment).toMatchObject({ state: 'unknown' });
    simulator.clearFaults();
    expect(await post(first.url, signed(paymentEvent('KILLED-AFTER-200')))).toBe(200);
    expect(await first.end('SIGKILL')).toBe('SIGKILL');

    const second = await startServiceProcess(variables);
    const read = async () => buyNow(second.url, { key: 'none', body: buyNowBody({ order_no: 'KILLED-AFTER-200' }) });
    await eventually(async () => (await read()).body.payment?.outcome === 'final');
    // The order number is taken, and the problem tells what became of it.
    expect((await read()).body).toMatchObject({ code: 'order_no_taken', outcome: 'final' });
    expect(await second.end('SIGTERM')).toBe(0);
  });
});
