import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { buildService, startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { CREATE, events, fastVariables, INQUIRY, payment, silentSimulator } from './support.ts';

let simulator: Simulator;
let directory: string;
let running: ServiceProcess | undefined;

beforeAll(() => buildService());
beforeEach(async () => {
  simulator = await silentSimulator();
  directory = mkdtempSync(join(tmpdir(), 'ottu-bff-crash-'));
});
afterEach(async () => {
  await running?.end('SIGKILL');
  await simulator.close();
  rmSync(directory, { recursive: true, force: true });
});
afterAll(() => undefined);

async function start(): Promise<ServiceProcess> {
  running = await startServiceProcess(fastVariables(simulator, `pglite:${directory}`));
  return running;
}

/** Charges, kills the service with -9 as soon as `when` holds, and starts it again. */
async function killedWhen(
  when: () => boolean | Promise<boolean>,
): Promise<{ service: ServiceProcess; key: string; body: Record<string, unknown> }> {
  const call = { key: randomUUID(), body: buyNowBody({ order_no: `CRASH-${randomUUID().slice(0, 8)}` }) };
  const first = await start();
  const cut = buyNow(first.url, call).then(
    ({ status }) => status,
    () => 'cut off',
  );
  while (!(await when())) await sleep(1);
  await first.end('SIGKILL');
  await cut;
  return { service: await start(), ...call };
}

/** What the same key is answered once the lease has passed: its payment. */
async function replayed({ service, key, body }: Awaited<ReturnType<typeof killedWhen>>): Promise<string> {
  for (;;) {
    const answer = await buyNow(service.url, { key, body });
    if (answer.status !== 409) return answer.body.payment.id as string;
    await sleep(50);
  }
}

describe('promise 7: killed with -9 at every step, every charge ends right by itself', () => {
  it('M1 M33: after the claim, before Ottu has heard a word: never processed', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hang', when: 'before' } }]);
    const killed = await killedWhen(() => simulator.requests(CREATE).length === 1);
    const id = await replayed(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === 'not_processed');
    expect(await payment(killed.service, id)).toMatchObject({ outcome: 'none' });
    expect(simulator.ledger()).toHaveLength(0);
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });

  it('M3 M32: during the call, when Ottu has charged already: paid', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hang', when: 'after' } }]);
    const killed = await killedWhen(() => simulator.ledger().length === 1);
    const id = await replayed(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === 'paid');
    expect(await events(killed.service, id)).toEqual(['claimed', 'lease_expired', 'inquired']);
    expect(simulator.ledger()).toHaveLength(1);
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });

  it('M4: at any moment after the answer has left Ottu: paid, whether it was stored or not', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'delay', ms: 30 } }]);
    const killed = await killedWhen(() => simulator.requests(CREATE)[0]?.answer_status === 201);
    const id = await replayed(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === 'paid');
    expect(simulator.ledger()).toHaveLength(1);
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });

  it('M30 M32: during an inquiry: it counts as one, and the next one finds the payment', async () => {
    simulator.setFaults([
      { match: CREATE, fault: { kind: 'empty' } },
      { match: { ...INQUIRY, nth: 1 }, fault: { kind: 'hang' } },
    ]);
    const killed = await killedWhen(() => simulator.requests(INQUIRY).length === 1);
    const id = await replayed(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === 'paid');
    expect(simulator.requests(INQUIRY)).toHaveLength(2);
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });
});
