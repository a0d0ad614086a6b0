import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import type { Fault } from '../../sandbox/simulator.ts';
import { CardLimits } from '../../src/limits/request-limits.ts';
import { LIMITS } from '../../src/limits/limits-table.ts';
import { startCheckoutService } from '../checkout/support.ts';
import { IdentityProvider } from '../support/identity-provider.ts';
import { answerLost, CARDS } from '../support/ottu.ts';
import type { TestService } from '../support/service.ts';
import { cardsOf, deleteCard, idOf, listCards, saved } from './support.ts';

let identity: IdentityProvider;
let service: TestService;
let url: string;
let people = 0;

beforeAll(async () => {
  identity = await IdentityProvider.start();
  service = await startCheckoutService({ ...identity.variables, OTTU_PG_CODES: 'credit-card,ottu-sandbox' });
  url = service.url;
});
afterAll(async () => {
  await service.close();
  await identity.close();
});
afterEach(() => service.simulator.clearFaults());

/** Somebody new, signed in. */
async function someone(): Promise<{ readonly sub: string; readonly headers: { readonly authorization: string } }> {
  const sub = `person/${(people += 1)} +é`;
  return { sub, headers: { authorization: await identity.bearer(sub) } };
}

describe('M58, M95, F1.3: the saved cards of a signed-in customer', () => {
  it('are asked for so many times in an hour, then no more; other customers are served', async () => {
    const [sara, omar] = [await someone(), await someone()];
    const limits = service.app.get(CardLimits, { strict: false });
    for (let taken = 1; taken < LIMITS.customer_cards.permits; taken += 1) await limits.consume(sara.sub);
    expect((await listCards(url, sara.headers)).status).toBe(200);
    const asked = service.simulator.requests(CARDS).length;
    const refused = await listCards(url, sara.headers);
    expect(refused.body).toMatchObject({ status: 429, code: 'rate_limited', outcome: 'none' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await deleteCard(url, 'x'.repeat(43), sara.headers)).status).toBe(429);
    expect(service.simulator.requests(CARDS)).toHaveLength(asked);
    expect((await listCards(url, omar.headers)).status).toBe(200);
  });

  it("are those of the token's sub and of nobody else, shown by an allow-list", async () => {
    const [sara, omar] = [await someone(), await someone()];
    saved(service, sara.sub, { number: '**** 1111', brand: 'MASTERCARD', name_on_card: 'Sara' });
    saved(service, omar.sub, { number: '**** 2222' });
    const answer = await listCards(url, sara.headers);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toEqual({
      cards: [
        {
          id: expect.stringMatching(/^[\w-]{43}$/),
          brand: 'MASTERCARD',
          last_four: '1111',
          expiry_month: '01',
          expiry_year: '39',
          name_on_card: 'Sara',
          pg_code: 'credit-card',
          is_preferred: false,
          is_expired: false,
          needs_cvv: false,
          payable: true,
        },
      ],
    });
    const asked = service.simulator.requests(CARDS).at(-1);
    expect(JSON.parse(asked?.raw_body ?? '')).toEqual({
      customer_id: sara.sub,
      type: 'sandbox',
      pg_codes: ['credit-card', 'ottu-sandbox'],
    });
  });

  it('a customer_id in the query changes nothing', async () => {
    const [sara, omar] = [await someone(), await someone()];
    saved(service, sara.sub);
    const answer = await listCards(url, omar.headers).query({ customer_id: sara.sub });
    expect(answer.body.cards ?? []).toEqual([]);
  });

  it('a customer without cards has an empty list', async () => {
    expect((await listCards(url, (await someone()).headers)).body).toEqual({ cards: [] });
  });

  it('guests, cart tokens and bad tokens see nothing, and Ottu is not asked', async () => {
    const before = service.simulator.requests(CARDS).length;
    expect((await listCards(url)).body).toMatchObject({ status: 401, code: 'customer_jwt_missing' });
    expect((await listCards(url, { 'cart-token': 'x' })).status).toBe(401);
    expect((await deleteCard(url, 'x')).status).toBe(401);
    expect((await listCards(url, { authorization: 'Bearer a.b.c' })).body.code).toBe('customer_jwt_invalid');
    expect(service.simulator.requests(CARDS)).toHaveLength(before);
  });

  it('says which cannot be paid with here: a card that needs its CVV, and one that has expired', async () => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 3333', cvv_required: true });
    saved(service, sub, { number: '**** 4444', expiry_month: '01', expiry_year: '20' });
    expect(await cardsOf(url, headers)).toMatchObject([
      { last_four: '3333', needs_cvv: true, is_expired: false, payable: false },
      { last_four: '4444', needs_cvv: false, is_expired: true, payable: false },
    ]);
  });

  it('OTTU_PG_CODES: those of other gateways, and of the other mode, are not shown', async () => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 5555', pg_code: 'autopay' });
    saved(service, sub, { number: '**** 6666', sandbox: false });
    saved(service, sub, { number: '**** 7777', pg_code: 'ottu-sandbox' });
    expect((await cardsOf(url, headers)).map(({ last_four }) => last_four)).toEqual(['7777']);
  });

  it("what Ottu answers beyond the filter, such as another's card, is dropped", async () => {
    const { sub, headers } = await someone();
    const card = { token: '9000000000000001', number: '**** 8888', cvv_required: false, is_expired: false };
    const body = [
      { ...card, customer_id: 'somebody else', pg_code: 'credit-card' },
      { ...card, customer_id: sub, pg_code: 'knet' },
      { ...card, customer_id: sub, pg_code: 'credit-card', number: '4508750015741019' },
    ];
    service.simulator.setFaults([{ match: CARDS, fault: { kind: 'status', status: 200, body } }]);
    const cards = await cardsOf(url, headers);
    // A number that is not masked shows none of its digits.
    expect(cards).toMatchObject([{ last_four: null, pg_code: 'credit-card' }]);
  });

  it.each<[string, Fault]>([
    ['Ottu fails', { kind: 'status', status: 500, body: { detail: 'the words of Ottu' } }],
    ['Ottu refuses the key', { kind: 'status', status: 403, body: { detail: 'the words of Ottu' } }],
    ['Ottu refuses the request', { kind: 'status', status: 400, body: { customer_id: ['the words of Ottu'] } }],
    ['a proxy answers', { kind: 'html' }],
    ['the answer is cut short', { kind: 'malformed' }],
    ['the answer is no list', { kind: 'status', status: 200, body: { detail: 'the words of Ottu' } }],
    ['the answer is lost', { kind: 'answer_lost' }],
  ])('are a 503 without the words of Ottu when %s', async (_when, fault) => {
    const { headers } = await someone();
    service.simulator.setFaults([{ match: CARDS, fault }]);
    const answer = await listCards(url, headers);
    expect(answer.body).toMatchObject({ status: 503, code: 'cards_unavailable' });
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    expect(answer.text).not.toContain('words of Ottu');
  });

  it('F1.3: Ottu shows cards to an API key only: with a user name that is what is said', async () => {
    const { headers } = await someone();
    const basic = await startCheckoutService({
      ...identity.variables,
      OTTU_API_KEY: undefined,
      OTTU_USERNAME: 'nobody',
      OTTU_PASSWORD: 'nothing',
    });
    try {
      for (const answer of [await listCards(basic.url, headers), await deleteCard(basic.url, 'x', headers)]) {
        expect(answer.body).toMatchObject({ status: 501, code: 'ottu_api_key_needed', outcome: 'none' });
      }
      expect(basic.simulator.requests(CARDS)).toEqual([]);
    } finally {
      await basic.close();
    }
  });
});

