import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';

const CREATE = { method: 'POST', path: '/b/checkout/v1/pymt-txn/' };

let simulator: Simulator;
let directory: string;

beforeAll(async () => {
  simulator = await createSimulator();
  directory = mkdtempSync(join(tmpdir(), 'ottu-bff-crash-'));
});
afterAll(async () => {
  await simulator.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('promise 7: nothing acknowledged is lost', () => {
  it('M3 M9: killed with -9 between claim and answer, the charge becomes unknown and its key never charges again', async () => {
    // The lease is the charge deadline and half a second.
    const variables = variablesFor(simulator, `pglite:${directory}`, {
      TIME_SCALE: '60',
      OTTU_CHARGE_TIMEOUT_MS: '1500',
    });
    const call = { key: randomUUID(), body: buyNowBody({ order_no: 'CRASH-1' }) };

    const first = await startServiceProcess(variables);
    simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'hang', when: 'after' } }]);
    const cut = buyNow(first.url, call).then(
      () => 'answered',
      () => 'cut off',
    );
    while (simulator.ledger().length === 0) await sleep(10);
    expect(await first.end('SIGKILL')).toBe('SIGKILL');
    expect(await cut).toBe('cut off');

    const second = await startServiceProcess(variables);
    let answer = await buyNow(second.url, call);
    while (answer.status === 409) {
      expect(answer.body).toMatchObject({ code: 'idempotency_in_flight', outcome: 'unknown' });
      await sleep(100);
      answer = await buyNow(second.url, call);
    }
    expect(answer.status).toBe(202);
    expect(answer.body.payment).toMatchObject({ order_no: 'CRASH-1', state: 'unknown', outcome: 'unknown' });
    expect(simulator.requests(CREATE)).toHaveLength(1);
    expect(simulator.ledger()).toHaveLength(1);
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('SIGTERM lets a charge that is under way finish, and then ends with status 0', async () => {
    simulator.reset();
    const service = await startServiceProcess(variablesFor(simulator, 'pglite:memory'));
    simulator.setFaults([{ match: CREATE, fault: { kind: 'delay', ms: 1500 } }]);
    const charge = buyNow(service.url).then((answer) => answer);
    while (simulator.requests(CREATE).length === 0) await sleep(10);
    const ended = service.end('SIGTERM');
    expect((await charge).body.payment.state).toBe('paid');
    expect(await ended).toBe(0);
  });
});
