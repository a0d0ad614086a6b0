import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';

/** Longer than any test: it is the second signal that ends the wait. */
const LONG = '300000';

let simulator: Simulator;
let service: ServiceProcess;

beforeAll(async () => {
  simulator = await createSimulator();
  service = await startServiceProcess(
    variablesFor(simulator, await freshDatabaseUrl(), { DRAIN_DELAY_MS: LONG, LOG_LEVEL: 'info' }),
  );
});
afterAll(async () => simulator.close());

const readiness = async (): Promise<number> => (await fetch(`${service.url}/health/ready`)).status;

describe('a process that is told to end, behind a balancer that has not seen it yet', () => {
  it('is not ready any more, takes webhooks and charges all the same, and ends with status 0 when told again', async () => {
    const ended = service.end('SIGTERM');
    await eventually(async () => (await readiness()) === 503);
    const { status, body, headers } = await buyNow(service.url, { body: buyNowBody({ order_no: 'DRAIN-1' }) });
    expect([status, body.payment.state]).toEqual([201, 'paid']);
    // Whoever keeps connections comes by another next time, which the balancer may lead elsewhere.
    expect(headers['connection']).toBe('close');
    const event = paymentEvent('DRAIN-2', { session_id: 'd'.repeat(40) });
    expect((await deliver(service, signed(event))).status).toBe(200);
    // Whoever sends it again is told that it is stored already.
    expect((await deliver(service, signed(event))).status).toBe(200);
    void service.end('SIGTERM');
    expect(await ended).toBe(0);
  });
});
