import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { createSimulator, type Simulator } from '../../sandbox/simulator.ts';
import { NGINX_CONF } from '../support/balancer.ts';
import { eventually } from '../support/eventually.ts';
import { freshDatabaseUrl } from '../support/fresh-database.ts';
import { describeBehindNginx } from '../support/nginx.ts';
import { CREATE } from '../support/ottu.ts';
import { faultsOfNginxConfiguration } from '../support/run-nginx.ts';
import { authorization } from '../support/service-keys.ts';
import { readBooks } from './compare-books.ts';
import { startReplicaSet, type Replica, type ReplicaSet } from './replica-set.ts';
import { call, chargeUntilSettled, startTraffic, type Answer } from './traffic.ts';

/** So many requests must each replica have answered before the next thing happens. */
const ENOUGH = 10;
/** So many are under way when one of three is killed, each at any of them: that it has none of them does not happen. */
const UNDER_WAY = 30;

let simulator: Simulator;
let set: ReplicaSet;

const pageOf = (orderNo: string): string => `${orderNo}-PAGE`;
const orders = Array.from({ length: UNDER_WAY }, (_none, index) => `KILLED-${index}`);

/** By the log of the balancer, from now on. */
async function everybodyHasAnswered(): Promise<void> {
  const from = set.balancer.log().length;
  await eventually(() => {
    const answers = set.balancer.log().slice(from);
    const by = ({ host }: Replica): number =>
      answers.filter(({ status, tries }) => status !== 502 && tries.at(-1)?.host === host).length;
    return set.replicas.every((replica) => by(replica) >= ENOUGH);
  });
}

/** A page for a payer, without a key: nobody can tell a second request from a second page. */
const page = (orderNo: string): Promise<Answer> =>
  call(`${set.balancer.insideUrl}/v1/payment-transactions`, {
    method: 'POST',
    headers: { authorization: authorization('shop') },
    body: { type: 'e_commerce', amount: '1.000', currency_code: 'KWD', pg_codes: ['knet'], order_no: orderNo },
  });

const sentFor = (orderNo: string): number =>
  simulator.requests(CREATE).filter(({ raw_body: text }) => text.includes(`"${orderNo}"`)).length;

describeBehindNginx('three replicas behind the balancer that compose ships', () => {
  beforeAll(async () => {
    simulator = await createSimulator({ recordLimit: 100_000 });
    set = await startReplicaSet(simulator, await freshDatabaseUrl(), { replicas: 3, more: { DRAIN_DELAY_MS: '200' } });
  });
  afterAll(async () => {
    await set.close();
    await simulator.close();
  });

  it('are called by a file that nginx takes as it is shipped', () => {
    expect(faultsOfNginxConfiguration(NGINX_CONF)).toBe('');
  });

  it('share the requests, and the inside of the service is not outside', async () => {
    const traffic = startTraffic(set, { servers: 1, shoppers: 1 });
    await everybodyHasAnswered();
    await traffic.stop();
    expect(traffic.failures).toEqual([]);
    const { url, insideUrl } = set.balancer;
    for (const path of ['/metrics', '/docs', '/v1/payments']) expect((await call(`${url}${path}`)).status).toBe(404);
    expect((await call(`${url}/v1/buy-now`, { method: 'POST', body: {} })).status).toBe(404);
    expect((await call(`${insideUrl}/v1/payments`)).status).toBe(401);
    // Of any one of them, which is nobody's.
    expect((await call(`${insideUrl}/metrics`)).status).toBe(404);
  });

  it('are replaced one after the other under load: no request fails, and every event is stored', async () => {
    const traffic = startTraffic(set, { servers: 1, shoppers: 1 });
    const first = set.replicas;
    for (const old of first) {
      await everybodyHasAnswered();
      expect(await set.stop(old)).toBe(0);
      await set.start();
    }
    await everybodyHasAnswered();
    await traffic.stop();
    await simulator.settled();
    expect(set.replicas).not.toEqual(expect.arrayContaining([...first]));
    expect(traffic.failures).toEqual([]);
    const { charged, paid, notStored } = await readBooks(set);
    expect(traffic.paid.length).toBeGreaterThan(0);
    expect(charged).toEqual(expect.arrayContaining(traffic.paid.map((orderNo) => `${orderNo} 1.000 KWD`)));
    expect([paid, notStored]).toEqual([charged, []]);
  });

  it('M3, M8, M9: one is killed under load: no charge is lost or made twice, and nothing is sent again that has no key', async () => {
    // Ottu does all of it, and answers nobody.
    simulator.setFaults([{ match: CREATE, fault: { kind: 'hold' } }]);
    const shoppers = startTraffic(set, { servers: 0, shoppers: 1, ottuHolds: true });
    const charges: Promise<Answer>[] = [];
    const pages: Promise<Answer>[] = [];
    // One after the other: those who come while the balancer asks for addresses all go to the same one.
    for (const orderNo of orders) {
      charges.push(chargeUntilSettled(set, orderNo));
      pages.push(page(pageOf(orderNo)));
      await eventually(() => sentFor(orderNo) + sentFor(pageOf(orderNo)) === 2);
    }
    const [victim, ...others] = set.replicas as [Replica, ...Replica[]];
    await set.kill(victim);
    // Another one was asked what became of a charge, before Ottu has answered it.
    await eventually(() => set.balancer.log().some(({ tries }) => tries[0]?.status === 502 && tries.length === 2));
    await everybodyHasAnswered();
    simulator.clearFaults();

    for (const { status, body } of await Promise.all(charges)) {
      expect([status, body['payment']]).toEqual([201, expect.objectContaining({ state: 'paid' })]);
    }
    const shown = await Promise.all(pages);
    expect(shown.filter(({ status }) => status === 502).length).toBeGreaterThan(0);
    expect(shown.filter(({ status }) => status !== 502 && status !== 201)).toEqual([]);
    await shoppers.stop();
    expect(shoppers.failures).toEqual([]);
    expect(others.every((replica) => set.replicas.includes(replica))).toBe(true);
    // Whoever was cut off was never charged a second time, and no page was made by the balancer.
    expect(orders.map(sentFor)).toEqual(orders.map(() => 1));
    expect(orders.map((orderNo) => sentFor(pageOf(orderNo)))).toEqual(orders.map(() => 1));
    await simulator.settled();
    const { charged, paid, notStored } = await readBooks(set);
    expect([paid, notStored]).toEqual([charged, []]);
  });
});