describe('decision 15: the id of a card', () => {
  it('is the same each time, differs between customers, and says nothing about the token', async () => {
    const [sara, omar] = [await someone(), await someone()];
    const token = saved(service, sara.sub, { number: '**** 1111' });
    const id = await idOf(url, sara.headers, '1111');
    expect(await idOf(url, sara.headers, '1111')).toBe(id);
    service.simulator.saveCard({ token, customer_id: omar.sub, number: '**** 1111' });
    expect(await idOf(url, omar.headers, '1111')).not.toBe(id);
    expect(id).not.toContain(token);
    expect(Buffer.from(id, 'base64url').toString('latin1')).not.toContain(token);
  });

  it('is the same on every replica and after a restart, lives through a rotation, and is another one elsewhere', async () => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 1111' });
    const id = await idOf(url, headers, '1111');
    const { simulator } = service;
    const at = (webhookKeys: string): Promise<TestService> =>
      startCheckoutService({
        ...identity.variables,
        OTTU_BASE_URL: simulator.url,
        OTTU_WEBHOOK_KEYS: webhookKeys,
      });
    const replica = await at(simulator.hmacKey);
    const rotated = await at(`a-newer-key-of-webhooks,${simulator.hmacKey}`);
    const elsewhere = await at('another-shop-altogether');
    try {
      expect(await idOf(replica.url, headers, '1111')).toBe(id);
      expect(await idOf(rotated.url, headers, '1111')).not.toBe(id);
      expect(await idOf(elsewhere.url, headers, '1111')).not.toBe(id);
      expect((await deleteCard(elsewhere.url, id, headers)).body.code).toBe('card_not_found');
      expect((await deleteCard(rotated.url, id, headers)).status).toBe(204);
    } finally {
      await Promise.all([replica, rotated, elsewhere].map(async (one) => one.close()));
    }
  });
});

