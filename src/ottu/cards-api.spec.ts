import { inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { CardToken, cardsOf } from './cards-api.ts';

const replyOf = (body: unknown, contentType = 'application/json', status = 200): Parameters<typeof cardsOf>[0] => ({
  status,
  contentType,
  retryAfter: undefined,
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

describe("promise 1: a card's token", () => {
  it('shows itself to nobody who does not ask for it by name', () => {
    const token = new CardToken('9990001112223334');
    const shown = [token.toString(), JSON.stringify({ token }), inspect({ token }), inspect([token], { depth: 9 })];
    for (const text of shown) expect(text).not.toContain('9990001112223334');
    expect(token.reveal()).toBe('9990001112223334');
  });
});

describe('F6: the cards of an answer', () => {
  it('are read from a list, and from a single object as the schema has it', () => {
    expect(cardsOf(replyOf([]))).toEqual([]);
    for (const body of [[{ token: '1', cvv_required: false }], { token: '1', cvv_required: false }]) {
      expect(cardsOf(replyOf(body))).toMatchObject([{ cvvRequired: false, isExpired: undefined, agreements: [] }]);
    }
  });

  it('are unknown where the answer is not what Ottu says', () => {
    const card = { token: '1' };
    for (const reply of [
      replyOf({ detail: 'no' }),
      replyOf('[', 'application/json'),
      replyOf([card], 'text/html'),
      replyOf([card], 'application/json', 500),
    ]) {
      expect(cardsOf(reply)).toBeUndefined();
    }
  });

  it('leave out what has no token that could stand in a path', () => {
    const tokens = [undefined, null, 7, '', '.', '..', 'ok'];
    expect(cardsOf(replyOf(tokens.map((token) => ({ token }))))?.map(({ token }) => token.reveal())).toEqual(['ok']);
  });

  it('have no member of another kind than Ottu documents', () => {
    const body = [{ token: '1', brand: 7, number: null, is_expired: 'true', cvv_required: 0, agreements: ['A', 1] }];
    expect(cardsOf(replyOf(body))).toMatchObject([
      { brand: undefined, number: undefined, isExpired: undefined, cvvRequired: undefined, agreements: ['A'] },
    ]);
  });
});
