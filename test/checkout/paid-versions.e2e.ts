import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { changeCart, getCart, setItem, type Members, type TestCart } from '../carts/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import {
  answerLost,
  EVENTS_LOST,
  INQUIRY,
  OPERATION,
  PATCH,
  payAtOttu,
  RETRIEVE,
  type RequestMatch,
} from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE, SECOND } from '../support/time.ts';
import { checkout, freeze, pay, startCheckoutService, status, tagOf, teaCart, unfreeze } from './support.ts';

/** Longer than the quiet second after an edit. */
const QUIET = 2 * SECOND;

let provider: IdentityProvider;
let service: TestService;
let url: string;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  service = await startCheckoutService(provider.variables);
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await provider.close();
});
beforeEach(() => service.simulator.reset());

const count = (match: RequestMatch): number => service.simulator.requests(match).length;

/** As operators see the payment of a session, with what was bought. */
async function bought(session: string): Promise<{ readonly payment: Members; readonly purchase: Members }> {
  const headers = { authorization: authorization('operator') };
  const list = (await (await fetch(`${url}/v1/payments?session_id=${session}`, { headers })).json()) as {
    payments: readonly Members[];
  };
  const answer = await fetch(`${url}/v1/payments/${String(list.payments[0]?.['id'])}`, { headers });
  return (await answer.json()) as { payment: Members; purchase: Members };
}

interface HandedOut {
  readonly cart: TestCart;
  readonly session: string;
}

/** Two teas were handed out, three are in the cart now, and Ottu shows their total. */
async function editedAfterHandOut(): Promise<HandedOut> {
  const cart = await teaCart(url, { items: [{ sku: 'KARAK-TEA', quantity: 2 }] });
  const first = await checkout(url, cart);
  await setItem(url, cart, 'KARAK-TEA', 3);
  const second = await checkout(url, cart);
  expect(second.body.checkout.session_id).toBe(first.body.checkout.session_id);
  return { cart, session: String(second.body.checkout.session_id) };
}

async function signIn(cart: TestCart): Promise<TestCart> {
  const headers = { authorization: await provider.bearer('cust-1') };
  const answer = await changeCart(url, cart, {}, headers);
  return { ...cart, token: String((answer.body as { cart_token: string }).cart_token) };
}

describe('M51: a cart that was changed after its session was handed out, and is paid for the new amount', () => {
  it('is paid by the event alone', async () => {
    const { cart, session } = await editedAfterHandOut();
    await payAtOttu(service, session);
    await service.runDue();
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '3.750' });
    expect(await bought(session)).toMatchObject({
      payment: { state: 'paid', amount: '3.750', review_reasons: [] },
      purchase: { cart: { version: 2 }, items: [{ quantity: 3, line_total: '3.750' }] },
    });
    expect((await bought(session)).payment).not.toHaveProperty('added_since');
  });

  it('is paid by a retrieve alone, where the event is lost', async () => {
    const { cart, session } = await editedAfterHandOut();
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, session);
    await service.passTime(6 * MINUTE);
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '3.750' });
    expect(count(INQUIRY)).toBe(0);
  });

  it.each<[string, (paid: HandedOut) => Promise<unknown>]>([
    ['checks out again', async ({ cart }) => checkout(url, cart)],
    ['pays by a wallet', async ({ cart }) => pay(url, cart)],
    ['freezes it', async ({ cart }) => freeze(url, cart, { 'if-match': await tagOf(url, cart) })],
    ['adds a line', async ({ cart }) => setItem(url, cart, 'DATES-KHALAS', 1)],
    ['writes a note', async ({ cart }) => changeCart(url, cart, { extra: { note: 'For Sara' } })],
    [
      'signs in and checks out',
      async ({ cart }) => {
        const signedIn = await signIn(cart);
        return checkout(url, signedIn, { authorization: await provider.bearer('cust-1') });
      },
    ],
  ])('the event is late, and the shopper %s: nothing is changed or ended, nor paid again', async (_what, acts) => {
    const paid = await editedAfterHandOut();
    const before = [count(PATCH), count(OPERATION)];
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, paid.session);
    await acts(paid);
    await service.passTime(QUIET);
    await service.runDue();
    expect([count(PATCH), count(OPERATION)]).toEqual(before);
    await service.passTime(6 * MINUTE);
    expect(await bought(paid.session)).toMatchObject({
      payment: { state: 'paid', amount: '3.750', review_reasons: [] },
      purchase: { cart: { version: 2 } },
    });
    expect(service.simulator.ledger().filter(({ session_id: id }) => id === paid.session)).toHaveLength(1);
    expect(service.simulator.ledger()).toHaveLength(1);
  });
});

