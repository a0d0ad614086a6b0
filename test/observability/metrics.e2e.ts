import { Agent, request as send } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { Database } from '../../src/database/database.ts';
import { StoreUnavailable } from '../../src/database/store-unavailable.ts';
import { setItem } from '../carts/support.ts';
import { checkout, freeze, startCheckoutService, tagOf, teaCart } from '../checkout/support.ts';
import { authorized, operate, paid } from '../operations/support.ts';
import { charge, lostCharge, payment } from '../reconciliation/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { eventually } from '../support/eventually.ts';
import { answerLost, EVENTS_LOST, INQUIRY, OPERATION, payAtOttu } from '../support/ottu.ts';
import { metricsIn, scrape, seriesIn } from '../support/scrape.ts';
import { alertRules, dashboardPanels, selectorsIn } from '../support/shipped.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { DAY, MINUTE } from '../support/time.ts';
import { deliver, paymentEvent, signed } from '../webhooks/support.ts';

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService({ OTTU_PG_CODES: 'credit-card,authorize-card', DATABASE_POOL_SIZE: '19' });
});
afterAll(() => service.close());

async function read(): Promise<ReadonlyMap<string, number>> {
  return seriesIn(await scrape(service));
}

/** By how much each of these series has risen while `work` was done. */
async function risen(series: readonly string[], work: () => Promise<unknown>): Promise<readonly number[]> {
  const before = await read();
  await work();
  const after = await read();
  return series.map((name) => (after.get(name) ?? Number.NaN) - (before.get(name) ?? Number.NaN));
}

const states = (origin: string, ...names: readonly string[]): readonly string[] =>
  names.map((state) => `ottu_bff_payment_states_total{origin="${origin}",state="${state}"}`);
const ended = (origin: string, outcome: string): string =>
  `ottu_bff_attempts_ended_total{origin="${origin}",outcome="${outcome}"}`;

describe('whether money flows', () => {
  it('a payment counts once when it comes into a state, and its attempt when it ends, whatever is said again', async () => {
    const series = [
      ...states('buy_now', 'paid', 'failed'),
      ended('buy_now', 'succeeded'),
      ended('buy_now', 'declined'),
    ];
    expect(
      await risen(series, async () => {
        await paid(service);
        await service.runDue();
      }),
    ).toEqual([1, 0, 1, 0]);
    expect(await risen(series, () => charge(service, 'declined'))).toEqual([0, expect.any(Number), 0, 1]);
  });

  it('a lost answer counts as unknown, and as paid once Ottu has told', async () => {
    const series = states('buy_now', 'unknown', 'paid');
    service.simulator.setSwitches({ webhook_for_api: 'off', automatic_inquiry: 'off' });
    expect(await risen(series, () => lostCharge(service))).toEqual([1, 0]);
    expect(await risen(series, () => service.passTime(15 * MINUTE))).toEqual([0, 1]);
    service.simulator.reset();
  });

  it('M4: a settlement whose COMMIT fails and that is done again counts once', async () => {
    const database = service.app.get(Database);
    const inTransaction = database.inTransaction.bind(database);
    let begun = 0;
    const failingOnce: Database['inTransaction'] = async (work) =>
      inTransaction(async (tx) => {
        const result = await work(tx);
        begun += 1;
        // The first one is the claim; the next one has settled what Ottu answered.
        if (begun === 2) throw new StoreUnavailable(new Error('away'));
        return result;
      });
    service.simulator.setFaults([EVENTS_LOST]);
    const series = [...states('buy_now', 'paid'), ended('buy_now', 'succeeded')];
    expect(
      await risen(series, async () => {
        Object.assign(database, { inTransaction: failingOnce });
        const { body } = await buyNow(service.url);
        expect(body.payment.state).toBe('unknown');
        await eventually(async () => (await payment(service, body.payment.id))['state'] === 'paid');
        Reflect.deleteProperty(database, 'inTransaction');
      }),
    ).toEqual([1, 1]);
    expect(begun).toBeGreaterThan(2);
    service.simulator.reset();
  });

  it('M53: a second success for one order counts as a duplicate', async () => {
    service.simulator.setFaults([EVENTS_LOST]);
    const first = await paid(service);
    const event = paymentEvent(first.order_no, { session_id: first.session_id, reference_number: 'SECOND-1' });
    const series = ['ottu_bff_duplicate_payments_total{origin="buy_now"}'];
    const again = async (): Promise<void> => {
      await deliver(service, signed(event));
      await service.runDue();
    };
    expect(await risen(series, again)).toEqual([1]);
    expect(await risen(series, again)).toEqual([0]);
    service.simulator.reset();
  });
});