describe('M58: forgetting a card', () => {
  it('is 204 once and 404 afterwards; the other cards stay', async () => {
    const { sub, headers } = await someone();
    const token = saved(service, sub, { number: '**** 1111' });
    saved(service, sub, { number: '**** 2222' });
    const id = await idOf(url, headers, '1111');
    const answer = await deleteCard(url, id, headers);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(service.simulator.requests({ method: 'DELETE', path: `/b/pbl/v2/card/${token}/` })).toHaveLength(1);
    expect((await cardsOf(url, headers)).map(({ last_four }) => last_four)).toEqual(['2222']);
    expect((await deleteCard(url, id, headers)).body).toMatchObject({ status: 404, code: 'card_not_found' });
  });

  it("another customer's card is 404, as is one that never was, and stays", async () => {
    const [sara, omar] = [await someone(), await someone()];
    const token = saved(service, sara.sub, { number: '**** 1111' });
    const id = await idOf(url, sara.headers, '1111');
    for (const tried of [id, token, 'x', 'é', `${id}x`, '..', ' ']) {
      expect((await deleteCard(url, tried, omar.headers)).body).toMatchObject({ status: 404 });
    }
    // Not even its owner can name it by Ottu's token.
    expect((await deleteCard(url, token, sara.headers)).body.code).toBe('card_not_found');
    expect(await cardsOf(url, sara.headers)).toHaveLength(1);
  });

  it('two at once: both are told that it is gone', async () => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 1111' });
    const id = await idOf(url, headers, '1111');
    const answers = await Promise.all([deleteCard(url, id, headers), deleteCard(url, id, headers)]);
    for (const { status } of answers) expect([204, 404]).toContain(status);
    expect(await cardsOf(url, headers)).toEqual([]);
  });

  it('a lost answer is asked again by itself, and what is gone then is gone', async () => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 1111' });
    const id = await idOf(url, headers, '1111');
    service.simulator.setFaults([answerLost({ method: 'DELETE', ...CARDS }, 1)]);
    expect((await deleteCard(url, id, headers)).status).toBe(204);
  });

  it('a card that agreements need stays: 409 with their ids, Ottu is not told, and no shopper can force it', async () => {
    const { sub, headers } = await someone();
    saved(service, sub, { number: '**** 1111', agreements: ['AGR-1', 'AGR-2'] });
    const id = await idOf(url, headers, '1111');
    const deletions = service.simulator.requests({ method: 'DELETE', ...CARDS }).length;
    for (const answer of [
      await deleteCard(url, id, headers),
      await deleteCard(url, id, headers).query({ force: 'true' }),
    ]) {
      expect(answer.body).toMatchObject({ status: 409, code: 'card_in_use', agreements: ['AGR-1', 'AGR-2'] });
    }
    expect(service.simulator.requests({ method: 'DELETE', ...CARDS })).toHaveLength(deletions);
    expect(await cardsOf(url, headers)).toHaveLength(1);
  });
});
