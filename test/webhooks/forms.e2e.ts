import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { AnyFaultRule, Simulator } from '../../sandbox/simulator.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { CREATE, payAtOttu } from '../support/ottu.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { confirmations, inbox, payment, pendingCharge, quiet } from './support.ts';

let service: TestService;
let simulator: Simulator;

beforeAll(async () => {
  const port = await freePort();
  service = await startTestService(
    { PUBLIC_URL: `http://127.0.0.1:${port}`, OTTU_CHARGE_TIMEOUT_MS: '1500' },
    { port },
  );
  ({ simulator } = service);
});
afterAll(async () => service.close());

/** An answer that cannot be read: what became of the charge is for the webhook to tell. */
const UNREADABLE: AnyFaultRule = { match: CREATE, fault: { kind: 'empty' } };

async function lost(orderNo: string, outcome: 'success' | 'declined'): Promise<string> {
  simulator.setFaults([UNREADABLE, { match: CREATE, fault: { kind: 'outcome', outcome } }]);
  const answer = await buyNow(service.url, { body: buyNowBody({ order_no: orderNo }) });
  expect(answer.body.payment).toMatchObject({ state: 'unknown' });
  return answer.body.payment.id as string;
}

/** What Ottu told of an order, once it has arrived and is worked through. */
async function told(orderNo: string): Promise<Readonly<Record<string, unknown>>> {
  await eventually(() => simulator.webhooks({ order_no: orderNo }).some(({ state }) => state === 'delivered'));
  await quiet(service, orderNo);
  const [webhook] = simulator.webhooks({ order_no: orderNo });
  return webhook?.body as Readonly<Record<string, unknown>>;
}

async function stateOf(id: string): Promise<unknown> {
  return (await payment(service, id))['state'];
}

describe.each([
  ['subscription', 'autopay'],
  ['standard', 'standard'],
] as const)('M70a: an event that is signed by the scheme %s', (scheme, stored) => {
  describe.each([
    ['seen', 'object'],
    ['documented', 'flat'],
  ] as const)('F16.15: and has the shape that is %s', (shape, params) => {
    const orderNo = (what: string): string => `${what}-${scheme}-${shape}`;

    beforeEach(() => {
      simulator.reset();
      simulator.setSwitches({ signature_scheme: scheme, event_shape: shape, pg_params_as: params });
    });

    it('M20: settles a success whose answer was lost, once', async () => {
      const id = await lost(orderNo('PAID'), 'success');
      const body = await told(orderNo('PAID'));
      expect(['message' in body, 'remaining_amount' in body]).toEqual(Array(2).fill(shape === 'documented'));
      expect(await stateOf(id)).toBe('paid');
      expect((await inbox(service)).at(-1)).toMatchObject({ scheme: stored, state: 'processed' });
      expect(simulator.ledger(orderNo('PAID'))).toHaveLength(1);
    });

    it('M20: settles a decline whose answer was lost, and nothing is in the ledger', async () => {
      const id = await lost(orderNo('DECLINED'), 'declined');
      await told(orderNo('DECLINED'));
      expect(await stateOf(id)).toBe('attempted');
      expect(simulator.ledger(orderNo('DECLINED'))).toEqual([]);
    });

    it('M71: agrees with what is stored of a payment with a session, and Ottu is not asked', async () => {
      const { id, sessionId } = await pendingCharge(service, orderNo('PAGE'));
      await payAtOttu(service, sessionId);
      await told(orderNo('PAGE'));
      expect([await stateOf(id), await confirmations(service, id)]).toEqual(['paid', 0]);
    });

    it('M71: with another amount than it was signed for is refused', async () => {
      simulator.setFaults([
        UNREADABLE,
        { match: { webhook: true }, fault: { kind: 'tampered', set: { amount: '0.001' } } },
      ]);
      const answer = await buyNow(service.url, { body: buyNowBody({ order_no: orderNo('FORGED') }) });
      await eventually(() =>
        simulator.webhooks({ order_no: orderNo('FORGED') }).some(({ state }) => state === 'refused'),
      );
      expect(await stateOf(answer.body.payment.id as string)).toBe('unknown');
    });
  });
});
