import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let service: ServiceProcess;
let network: TcpProxy;
let simulator: Simulator;

beforeAll(async () => {
  const databaseUrl = new URL(await freshDatabaseUrl());
  network = await startTcpProxy(databaseUrl.href);
  simulator = await createSimulator();
  // Every connection to its database goes through the network that may fall silent.
  databaseUrl.port = new URL(network.url).port;
  service = await startServiceProcess(variablesFor(simulator, databaseUrl.href, { DATABASE_SILENCE_MS: '1000' }));
});
afterAll(async () => {
  await service.end('SIGKILL');
  await simulator.close();
  await network.close();
});

describe('M1: a database that says nothing any more, not even that it is gone', () => {
  it('is left for the one that answers, and nothing is charged for whom it kept waiting', async () => {
    expect((await buyNow(service.url)).body.payment.state).toBe('paid');
    network.fallSilent();
    const charged = simulator.ledger().length;
    const kept = await buyNow(service.url);
    expect(kept.body).toMatchObject({ status: 503, code: 'store_unavailable', outcome: 'unknown' });
    expect(simulator.ledger()).toHaveLength(charged);
    await eventually(async () => (await buyNow(service.url)).status === 201);
  });

  it('does not hold up the end of the process', async () => {
    network.fallSilent();
    network.setTarget('http://127.0.0.1:9');
    expect(await service.end('SIGTERM')).toBe(0);
  });
});
