import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { abandonCart, changeCart, getCart, setItem } from '../carts/support.ts';
import { checkout, freeze, pay, startCheckoutService, teaCart } from '../checkout/support.ts';
import { ACCEPT, decide, read, tagOf } from '../payments-review/support.ts';
import { buyNow, buyNowBody } from '../support/buy-now.ts';
import { CREATE, NATIVE, RETRIEVE } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';

let service: TestService;
let url: string;

beforeAll(async () => {
  service = await startCheckoutService();
  ({ url } = service);
});
afterAll(async () => service.close());

/** What proxies and people make of a tag; each is that tag. */
const SPELLINGS: readonly (readonly [string, (tag: string) => string])[] = [
  ['weak', (tag) => `W/${tag}`],
  ...['-gzip', ';gzip', '--gzip', '-br', '-zstd', ';br', '-deflate'].map((end): [string, (tag: string) => string] => [
    `ended by ${end}`,
    (tag) => tag.replace(/"$/, `${end}"`),
  ]),
  ['weak and ended by -gzip', (tag) => `W/${tag.replace(/"$/, '-gzip"')}`],
  ['the second of a list', (tag) => `"v9", ${tag}`],
  ['the weak last one of a list without blanks', (tag) => `"v9","other",W/${tag}`],
];

const NO_TAGS = ['v1', '"v1', 'W/v1', 'w/"v1"', '"v1" "v2"', '*, "v1"', '"v1",, ;', "'v1'"];

describe('M55: the tag of a cart is its version, however it is spelled', () => {
  it.each(SPELLINGS)('If-Match that is %s changes this version, and no later one', async (_how, spelled) => {
    const cart = await teaCart(url);
    const headers = { 'if-match': spelled('"v1"') };
    expect((await changeCart(url, cart, { language: 'ar' }, headers)).status).toBe(200);
    expect((await changeCart(url, cart, { language: 'en' }, headers)).status).toBe(412);
    expect((await setItem(url, cart, 'KARAK-TEA', 2, headers)).status).toBe(412);
    expect((await abandonCart(url, cart, headers)).status).toBe(412);
  });

  it.each(SPELLINGS)(
    'If-Match that is %s freezes and pays what the shopper has seen, and no later version',
    async (_how, spelled) => {
      const cart = await teaCart(url);
      const late = await teaCart(url);
      await setItem(url, late, 'KARAK-TEA', 2);
      await checkout(url, late);
      const sent = service.simulator.requests(NATIVE).length;
      expect((await freeze(url, late, { 'if-match': spelled('"v1"') })).status).toBe(412);
      expect((await pay(url, late, { ifMatch: spelled('"v1"') })).status).toBe(412);
      expect(service.simulator.requests(NATIVE)).toHaveLength(sent);
      const paid = await pay(url, cart, { ifMatch: spelled('"v1"') });
      expect([paid.status, paid.body.payment?.status]).toEqual([201, 'paid']);
    },
  );

  it.each(SPELLINGS)('If-None-Match that is %s knows this version, and no later one', async (_how, spelled) => {
    const cart = await teaCart(url);
    const headers = { 'if-none-match': spelled('"v1"') };
    expect((await getCart(url, cart, headers)).status).toBe(304);
    await setItem(url, cart, 'KARAK-TEA', 2);
    expect((await getCart(url, cart, headers)).status).toBe(200);
  });

  it('a frozen cart is another one than the open one of the same version, and its tag is spelled as freely', async () => {
    const cart = await teaCart(url);
    await checkout(url, cart);
    expect((await freeze(url, cart, { 'if-match': '"v1"' })).status).toBe(200);
    const { etag } = (await getCart(url, cart)).headers;
    expect(etag).toBe('"v1-frozen"');
    for (const [, spelled] of SPELLINGS) {
      expect((await getCart(url, cart, { 'if-none-match': spelled('"v1"') })).status).toBe(200);
      expect((await getCart(url, cart, { 'if-none-match': spelled('"v1-frozen"') })).status).toBe(304);
    }
  });

  it('* is any version where an edit is optional, and no agreement to a total', async () => {
    const cart = await teaCart(url);
    expect((await changeCart(url, cart, { language: 'ar' }, { 'if-match': '*' })).status).toBe(200);
    expect((await getCart(url, cart, { 'if-none-match': '*' })).status).toBe(304);
    await checkout(url, cart);
    const refused = [await freeze(url, cart, { 'if-match': '*' }), await pay(url, cart, { ifMatch: '*' })];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [428, 'precondition_required'],
      [428, 'precondition_required'],
    ]);
  });

  it('what is no tag at all is refused: to ignore it could lose the edit of another tab', async () => {
    const cart = await teaCart(url);
    for (const text of NO_TAGS) {
      const asked = [
        await changeCart(url, cart, { language: 'ar' }, { 'if-match': text }),
        await getCart(url, cart, { 'if-none-match': text }),
        await pay(url, cart, { ifMatch: text }),
      ];
      expect([text, ...asked.map(({ status }) => status)]).toEqual([text, 400, 400, 400]);
    }
  });
});

/** A payment that a person has to decide about: Ottu tells of another amount than was asked. */
async function reviewed(): Promise<string> {
  const set = { amount: '0.500', settled_amount: '0.500' };
  service.simulator.setFaults([
    { match: CREATE, fault: { kind: 'resign', set } },
    { match: RETRIEVE, fault: { kind: 'tamper', set } },
  ]);
  const { body } = await buyNow(url, { key: randomUUID(), body: buyNowBody() });
  service.simulator.clearFaults();
  expect(body.payment).toMatchObject({ state: 'needs_review' });
  return body.payment.id as string;
}

describe('M27: the tag of a payment is what the operator has read, however it is spelled', () => {
  it.each(SPELLINGS)('If-Match that is %s decides about it, and not twice', async (_how, spelled) => {
    const id = await reviewed();
    const ifMatch = spelled(await tagOf(service, id));
    expect((await decide(service, id, ACCEPT, { ifMatch: spelled('"another"') })).status).toBe(412);
    expect((await decide(service, id, ACCEPT, { ifMatch })).status).toBe(200);
    expect((await read(service, id)).body.payment.state).toBe('paid');
  });

  it('* decides about nothing, and neither does what is no tag', async () => {
    const id = await reviewed();
    const any = await decide(service, id, ACCEPT, { ifMatch: '*' });
    expect([any.status, any.body.code]).toEqual([428, 'precondition_required']);
    for (const text of NO_TAGS) expect((await decide(service, id, ACCEPT, { ifMatch: text })).status).toBe(400);
    expect((await read(service, id)).body.payment.state).toBe('needs_review');
  });
});
