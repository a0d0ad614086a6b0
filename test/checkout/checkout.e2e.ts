import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { abandonCart, getCart, newCart, removeItem, setItem, type TestCart } from '../carts/support.ts';
import { eventually } from '../support/eventually.ts';
import {
  answerLost,
  CREATE,
  EVENTS_LOST,
  OPERATION,
  PATCH,
  payAtOttu,
  RETRIEVE,
  sentBodies,
  type RequestMatch,
} from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../support/time.ts';
import { checkout, freeze, pay, startCheckoutService, status, tagOf, teaCart } from './support.ts';

/** M51: a cart's edits come to rest before its transaction is brought in step. */
const QUIET = SECOND;
/** M52: a write whose answer was lost can do nothing any more after this. */
const DOUBT = 30 * SECOND;

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startCheckoutService();
  url = service.url;
});
afterAll(async () => service.close());
beforeEach(() => service.simulator.reset());

const count = (match: RequestMatch): number => service.simulator.requests(match).length;

/** Ottu's own word on what a session costs. */
async function ottuShows(sessionId: string): Promise<{ amount: string; state: string }> {
  const answer = await fetch(`${service.simulator.url}/b/checkout/v1/pymt-txn/${sessionId}/`, {
    headers: { authorization: `Api-Key ${service.simulator.apiKey}` },
  });
  return (await answer.json()) as { amount: string; state: string };
}

describe('M58, M59: checkout', () => {
  it('hands out a session that shows the total, the page, the methods and the set-up of the SDK', async () => {
    const cart = await teaCart(url, {
      customer: { email: 'sara@example.com' },
      redirect_url: 'https://shop.example/return',
    });
    const answer = await checkout(url, cart);
    expect(answer.status).toBe(200);
    expect(answer.body.cart).toMatchObject({ id: cart.id, state: 'open', total: '1.250' });
    const { session_id: sessionId, checkout_url: page, payment_methods: methods, sdk } = answer.body.checkout;
    expect(page).toContain(sessionId);
    expect(methods).toEqual([expect.objectContaining({ code: 'credit-card' })]);
    expect(sdk).toMatchObject({
      public_key: 'pk_test',
      merchant_id: 'shop.example',
      setup_preload: { session_id: sessionId },
    });
    expect(await ottuShows(sessionId)).toMatchObject({ amount: '1.250', state: 'created' });
    expect(sentBodies(service, CREATE).at(-1)).toMatchObject({
      amount: '1.250',
      currency_code: 'KWD',
      customer_email: 'sara@example.com',
      redirect_url: 'https://shop.example/return',
      pg_codes: ['credit-card'],
    });
  });

  it('a guest has no customer_id at Ottu, whatever a browser says', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    expect(sentBodies(service, CREATE).at(-1)).not.toHaveProperty('customer_id');
  });

  it('nothing of a saved card, no URL that deletes or submits, and no details of the customer reach the browser', async () => {
    const cart = await teaCart(url);
    const { text } = await checkout(url, cart);
    for (const name of [
      'cards',
      'delete_url',
      'submit_url',
      'cancel_url',
      'customer_id',
      'validation_url',
      'payment_url',
    ]) {
      expect(text).not.toContain(`"${name}"`);
    }
  });

  it.each(['SAR', 'JPY'])('a cart in %s shows its own digits at Ottu', async (currency) => {
    const cart = await teaCart(url, { currency_code: currency });
    const answer = await checkout(url, cart);
    expect((await ottuShows(answer.body.checkout.session_id)).amount).toBe(answer.body.cart.total);
  });

  it('refuses an empty cart', async () => {
    const answer = await checkout(url, await newCart(url));
    expect(answer.body).toMatchObject({ status: 409, code: 'cart_empty', outcome: 'none' });
    expect(count(CREATE)).toBe(0);
  });

  it("is 404 with another cart's token", async () => {
    const [cart, other] = [await teaCart(url), await teaCart(url)];
    expect((await checkout(url, { id: cart.id, token: other.token })).status).toBe(404);
  });

  it('keeps one session over several checkouts and edits', async () => {
    const cart = await teaCart(url, { extra: { marked: true } });
    const first = await checkout(url, cart);
    await setItem(url, cart, 'KARAK-TEA', 3);
    const second = await checkout(url, cart);
    expect(second.body.checkout.session_id).toBe(first.body.checkout.session_id);
    expect((await ottuShows(second.body.checkout.session_id)).amount).toBe('3.750');
    expect(sentBodies(service, CREATE).filter((body) => (body as { extra?: object }).extra !== undefined)).toHaveLength(
      1,
    );
  });
});

