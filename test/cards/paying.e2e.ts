import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { changeCart, faults, getCart, type Members } from '../carts/support.ts';
import { checkout, pay, payload, startCheckoutService, status, statusAfter, teaCart } from '../checkout/support.ts';
import { eventually } from '../support/eventually.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import {
  answerLost,
  APPLE,
  AUTO_DEBIT,
  CARDS,
  CREATE,
  EVENTS_LOST,
  RETRIEVES_SILENT,
  sentBodies,
} from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import { deleteCard, idOf, ownCart, payByCard, saved } from './support.ts';

let identity: IdentityProvider;
let service: TestService;
let url: string;
let people = 0;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({ ...identity.variables, OTTU_PG_CODES: 'knet,credit-card,ottu_pg_kwd_tkn' });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await identity.close();
});
afterEach(() => service.simulator.clearFaults());

interface Shopper {
  readonly sub: string;
  readonly headers: { readonly authorization: string };
}

async function someone(): Promise<Shopper> {
  const sub = `payer-${(people += 1)}`;
  return { sub, headers: { authorization: await identity.bearer(sub) } };
}

/** Somebody with one good card. */
async function withCard(): Promise<Shopper & { readonly token: string; readonly id: string }> {
  const shopper = await someone();
  const token = saved(service, shopper.sub, { number: '**** 1111' });
  return { ...shopper, token, id: await idOf(url, shopper.headers, '1111') };
}

const charged = (): number => service.simulator.requests(AUTO_DEBIT).length;
const ledgerOf = (orderNo: string): unknown[] => [...service.simulator.ledger(orderNo)];

describe('M13, M55: a cart is paid by a saved card', () => {
  it('Ottu gets the session and the token, nothing else, and the cart is paid', async () => {
    const { headers, token, id, sub } = await withCard();
    const cart = await ownCart(url, headers);
    const answer = await payByCard(url, cart, id, { headers });
    expect(answer.status).toBe(201);
    expect(answer.body.payment).toMatchObject({ status: 'paid', amount: '1.250', currency_code: 'KWD' });
    expect(sentBodies(service, CREATE).at(-1)).toMatchObject({ customer_id: sub });
    expect(sentBodies(service, AUTO_DEBIT).at(-1)).toEqual({ session_id: expect.any(String), token });
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    expect(ledgerOf(answer.body.payment.order_no)).toEqual([
      expect.objectContaining({ amount: '1.250', currency: 'KWD', pg_code: 'credit-card' }),
    ]);
  });

  it('by the gateway that has the card, whichever of the session it is', async () => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 2222', pg_code: 'ottu_pg_kwd_tkn' });
    const cart = await ownCart(url, headers);
    const answer = await payByCard(url, cart, await idOf(url, headers, '2222'), { headers });
    expect(answer.body.payment.status).toBe('paid');
    expect(ledgerOf(answer.body.payment.order_no)).toMatchObject([{ pg_code: 'ottu_pg_kwd_tkn' }]);
  });

  it('a decline opens the cart, and the same session is paid by a second attempt', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    service.simulator.setFaults([{ match: AUTO_DEBIT, fault: { kind: 'outcome', outcome: 'declined' } }]);
    const declined = await payByCard(url, cart, id, { headers });
    expect([declined.status, declined.body.payment.status]).toEqual([201, 'declined']);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    service.simulator.clearFaults();
    const paid = await payByCard(url, cart, id, { headers });
    expect(paid.body.payment).toMatchObject({ status: 'paid', order_no: declined.body.payment.order_no });
    expect(ledgerOf(paid.body.payment.order_no)).toHaveLength(1);
  });
});

describe('promise 5, promise 6: a cart is paid once at most by a saved card', () => {
  it('a lost answer is being checked, holds the cart, and is paid once in the end', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const before = charged();
    const key = randomUUID();
    // Nor does the look at once get an answer.
    service.simulator.setFaults([answerLost(AUTO_DEBIT), RETRIEVES_SILENT, EVENTS_LOST]);
    const answer = await payByCard(url, cart, id, { headers, key });
    expect([answer.status, answer.body.payment.status]).toEqual([202, 'checking']);
    expect((await payByCard(url, cart, id, { headers })).body).toMatchObject({
      code: 'cart_frozen',
      outcome: 'unknown',
    });
    service.simulator.clearFaults();
    expect((await statusAfter(service, cart, MINUTE)).body.payment.status).toBe('paid');
    expect((await payByCard(url, cart, id, { headers, key })).body.payment.status).toBe('paid');
    expect(charged() - before).toBe(1);
    expect(ledgerOf(answer.body.payment.order_no)).toHaveLength(1);
  });

  it('30 requests at once with one key charge once', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const [key, before] = [randomUUID(), charged()];
    const answers = await Promise.all(Array.from({ length: 30 }, () => payByCard(url, cart, id, { headers, key })));
    expect(charged() - before).toBe(1);
    // M9 M96: the others are neither refused as attempts of their own nor told that nothing will be charged.
    const told = answers.map(({ status: code, body }) => (code === 201 ? body.payment.status : body.code) as string);
    expect([...new Set(told)].toSorted()).toEqual(['idempotency_in_flight', 'paid']);
    const last = await payByCard(url, cart, id, { headers, key });
    expect(last.headers['idempotent-replayed']).toBe('true');
    expect(ledgerOf(last.body.payment.order_no)).toHaveLength(1);
  });
});

