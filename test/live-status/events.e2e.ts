import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { isDeepStrictEqual } from 'node:util';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sql } from 'kysely';
import request from 'supertest';

import { freezeCart } from '../../src/carts/cart-repository.ts';
import { paymentOwner } from '../../src/carts/freeze-owner.ts';
import { STREAM_LIMITS } from '../../src/carts/live/stream-slots.ts';
import { CARTS_CHANNEL } from '../../src/carts/signals.ts';
import { DatabaseSignals } from '../../src/database/database-signals.ts';
import { Database } from '../../src/database/database.ts';
import { abandonCart, cartCall, changeCart, newCart, startCartService, type TestCart } from '../carts/support.ts';
import { checkout, pay, startCheckoutService, teaCart } from '../checkout/support.ts';
import { eventually } from '../support/eventually.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { NATIVE, payAtOttu } from '../support/ottu.ts';
import { withRows } from '../support/rows.ts';
import type { TestService } from '../support/service.ts';
import { MINUTE } from '../support/time.ts';
import { EventReader } from './event-reader.ts';

const SHOP = 'https://shop.example';

let provider: IdentityProvider;
let service: TestService;

beforeAll(async () => {
  provider = await IdentityProvider.start();
  service = await startCartService({ ...provider.variables, STOREFRONT_ORIGINS: SHOP });
});
afterAll(async () => {
  await service.close();
  await provider.close();
});

const follow = (cart: TestCart, headers?: Readonly<Record<string, string>>): Promise<EventReader> =>
  EventReader.open(service.url, cart, headers);

/** As if a replica had told it. */
const signal = async (content: object | string): Promise<void> => {
  const payload = typeof content === 'string' ? content : JSON.stringify(content);
  await withRows(service, (db) => sql`select pg_notify(${CARTS_CHANNEL}, ${payload})`.execute(db));
};

const paymentOf = async (cart: TestCart, url = service.url): Promise<unknown> =>
  (await cartCall(url, cart, 'get', '/payment')).body.payment as unknown;

async function openStreams(): Promise<number> {
  const { text } = await request(service.url).get('/metrics');
  return Number(/^ottu_bff_event_streams (\d+)$/m.exec(text)?.[1]);
}

/** An edit of a cart that nobody follows with a transaction: it changes by edits alone. */
const edit = async (cart: TestCart, count: number): Promise<void> => {
  expect((await changeCart(service.url, cart, { extra: { count } })).status).toBe(200);
};