describe('sync while Ottu is down', () => {
  it('answers edits, and checkout says that nothing was charged', async () => {
    service.simulator.setFaults([{ match: { path: '/b/checkout/' }, fault: { kind: 'status', status: 503 } }]);
    const cart = await teaCart(url);
    expect((await setItem(url, cart, 'KARAK-TEA', 2)).status).toBe(200);
    expect((await checkout(url, cart)).body).toMatchObject({
      status: 503,
      code: 'checkout_unavailable',
      outcome: 'none',
    });
    service.simulator.clearFaults();
    expect((await checkout(url, cart)).status).toBe(200);
  });
});

describe('M51: an edit after the session was handed out', () => {
  it('looks at the session first', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    service.simulator.clearRequests();
    await setItem(url, cart, 'KARAK-TEA', 2);
    await service.passTime(QUIET);
    const about = service.simulator.requests({ path: String(body.checkout.session_id) });
    expect(about.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
  });

  it('does not patch a session whose page is open; the next checkout expires and replaces it', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const { session_id: session, checkout_url: page } = first.body.checkout;
    await fetch(page);
    expect((await ottuShows(session)).state).toBe('pending');
    await setItem(url, cart, 'KARAK-TEA', 2);
    const second = await checkout(url, cart);
    expect(second.status).toBe(200);
    expect(second.body.checkout.session_id).not.toBe(session);
    expect(await ottuShows(session)).toMatchObject({ state: 'expired', amount: '1.250' });
    expect((await ottuShows(second.body.checkout.session_id)).amount).toBe('2.500');
  });

  it('leaves a page that is open and shows the right amount', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    await fetch(first.body.checkout.checkout_url);
    const second = await checkout(url, cart);
    expect(second.body.checkout.session_id).toBe(first.body.checkout.session_id);
    expect(count(OPERATION)).toBe(0);
  });
});

describe('M56: a session that is about to end', () => {
  it.each([
    ['ends in nine minutes', DAY - 9 * MINUTE],
    ['ended four hours ago', DAY + 4 * HOUR],
  ])('is replaced at checkout, never handed out: it %s', async (_when, passed) => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    await service.moveTime(passed);
    const frozen = await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    expect(frozen.body).toMatchObject({ status: 409, code: 'session_replaced' });
    const again = await checkout(url, cart);
    expect(again.status).toBe(200);
    expect(again.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    await service.runDue();
    expect((await ottuShows(first.body.checkout.session_id)).state).toBe('expired');
    await payAtOttu(service, again.body.checkout.session_id);
    await service.runDue();
    expect((await status(url, cart)).body.payment.status).toBe('paid');
  });

  it('is handed out while a payer has time enough to pay it', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    await service.moveTime(DAY - 11 * MINUTE);
    expect((await checkout(url, cart)).body.checkout.session_id).toBe(first.body.checkout.session_id);
  });
});

