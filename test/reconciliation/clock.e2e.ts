import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { getCart, setItem } from '../carts/support.ts';
import { checkout, freeze, startCheckoutService, status, tagOf, teaCart, unfreeze } from '../checkout/support.ts';
import { EventReader } from '../live-status/event-reader.ts';
import { EVENTS_LOST, payAtOttu, RETRIEVE } from '../support/ottu.ts';
import { startReplica, type TestService } from '../support/service.ts';
import { HOUR, MINUTE, SECOND } from '../support/time.ts';
import { charge, payment } from './support.ts';

/** What becomes due within a second is done together. */
const GRAIN = 2 * SECOND;

let service: TestService;

beforeAll(async () => {
  service = await startCheckoutService();
});
afterAll(async () => service.close());
beforeEach(() => {
  service.simulator.reset();
  // What this service learns it learns by asking.
  service.simulator.setSwitches({ webhook_for_api: 'off', automatic_inquiry: 'off' });
});

const retrieves = (): number => service.simulator.requests(RETRIEVE).length;
/** No answer that says anything, and none that opens the circuit breaker, whose time is the machine's own. */
const AWAY = { match: RETRIEVE, fault: { kind: 'html' } } as const;

async function handedOut() {
  const cart = await teaCart(service.url);
  const answer = await checkout(service.url, cart);
  expect(answer.status).toBe(200);
  service.simulator.setFaults([EVENTS_LOST]);
  return { cart, sessionId: answer.body.checkout.session_id as string };
}

describe('M31: a page that was paid, and whose event was lost', () => {
  it('is found a minute after the session was handed out again, although the first hand-out was long before', async () => {
    const { cart } = await handedOut();
    await service.passTime(20 * MINUTE);
    const again = await checkout(service.url, cart);
    await payAtOttu(service, again.body.checkout.session_id);
    await service.passTime(MINUTE + GRAIN);
    expect((await getCart(service.url, cart)).body.cart.state).toBe('paid');
  });

  it('also where it was handed out again to the SDK', async () => {
    const { cart, sessionId } = await handedOut();
    await service.passTime(20 * MINUTE);
    expect((await freeze(service.url, cart, { 'if-match': await tagOf(service.url, cart) })).status).toBe(200);
    await payAtOttu(service, sessionId);
    await service.passTime(MINUTE + GRAIN);
    expect((await getCart(service.url, cart)).body.cart.state).toBe('paid');
  });

  it('is found within 5 minutes when Ottu answers again, however many looks have got no answer', async () => {
    const { cart, sessionId } = await handedOut();
    service.simulator.setFaults([EVENTS_LOST, AWAY]);
    await payAtOttu(service, sessionId);
    await service.passTime(HOUR + 3 * MINUTE);
    expect((await getCart(service.url, cart)).body.cart.state).toBe('open');
    service.simulator.setFaults([EVENTS_LOST]);
    await service.passTime(5 * MINUTE + GRAIN);
    expect((await getCart(service.url, cart)).body.cart.state).toBe('paid');
  });

  it('is asked for again after 30 seconds, a minute, and twice as long each time, until it is 5 minutes', async () => {
    await handedOut();
    service.simulator.clearRequests();
    service.simulator.setFaults([EVENTS_LOST, AWAY]);
    await service.passTime(MINUTE - 5 * SECOND);
    const counts: number[] = [];
    for (const seconds of [0, 30, 60, 120, 240, 300, 300]) {
      await service.passTime(seconds * SECOND + 5 * SECOND);
      counts.push(retrieves());
    }
    const tries = counts.map((count, index) => count - (counts[index - 1] ?? 0));
    // The transport itself repeats a read.
    expect(new Set(tries).size).toBe(1);
    expect(tries[0]).toBeGreaterThan(0);
  });

  it('is found within 5 minutes where Ottu has shown `pending`', async () => {
    const { cart, sessionId } = await handedOut();
    await payAtOttu(service, sessionId, { outcome: 'pending_forever' });
    await service.passTime(42 * MINUTE);
    await payAtOttu(service, sessionId, { outcome: 'success', late: true });
    await service.passTime(5 * MINUTE + GRAIN);
    expect((await getCart(service.url, cart)).body.cart.state).toBe('paid');
  });

  it('is found early where the transaction had failed, since a late success is likeliest there', async () => {
    const id = await charge(service, 'failed');
    service.simulator.setFaults([EVENTS_LOST]);
    const { session_id: sessionId, state } = await payment(service, id);
    expect(state).toBe('failed');
    await service.passTime(2 * MINUTE);
    await payAtOttu(service, sessionId, { outcome: 'success', late: true });
    await service.passTime(3 * MINUTE + GRAIN);
    expect(await payment(service, id)).toMatchObject({ state: 'paid' });
  });
});

