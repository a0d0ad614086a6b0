import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { changeCart, getCart, setItem, type Members, type TestCart } from '../carts/support.ts';
import { Receiver, SECRET } from '../merchant-events/receiver.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { APPLE, CREATE, PATCH, payAtOttu, RETRIEVE, type RequestMatch } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import { startReplica, type Replica, type TestService } from '../support/service.ts';
import { timeOf, type TestTime } from '../support/time.ts';
import { checkout, CHECKOUT_VARIABLES, pay, startCheckoutService, status, tagOf, teaCart } from './support.ts';

/** Races whose winner nobody chooses are run so often. */
const ROUNDS = 8;

const receiver = new Receiver();
let provider: IdentityProvider;
/** Both are one shop, on one database. */
let here: TestService;
let there: Replica & TestTime;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  await receiver.open();
  const events = { MERCHANT_EVENTS_URL: receiver.url, MERCHANT_EVENTS_SECRET: SECRET };
  here = await startCheckoutService({ ...events, ...provider.variables });
  const port = await freePort();
  const variables = { ...CHECKOUT_VARIABLES, PUBLIC_URL: `http://127.0.0.1:${port}`, RATE_LIMIT_PER_MINUTE: '100000' };
  const replica = await startReplica(here, { ...variables, ...events, ...provider.variables }, { port });
  there = { ...replica, ...timeOf({ ...replica, simulator: here.simulator }) };
});
afterEach(() => here.simulator.reset());
afterAll(async () => {
  await there.close();
  await here.close();
  await receiver.close();
  await provider.close();
});

const requests = (match: RequestMatch): number => here.simulator.requests(match).length;

const TEA = 'KARAK-TEA';
const ONE_TEA = '1.250';
const TWO_TEAS = '2.500';

/** As operators see every payment of the cart, with what was bought; the oldest first. */
async function paymentsOf(cart: TestCart): Promise<{ readonly payment: Members; readonly purchase: Members }[]> {
  const headers = { authorization: authorization('operator') };
  const list = (await (await fetch(`${here.url}/v1/payments?limit=100`, { headers })).json()) as {
    payments: readonly { id: string }[];
  };
  const all = await Promise.all(
    list.payments.map(async ({ id }) => (await fetch(`${here.url}/v1/payments/${id}`, { headers })).json()),
  );
  return (all as { payment: Members; purchase: Members & { cart?: Members } }[])
    .filter(({ purchase }) => purchase.cart?.['id'] === cart.id)
    .toReversed();
}

async function everythingIsDone(): Promise<void> {
  await here.runDue();
  await there.runDue();
}

/** The request that this rule strikes has come to Ottu, and is not answered until the rules are cleared. */
async function held(match: RequestMatch, when: 'before' | 'after'): Promise<() => void> {
  const before = requests(match);
  here.simulator.setFaults([{ match: { ...match, nth: 1 }, fault: { kind: 'hold', when } }]);
  await eventually(() => requests(match) > before);
  return () => here.simulator.clearFaults();
}

describe('M52, M55: an edit at one replica against a payment at the other', () => {
  it('by a wallet: one of them is told to begin again, and what is charged is what was shown', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const cart = await teaCart(here.url);
      await checkout(here.url, cart);
      const ifMatch = await tagOf(here.url, cart);
      const before = here.simulator.ledger().length;
      const [paid, edited] = await Promise.all([
        pay(here.url, cart, { ifMatch }),
        setItem(there.url, cart, TEA, 2).then((answer) => answer),
      ]);
      const charged = here.simulator.ledger().slice(before);
      if (edited.status === 200) {
        expect(paid.body).toMatchObject({ code: 'cart_changed', outcome: 'none' });
        expect(charged).toHaveLength(0);
      } else {
        expect(edited.status).toBe(409);
        expect(paid.body.payment).toMatchObject({ status: 'paid', amount: ONE_TEA });
        expect(charged).toHaveLength(1);
      }
      await everythingIsDone();
    }
  });

  it('by a wallet whose charge is under way: the cart is held at the other replica too', async () => {
    const cart = await teaCart(here.url);
    await checkout(here.url, cart);
    const paying = pay(here.url, cart);
    const letGo = await held(APPLE, 'after');
    expect((await setItem(there.url, cart, TEA, 2)).body).toMatchObject({ code: 'cart_frozen' });
    expect((await checkout(there.url, cart)).body).toMatchObject({ code: 'cart_frozen', outcome: 'unknown' });
    expect((await status(there.url, cart)).body.payment.status).toBe('checking');
    letGo();
    expect((await paying).body.payment).toMatchObject({ status: 'paid', amount: ONE_TEA });
    expect(here.simulator.ledger()).toHaveLength(1);
  });

  it.each<[string, 'before' | 'after', string, number]>([
    ['before Ottu has made the change: for the version before', 'before', ONE_TEA, 1],
    ['after Ottu has made it: for the version that it shows', 'after', TWO_TEAS, 2],
  ])("on Ottu's page while the change of an edit is under way, %s", async (_what, when, amount, quantity) => {
    const cart = await teaCart(here.url);
    const { body } = await checkout(here.url, cart);
    const session: unknown = body.checkout.session_id;
    await setItem(there.url, cart, TEA, 2);
    const checkingOut = checkout(there.url, cart).then((answer) => answer);
    const letGo = await held(PATCH, when);
    await payAtOttu(here, session);
    // The event comes to the first replica, while the second has the write open.
    await here.runDue();
    letGo();
    expect((await checkingOut).status).toBe(409);
    await everythingIsDone();
    expect((await status(there.url, cart)).body.payment).toMatchObject({ status: 'paid', amount });
    const all = await paymentsOf(cart);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      payment: { state: 'paid', amount, review_reasons: [] },
      purchase: { cart: { version: quantity }, items: [{ quantity }] },
    });
    expect(here.simulator.ledger()).toHaveLength(1);
  });
});