describe('what people have to look at', () => {
  it('carts that are held, by who holds them, and how long nothing was heard of them', async () => {
    const held = 'ottu_bff_held_carts';
    const quiet = 'ottu_bff_oldest_held_cart_seconds';
    const before = await read();
    expect([before.get(`${held}{by="payment"}`), before.get(`${quiet}{by="payment"}`)]).toEqual([0, 0]);
    const cart = await teaCart(service.url);
    await checkout(service.url, cart);
    const frozen = await freeze(service.url, cart, { 'if-match': await tagOf(service.url, cart) });
    expect(frozen.status).toBe(200);
    await service.moveTime(10 * MINUTE);
    const after = await read();
    expect(after.get(`${held}{by="sdk"}`)).toBe((before.get(`${held}{by="sdk"}`) ?? 0) + 1);
    expect(after.get(`${quiet}{by="sdk"}`)).toBeGreaterThanOrEqual(600);
    expect(after.get(`${quiet}{by="sdk"}`)).toBeLessThan(1_200);
    await service.passTime(30 * MINUTE);
    expect((await read()).get(`${held}{by="sdk"}`)).toBe(0);
    expect((await read()).get(`${quiet}{by="sdk"}`)).toBe(0);
  });

  it('M26: a cart whose success is not proved is held for review', async () => {
    const cart = await teaCart(service.url);
    const { body } = await checkout(service.url, cart);
    const session = String(body.checkout.session_id);
    await payAtOttu(service, session, { outcome: 'declined' });
    await service.runDue();
    await setItem(service.url, cart, 'KARAK-TEA', 2);
    await checkout(service.url, cart);
    service.simulator.setFaults([
      EVENTS_LOST,
      { match: INQUIRY, fault: { kind: 'status', status: 403, body: { detail: 'x' } } },
    ]);
    await payAtOttu(service, session);
    expect(
      await risen(['ottu_bff_held_carts{by="review"}', 'ottu_bff_confirming_payments'], () => service.passTime(MINUTE)),
    ).toEqual([1, 1]);
    service.simulator.reset();
  });

  it('refunds that a gateway has put off, and those whose answer was lost', async () => {
    const series = ['ottu_bff_queued_operations', 'ottu_bff_unknown_operations'];
    const [one, other] = [await paid(service), await paid(service)];
    service.simulator.setSwitches({ refunds: 'queued', webhook_for_operations: 'off' });
    expect(await risen(series, () => operate(service, one.id, { operation: 'refund', amount: '0.500' }))).toEqual([
      1, 0,
    ]);
    service.simulator.setFaults([answerLost(OPERATION)]);
    expect(await risen(series, () => operate(service, other.id, { operation: 'refund', amount: '0.500' }))).toEqual([
      0, 1,
    ]);
    service.simulator.reset();
  });

  it('authorizations of which something is not captured a day before they end', async () => {
    const series = ['ottu_bff_authorizations_expiring_total'];
    await authorized(service);
    const aDayOrSo = async (days: number): Promise<void> => {
      await service.moveTime(days * DAY);
      await service.runOnce('OperationSweep');
    };
    expect(await risen(series, () => aDayOrSo(5.5))).toEqual([0]);
    expect(await risen(series, () => aDayOrSo(1))).toEqual([1]);
  });
});

