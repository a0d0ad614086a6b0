import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { CREATE } from '../support/ottu.ts';
import { startServiceProcess, type ServiceProcess } from '../support/service-process.ts';
import { variablesFor } from '../support/service.ts';
import { paymentEvent, signed } from '../webhooks/support.ts';

let simulator: Simulator;
let service: ServiceProcess;
let inside: string;

beforeEach(async () => {
  simulator = await createSimulator();
  const internalPort = String(await freePort());
  inside = `http://127.0.0.1:${internalPort}`;
  const variables = variablesFor(simulator, await freshDatabaseUrl(), { INTERNAL_PORT: internalPort });
  service = await startServiceProcess(variables);
});
afterEach(async () => {
  await service.end('SIGKILL');
  await simulator.close();
});

const isRefused = async (url: string): Promise<boolean> =>
  fetch(url).then(
    () => false,
    () => true,
  );

describe('M4: a process that ends', () => {
  it('finishes the charge under way on its internal port, and answers it', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const charged = buyNow(inside, { body: buyNowBody({ order_no: 'ENDING-1' }) }).then(
      ({ status, body }) => [status, body.payment?.state],
      () => 'cut off',
    );
    await eventually(() => simulator.ledger().length === 1);
    const ended = service.end('SIGTERM');
    await eventually(async () => (await isRefused(inside)) && (await isRefused(service.url)));
    simulator.clearFaults();
    expect(await charged).toEqual([201, 'paid']);
    expect(await ended).toBe(0);
  });

  it('takes a webhook whose request had begun to arrive, and says that its connection ends', async () => {
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const charged = buyNow(inside, { body: buyNowBody({ order_no: 'ENDING-2' }) }).then(({ status }) => status);
    await eventually(() => simulator.ledger().length === 1);
    const body = signed(paymentEvent('ENDING-3', { session_id: 'e'.repeat(40) }));
    const head = [
      'POST /v1/webhooks/ottu HTTP/1.1',
      'host: pay.example.com',
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    socket.write(`${head.join('\r\n')}\r\n`);
    // Whoever connects after it is answered after its beginning has arrived.
    await fetch(`${service.url}/health/live`);
    const ended = service.end('SIGTERM');
    await eventually(() => isRefused(service.url));
    socket.write(`\r\n${body}`);
    const answer = await text(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer.toLowerCase()).toContain('\r\nconnection: close\r\n');
    simulator.clearFaults();
    expect([await charged, await ended]).toEqual([201, 0]);
  });
});