describe('M26, M51: a cart that was changed while a page may have been open', () => {
  async function changedAfterFreeze(): Promise<HandedOut> {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    await freeze(url, cart, { 'if-match': await tagOf(url, cart) });
    await unfreeze(url, cart);
    await setItem(url, cart, 'KARAK-TEA', 2);
    const second = await checkout(url, cart);
    expect(second.body.checkout.session_id).toBe(first.body.checkout.session_id);
    return { cart, session: String(second.body.checkout.session_id) };
  }

  it('is confirming while only a retrieve tells of the success, and paid once the gateway was asked', async () => {
    const { cart, session } = await changedAfterFreeze();
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, session);
    const operations = count(OPERATION);
    expect((await checkout(url, cart)).body).toMatchObject({ code: 'cart_frozen', outcome: 'unknown' });
    expect((await status(url, cart)).body.payment.status).toBe('checking');
    expect((await getCart(url, cart)).body.cart.state).toBe('frozen');
    expect((await pay(url, cart)).body).toMatchObject({ code: 'cart_frozen' });
    expect(await bought(session)).toMatchObject({ payment: { state: 'confirming', outcome: 'unknown' } });
    expect(count(OPERATION)).toBe(operations);
    await service.passTime(20 * MINUTE);
    expect(count(INQUIRY)).toBeGreaterThan(0);
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '2.500' });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('is paid by the event, which says what was settled', async () => {
    const { cart, session } = await changedAfterFreeze();
    await payAtOttu(service, session);
    await service.runDue();
    expect((await status(url, cart)).body.payment.status).toBe('paid');
    expect(count(INQUIRY)).toBe(0);
  });
});

describe('M50, M51: an edit between the payment and an event that is late', () => {
  it.each<[string, (cart: TestCart) => Promise<unknown>, readonly Members[]]>([
    [
      'a line that is added',
      async (cart) => setItem(url, cart, 'DATES-KHALAS', 2),
      [{ sku: 'DATES-KHALAS', quantity: 2 }],
    ],
    ['one piece more', async (cart) => setItem(url, cart, 'KARAK-TEA', 2), [{ sku: 'KARAK-TEA', quantity: 1 }]],
    ['a gift note', async (cart) => changeCart(url, cart, { extra: { note: 'For Sara' } }), []],
    ['a customer who signs in', signIn, []],
  ])('%s is answered at once, and the order is what was paid', async (_what, edit, added) => {
    const cart = await teaCart(url, { extra: { note: 'none' } });
    const { body } = await checkout(url, cart);
    const session = String(body.checkout.session_id);
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, session);
    const patches = count(PATCH);
    await edit(cart);
    await service.passTime(QUIET);
    await service.passTime(6 * MINUTE);
    expect(count(PATCH)).toBe(patches);
    const { payment, purchase } = await bought(session);
    expect(payment).toMatchObject({ state: 'paid', amount: '1.250', review_reasons: [], added_since: added });
    expect(payment['added_since']).toHaveLength(added.length);
    expect(purchase).toMatchObject({ cart: { version: 1 }, items: [{ quantity: 1 }], extra: { note: 'none' } });
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('and the event that comes 5 seconds late finds it so', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    const session = String(body.checkout.session_id);
    await payAtOttu(service, session);
    expect((await setItem(url, cart, 'KARAK-TEA', 4)).status).toBe(200);
    await service.runDue();
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    expect((await bought(session)).payment).toMatchObject({
      state: 'paid',
      amount: '1.250',
      added_since: [{ sku: 'KARAK-TEA', quantity: 3 }],
    });
    // The shopper is told as well what is not part of the order.
    expect((await status(url, cart)).body.payment).toMatchObject({
      status: 'paid',
      amount: '1.250',
      added_since: [{ sku: 'KARAK-TEA', name: { en: expect.any(String) }, quantity: 3 }],
    });
  });
});

