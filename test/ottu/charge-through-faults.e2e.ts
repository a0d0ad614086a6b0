import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { buyNow } from '../support/buy-now.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startTcpProxy, type NetworkFault, type TcpProxy } from '../support/tcp-proxy.ts';

let proxy: TcpProxy;
let service: TestService;

beforeAll(async () => {
  proxy = await startTcpProxy();
  service = await startTestService({ OTTU_BASE_URL: proxy.url, OTTU_CHARGE_TIMEOUT_MS: '800' });
  proxy.setTarget(service.simulator.url);
});
afterAll(async () => {
  await service.close();
  await proxy.close();
});

const FAULTS: readonly (readonly [string, NetworkFault])[] = [
  ['reset within the head of the request', { kind: 'reset_during_request', bytes: 20 }],
  ['reset within the body of the request', { kind: 'reset_during_request', bytes: 400 }],
  ['reset after the request', { kind: 'reset_after_request' }],
  ['half open', { kind: 'half_open' }],
  ['silent', { kind: 'silent_answer' }],
  ['slow', { kind: 'slow_drip', bytes: 1, everyMs: 50 }],
  ['cut off within the answer', { kind: 'truncate_answer', bytes: 200 }],
];

/** A charge on a healthy network: what went wrong before leaves nothing behind. */
async function goesOn(): Promise<void> {
  proxy.setFault({ kind: 'none' });
  expect((await buyNow(service.url)).status).toBe(201);
}

describe('M4, M5, M11: a charge over a connection that goes wrong', () => {
  it.each(FAULTS)(
    '(%s) ends as unknown, is made once at most, and the same key asks for no other',
    async (_what, fault) => {
      await goesOn();
      const charges = service.simulator.ledger().length;
      const key = randomUUID();
      proxy.setFault(fault);
      const connections = proxy.made();
      const answer = await buyNow(service.url, { key });
      expect(answer.status).toBe(202);
      expect(answer.body.payment).toMatchObject({ state: 'unknown', outcome: 'unknown' });
      expect(proxy.made() - connections).toBe(1);

      proxy.setFault({ kind: 'none' });
      const replay = await buyNow(service.url, { key });
      expect({ status: replay.status, id: replay.body.payment.id }).toEqual({
        status: 202,
        id: answer.body.payment.id,
      });
      expect(replay.headers['idempotent-replayed']).toBe('true');
      expect(service.simulator.ledger().length - charges).toBeLessThanOrEqual(1);
      await goesOn();
    },
  );

  it('before the request is either surely nothing, and the same key may charge, or it is unknown', async () => {
    await goesOn();
    const charges = service.simulator.ledger().length;
    const key = randomUUID();
    proxy.setFault({ kind: 'reset_on_connect' });
    const answer = await buyNow(service.url, { key });
    expect([answer.status, answer.body.outcome ?? answer.body.payment.outcome]).toEqual(
      answer.status === 503 ? [503, 'none'] : [202, 'unknown'],
    );
    expect(service.simulator.ledger().length).toBe(charges);

    proxy.setFault({ kind: 'none' });
    const again = await buyNow(service.url, { key });
    expect(again.status).toBe(answer.status === 503 ? 201 : 202);
    expect(service.simulator.ledger().length - charges).toBe(answer.status === 503 ? 1 : 0);
  });
});
