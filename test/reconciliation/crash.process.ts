import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Test } from 'supertest';

import type { Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { CREATE, INQUIRY, EVENTS_LOST } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { createTransaction, transactionBody } from '../support/transactions.ts';
import { events, fastVariables, payment, silentSimulator, timeline } from './support.ts';

let simulator: Simulator;
let databaseUrl: string;
let running: ServiceProcess | undefined;

beforeEach(async () => {
  simulator = await silentSimulator();
  databaseUrl = await freshDatabaseUrl();
});
afterEach(async () => {
  await running?.end('SIGKILL');
  await simulator.close();
});

async function start(): Promise<ServiceProcess> {
  running = await startServiceProcess(fastVariables(simulator, databaseUrl));
  return running;
}

/** Charges, kills the service with -9 as soon as `when` holds, and starts it again. */
async function killedWhen(
  when: () => boolean | Promise<boolean>,
  send: (url: string, call: { readonly key: string; readonly body: Record<string, unknown> }) => Test = buyNow,
): Promise<{ service: ServiceProcess; key: string; body: Record<string, unknown> }> {
  const call = { key: randomUUID(), body: buyNowBody({ order_no: `CRASH-${randomUUID().slice(0, 8)}` }) };
  const first = await start();
  const cut = send(first.url, call).then(
    ({ status }) => status,
    () => 'cut off',
  );
  while (!(await when())) await sleep(1);
  await first.end('SIGKILL');
  await cut;
  return { service: await start(), ...call };
}

/** The payment that was claimed; nobody sends its key again, so that nothing but this service follows it. */
async function claimedPayment({ service, body }: Awaited<ReturnType<typeof killedWhen>>): Promise<string> {
  const answer = await request(service.url)
    .get('/v1/payments')
    .query({ order_no: body['order_no'] })
    .set('authorization', authorization('reader'));
  return answer.body.payments[0].id as string;
}

describe('promise 7, M1, M3, M4, M30, M32, M33: killed with -9 at every step, every charge ends right by itself', () => {
  it('after the claim, before Ottu has heard a word, it was never processed', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hang', when: 'before' } }]);
    const killed = await killedWhen(() => simulator.requests(CREATE).length === 1);
    const id = await claimedPayment(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === 'not_processed');
    expect(await payment(killed.service, id)).toMatchObject({ outcome: 'none' });
    expect(simulator.ledger()).toHaveLength(0);
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });

  it('during the call, when Ottu has charged already, it is paid', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hang', when: 'after' } }, EVENTS_LOST]);
    const killed = await killedWhen(() => simulator.ledger().length === 1);
    const id = await claimedPayment(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === 'paid');
    expect(await events(killed.service, id)).toEqual(['claimed', 'lease_expired', 'inquired']);
    expect(simulator.ledger()).toHaveLength(1);
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });

  it('at any moment after the answer has left Ottu it is paid, whether it was stored or not', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'delay', ms: 30 } }]);
    const killed = await killedWhen(() => simulator.requests(CREATE)[0]?.answer_status === 201);
    const id = await claimedPayment(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === 'paid');
    expect(simulator.ledger()).toHaveLength(1);
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });

  it('during an inquiry, that one counts, and the next one finds the payment', async () => {
    simulator.setFaults([
      { match: CREATE, fault: { kind: 'empty' } },
      { match: { ...INQUIRY, nth: 1 }, fault: { kind: 'hang' } },
    ]);
    const killed = await killedWhen(() => simulator.requests(INQUIRY).length === 1);
    const id = await claimedPayment(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === 'paid');
    expect(simulator.requests(INQUIRY)).toHaveLength(2);
    expect((await timeline(killed.service, id)).at(-1)).toMatchObject({ event: 'inquired', details: { number: 2 } });
    expect(simulator.requests(CREATE)).toHaveLength(1);
  });

  it.each([
    ['after', 'created'],
    ['before', 'not_processed'],
  ] as const)('while a page is created, %s Ottu has done it, the payment is %s', async (when, state) => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hang', when } }]);
    const killed = await killedWhen(
      () => simulator.requests(CREATE).length === 1,
      (url, { key, body: { order_no } }) => createTransaction(url, { key, body: transactionBody({ order_no }) }),
    );
    const id = await claimedPayment(killed);
    await eventually(async () => (await payment(killed.service, id))['state'] === state);
    expect(simulator.requests(CREATE)).toHaveLength(1);
    expect(simulator.ledger()).toHaveLength(0);
  });
});