describe('M50, M52: a change of which no answer came, and that was paid', () => {
  async function lostChange(when: 'before' | 'after'): Promise<HandedOut> {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    service.simulator.setFaults([
      when === 'after'
        ? answerLost(PATCH, 1)
        : { match: { ...PATCH, nth: 1 }, fault: { kind: 'status', status: 502, body: 'Bad Gateway', when: 'before' } },
    ]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await service.passTime(QUIET);
    return { cart, session: String(body.checkout.session_id) };
  }

  it('is paid for the version that Ottu had after all, with its lines', async () => {
    const { cart, session } = await lostChange('after');
    await payAtOttu(service, session);
    await service.runDue();
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '2.500' });
    const { payment, purchase } = await bought(session);
    expect(payment).toMatchObject({ state: 'paid', amount: '2.500', review_reasons: [] });
    expect(payment).not.toHaveProperty('added_since');
    expect(purchase).toMatchObject({ cart: { version: 2 }, items: [{ quantity: 2, line_total: '2.500' }] });
  });

  it('is paid for the version before, where Ottu had not made the change', async () => {
    const { cart, session } = await lostChange('before');
    await payAtOttu(service, session);
    await service.runDue();
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '1.250' });
    expect(await bought(session)).toMatchObject({
      payment: { state: 'paid', amount: '1.250', added_since: [{ sku: 'KARAK-TEA', quantity: 1 }] },
      purchase: { cart: { version: 1 }, items: [{ quantity: 1 }] },
    });
  });
});

describe('M51: a change of which no answer came, and that Ottu shows no more', () => {
  it('may have been on a page while it was shown: a retrieve alone does not prove what is paid after it', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    const session = String(body.checkout.session_id);
    // Ottu shows two teas for half a minute, and then one again.
    service.simulator.setFaults([answerLost(PATCH, 1)]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await service.passTime(QUIET);
    await setItem(url, cart, 'KARAK-TEA', 1);
    await service.passTime(10 * MINUTE);
    expect(count(PATCH)).toBe(2);
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, session);
    expect((await checkout(url, cart)).body).toMatchObject({ code: 'cart_frozen', outcome: 'unknown' });
    expect((await bought(session)).payment).toMatchObject({ state: 'confirming', outcome: 'unknown' });
    await service.passTime(20 * MINUTE);
    expect(count(INQUIRY)).toBeGreaterThan(0);
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'paid', amount: '1.250' });
  });

  it('one that Ottu refused was on no page, and takes no proof away', async () => {
    const cart = await teaCart(url);
    const { body } = await checkout(url, cart);
    const session = String(body.checkout.session_id);
    service.simulator.setFaults([{ match: { ...PATCH, nth: 1 }, fault: { kind: 'status', status: 429 } }]);
    await setItem(url, cart, 'KARAK-TEA', 2);
    await service.passTime(QUIET);
    expect(count(PATCH)).toBeGreaterThan(0);
    await setItem(url, cart, 'KARAK-TEA', 1);
    await service.passTime(10 * MINUTE);
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, session);
    await checkout(url, cart);
    expect((await bought(session)).payment).toMatchObject({ state: 'paid', amount: '1.250' });
    expect(count(INQUIRY)).toBe(0);
  });
});

describe('M53: a session that Ottu does not know any more', () => {
  it('is given up when Ottu has said so twice, 5 minutes apart, and the cart goes on with another', async () => {
    const cart = await teaCart(url);
    const first = await checkout(url, cart);
    const session = String(first.body.checkout.session_id);
    service.simulator.setFaults([
      { match: { ...RETRIEVE, path: session }, fault: { kind: 'status', status: 404, body: { detail: 'Not found.' } } },
    ]);
    for (const wait of [0, MINUTE]) {
      await service.moveTime(wait);
      expect((await checkout(url, cart)).body).toMatchObject({ code: 'checkout_unavailable', outcome: 'none' });
    }
    await service.moveTime(5 * MINUTE);
    const next = await checkout(url, cart);
    expect(next.status).toBe(200);
    expect(next.body.checkout.session_id).not.toBe(session);
    expect((await bought(session)).payment).toMatchObject({
      state: 'needs_review',
      review_reasons: ['session_not_found'],
    });
    expect((await pay(url, cart)).body.payment.status).toBe('paid');
  });
});