describe('M50, M51: an edit at one replica while the event of the payment is late at the other', () => {
  it('what Ottu showed before it was paid leads to no change, no second session and no review', async () => {
    const cart = await teaCart(here.url);
    const { body } = await checkout(here.url, cart);
    expect((await setItem(there.url, cart, TEA, 3)).status).toBe(200);
    const checkingOut = checkout(there.url, cart).then((answer) => answer);
    // `created`, said a moment before the payer pays.
    const letGo = await held(RETRIEVE, 'after');
    const before = [requests(PATCH), requests(CREATE)];
    await payAtOttu(here, body.checkout.session_id);
    await here.runDue();
    letGo();
    expect((await checkingOut).status).toBe(409);
    await everythingIsDone();
    expect([requests(PATCH), requests(CREATE)]).toEqual(before);
    expect((await getCart(there.url, cart)).body.cart.state).toBe('paid');
    const [paid] = await paymentsOf(cart);
    expect(paid).toMatchObject({
      payment: { state: 'paid', amount: ONE_TEA, review_reasons: [], added_since: [{ sku: TEA, quantity: 2 }] },
      purchase: { cart: { version: 1 }, items: [{ quantity: 1 }] },
    });
  });
});

/** The cart belongs to a customer from now on, with a token and a session of its own. */
async function signIn(url: string, cart: TestCart): Promise<{ readonly status: number; readonly cart: TestCart }> {
  const headers = { authorization: await provider.bearer('cust-1') };
  const { status: code, body } = await changeCart(url, cart, {}, headers);
  return { status: code, cart: { ...cart, token: String((body as { cart_token?: string }).cart_token ?? cart.token) } };
}

describe('M58: a shopper signs in at one replica while the cart is paid at the other', () => {
  it('by a wallet: either the charge goes first and the sign-in waits, or nothing is charged', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const cart = await teaCart(here.url);
      await checkout(here.url, cart);
      const ifMatch = await tagOf(here.url, cart);
      const before = here.simulator.ledger().length;
      const [paid, signedIn] = await Promise.all([pay(here.url, cart, { ifMatch }), signIn(there.url, cart)]);
      const charged = here.simulator.ledger().length - before;
      if (signedIn.status === 200) {
        expect(paid.status).toBeGreaterThanOrEqual(400);
        expect(charged).toBe(0);
      } else {
        expect(signedIn.status).toBe(409);
        expect(paid.body.payment).toMatchObject({ status: 'paid', amount: ONE_TEA });
        expect(charged).toBe(1);
      }
      await everythingIsDone();
    }
  });

  it("on Ottu's page of the session from before: it is paid once, and no session is handed out again", async () => {
    const cart = await teaCart(here.url);
    const { body } = await checkout(here.url, cart);
    const signedIn = await signIn(there.url, cart);
    expect(signedIn.status).toBe(200);
    const checkingOut = checkout(there.url, signedIn.cart, {
      authorization: await provider.bearer('cust-1'),
    }).then((answer) => answer);
    const letGo = await held(RETRIEVE, 'before');
    await payAtOttu(here, body.checkout.session_id);
    await here.runDue();
    letGo();
    expect((await checkingOut).status).toBe(409);
    await everythingIsDone();
    expect((await getCart(there.url, signedIn.cart)).body.cart.state).toBe('paid');
    expect(here.simulator.ledger()).toHaveLength(1);
    const all = await paymentsOf(cart);
    expect(all.map(({ payment }) => payment['state'])).toEqual(['paid']);
  });
});

describe('M53: two sessions of a cart are paid, and each replica hears of one', () => {
  it('at once: one is paid, the other is a duplicate with both references, and the cart is paid', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const cart = await teaCart(here.url);
      const first = await checkout(here.url, cart);
      const old: unknown = first.body.checkout.session_id;
      const signedIn = await signIn(there.url, cart);
      const second = await checkout(there.url, signedIn.cart, { authorization: await provider.bearer('cust-1') });
      const young: unknown = second.body.checkout.session_id;
      expect(young).not.toBe(old);
      await Promise.all([payAtOttu(here, old), payAtOttu(here, young)]);
      // Both events have come before either is looked into.
      await here.settled();
      await Promise.all([here.runOnce('Inbox'), there.runOnce('Inbox')]);
      await everythingIsDone();
      const all = (await paymentsOf(cart)).map(({ payment }) => payment);
      const paid = all.find(({ state }) => state === 'paid');
      const other = all.find(({ state }) => state === 'needs_review');
      expect(all).toHaveLength(2);
      expect(paid).toMatchObject({ review_reasons: [] });
      expect(other).toMatchObject({ review_reasons: ['duplicate_payment'] });
      const told = receiver.deliveries.map(({ event }) => event).filter(({ type }) => type === 'payment.duplicate');
      expect(told.at(-1)?.data.duplicate).toEqual({
        of: expect.objectContaining({ order_no: paid?.['order_no'], reference_number: paid?.['reference_number'] }),
        reference_number: other?.['reference_number'],
      });
      expect(told).toHaveLength(round + 1);
      expect((await getCart(here.url, signedIn.cart)).body.cart.state).toBe('paid');
    }
  });
});
