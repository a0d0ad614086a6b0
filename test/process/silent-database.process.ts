import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { startPostgresServer, type PostgresServer } from '../support/postgres-server.ts';
import { startServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let server: PostgresServer;
let network: TcpProxy;
let simulator: Simulator;

beforeAll(async () => {
  server = await startPostgresServer();
  network = await startTcpProxy(server.url);
  simulator = await createSimulator();
});
afterAll(async () => {
  await simulator.close();
  await network.close();
  await server.stop();
});

/** The service, whose every connection to its database goes through the network that may fall silent. */
async function startBehindNetwork(): ReturnType<typeof startServiceProcess> {
  const url = new URL(server.url);
  url.port = new URL(network.url).port;
  return startServiceProcess(variablesFor(simulator, url.toString()));
}

describe('M1: a database that says nothing any more, not even that it is gone', () => {
  it('is left for the one that answers, and nothing is charged for whom it kept waiting', async () => {
    const service = await startBehindNetwork();
    expect((await buyNow(service.url)).body.payment.state).toBe('paid');
    network.fallSilent();
    const charged = simulator.ledger().length;
    const kept = await buyNow(service.url);
    expect(kept.body).toMatchObject({ status: 503, code: 'store_unavailable', outcome: 'unknown' });
    expect(simulator.ledger()).toHaveLength(charged);
    await eventually(async () => (await buyNow(service.url)).status === 201);
    expect(await service.end('SIGTERM')).toBe(0);
  });

  it('does not hold up the end of the process', async () => {
    const service = await startBehindNetwork();
    network.fallSilent();
    network.setTarget('http://127.0.0.1:9');
    expect(await service.end('SIGTERM')).toBe(0);
    network.setTarget(server.url);
  });
});