describe('GET /v1/carts/{id}/events', () => {
  it('tells the present status at once, as GET /payment answers it, and the version and state of the cart', async () => {
    const cart = await newCart(service.url);
    const stream = await (await follow(cart)).until('payment', 1);
    expect(stream.answer.status).toBe(200);
    expect(stream.events).toEqual([
      { id: expect.stringMatching(/^[\w-]{16}\.-$/), event: 'cart', data: { version: 1, state: 'open' } },
      { id: expect.stringMatching(/^[\w-]{16}\.[\w-]{16}$/), event: 'payment', data: await paymentOf(cart) },
    ]);
    expect(stream.text).toMatch(/^retry: \d{4}\n\n/);
    await stream.leave();
  });

  it('the head says that nothing is to be stored or held back, and carries CORS and the id of the request', async () => {
    const stream = await follow(await newCart(service.url), { origin: SHOP, 'x-request-id': 'tab-1' });
    expect(Object.fromEntries(stream.answer.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': 'tab-1',
      'access-control-allow-origin': SHOP,
      'access-control-expose-headers': expect.stringContaining('X-Request-Id'),
      vary: expect.stringContaining('Origin'),
      'x-content-type-options': 'nosniff',
    });
    await stream.leave();
    const elsewhere = await follow(await newCart(service.url), { origin: 'https://evil.example' });
    expect(elsewhere.answer.headers.get('access-control-allow-origin')).toBeNull();
    await elsewhere.leave();
  });

  it('each change is told once to every tab, and the last one is never skipped', async () => {
    const cart = await newCart(service.url);
    const tabs = [await follow(cart), await follow(cart)];
    for (const tab of tabs) await tab.until('payment', 1);
    for (let count = 2; count <= 10; count += 1) await edit(cart, count);
    const last = await paymentOf(cart);
    for (const tab of tabs) {
      await eventually(() => tab.of('payment').at(-1)?.['version'] === 10);
      const versions = tab.of('cart').map(({ version }) => Number(version));
      expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
      expect(tab.of('payment').at(-1)).toEqual(last);
      expect(new Set(tab.events.map(({ id }) => id)).size).toBe(tab.events.length);
      await tab.leave();
    }
  });

  it('a signal without a change tells nothing, and neither does another cart', async () => {
    const cart = await newCart(service.url);
    const stream = await (await follow(cart)).until('payment', 1);
    await signal({ cart: cart.id, kind: 'changed' });
    await signal({ cart: cart.id, kind: 'of a newer replica' });
    await signal('not of this service');
    // Signals are heard in their order: when this one has been told, those before it have been heard.
    const other = await newCart(service.url);
    const beside = await (await follow(other)).until('payment', 1);
    await edit(other, 1);
    await beside.until('payment', 2);
    await beside.leave();
    expect(stream.events).toHaveLength(2);
    await edit(cart, 1);
    await stream.until('payment', 2);
    expect(stream.events).toHaveLength(4);
    await stream.leave();
  });

  it('a wrong token, no token and a wrong id are one and the same 404, and no stream is begun', async () => {
    const cart = await newCart(service.url);
    const other = await newCart(service.url);
    for (const credentials of [
      { ...cart, token: other.token },
      { ...cart, id: randomUUID() },
      { ...cart, token: '' },
    ]) {
      const { answer } = await follow(credentials);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
    const url = `${service.url}/v1/carts/${cart.id}/events?cart_token=${cart.token}`;
    expect((await fetch(url)).status).toBe(404);
  });

  it('HEAD is answered and holds no place', async () => {
    const cart = await newCart(service.url);
    const before = await openStreams();
    const answer = await fetch(`${service.url}/v1/carts/${cart.id}/events`, {
      method: 'HEAD',
      headers: { 'cart-token': cart.token },
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
    expect(await openStreams()).toBe(before);
  });
});

describe('M30: what a replica has committed that died before it told the others', () => {
  /** Commits all, and tells nothing. */
  async function muted({ app }: TestService, work: () => Promise<unknown>): Promise<void> {
    const tells = jest.spyOn(app.get(DatabaseSignals, { strict: false }), 'tell').mockReturnValue();
    try {
      await work();
      expect(tells).toHaveBeenCalled();
    } finally {
      tells.mockRestore();
    }
  }

  it('is shown soon after to who follows that cart', async () => {
    const [cart, other] = [await newCart(service.url), await newCart(service.url)];
    const streams = [await (await follow(cart)).until('payment', 1), await (await follow(other)).until('payment', 1)];
    await service.runOnce('StreamLooks');
    await muted(service, () => edit(cart, 1));
    await service.runOnce('StreamLooks');
    await streams[0]?.until('payment', 2);
    expect(streams.map((stream) => stream.of('payment').map(({ version }) => version))).toEqual([[1, 2], [1]]);
    for (const stream of streams) await stream.leave();
  });

  it('is shown where it wrote the payment alone, and not the cart', async () => {
    const shop = await startCheckoutService();
    const cart = await teaCart(shop.url);
    await checkout(shop.url, cart);
    const stream = await (await EventReader.open(shop.url, cart)).until('payment', 1);
    await shop.runOnce('StreamLooks');
    await withRows(shop, (db) =>
      sql`update payments set updated_at = now() + interval '1 second' where cart_id = ${cart.id}`.execute(db),
    );
    await shop.runOnce('StreamLooks');
    await stream.until('payment', 2);
    expect(stream.of('payment').at(-1)).toEqual(await paymentOf(cart, shop.url));
    await stream.leave();
    await shop.close();
  });

  it('is shown where it held the cart and wrote nothing else', async () => {
    const cart = await newCart(service.url);
    const stream = await (await follow(cart)).until('cart', 1);
    await service.runOnce('StreamLooks');
    // As `HoldCart` leaves it.
    await service.app
      .get(Database, { strict: false })
      .inTransaction((tx) => freezeCart(tx, cart.id, paymentOwner('a key'), { lookAfter: MINUTE }));
    await service.runOnce('StreamLooks');
    await stream.until('cart', 2);
    expect(stream.of('cart').map(({ state }) => state)).toEqual(['open', 'frozen']);
    await stream.leave();
  });
});

describe('resuming with Last-Event-ID', () => {
  it('who has seen the present is told nothing until something changes', async () => {
    const cart = await newCart(service.url);
    const first = await (await follow(cart)).until('payment', 1);
    await first.leave();
    const resumed = await follow(cart, { 'last-event-id': first.lastId });
    // Another tab that comes later is told the present.
    await (await (await follow(cart)).until('payment', 1)).leave();
    expect(resumed.events).toEqual([]);
    await edit(cart, 2);
    await resumed.until('payment', 1);
    expect(resumed.of('payment')).toEqual([await paymentOf(cart)]);
    await resumed.leave();
  });

  it('who missed changes is told the present, once', async () => {
    const cart = await newCart(service.url);
    const first = await (await follow(cart)).until('payment', 1);
    await first.leave();
    await edit(cart, 2);
    await edit(cart, 3);
    const resumed = await (await follow(cart, { 'last-event-id': first.lastId })).until('payment', 1);
    expect(resumed.of('cart')).toEqual([{ version: 3, state: 'open' }]);
    expect(resumed.of('payment')).toEqual([await paymentOf(cart)]);
    await resumed.leave();
  });

  it('who was cut off between two events is told the second one only', async () => {
    const cart = await newCart(service.url);
    const first = await (await follow(cart)).until('payment', 1);
    await first.leave();
    const resumed = await (await follow(cart, { 'last-event-id': first.events[0]?.id ?? '' })).until('payment', 1);
    expect(resumed.events).toEqual([first.events[1]]);
    await resumed.leave();
  });

  it('an id that is none is one that has seen nothing', async () => {
    const cart = await newCart(service.url);
    const stream = await (await follow(cart, { 'last-event-id': '17' })).until('payment', 1);
    expect(stream.events).toHaveLength(2);
    await stream.leave();
  });
});

describe('M58: the end of a stream', () => {
  it('binding the cart ends the streams of the old token, and the new one opens new ones', async () => {
    const cart = await newCart(service.url);
    const stream = await (await follow(cart)).until('payment', 1);
    const { body } = await changeCart(service.url, cart, {}, { authorization: await provider.bearer('cust-77') });
    await stream.untilEnded();
    expect(stream.events).toHaveLength(2);
    expect((await follow(cart)).answer.status).toBe(404);
    const next = await follow({ ...cart, token: body.cart_token as string });
    await next.until('payment', 1);
    expect(next.of('cart')).toEqual([{ version: 2, state: 'open' }]);
    await next.leave();
  });

  it('a rotation that nobody was told of ends the stream before it shows anything of the cart again', async () => {
    const cart = await newCart(service.url);
    const stream = await (await follow(cart)).until('payment', 1);
    await withRows(service, async (db) => {
      await db
        .updateTable('carts')
        .set({ token_sha256: 'a'.repeat(64), version: 7 })
        .where('id', '=', cart.id)
        .execute();
    });
    await signal({ cart: cart.id, kind: 'changed' });
    await stream.untilEnded();
    expect(stream.events).toHaveLength(2);
  });

  it('a final status is the last that is told, to who was there and to who comes later', async () => {
    const cart = await newCart(service.url);
    const stream = await (await follow(cart)).until('payment', 1);
    await abandonCart(service.url, cart);
    await stream.untilEnded();
    expect(stream.of('cart').at(-1)).toEqual({ version: expect.any(Number), state: 'abandoned' });
    expect(stream.events.at(-1)).toMatchObject({ event: 'payment', data: { status: 'expired' } });
    const late = await (await follow(cart)).untilEnded();
    expect(late.of('payment')).toEqual([await paymentOf(cart)]);
    const resumed = await (await follow(cart, { 'last-event-id': stream.lastId })).untilEnded();
    expect(resumed.events).toEqual([]);
  });

  it('a cart that is gone ends its streams', async () => {
    const cart = await newCart(service.url);
    const stream = await (await follow(cart)).until('payment', 1);
    await withRows(service, async (db) => {
      await db.deleteFrom('carts').where('id', '=', cart.id).execute();
    });
    await signal({ cart: cart.id, kind: 'changed' });
    await stream.untilEnded();
  });

  it('shutting down ends streams at once, also of readers who take nothing, and is not held up by them', async () => {
    const own = await startCartService();
    const cart = await newCart(own.url);
    const stream = await (await EventReader.open(own.url, cart)).until('payment', 1);
    const asleep = httpRequest(`${own.url}/v1/carts/${cart.id}/events`, { headers: { 'cart-token': cart.token } });
    asleep.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      asleep.on('response', (response) => resolve(void response.pause())).end();
    });
    // As browsers do, ahead of need.
    const ahead = connect(Number(new URL(own.url).port), '127.0.0.1').on('error', () => undefined);
    await once(ahead, 'connect');
    await own.close();
    await stream.untilEnded();
    asleep.destroy();
  });
});

describe('M91: a payment', () => {
  let shop: TestService;
  beforeAll(async () => {
    shop = await startCheckoutService();
  });
  afterAll(() => shop.close());

  const ALLOWED = [
    'action_required',
    'amount',
    'currency_code',
    'held_until',
    'order_no',
    'status',
    'updated_at',
    'version',
  ];

  function expectNothingOfOttu(stream: EventReader): void {
    for (const { event, data } of stream.events) {
      const allowed = event === 'cart' ? ['state', 'version'] : ALLOWED;
      expect(Object.keys(data).filter((name) => !allowed.includes(name))).toEqual([]);
    }
    expect(stream.text).not.toMatch(
      /pg_|reference_number|signature|gateway_response|session_id|successful|declined by/,
    );
  }

  it('on the hosted page is told to its end, in the closed list and without a word of Ottu', async () => {
    const cart = await teaCart(shop.url);
    const stream = await (await EventReader.open(shop.url, cart)).until('payment', 1);
    const { body } = await checkout(shop.url, cart);
    shop.simulator.clearWebhooks();
    await payAtOttu(shop, body.checkout.session_id);
    await shop.runDue();
    await stream.untilEnded();
    expect(stream.of('payment').at(-1)).toEqual(await paymentOf(cart, shop.url));
    expect(stream.of('payment').at(-1)).toMatchObject({ status: 'paid' });
    expect(stream.of('cart').at(-1)).toMatchObject({ state: 'paid' });
    expectNothingOfOttu(stream);
  });

  it('by wallet is told as checking while Ottu is silent', async () => {
    const cart = await teaCart(shop.url);
    const stream = await (await EventReader.open(shop.url, cart)).until('payment', 1);
    shop.simulator.setFaults([{ match: NATIVE, fault: { kind: 'hang' } }]);
    let isAnswered = false;
    const paying = pay(shop.url, cart).then((answer) => {
      isAnswered = true;
      return answer;
    });
    try {
      await stream.untilStatus('checking');
      expect(isAnswered).toBe(false);
      expect((await paying).body.payment.status).toBe('checking');
    } finally {
      shop.simulator.setFaults([]);
    }
    expectNothingOfOttu(stream);
    await stream.leave();
  });

  it('by wallet is told as declined, and what the bank wants; the stream stays open until it is final', async () => {
    const cart = await teaCart(shop.url);
    const stream = await (await EventReader.open(shop.url, cart)).until('payment', 1);
    expect((await pay(shop.url, cart, { outcome: 'declined' })).body.payment.status).toBe('declined');
    await stream.untilStatus('declined');
    await pay(shop.url, cart, { outcome: 'three_ds_redirect' });
    const now = await paymentOf(cart, shop.url);
    await eventually(() => isDeepStrictEqual(stream.of('payment').at(-1), now));
    const statuses = stream.of('payment').map(({ status }) => status);
    // Where Ottu is quick nobody need have seen that it was asked.
    const ends = statuses.filter((status) => status !== 'checking');
    expect(ends.filter((status, index) => status !== ends[index - 1])).toEqual(['open', 'declined', 'action_required']);
    expect(stream.ended).toBe(false);
    expectNothingOfOttu(stream);
    await stream.leave();
  });
});

describe('limits', () => {
  it('a cart has so many streams and no more (429); a place that is given back can be taken again', async () => {
    const before = await openStreams();
    const cart = await newCart(service.url);
    const streams: EventReader[] = [];
    for (let count = 0; count < STREAM_LIMITS.perCart; count += 1) streams.push(await follow(cart));
    const refused = await follow(cart, { origin: SHOP });
    expect(refused.answer.status).toBe(429);
    expect(refused.answer.headers.get('retry-after')).toBe('15');
    expect(refused.answer.headers.get('access-control-allow-origin')).toBe(SHOP);
    await refused.untilEnded();
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'too_many_streams' });
    const other = await follow(await newCart(service.url));
    expect(other.answer.status).toBe(200);
    await other.leave();
    await streams.pop()?.leave();
    await eventually(async () => {
      const again = await follow(cart);
      if (again.answer.status === 200) streams.push(again);
      return again.answer.status === 200;
    });
    for (const stream of streams) await stream.leave();
    await eventually(async () => (await openStreams()) === before);
  });
});