describe('M31: a shopper who follows the payment', () => {
  it('leads to one look in 15 seconds, over all replicas, and sees what it finds', async () => {
    const { cart, sessionId } = await handedOut();
    await service.passTime(16 * MINUTE);
    const other = await startReplica(service, {
      OTTU_PG_CODES: 'credit-card',
      OTTU_PUBLIC_KEY: 'pk_test',
      OTTU_MERCHANT_ID: 'shop.example',
      PUBLIC_URL: 'http://127.0.0.1:1',
    });
    try {
      service.simulator.clearRequests();
      const ask = () => Promise.all([service.url, other.url, service.url].map((url) => status(url, cart)));
      for (const { body } of await ask()) expect(body.payment.status).toBe('open');
      expect(retrieves()).toBe(0);
      await service.runDue();
      expect(retrieves()).toBe(1);
      await ask();
      await service.runDue();
      expect(retrieves()).toBe(1);
      await payAtOttu(service, sessionId);
      await service.passTime(15 * SECOND);
      await ask();
      await service.runDue();
      expect(retrieves()).toBe(2);
      expect((await status(other.url, cart)).body.payment.status).toBe('paid');
    } finally {
      await other.close();
    }
  });

  it('M95: takes the share of the background for it', async () => {
    const { cart } = await handedOut();
    await service.passTime(16 * MINUTE);
    const calls = async (group: string): Promise<number> => {
      const { text } = await request(service.url).get('/metrics');
      return Number(new RegExp(`^ottu_bff_ottu_calls_today\\{group="${group}"\\} (\\d+)$`, 'm').exec(text)?.[1]);
    };
    const before = [await calls('sync'), await calls('storefront'), await calls('background')];
    await status(service.url, cart);
    await service.runDue();
    expect([await calls('sync'), await calls('storefront'), await calls('background')]).toEqual([
      (before[0] ?? 0) + 1,
      before[1],
      before[2],
    ]);
  });

  it('need not ask again while he has the events', async () => {
    const { cart, sessionId } = await handedOut();
    await service.passTime(16 * MINUTE);
    await payAtOttu(service, sessionId);
    const stream = await EventReader.open(service.url, cart);
    await stream.until('payment', 1);
    await service.runDue('StreamLooks');
    await service.runDue();
    await stream.untilStatus('paid');
    await stream.untilEnded();
  });

  it('of a session that was not handed out leads to none', async () => {
    const cart = await teaCart(service.url);
    await service.passTime(MINUTE);
    service.simulator.clearRequests();
    await status(service.url, cart);
    await service.runDue();
    expect(retrieves()).toBe(0);
  });
});

describe('M56: a freeze whose end Ottu does not answer for', () => {
  it('is looked at again within 5 minutes, however often that was in vain', async () => {
    const { cart } = await handedOut();
    expect((await freeze(service.url, cart, { 'if-match': await tagOf(service.url, cart) })).status).toBe(200);
    service.simulator.setFaults([EVENTS_LOST, AWAY]);
    await service.passTime(3 * HOUR);
    expect((await setItem(service.url, cart, 'KARAK-TEA', 2)).body.code).toBe('cart_frozen');
    service.simulator.setFaults([EVENTS_LOST]);
    await service.passTime(5 * MINUTE + GRAIN);
    expect((await getCart(service.url, cart)).body.cart.state).toBe('open');
    expect((await unfreeze(service.url, cart)).status).toBe(200);
  });
});
