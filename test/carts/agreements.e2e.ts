import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';

import { debit, LOOSE, shown } from '../auto-debits/support.ts';
import { checkout, ONE_TEA, pay, startCheckoutService, teaCart } from '../checkout/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { CREATE, NATIVE, OPERATION, PATCH, payAtOttu, sentBodies } from '../support/ottu.ts';
import { authorization } from '../support/service-keys.ts';
import type { TestService } from '../support/service.ts';
import { changeCart, createCart, faults, getCart, setItem, type Headers, type TestCart } from './support.ts';

let identity: IdentityProvider;
let service: TestService;
let url: string;
let sara: Headers;
let omar: Headers;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({ ...identity.variables, FREE_ORDERS: 'true' });
  url = service.url;
  sara = { authorization: await identity.bearer('sara-1') };
  omar = { authorization: await identity.bearer('omar-2') };
});
afterAll(async () => {
  await service.close();
  await identity.close();
});
beforeEach(() => service.simulator.reset());

const BY_SERVER = { authorization: authorization('shop') };
const newAgreement = (): { readonly id: string } => ({ id: `AGR-${randomUUID().slice(0, 8)}`, ...LOOSE });
const agreeing = (agreement: object): Promise<TestCart> =>
  teaCart(url, { agreement, customer_id: 'sara-1' }, BY_SERVER);

