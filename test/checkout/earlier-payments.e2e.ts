import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { changeCart, type TestCart } from '../carts/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { EVENTS_LOST, NATIVE, payAtOttu, SESSIONS } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import { checkout, freeze, pay, paymentOf, startCheckoutService, status, tagOf, teaCart } from './support.ts';

let identity: IdentityProvider;
let service: TestService;
let url: string;
let sara: { authorization: string };

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({ ...identity.variables });
  url = service.url;
  sara = { authorization: await identity.bearer('sara-1') };
});
afterAll(async () => {
  await service.close();
  await identity.close();
});
beforeEach(() => service.simulator.reset());

const looksAt = (sessionId: unknown): number =>
  service.simulator.requests({ method: 'GET', path: `${SESSIONS.path}${String(sessionId)}` }).length;

/** A shopper has a page open and signs in, which replaces the session (M58). */
async function replaced(): Promise<{ readonly cart: TestCart; readonly sessionId: string }> {
  const guest = await teaCart(url);
  const first = await checkout(url, guest);
  const bound = await changeCart(url, guest, {}, sara);
  return {
    cart: { id: guest.id, token: bound.body.cart_token as string },
    sessionId: first.body.checkout.session_id as string,
  };
}

describe('M36: a session that was replaced a short while ago', () => {
  it.each<[string, (cart: TestCart) => Promise<{ readonly body: { readonly code?: string } }>]>([
    ['checkout', async (cart) => checkout(url, cart, sara)],
    ['freeze', async (cart) => freeze(url, cart, { ...sara, 'if-match': await tagOf(url, cart) })],
    ['payments', async (cart) => pay(url, cart, { headers: sara })],
  ])('is looked at by %s first, and what was paid in it closes the cart instead', async (_what, call) => {
    const { cart, sessionId } = await replaced();
    expect((await status(url, cart)).body.payment).toMatchObject({ status: 'open', earlier_payment: 'checking' });
    service.simulator.setFaults([EVENTS_LOST]);
    await payAtOttu(service, sessionId);
    // M51 says whether the cart is paid by it, or held until that is proved.
    expect(['cart_closed', 'cart_frozen']).toContain((await call(cart)).body.code);
    const { payment } = (await status(url, cart)).body;
    expect(['paid', 'checking']).toContain(payment.status);
    expect(await paymentOf(service, payment.order_no)).toMatchObject({ session_id: sessionId });
    expect(service.simulator.requests(NATIVE)).toHaveLength(0);
    expect(service.simulator.ledger()).toHaveLength(1);
  });

  it('is looked at by each of them until its gateway has had its time, and no longer', async () => {
    const { cart, sessionId } = await replaced();
    const before = looksAt(sessionId);
    expect((await checkout(url, cart, sara)).body.checkout).toMatchObject({ earlier_payment: 'checking' });
    expect(looksAt(sessionId)).toBe(before + 1);
    await service.passTime(15 * MINUTE);
    const after = looksAt(sessionId);
    expect((await checkout(url, cart, sara)).body.checkout).not.toHaveProperty('earlier_payment');
    expect(looksAt(sessionId)).toBe(after);
  });

  it('is not looked at where nobody was ever given it', async () => {
    const guest = await teaCart(url);
    await service.moveTime(MINUTE);
    await service.runDue();
    const bound = await changeCart(url, guest, {}, sara);
    const cart = { id: guest.id, token: bound.body.cart_token as string };
    service.simulator.clearRequests();
    const answer = await checkout(url, cart, sara);
    expect(answer.body.checkout).not.toHaveProperty('earlier_payment');
    expect(service.simulator.requests({ method: 'GET', ...SESSIONS })).toHaveLength(0);
  });
});