describe('the process', () => {
  it('tells its version, that it is ready, how its connections are used, and how late its events are', async () => {
    const database = service.app.get(Database);
    const series = await database.inTransaction(() => read());
    expect([...series.keys()].find((name) => name.startsWith('ottu_bff_build_info'))).toMatch(
      /^ottu_bff_build_info\{version="\d+\.\d+\.\d+"\}$/,
    );
    expect(series.get('ottu_bff_ready')).toBe(1);
    expect(series.get('ottu_bff_database_connections{state="most"}')).toBe(19);
    expect(series.get('ottu_bff_database_connections{state="used"}')).toBeGreaterThan(0);
    expect(series.get('ottu_bff_database_waiting')).toBeGreaterThanOrEqual(0);
    expect(series.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
    expect(series.has('process_resident_memory_bytes')).toBe(true);
  });

  it('while the database is away it is not ready, and no number about rows looks like a quiet day', async () => {
    const database = service.app.get(Database);
    const away = async (): Promise<never> => {
      throw new StoreUnavailable(new Error('away'));
    };
    Object.assign(database, { query: away });
    const series = await read();
    Reflect.deleteProperty(database, 'query');
    expect(series.get('ottu_bff_ready')).toBe(0);
    expect([...series.keys()].filter((name) => /^ottu_bff_(unknown_payments|held_carts)/.test(name))).toEqual([]);
  });

  it('a request that ends in 500 counts as a fault of this service', async () => {
    const database = service.app.get(Database);
    const broken = async (): Promise<never> => {
      throw new TypeError('a fault');
    };
    expect(
      await risen(['ottu_bff_internal_errors_total'], async () => {
        Object.assign(database, { query: broken });
        const answer = await request(service.url).get('/v1/payments').set('authorization', authorization('reader'));
        Reflect.deleteProperty(database, 'query');
        expect(answer.status).toBe(500);
      }),
    ).toEqual([1]);
  });
});

/** Node's clients send what they are told, also methods that no route has. */
async function ask(path: string, method: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = send(
      `${service.url}${path}`,
      { method, headers, agent: new Agent({ keepAlive: false }) },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    asked.once('error', reject);
    asked.end();
  });
}

/** Everything that a caller may write as he likes, once; none of it is good for anything. */
async function hostile(text: string): Promise<void> {
  await ask(`/${text}`, 'GET', { 'x-request-id': text, 'user-agent': text, origin: `https://${text}.example` });
  await ask(`/v1/payments/${text}?state=${text}`, 'GET', { authorization: `Api-Key ${text}.${text}` });
  await ask(`/v1/carts/${text}/events`, 'GET', { 'cart-token': text });
  await ask(`/${text}`, text.length % 2 === 0 ? 'PROPFIND' : 'MKCOL', {});
  await buyNow(service.url, { body: buyNowBody({ pg_codes: [text], order_no: text, type: text }), key: text });
  await buyNow(service.url, { body: buyNowBody({ pg_codes: [text] }), headers: { authorization: text } });
  const event = paymentEvent(text, { gateway_account: text, gateway_name: text, state: text, result: text });
  await deliver(service, signed(event));
  await deliver(service, JSON.stringify({ ...event, signature: text }));
  await deliver(service, text);
  await service.runDue();
}

describe('a series costs memory here and in Prometheus', () => {
  it('no path, method, gateway code, state or key of a caller makes one, however many he sends', async () => {
    await hostile('first-text');
    await hostile('other-text1');
    const before = [...(await read()).keys()];
    for (const text of ['a-third-text', 'a-fourth-text', 'knet-2', 'x'.repeat(60)]) await hostile(text);
    const after = await scrape(service);
    expect([...seriesIn(after).keys()].filter((name) => !before.includes(name))).toEqual([]);
    expect(after).not.toMatch(/first-text|fourth-text|PROPFIND|MKCOL/);
  });

  it('what alerts and dashboard ask for is there', async () => {
    const text = await scrape(service);
    const declared = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const expressions = [
      ...alertRules().map(({ expr }) => expr),
      ...dashboardPanels().flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ];
    const asked = new Set(expressions.flatMap((expr) => selectorsIn(expr).map(({ metric }) => metric)));
    // Prometheus itself tells which of its targets is up.
    asked.delete('up');
    expect(asked.size).toBeGreaterThan(30);
    const missing = [...asked].filter(
      (metric) => !declared.has(metric) && !declared.has(metric.replace(/_(?:bucket|count|sum)$/, '')),
    );
    expect(missing).toEqual([]);
  });

  it('counters whose labels are known are there before anything has happened', async () => {
    const text = await scrape(service);
    const counters = metricsIn(text).filter((name) => name.endsWith('_total'));
    const missing = counters.filter((name) => ![...seriesIn(text).keys()].some((series) => series.startsWith(name)));
    expect(counters.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
  });
});
