import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { checkout, freeze, startCheckoutService, tagOf, teaCart, CHECKOUT_VARIABLES } from '../checkout/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { operate, paid } from '../operations/support.ts';
import { charge, lostCharge } from '../reconciliation/support.ts';
import { eventually } from '../support/eventually.ts';
import { answerLost, EVENTS_LOST, OPERATION } from '../support/ottu.ts';
import { describeWithPrometheus, startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { startReplica, type Replica, type TestService } from '../support/service.ts';
import { alertRules, dashboardPanels } from '../support/shipped.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';

const ALERTS = join(import.meta.dirname, '..', '..', 'docker', 'prometheus', 'alerts.yaml');

/** As Grafana fills in the variables of the dashboard, where everything is chosen. */
function filledIn(expr: string): string {
  return expr.replaceAll(/"\$(?:job|instance)"/g, '".*"').replaceAll('$__rate_interval', '1m');
}

/** Shown only while something is wrong that is not here. */
const UNUSUAL = /(?:> 0|< 1)$/;

/** A machine that does other work too may make a replica slow, or its answer to a scrape late. */
const OF_THE_MACHINE = /^(?:ReplicaDown|ServiceDown|EventLoopSlow|ConnectionsUsedUp|OttuIsSlow):/;

const EXPRESSIONS = dashboardPanels().flatMap(({ title, targets = [] }) =>
  targets.map(({ refId, expr }): [string, string] => [`${title}, ${refId}`, expr]),
);

describeWithPrometheus('with a Prometheus that scrapes two replicas', () => {
  const receiver = new Receiver();
  let service: TestService;
  let second: Replica;
  let prometheus: Prometheus;

  beforeAll(async () => {
    await receiver.open();
    const events = { MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET };
    service = await startCheckoutService(events);
    second = await startReplica(service, { ...CHECKOUT_VARIABLES, ...events });
    prometheus = await startPrometheus({ targets: [service.url, second.url], rules: ALERTS });
    // A rise is seen from the second sample on.
    await eventually(async () => {
      const counted = await prometheus.query('count_over_time(ottu_bff_build_info[1m]) > 2');
      return counted.length === 2;
    });
    await aBusyMinute();
  });
  afterAll(async () => {
    await prometheus.close();
    await second.close();
    await service.close();
    await receiver.close();
  });

  /** Something of everything that operators look at. */
  async function aBusyMinute(): Promise<void> {
    const first = await paid(service);
    await paid(second as never);
    await charge(service, 'declined');
    await service.runDue();
    await operate(service, first.id, { operation: 'refund', amount: '0.500' });
    service.simulator.setFaults([EVENTS_LOST, answerLost(OPERATION)]);
    await operate(service, (await paid(service)).id, { operation: 'refund', amount: '0.500' });
    service.simulator.reset();
    await charge(service, 'compensation_failures');
    await deliver(
      service,
      signed(paymentEvent(first.order_no, { session_id: first.session_id, reference_number: 'SECOND-1' })),
    );
    await deliver(service, JSON.stringify(paymentEvent('UNSIGNED')));
    const cart = await teaCart(service.url);
    await checkout(service.url, cart);
    expect((await freeze(service.url, cart, { 'if-match': await tagOf(service.url, cart) })).status).toBe(200);
    await service.runDue();
    await lostCharge(service);
    service.simulator.reset();
  }

  it.each(EXPRESSIONS)('shows something where something has happened: %s', async (_panel, expr) => {
    // What Prometheus has against an expression ends the wait.
    await eventually(async () => {
      const samples = await prometheus.query(filledIn(expr));
      return UNUSUAL.test(expr) || samples.some(({ value }) => !Number.isNaN(value));
    });
    expect(await prometheus.query(filledIn(expr))).toEqual(expect.any(Array));
  });

  it('the six numbers at the top are one number each, and what both replicas say of the same rows counts once', async () => {
    const top = dashboardPanels().filter(({ type }) => type === 'stat');
    const shown = async (): Promise<readonly number[][]> =>
      Promise.all(
        top.map(async ({ targets = [] }) => {
          const samples = await Promise.all(targets.map(({ expr }) => prometheus.query(filledIn(expr))));
          return samples.flat().map(({ value }) => value);
        }),
      );
    await eventually(async () => (await shown()).every(([value]) => value !== undefined && !Number.isNaN(value)));
    const [flowing = [], unknown, slow = [], declined = [], waits, held] = await shown();
    expect([flowing, slow, declined].map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(flowing[0]).toBeGreaterThan(0);
    expect(slow[0]).toBeGreaterThan(0);
    expect(declined[0]).toBeGreaterThan(0);
    expect(declined[0]).toBeLessThan(1);
    expect({ unknown, held, waits }).toEqual({ unknown: [1], held: [1], waits: [expect.any(Number)] });
  });

  it('every rule is evaluated without a fault, and of those about money and events no others than those that should', async () => {
    const states = async (): Promise<readonly string[]> =>
      (await prometheus.rules()).map(({ name, state }) => `${name}: ${state}`);
    const expected = [
      'DuplicatePayment: firing',
      'OperationStaysUnknown: pending',
      'PaymentsNeedReview: pending',
      'WebhooksRefused: firing',
    ];
    await eventually(async () => (await prometheus.rules()).every(({ health }) => health !== 'unknown'));
    await eventually(async () => {
      const now = await states();
      return expected.every((state) => now.includes(state));
    });
    const rules = await prometheus.rules();
    expect(rules.map(({ name }) => name).toSorted()).toEqual(
      alertRules()
        .map(({ alert }) => alert)
        .toSorted(),
    );
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    const active = (await states()).filter((state) => !state.endsWith(': inactive') && !OF_THE_MACHINE.test(state));
    expect(active.toSorted()).toEqual(expected);
  });
});
