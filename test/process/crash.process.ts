import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { CREATE, EVENTS_LOST } from '../support/ottu.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await createSimulator();
});
afterAll(async () => {
  await simulator.close();
});

describe('promise 7, M3, M9: nothing acknowledged is lost', () => {
  it('killed with -9 between claim and answer, the charge becomes unknown and its key never charges again', async () => {
    // The lease is the charge deadline and a second.
    const variables = variablesFor(simulator, await freshDatabaseUrl(), {
      TIME_SCALE: '30',
      OTTU_CHARGE_TIMEOUT_MS: '1500',
    });
    const call = { key: randomUUID(), body: buyNowBody({ order_no: 'CRASH-1' }) };

    const first = await startServiceProcess(variables);
    // Ottu's event may come before the kill, and then it is known what became of the charge.
    simulator.setFaults([{ match: { ...CREATE, nth: 1 }, fault: { kind: 'hang', when: 'after' } }, EVENTS_LOST]);
    const cut = buyNow(first.url, call).then(
      () => 'answered',
      () => 'cut off',
    );
    await eventually(() => simulator.ledger().length > 0);
    expect(await first.end('SIGKILL')).toBe('SIGKILL');
    expect(await cut).toBe('cut off');

    const second = await startServiceProcess(variables);
    const heard: Response[] = [];
    await eventually(async () => heard.push(await buyNow(second.url, call)) > 0 && heard.at(-1)?.status !== 409);
    for (const { body } of heard.slice(0, -1)) {
      expect(body).toMatchObject({ code: 'idempotency_in_flight', outcome: 'unknown' });
    }
    const answer = heard.at(-1) as Response;
    expect(answer.status).toBe(202);
    expect(answer.body.payment).toMatchObject({ order_no: 'CRASH-1', state: 'unknown', outcome: 'unknown' });
    expect(simulator.requests(CREATE)).toHaveLength(1);
    expect(simulator.ledger()).toHaveLength(1);
    expect(await second.end('SIGTERM')).toBe(0);
  });

  it('SIGTERM lets a charge that is under way finish, and then ends with status 0', async () => {
    simulator.reset();
    const service = await startServiceProcess(variablesFor(simulator, await freshDatabaseUrl()));
    simulator.setFaults([{ match: CREATE, fault: { kind: 'delay', ms: 1500 } }]);
    const charge = buyNow(service.url).then((answer) => answer);
    await eventually(() => simulator.requests(CREATE).length > 0);
    const ended = service.end('SIGTERM');
    expect((await charge).body.payment.state).toBe('paid');
    expect(await ended).toBe(0);
  });
});
