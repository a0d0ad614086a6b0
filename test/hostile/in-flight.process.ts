import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { APPLE_PAY, buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { HeapOf } from '../support/heap-of.ts';
import { CREATE } from '../support/ottu.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';

const CHARGES = 60;
/** So long that all else that a charge holds is little beside it. */
const PAYLOAD_BYTES = 100_000;
/** What an answer may quote is known by the payload, and what is sent is there as text and as bytes. */
const TIMES_HELD = 3;

let simulator: Simulator;
let service: ServiceProcess;
let heap: HeapOf;

beforeAll(async () => {
  simulator = await createSimulator();
  const port = await freePort();
  service = await startServiceProcess(
    variablesFor(simulator, await freshDatabaseUrl(), { NODE_OPTIONS: `--inspect=127.0.0.1:${port}` }),
  );
  heap = await HeapOf.connect(port);
});
afterAll(async () => {
  heap.close();
  await service.end('SIGTERM');
  await simulator.close();
});

function charge(): Promise<number> {
  const payload = { ...APPLE_PAY.payload, filling: 'x'.repeat(PAYLOAD_BYTES) };
  const body = buyNowBody({ payment_instrument: { ...APPLE_PAY, payload } });
  return buyNow(service.url, { body }).then(({ status }) => status);
}

async function held(): Promise<number> {
  const { heap: own, external } = await heap.afterCollecting();
  return own + external;
}

it('a charge that waits for Ottu holds its payload no more often than it is needed afterwards', async () => {
  expect(await charge()).toBe(201);
  const before = await held();
  simulator.setFaults([{ match: CREATE, fault: { kind: 'hold', when: 'before' } }]);
  const { length: sent } = simulator.requests(CREATE);
  const charges = Array.from({ length: CHARGES }, charge);
  await eventually(() => simulator.requests(CREATE).length === sent + CHARGES);
  const each = ((await held()) - before) / CHARGES;
  expect(each / PAYLOAD_BYTES).toBeLessThan(TIMES_HELD + 1);
  simulator.clearFaults();
  expect(new Set(await Promise.all(charges))).toEqual(new Set([201]));
});