describe('M9: the key of a payment by a saved card', () => {
  it('that comes a second time, late, is answered with what the first request came to', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const [key, before] = [randomUUID(), charged()];
    // The slower of the two has seen no earlier attempt, and finds a cart that is paid when it wants to hold it.
    service.simulator.setFaults([{ match: { ...CARDS, nth: 2 }, fault: { kind: 'hold', when: 'before' } }]);
    const asked = service.simulator.requests(CARDS).length;
    const paying = [1, 2].map(async () => payByCard(url, cart, id, { headers, key }));
    await eventually(() => service.simulator.requests(CARDS).length === asked + 2);
    await Promise.race(paying);
    service.simulator.clearFaults();
    const answers = await Promise.all(paying);
    expect(answers.map(({ body }) => (body.payment?.status ?? body.code) as string)).toEqual(['paid', 'paid']);
    expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === 'true')).toHaveLength(1);
    expect(charged() - before).toBe(1);
  });

  it('answers again when the card is gone and Ottu cannot be asked for cards', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const key = randomUUID();
    await payByCard(url, cart, id, { headers, key });
    await deleteCard(url, id, headers);
    service.simulator.setFaults([answerLost(CARDS)]);
    expect((await payByCard(url, cart, id, { headers, key })).body.payment.status).toBe('paid');
    expect((await pay(url, cart, { headers, key })).body.code).toBe('idempotency_key_reused');
  });
});

describe('M11: what is told of a payment by a saved card', () => {
  it('a card that Ottu does not take is refused without its words, and the cart is open', async () => {
    const { headers, id, token } = await withCard();
    const cart = await ownCart(url, headers);
    const fault = { kind: 'status', status: 400, body: { token: [`Invalid token ${token}`] } } as const;
    service.simulator.setFaults([{ match: AUTO_DEBIT, fault }]);
    const answer = await payByCard(url, cart, id, { headers });
    expect(answer.body).toMatchObject({ status: 400, code: 'payment_refused', outcome: 'none' });
    expect(answer.text).not.toContain(token);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });

  it('the payment is told to operators as a payment by token', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const { body } = await payByCard(url, cart, id, { headers });
    const answer = await fetch(`${url}/v1/payments?order_no=${body.payment.order_no}`, {
      headers: { authorization: authorization('operator') },
    });
    expect(await answer.json()).toMatchObject({ payments: [expect.objectContaining({ state: 'paid' })] });
  });
});