describe('M53: a PATCH that is refused', () => {
  it('leads to retrieve, expire and a new session', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const path = String(first.body.checkout.session_id);
    service.simulator.setFaults([
      { match: { ...PATCH, path }, fault: { kind: 'status', status: 400, body: { detail: 'No.' } } },
    ]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    const next = await checkout(url, cart);
    expect(next.status).toBe(200);
    expect(next.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    expect((await ottuShows(first.body.checkout.session_id)).state).toBe('expired');
  });
});

describe('M52: a change of the amount of which nobody knows whether Ottu made it', () => {
  it('after a PATCH without an answer a shopper who checks out gets another session, and the one before can be paid no more', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const before = count(PATCH);
    service.simulator.setFaults([answerLost(PATCH, 1)]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await service.passTime(QUIET);
    expect(count(PATCH)).toBe(before + 1);
    const second = await checkout(url, cart);
    expect(second.status).toBe(200);
    expect(second.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    expect((await ottuShows(first.body.checkout.session_id)).state).toBe('expired');
    expect((await ottuShows(second.body.checkout.session_id)).amount).toBe('2.500');
  });

  it('so does one whose own checkout lost it, be it that the answer shows another amount', async () => {
    for (const fault of [
      { kind: 'tamper', set: { amount: '1.250' } },
      { kind: 'answer_lost' },
      { kind: 'malformed' },
    ] as const) {
      service.simulator.reset();
      const cart = await teaCart(url);
      const first = await checkout(url, cart);
      service.simulator.setFaults([{ match: { ...PATCH, nth: 1 }, fault }]);
      await setItem(url, cart, 'KARAK-TEA', 2);
      const second = await checkout(url, cart);
      expect([fault.kind, second.status]).toEqual([fault.kind, 200]);
      expect(second.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
      expect((await ottuShows(first.body.checkout.session_id)).state).toBe('expired');
    }
  });

  it.each<[string, (cart: TestCart) => Promise<unknown>]>([
    ['checks out', (cart) => checkout(url, cart)],
    ['pays with a wallet', (cart) => pay(url, cart)],
  ])('a payer who pays the page while a shopper with a lost PATCH %s is charged once', async (_what, asks) => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const { session_id: session } = first.body.checkout;
    const created = count(CREATE);
    service.simulator.setFaults([
      answerLost(PATCH, 1),
      { match: { ...OPERATION, nth: 1 }, fault: { kind: 'hold', when: 'before' } },
      EVENTS_LOST,
    ]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    const asked = Promise.resolve(asks(cart));
    await eventually(() => count(OPERATION) === 1);
    await payAtOttu(service, session);
    service.simulator.setFaults([EVENTS_LOST]);
    await asked;
    await service.passTime(HOUR);
    expect(service.simulator.ledger()).toHaveLength(1);
    expect(count(CREATE)).toBe(created);
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
  });

  it('what no payer has seen is replaced at once, and costs nobody a wait', async () => {
    const cart = await teaCart(url);
    await service.passTime(QUIET);
    service.simulator.setFaults([answerLost(PATCH, 1)]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    expect((await pay(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '2.500' });
  });

  it('while nobody waits, a write 30 seconds later and a retrieve bring it in step', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const before = count(PATCH);
    service.simulator.setFaults([answerLost(PATCH, 1)]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await service.passTime(QUIET);
    await service.passTime(2 * DOUBT);
    expect(count(PATCH)).toBe(before + 2);
    expect((await ottuShows(first.body.checkout.session_id)).amount).toBe('2.500');
    expect((await checkout(url, cart)).body.checkout.session_id).toBe(first.body.checkout.session_id);
  });

  it('503 with outcome none is for an Ottu that does not answer at all', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    service.simulator.setFaults([{ match: RETRIEVE, fault: { kind: 'reset_before' } }]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    expect((await checkout(url, cart)).body).toMatchObject({
      status: 503,
      code: 'checkout_unavailable',
      outcome: 'none',
    });
  });
});

describe('M54: a session that nobody may pay any more', () => {
  it("an abandoned cart's session is expired, after a look at it, and never cancelled or deleted", async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    expect((await abandonCart(url, cart)).status).toBe(204);
    await service.runDue();
    expect((await ottuShows(body.checkout.session_id)).state).toBe('expired');
    expect(sentBodies(service, OPERATION)).toEqual([expect.objectContaining({ operation: 'expire' })]);
    expect(count(RETRIEVE)).toBeGreaterThan(0);
  });

  it('closing begins with a look: what was paid meanwhile is paid, and nothing is expired', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    const { session_id: session } = body.checkout;
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, session);
    expect((await abandonCart(url, cart)).status).toBe(204);
    await service.runDue();
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    expect(sentBodies(service, OPERATION)).toEqual([]);
  });

  it('an emptied cart leaves no session that could be paid', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    await removeItem(url, cart, 'KARAK-TEA');
    await service.passTime(QUIET);
    expect((await ottuShows(body.checkout.session_id)).state).toBe('expired');
    expect((await getCart(url, cart)).body.cart).toMatchObject({ state: 'open', total: '0.000' });
  });
});

describe('M51: at the speed of a shopper', () => {
  it("ten quick edits are one PATCH, behind the shopper's back", async () => {
    const cart = await teaCart(url);
    await service.passTime(QUIET);
    expect(count(CREATE)).toBe(1);
    for (let quantity = 2; quantity <= 11; quantity += 1) await setItem(url, cart, 'KARAK-TEA', quantity);
    expect(count(PATCH)).toBe(0);
    await service.passTime(QUIET);
    expect(sentBodies(service, PATCH)).toEqual([expect.objectContaining({ amount: '13.750' })]);
  });
});

describe('M30: the background by itself', () => {
  it('brings a cart in step when its edits have come to rest, and nobody asks', async () => {
    const shop = await startCheckoutService({}, { background: 'running' });
    try {
      await teaCart(shop.url);
      await eventually(() => shop.simulator.requests(CREATE).length === 1);
    } finally {
      await shop.close();
    }
  });
});