describe('M82: a cart whose payment begins an agreement', () => {
  it('M58: is refused by a shop without tokens of customers, where nobody could check it out', async () => {
    const bare = await startCheckoutService();
    try {
      const body = { ...ONE_TEA, agreement: newAgreement(), customer_id: 'sara-1' };
      const created = await createCart(bare.url, body, BY_SERVER);
      expect([created.status, created.body]).toEqual([
        400,
        expect.objectContaining({ code: 'customer_jwt_not_configured', outcome: 'none' }),
      ]);
    } finally {
      await bare.close();
    }
  });

  it('is paid by its customer on the page of Ottu, and its card is charged under the agreement from then on', async () => {
    const agreement = newAgreement();
    const cart = await agreeing(agreement);
    expect((await getCart(url, cart)).body.cart).toMatchObject({ agreement, signed_in: true });
    expect((await checkout(url, cart)).body).toMatchObject({ status: 401, code: 'customer_jwt_missing' });
    const ready = await checkout(url, cart, sara);
    expect(ready.status).toBe(200);
    expect(sentBodies(service, CREATE)).toEqual([
      expect.objectContaining({ payment_type: 'auto_debit', customer_id: 'sara-1', agreement }),
    ]);
    await payAtOttu(service, ready.body.checkout.session_id as string);
    await service.passTime(0);
    expect((await getCart(url, cart)).body.cart.state).toBe('paid');
    const names = { agreement_id: agreement.id, customer_id: 'sara-1' };
    expect(await shown(service, names)).toMatchObject({ agreement_id: agreement.id, pg_code: 'credit-card' });
    const later = await debit(service, { ...names, amount: '2.500' });
    expect(later.body.payment).toMatchObject({ state: 'paid', amount: '2.500' });
  });

  it('keeps its agreement through edits and in the session that takes the place of another', async () => {
    const agreement = newAgreement();
    const cart = await agreeing(agreement);
    const first = await checkout(url, cart, sara);
    expect((await setItem(url, cart, 'DATES-KHALAS', 1)).status).toBe(200);
    expect((await checkout(url, cart, sara)).status).toBe(200);
    const [patched] = sentBodies(service, PATCH);
    expect(patched).not.toHaveProperty('agreement');
    await request(service.simulator.url)
      .post(`/__sandbox/sessions/${first.body.checkout.session_id as string}/operate`)
      .send({ operation: 'expire' });
    expect((await setItem(url, cart, 'DATES-KHALAS', 2)).status).toBe(200);
    const next = await checkout(url, cart, sara);
    expect(next.body.checkout.session_id).not.toBe(first.body.checkout.session_id);
    expect(sentBodies(service, CREATE)).toHaveLength(2);
    expect(sentBodies(service, CREATE).at(-1)).toMatchObject({ payment_type: 'auto_debit', agreement });
  });

  it('is neither paid by a wallet or a saved card, nor completed without a payment', async () => {
    const cart = await agreeing(newAgreement());
    const answers = [
      await pay(url, cart, { headers: sara }),
      await pay(url, cart, { headers: sara, body: { card_id: 'any' } }),
      await request(url)
        .post(`/v1/carts/${cart.id}/complete`)
        .set({ 'cart-token': cart.token, 'idempotency-key': randomUUID(), 'if-match': '"v1"', ...sara })
        .send(),
    ];
    for (const answer of answers) {
      expect(answer.body).toMatchObject({ status: 409, code: 'agreement_needs_page', outcome: 'none' });
    }
    expect(service.simulator.requests(NATIVE)).toHaveLength(0);
    expect((await getCart(url, cart)).body.cart.state).toBe('open');
  });

  it('stays the cart of the customer whom the shop has named', async () => {
    const cart = await agreeing(newAgreement());
    expect((await changeCart(url, cart, { extra: { note: 'x' } }, omar)).status).toBe(404);
    const own = await changeCart(url, cart, { extra: { note: 'y' } }, sara);
    expect(own.body.cart).toMatchObject({ extra: { note: 'y' } });
    expect(own.body.cart_token).toBeUndefined();
    expect(service.simulator.requests(OPERATION)).toHaveLength(0);
  });

  it('is begun by a server only, with both members and what its type needs, and never changed', async () => {
    const agreement = newAgreement();
    const both = { ...ONE_TEA, agreement, customer_id: 'sara-1' };
    for (const headers of [{}, sara]) {
      expect(faults(await createCart(url, both, headers))).toEqual([
        expect.stringMatching(/^\/agreement is given by a server/),
        expect.stringMatching(/^\/customer_id is given by a server/),
      ]);
    }
    expect(faults(await createCart(url, { agreement }, BY_SERVER))).toEqual([
      expect.stringMatching(/^\/customer_id is required/),
    ]);
    expect(faults(await createCart(url, { customer_id: 'sara-1' }, BY_SERVER))).toEqual([
      expect.stringMatching(/^\/agreement is required/),
    ]);
    const reduced = { agreement: { id: 'AGR-1' }, customer_id: 'sara-1' };
    expect(faults(await createCart(url, reduced, BY_SERVER))).toContainEqual(
      expect.stringMatching(/^\/agreement\/total_cycles is required/),
    );
    const cart = await agreeing(agreement);
    for (const change of [{ agreement: newAgreement() }, { customer_id: 'omar-2' }]) {
      expect((await changeCart(url, cart, change, sara)).status).toBe(400);
    }
  });

  it('F16.7: names one gateway to Ottu where shoppers are offered several', async () => {
    const shop = await startCheckoutService({ ...identity.variables, OTTU_PG_CODES: 'knet,credit-card,ottu-sandbox' });
    try {
      const cart = await teaCart(shop.url, { agreement: newAgreement(), customer_id: 'sara-1' }, BY_SERVER);
      expect((await checkout(shop.url, cart, sara)).status).toBe(200);
      const [body] = sentBodies(shop, CREATE) as Record<string, unknown>[];
      expect(body?.['pg_codes']).toEqual(['credit-card']);
    } finally {
      await shop.close();
    }
  });

  it('is not begun with a largest amount that its currency cannot have', async () => {
    const agreement = { ...newAgreement(), max_amount_per_cycle: '25.0005' };
    expect(faults(await createCart(url, { ...ONE_TEA, agreement, customer_id: 'sara-1' }, BY_SERVER))).toEqual([
      '/agreement/max_amount_per_cycle must be an amount of KWD',
    ]);
  });
});