describe('M55, M58, M96: what is refused before anything is charged', () => {
  /** The answer, with the proof that Ottu was not asked to charge and the cart can still be paid. */
  async function refused(
    cart: Awaited<ReturnType<typeof ownCart>>,
    cardId: string,
    headers: Record<string, string>,
  ): Promise<Members> {
    const before = charged();
    const { body } = await payByCard(url, cart, cardId, { headers });
    expect(body).toMatchObject({ outcome: 'none' });
    expect(charged()).toBe(before);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
    expect((await status(url, cart)).body.payment.status).toBe('open');
    return body as Members;
  }

  it.each([
    ['needs its CVV', { cvv_required: true }],
    ['has expired', { expiry_month: '01', expiry_year: '20' }],
  ])('a card that %s is refused', async (_why, card) => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 3333', ...card });
    const id = await idOf(url, headers, '3333');
    const body = await refused(await ownCart(url, headers), id, headers);
    expect(body).toMatchObject({ status: 409, code: 'card_not_usable' });
  });

  it('a card whose gateway does not take the currency is refused', async () => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 3333', pg_code: 'ottu_pg_kwd_tkn' });
    const cart = await teaCart(url, { currency_code: 'SAR' }, headers);
    expect(await refused(cart, await idOf(url, headers, '3333'), headers)).toMatchObject({
      status: 409,
      code: 'card_not_usable',
    });
  });

  it('a card of a gateway that shoppers are not offered is refused', async () => {
    const { sub, headers } = await someone();
    const other = await startCheckoutService({ ...identity.variables, OTTU_PG_CODES: 'autopay' });
    try {
      other.simulator.saveCard({ token: '9811112222333344', customer_id: sub, pg_code: 'autopay' });
      service.simulator.saveCard({ token: '9811112222333344', customer_id: sub, pg_code: 'autopay' });
      const id = await idOf(other.url, headers, '1019');
      expect(await refused(await ownCart(url, headers), id, headers)).toMatchObject({ code: 'card_not_found' });
    } finally {
      await other.close();
    }
  });

  it('a card that was deleted is refused, and one that never was', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    await deleteCard(url, id, headers);
    for (const tried of [id, 'never', '9990001112223334']) {
      expect(await refused(cart, tried, headers)).toMatchObject({ status: 404, code: 'card_not_found' });
    }
  });

  it("another customer's card is refused", async () => {
    const [sara, omar] = [await withCard(), await withCard()];
    const cart = await ownCart(url, omar.headers);
    expect(await refused(cart, sara.id, omar.headers)).toMatchObject({ status: 404, code: 'card_not_found' });
    expect(await refused(cart, sara.token, omar.headers)).toMatchObject({ status: 404, code: 'card_not_found' });
  });

  it("a request without a JWT is refused, and one with that of somebody else on a customer's cart", async () => {
    const [sara, omar] = [await withCard(), await withCard()];
    const cart = await ownCart(url, sara.headers);
    expect(await refused(cart, sara.id, {})).toMatchObject({ status: 401, code: 'customer_jwt_missing' });
    expect(await refused(cart, omar.id, omar.headers)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it("a guest's cart takes no saved card until it is bound to the customer", async () => {
    const { headers, id } = await withCard();
    const guest = await teaCart(url);
    expect(await refused(guest, id, {})).toMatchObject({ status: 401, code: 'customer_jwt_missing' });
    expect(await refused(guest, id, headers)).toMatchObject({ status: 409, code: 'card_not_usable' });
    const { body } = await changeCart(url, guest, {}, headers);
    const cart = { id: guest.id, token: body.cart_token as string };
    expect((await payByCard(url, cart, id, { headers })).body.payment.status).toBe('paid');
  });

  it('every card is refused when the cards cannot be had', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    service.simulator.setFaults([{ match: CARDS, fault: { kind: 'status', status: 500 } }]);
    expect(await refused(cart, id, headers)).toMatchObject({ status: 503, code: 'cards_unavailable' });
  });

  it('a version that has moved on is refused, and a request without If-Match', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const stale = await payByCard(url, cart, id, { headers, ifMatch: '"v0"' });
    expect(stale.body).toMatchObject({ status: 412, code: 'cart_changed', outcome: 'none' });
  });

  it('a card that is tried again and again runs into the same limit as wallets', async () => {
    const shop = await startCheckoutService({ ...identity.variables });
    try {
      const { sub, headers } = await someone();
      shop.simulator.saveCard({ token: '9822223333444455', customer_id: sub });
      const cart = await ownCart(shop.url, headers);
      const id = await idOf(shop.url, headers, '1019');
      shop.simulator.setFaults([{ match: AUTO_DEBIT, fault: { kind: 'outcome', outcome: 'declined' } }]);
      const answers: string[] = [];
      for (let tries = 0; tries < 20 && answers.at(-1) !== 'too_many_attempts'; tries += 1) {
        const { body } = await payByCard(shop.url, cart, id, { headers });
        answers.push((body.code ?? body.payment.status) as string);
      }
      expect(answers.at(-1)).toBe('too_many_attempts');
      expect(shop.simulator.requests(AUTO_DEBIT)).toHaveLength(answers.length - 1);
      // Whoever was refused does not hold the cart.
      expect((await getCart(shop.url, cart)).body.cart.state).toBe('open');
    } finally {
      await shop.close();
    }
  });
});

describe('the two forms of the body', () => {
  it('exactly one of them, and all that is wrong is told at once', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const before = charged() + service.simulator.requests(APPLE).length;
    const faultsOf = async (body: Members): Promise<string[]> =>
      faults(await pay(url, cart, { headers, body })).toSorted();
    const both = 'must not be given together with card_id';
    expect(await faultsOf({})).toEqual(['/payload is required, or card_id', '/wallet is required, or card_id']);
    expect(await faultsOf({ wallet: 'apple_pay', payload: payload(), card_id: id })).toEqual([
      `/payload ${both}`,
      `/wallet ${both}`,
    ]);
    expect(await faultsOf({ payload: payload() })).toEqual(['/wallet is required, or card_id']);
    expect(await faultsOf({ wallet: 'cheque', card_id: 7, token: '9990001112223334' })).toEqual([
      '/card_id must be a string',
      '/token is not a known member',
      '/wallet must be one of "apple_pay" and "google_pay"',
    ]);
    expect(charged() + service.simulator.requests(APPLE).length).toBe(before);
  });

  it('a member named payment_instrument is refused, with a saved card too', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const body = { card_id: id, payment_instrument: { instrument_type: 'token' } };
    expect((await pay(url, cart, { headers, body })).body).toMatchObject({
      status: 403,
      code: 'server_to_server_only',
    });
  });
});

describe('M51: a session that was handed out', () => {
  it('is the one that a saved card pays afterwards', async () => {
    const { headers, id } = await withCard();
    const cart = await ownCart(url, headers);
    const { body } = await checkout(url, cart, headers);
    expect((await payByCard(url, cart, id, { headers })).body.payment.status).toBe('paid');
    expect(sentBodies(service, AUTO_DEBIT).at(-1)).toMatchObject({ session_id: body.checkout.session_id });
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
  });
});
